"""Slowloris: who sends slowly is given up; meanwhile everybody else is served.

``jipp serve`` as it runs, with less patience than usual, so that the tests wait for the server and not for a clock.
"""

import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.conftest import free_port, migrated, wait_until_up
from tests.factories import Factory

MANY = 60
"""More than the requests that may read the database at once (JIPP_CONCURRENCY)."""


class Served:
    """A server under attack."""

    def __init__(self, port: int, database_url: str) -> None:
        self.port, self.database_url = port, database_url
        self.url = f"http://127.0.0.1:{port}"

    def connect(self, sent: bytes) -> socket.socket:
        """A connection on which this much has been said."""
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=120)
        connection.sendall(sent)
        return connection


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    database_url, port = f"sqlite:///{tmp_path}/slow.sqlite", free_port()
    env = migrated(database_url, tmp_path, JIPP_HEADER_SECONDS="2", JIPP_BODY_SECONDS="2")
    command = [sys.executable, "-m", "app.commands", "serve", "--port", str(port)]
    process = subprocess.Popen(command, env=env)
    try:
        served = Served(port, database_url)
        wait_until_up(served.url, process)
        yield served
    finally:
        process.terminate()
        process.wait(30)


def told(connection: socket.socket) -> bytes:
    """All that the server says until it closes; it must close, or the socket's time runs out as an error."""
    found = b""
    with connection:
        try:
            while more := connection.recv(65_536):
                found += more
        except ConnectionResetError:
            pass
    return found


def test_slowloris_heads_are_given_up(served: Served) -> None:
    """Nothing, half a line, headers without an end, the half of a second request: each is closed by the server."""
    line = b"GET /healthz HTTP/1.1\r\nHost: a\r\n"
    openings = [b"", b"G", line[:10], line, line + b"X-A: b\r\n", b"\r\n", line + b"\r\n" + line]
    slow = [served.connect(opening) for opening in openings for _ in range(MANY // len(openings) + 1)]
    assert httpx.get(served.url + "/healthz", timeout=60).status_code == 200, "others are served meanwhile"
    assert httpx.get(served.url + "/api/v1/units", timeout=60).status_code == 200
    answers = [told(connection) for connection in slow]
    assert {answer.count(b"HTTP/1.1 200") for answer in answers} == {0, 1}, "only the whole request was answered"
    assert httpx.get(served.url + "/healthz", timeout=60).status_code == 200


def test_slowloris_bodies_are_given_up_and_hold_nobody_up(served: Served) -> None:
    """Bodies that do not come: no thread, no connection of the database and no place to read waits with them."""
    from app.database import make_engine

    engine = make_engine(served.database_url, writes=True)
    with Factory(engine, served.url) as make:
        edition = make.edition()
    engine.dispose()
    form = b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\na=b"
    heads = [f"POST {path} HTTP/1.1\r\nHost: a\r\nAccept: text/html\r\n".encode() + form for path in
             (f"/editions/{edition.id}/opening", "/sign-in", "/units", "/api/v1/sessions",
              f"/editions/{edition.id}/stages/proposal/publication")]  # fmt: skip
    slow = [served.connect(head) for head in heads for _ in range(MANY // len(heads))]
    for path in ("/healthz", "/api/v1/units", "/api/v1/editions", "/units?q=a", "/innovations?q=b"):
        assert httpx.get(served.url + path, timeout=60).status_code == 200, "others are served meanwhile"
    statuses = {told(connection).split(b" ", 2)[1] for connection in slow}
    assert statuses == {b"408"}, "each is told why"


def test_a_slow_reader_holds_no_connection_of_the_database(served: Served) -> None:
    """Somebody asks for long answers and reads none of them; others go on."""
    ask = b"GET /api/v1/openapi.json HTTP/1.1\r\nHost: a\r\n\r\n"
    slow = [served.connect(ask * 20) for _ in range(MANY)]
    for n in range(5):
        assert httpx.get(f"{served.url}/api/v1/units?q={n}", timeout=60).status_code == 200
    for connection in slow:
        connection.close()
    assert httpx.get(served.url + "/healthz", timeout=60).status_code == 200

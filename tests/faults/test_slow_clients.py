"""Clients on slow lines: whoever sends or reads slowly is served in the end, and nobody else waits for them."""

import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from app.demo.papers import sample_pdf
from tests.conftest import Server, start_server
from tests.factories import Factory

PLACES = 2
SLOW = 12
"""Slow clients; many more than the server has places, threads and connections."""
PAPER = sample_pdf("x" * 400_000)


@pytest.fixture
def small(new_database: Callable[[str], str], tmp_path: Path) -> Iterator[Server]:
    """A server with two places."""
    running = start_server(new_database("slow"), tmp_path, JIPP_CONCURRENCY=str(PLACES))
    yield running
    running.process.kill()
    running.process.wait()
    running.engine.dispose()


def upload(server: Server, token: str, proposal: str, key: str) -> tuple[socket.socket, bytes]:
    """Half of an upload sent; the connection, and the other half."""
    body = b'--z\r\nContent-Disposition: form-data; name="file"; filename="b.pdf"\r\n\r\n' + PAPER + b"\r\n--z--\r\n"
    head = (
        f"POST /api/v1/proposals/{proposal}/documents HTTP/1.1\r\nHost: x\r\nAuthorization: {token}\r\n"
        f"Idempotency-Key: {key}\r\nContent-Type: multipart/form-data; boundary=z\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    ).encode()
    connection = socket.create_connection(("127.0.0.1", int(server.url.rpartition(":")[2])), 60)
    connection.sendall(head + body[: len(body) // 2])
    return connection, body[len(body) // 2 :]


def test_slow_uploads_hold_nobody_up_and_arrive_once(small: Server) -> None:
    with Factory(small.engine, small.url) as make:
        agency = make.unit()
        proposal, coordinator = make.proposal(make.edition(), agency), make.key("coordinator", agency)
        token = str(coordinator.headers["Authorization"])
        slow = [upload(small, token, proposal.id, f"lambat-{n}") for n in range(SLOW)]
        new = make.key("organiser").post("/api/v1/units", json={"code": "X", "name": "X", "kind": "agency"})
        others = [coordinator.get("/api/v1/units"), coordinator.get(f"/api/v1/proposals/{proposal.id}"), new]
        assert [answer.status_code for answer in others] == [200, 200, 201], "while the uploads are half done"
        gone, _rest = slow.pop()
        gone.close()
        for connection, rest in slow:
            connection.sendall(rest)
            assert connection.recv(65536).startswith(b"HTTP/1.1 201")
            connection.close()
        documents = coordinator.get(f"/api/v1/proposals/{proposal.id}/documents").json()
        rows = documents["items"] if isinstance(documents, dict) else documents
        assert sum(row["filename"] == "b.pdf" for row in rows) == SLOW - 1, "half an upload is none"


def test_slow_readers_hold_nobody_up(small: Server) -> None:
    with Factory(small.engine, small.url) as make:
        root = make.unit(kind="province")
        make.save(*[_unit(n, root.id) for n in range(3000)])
        port = int(small.url.rpartition(":")[2])
        readers = []
        for _ in range(SLOW):
            connection = socket.socket()
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            connection.connect(("127.0.0.1", port))
            connection.sendall(b"GET /api/v1/units.csv HTTP/1.1\r\nHost: x\r\n\r\n")
            assert connection.recv(12) == b"HTTP/1.1 200"
            readers.append(connection)
        done = [threading.Thread(target=httpx.get, args=(f"{small.url}/api/v1/units",)) for _ in range(2)]
        for thread in done:
            thread.start()
        answer = make.key("organiser").post("/api/v1/units", json={"code": "X", "name": "X", "kind": "agency"})
        assert answer.status_code == 201
        for thread in done:
            thread.join(30)
            assert not thread.is_alive()
        for connection in readers:
            connection.close()


def _unit(n: int, root: str) -> object:
    from app.models import Unit

    return Unit(code=f"L{n}", name="Dinas " + "panjang " * 30 + str(n), kind="agency", parent_id=root)

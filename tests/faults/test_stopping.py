"""Told to stop: the server says so first, then takes nobody in, and finishes what it has begun."""

import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from secrets import token_hex

import httpx
import pytest
from sqlalchemy import text

from tests.conftest import Server, free_port, migrated, wait_until_up
from tests.factories import Factory

DELAY = "1.5"
"""Seconds between the first word of it and the closed door."""
WRITERS = 8


@pytest.fixture
def served(new_database: Callable[[str], str], tmp_path: Path) -> Iterator[Server]:
    """A server as an operator starts it."""
    yield from started(new_database("stopped"), tmp_path)


def started(address: str, folder: Path, *more: str) -> Iterator[Server]:
    from app.database import make_engine

    env = migrated(address, folder, JIPP_STOP_DELAY_SECONDS=DELAY, JIPP_STOP_SECONDS="20")
    port = free_port()
    with (folder / "log").open("wb") as log:
        command = [sys.executable, "-m", "app.commands", "serve", "--port", str(port), *more]
        process = subprocess.Popen(command, env=env, stdout=log, stderr=log)
    url = f"http://127.0.0.1:{port}"
    wait_until_up(url, process)
    server = Server(url, address, make_engine(address, writes=True), process)
    yield server
    process.kill()
    process.wait()
    server.engine.dispose()


def slow_down(server: Server) -> None:
    """Each new unit takes the database a while."""
    with server.engine.begin() as connection:
        if server.engine.dialect.name == "sqlite":
            connection.exec_driver_sql(
                "CREATE TRIGGER slow AFTER INSERT ON units BEGIN SELECT count(*) FROM (WITH RECURSIVE n(i) AS "
                "(SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300000) SELECT i FROM n); END"
            )
        else:
            connection.exec_driver_sql(
                "CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS "
                "$$ BEGIN PERFORM pg_sleep(0.1); RETURN NEW; END $$"
            )
            connection.exec_driver_sql(
                "CREATE TRIGGER slow BEFORE INSERT ON units FOR EACH ROW EXECUTE FUNCTION slow()"
            )


def test_slow_writes_under_way_are_finished_and_nothing_else_is_acknowledged(served: Server) -> None:
    outcomes: Counter[str] = Counter()
    acknowledged: list[str] = []
    with Factory(served.engine, served.url) as make:
        token = str(make.key("organiser").headers["Authorization"])
        slow_down(served)

        def write_on() -> None:
            with httpx.Client(base_url=served.url, headers={"Authorization": token}, timeout=60) as client:
                while True:
                    code = token_hex(8)
                    try:
                        answer = client.post("/api/v1/units", json={"code": code, "name": code, "kind": "agency"})
                    except httpx.ConnectError:
                        outcomes["refused at the door"] += 1
                        return
                    except httpx.TransportError:
                        outcomes["cut off"] += 1
                        return
                    outcomes[str(answer.status_code)] += 1
                    acknowledged.append(code)

        threads = [threading.Thread(target=write_on) for _ in range(WRITERS)]
        for thread in threads:
            thread.start()
        while len(acknowledged) < 2 * WRITERS:
            time.sleep(0.005)
        served.process.send_signal(signal.SIGTERM)
        for thread in threads:
            thread.join()
    assert served.process.wait(30) in {0, -signal.SIGTERM}
    assert outcomes.keys() <= {"201", "refused at the door", "cut off"}, served.process.args
    assert outcomes["201"] == len(acknowledged) >= 2 * WRITERS
    with served.engine.connect() as connection:
        there = set(connection.execute(text("SELECT code FROM units")).scalars())
        assert set(acknowledged) <= there
        noted = connection.execute(text("SELECT count(*) FROM api_keys WHERE last_used_at IS NOT NULL")).scalar_one()
        assert noted == 1, "what was left to a thread beside is written too"


def test_it_says_so_before_the_door_closes(served: Server) -> None:
    assert httpx.get(served.url + "/readyz").json() == {"status": "ready"}
    served.process.send_signal(signal.SIGTERM)
    seen = []
    while True:
        try:
            answer = httpx.get(served.url + "/readyz")
        except httpx.TransportError:
            break
        seen.append((answer.status_code, answer.json().get("type")))
    assert (503, "/problems/stopping") in seen, "new connections are still taken, and told"
    assert served.process.wait(20) in {0, -signal.SIGTERM}


def test_a_request_that_has_begun_to_arrive_is_still_answered(served: Server) -> None:
    with Factory(served.engine, served.url) as make:
        token = str(make.key("organiser").headers["Authorization"])
    body = b'{"code": "LAMBAT", "name": "Dinas Lambat", "kind": "agency"}'
    head = f"POST /api/v1/units HTTP/1.1\r\nHost: x\r\nAuthorization: {token}\r\nContent-Type: application/json\r\n" \
           f"Content-Length: {len(body)}\r\n\r\n"  # fmt: skip
    with socket.create_connection(("127.0.0.1", int(served.url.rpartition(":")[2])), 30) as connection:
        connection.sendall(head.encode() + body[:10])
        while httpx.get(served.url + "/healthz").status_code != 200:
            pass
        served.process.send_signal(signal.SIGTERM)
        while True:  # until the door is closed to others
            try:
                httpx.get(served.url + "/healthz")
            except httpx.TransportError:
                break
        connection.sendall(body[10:])
        answer = connection.recv(65536)
    assert answer.startswith(b"HTTP/1.1 201"), answer[:200]
    assert served.process.wait(30) in {0, -signal.SIGTERM}


def test_several_workers_stop_in_the_same_way(new_database: Callable[[str], str], tmp_path: Path) -> None:
    for server in started(new_database("workers"), tmp_path, "--workers", "2"):
        server.process.send_signal(signal.SIGTERM)
        seen = set()
        while True:
            try:
                seen.add(httpx.get(server.url + "/readyz").status_code)
            except httpx.TransportError:
                break
        assert seen <= {200, 503}
        assert server.process.wait(30) in {0, -signal.SIGTERM, 128 + signal.SIGTERM}
        assert not _alive(server.process.pid)


def _alive(group: int) -> bool:
    """Whether a process that this one started is left."""
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == group and fields[0] != "Z":
            return True
    return False

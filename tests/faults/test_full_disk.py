"""A full disk: readers are served, writers are told and lose nothing, and with room again all is as before."""

import asyncio
import resource
from collections.abc import Callable, Iterator
from pathlib import Path
from secrets import token_hex

import httpx
import pytest
from sqlalchemy import text

from app import room
from app.main import create_app
from tests.conftest import ONLY_POSTGRESQL, Server, start_server
from tests.factories import PASSWORD, Factory

PLENTY = str(10**18)
"""More than any disk has: with this as the least room there is none."""


def running(server: Server) -> Iterator[Server]:
    yield server
    server.process.kill()
    server.process.wait()
    server.engine.dispose()


@pytest.fixture
def full(new_database: Callable[[str], str], tmp_path: Path) -> Iterator[Server]:
    """A server that has less room than it wants."""
    yield from running(start_server(new_database("no_room"), tmp_path, JIPP_MIN_FREE_BYTES=PLENTY))


@pytest.fixture
def served(new_database: Callable[[str], str], tmp_path: Path) -> Iterator[Server]:
    """A server of its own."""
    yield from running(start_server(new_database("filling"), tmp_path))


def new_unit(client: httpx.Client) -> httpx.Response:
    return client.post("/api/v1/units", json={"code": token_hex(4), "name": "Dinas " + "u" * 250, "kind": "agency"})


def test_little_room_refuses_writes_before_they_begin_and_serves_readers(full: Server) -> None:
    with Factory(full.engine, full.url) as make:
        organiser = make.key("organiser")
        refused = new_unit(organiser)
        assert (refused.status_code, refused.json()["type"]) == (507, "/problems/storage-full")
        assert refused.headers["Retry-After"] == "60"
        assert refused.headers["Content-Type"] == "application/problem+json"
        assert organiser.get("/api/v1/units").status_code == 200
        ready = make.client().get("/readyz")
        assert (ready.status_code, ready.json()) == (200, {"status": "read-only"})
        assert "jipp_read_only 1.0" in make.client().get("/metrics").text


@pytest.mark.parametrize(("language", "words"), [
    ("id", "tulisan Anda tetap ada di halaman"), ("en", "is still on the page where you wrote it"),
])  # fmt: skip
def test_people_come_in_read_and_are_told(full: Server, language: str, words: str) -> None:
    with Factory(full.engine, full.url) as make:
        person = make.user("organiser")
        browser = make.client()
        browser.headers.update({"Accept": "text/html", "Accept-Language": language})
        browser.get("/sign-in")
        answer = browser.post("/sign-in", data={"email": person.email, "password": PASSWORD})
        assert answer.status_code == 303, "to sign in takes next to no room"
        home = browser.get("/units")
        assert 'data-notice="read-only"' in home.text
        token = home.text.split('name="csrf_token" value="')[1].split('"')[0]
        form = {"csrf_token": token, "code": "UJI", "name": "Dinas Uji", "kind": "agency"}
        told = browser.post("/units", data=form)
        assert told.status_code == 507
        assert words in told.text
        assert browser.post("/sign-out", data={"csrf_token": token}).status_code == 303


def test_with_room_the_pages_say_nothing_of_it(served: Server) -> None:
    with Factory(served.engine, served.url) as make:
        page = make.as_role("organiser").get("/units", headers={"Accept": "text/html"})
        assert page.status_code == 200
        assert 'data-notice="read-only"' not in page.text


def test_room_that_comes_back_is_used_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    free = [10**12]
    monkeypatch.setattr(room, "free_bytes", lambda: free[0])
    seen = []
    for left in (10**12, 10**6, 10**6, 10**12):
        free[0] = left
        seen.append((room.is_read_only(), asyncio.run(_status_of_a_write())))
    assert seen == [(False, 401), (True, 507), (True, 507), (False, 401)]


async def _status_of_a_write() -> int:
    """Of a write by nobody, who is refused for that (401) only where there is room."""
    async with httpx.AsyncClient(transport=httpx.ASGITransport(create_app()), base_url="http://test") as client:
        return (await client.post("/api/v1/units", json={"code": "x", "name": "y", "kind": "agency"})).status_code


def fill(client: httpx.Client, most: int = 20_000) -> tuple[set[str], httpx.Response]:
    """Adds units until one is refused: the ids of those acknowledged, and the refusal."""
    acknowledged = set()
    for _ in range(most):
        answer = new_unit(client)
        if answer.status_code != 201:
            return acknowledged, answer
        acknowledged.add(answer.json()["id"])
    pytest.fail("the disk was never full")


def test_sqlite_whose_file_may_grow_no_more(tmp_path: Path) -> None:
    """The system refuses the server's writes as it does on a full disk, and stops doing so later."""
    for server in running(start_server(f"sqlite:///{tmp_path}/small.sqlite", tmp_path)):
        with Factory(server.engine, server.url) as make:
            organiser = make.key("organiser")
            limit = max(path.stat().st_size for path in tmp_path.glob("small.sqlite*")) + 100_000
            resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
            acknowledged, refused = fill(organiser)
            assert (refused.status_code, refused.json()["type"]) == (507, "/problems/storage-full")
            assert len(acknowledged) > 3
            assert organiser.get("/api/v1/units").status_code == 200
            assert make.client().get("/readyz").json() == {"status": "read-only"}
            agency = make.unit()
            papers, coordinator = make.proposal(make.edition(), agency), make.key("coordinator", agency)
            resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (1000, resource.RLIM_INFINITY))
            document = coordinator.post(f"/api/v1/proposals/{papers.id}/documents", data={"kind": "evidence"},
                                      files={"file": ("bukti.pdf", b"%PDF-1.7\n" + b"x" * 5000)})  # fmt: skip
            assert document.status_code == 507, "nor is there room for a file"
            resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)
            after = new_unit(organiser)
            assert after.status_code == 201, "by itself, without a restart"
            assert make.client().get("/readyz").json() == {"status": "ready"}
            assert acknowledged | {after.json()["id"]} <= ids(server)
            with server.engine.connect() as connection:
                assert connection.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"


def ids(server: Server) -> set[str]:
    with server.engine.connect() as connection:
        return set(connection.execute(text("SELECT id FROM units")).scalars())


FULL = """
CREATE OR REPLACE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION USING ERRCODE = 'disk_full', MESSAGE = 'could not extend file'; END $$
"""


@ONLY_POSTGRESQL
def test_postgresql_that_says_its_disk_is_full(served: Server) -> None:
    """The code that PostgreSQL gives then (53100), raised where rows are written, at the statement or at the commit."""
    with Factory(served.engine, served.url) as make:
        organiser = make.key("organiser")
        before = ids(served)
        for moment in ("BEFORE INSERT ON units FOR EACH ROW",
                       "AFTER INSERT ON units DEFERRABLE INITIALLY DEFERRED FOR EACH ROW"):  # fmt: skip
            kind = "CONSTRAINT TRIGGER" if "DEFERRABLE" in moment else "TRIGGER"
            with served.engine.begin() as connection:
                connection.exec_driver_sql(FULL)
                connection.exec_driver_sql(f"CREATE {kind} full_disk {moment} EXECUTE FUNCTION full_disk()")
            refused = new_unit(organiser)
            assert (refused.status_code, refused.json()["type"]) == (507, "/problems/storage-full")
            assert make.client().get("/readyz").json() == {"status": "read-only"}
            assert organiser.get("/api/v1/units").status_code == 200
            with served.engine.begin() as connection:
                connection.exec_driver_sql("DROP TRIGGER full_disk ON units")
            assert ids(served) == before
            assert new_unit(organiser).status_code == 201
            assert make.client().get("/readyz").json() == {"status": "ready"}
            before = ids(served)


def test_other_faults_of_the_system_are_not_taken_for_a_full_disk() -> None:
    assert not room.is_want_of_room(PermissionError(13, "no"))
    assert not room.is_want_of_room(ValueError("full"))
    assert room.is_want_of_room(OSError(28, "full"))
    circle = ValueError()
    circle.__cause__ = circle
    assert not room.is_want_of_room(circle)

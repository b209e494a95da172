"""Two instances of this product: one shows the other's catalogue beside its own, marked with where it comes from."""

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlmodel import Session, col, select

from app import feed
from app.database import WriteSession
from app.domain.public import public_changed
from app.models import Innovation, Peer
from tests.conftest import Server, empty, free_port, start_server, wait_for
from tests.factories import Factory
from tests.pages.browsing import as_role, text_of

PATH = "/api/v1/peers"
LOOK = "from app.delivery.peers import look_at_due; look_at_due()"


@pytest.fixture(scope="module")
def other(new_database: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The other province's server."""
    running = start_server(new_database("other_province"), tmp_path_factory.mktemp("other"), JIPP_DELIVER="false")
    yield running
    running.process.terminate()
    running.process.wait(10)
    running.engine.dispose()


@pytest.fixture
def there(other: Server) -> Iterator[Factory]:
    """Factories on the other province's empty database."""
    empty(other.engine)
    with Factory(other.engine, other.url) as factory:
        yield factory


@pytest.fixture(scope="module")
def here_url(new_database: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Our server, which may call the own machine and looks at nothing by itself."""
    running = start_server(
        new_database("own_province"), tmp_path_factory.mktemp("own"), JIPP_DELIVER="false", **ALLOWED
    )
    yield running
    running.process.terminate()
    running.process.wait(10)
    running.engine.dispose()


ALLOWED = {"JIPP_WEBHOOK_ALLOW_HTTP": "true", "JIPP_WEBHOOK_ALLOWED_NETWORKS": "127.0.0.0/8"}


@pytest.fixture
def here(here_url: Server) -> Iterator[Factory]:
    empty(here_url.engine)
    with Factory(here_url.engine, here_url.url) as factory:
        yield factory


class Mirror:
    """A peer of ours, looked at by a process of its own as the server's courier does."""

    def __init__(self, here: Factory, url: str, database_url: str) -> None:
        self.here, self.database_url = here, database_url
        self.organiser = here.key("organiser")
        added = self.organiser.post(PATH, json={"name": "Provinsi Tetangga", "url": url})
        assert added.status_code == 201, added.text
        self.path = added.headers["Location"]

    def spawn(self, **more: str) -> subprocess.Popen[bytes]:
        """A look, due now."""
        assert self.organiser.post(f"{self.path}/looks", json={}).status_code == 202
        env = {"JIPP_DATABASE_URL": self.database_url, **ALLOWED, **more}
        return subprocess.Popen([sys.executable, "-c", LOOK], env=os.environ | env)

    def look(self, **more: str) -> dict[str, Any]:
        """Looks, and gives how the peer stands."""
        assert self.spawn(**more).wait(120) == 0
        return dict(self.organiser.get(self.path).json())

    def rows(self) -> dict[str, Innovation]:
        """What is mirrored, by its id there."""
        with Session(self.here.engine, expire_on_commit=False) as session:
            return {str(row.peer_entity_id): row for row in session.exec(
                select(Innovation).where(col(Innovation.peer_id).is_not(None))).all()}  # fmt: skip


@pytest.fixture
def mirror(here: Factory, there: Factory, other: Server, here_url: Server) -> Mirror:
    return Mirror(here, there.base_url, here_url.database_url)


def fill(there: Factory, count: int) -> list[Innovation]:
    rows = [Innovation(title=f"Inovasi {n}", unit_name="RSUD Tetangga", year=2023, sdgs=[3], region_code="33.07",
                       sections=[{"title": "Ide", "text": "Menyapa."}]) for n in range(count)]  # fmt: skip
    there.save(*rows)
    return rows


def test_a_province_shows_anothers_catalogue_beside_its_own(mirror: Mirror, here: Factory, there: Factory) -> None:
    theirs = fill(there, 3)
    here.save(Innovation(title="Milik sendiri", unit_name="Dinas", year=2023))
    stands = mirror.look()
    assert (stands["state"], stands["count"], stands["error"]) == ("current", 3, "")
    assert stands["equal_at"] is not None
    reader = here.key("auditor", scopes=[])
    listed = reader.get("/api/v1/innovations").json()
    assert listed["total"] == 4
    assert {item["origin_name"] for item in listed["items"]} == {None, "Provinsi Tetangga"}
    found = reader.get("/api/v1/innovations", params={"origin": "Provinsi Tetangga", "q": "inovasi"}).json()["items"]
    assert {item["origin_url"] for item in found} == {f"{there.base_url}/innovations/{row.id}" for row in theirs}
    page = here.client().get(f"/innovations/{found[0]['id']}", headers={"Accept": "text/html"})
    assert "Provinsi Tetangga" in text_of(page)


def test_what_is_mirrored_is_not_handed_on(mirror: Mirror, here: Factory, there: Factory) -> None:
    """A third province fetches each network's own from that network."""
    fill(there, 2)
    mirror.look()
    here.save(own := Innovation(title="Milik sendiri", unit_name="Dinas", year=2023))
    reader = here.key("auditor", scopes=[])
    assert [item["id"] for item in reader.get("/api/v1/changes").json()["items"]] == [own.id]
    assert reader.get("/api/v1/changes/digest").json()["count"] == 1
    assert reader.get("/api/v1/changes/snapshot").text.count('"kind"') == 1


def test_changes_and_removals_follow(mirror: Mirror, there: Factory) -> None:
    rows = fill(there, 4)
    mirror.look()
    with WriteSession(there.engine) as session, session.begin():
        session.get_one(Innovation, rows[0].id).title = "Nama baru"
        session.delete(session.get_one(Innovation, rows[1].id))
    fill(there, 1)
    stands = mirror.look()
    assert (stands["state"], stands["count"]) == ("current", 4)
    mirrored = mirror.rows()
    assert mirrored[rows[0].id].title == "Nama baru"
    assert rows[1].id not in mirrored


def test_a_mirror_that_is_killed_anywhere_ends_equal(mirror: Mirror, there: Factory) -> None:
    fill(there, 1_200)
    for pause in (0.6, 0.8, 1.0, 1.2, 1.5):
        process = mirror.spawn()
        time.sleep(pause)
        process.kill()
        process.wait()
    stands = mirror.look()
    for _again in range(3):
        if stands["state"] == "current":
            break
        stands = mirror.look()
    assert (stands["state"], stands["count"], stands["error"]) == ("current", 1_200, "")


def test_after_a_restore_there_it_is_taken_anew(mirror: Mirror, there: Factory) -> None:
    rows = fill(there, 3)
    mirror.look()
    with WriteSession(there.engine) as session, session.begin():
        public_changed(session)
        feed.begin_epoch(session)
        session.delete(session.get_one(Innovation, rows[0].id))
    mirror.look()
    stands = mirror.look()
    assert (stands["state"], stands["count"]) == ("current", 2)


def test_what_differs_is_found_and_fetched_anew(mirror: Mirror, here: Factory, there: Factory) -> None:
    rows = fill(there, 3)
    mirror.look()
    with WriteSession(here.engine) as session, session.begin():
        session.delete(session.exec(select(Innovation).where(Innovation.peer_entity_id == rows[0].id)).one())
    assert mirror.look()["error"] == "differs"
    stands = mirror.look()
    assert (stands["state"], stands["count"]) == ("current", 3)


@pytest.mark.parametrize(("data", "error"), [
    (b"<html>\n", "not_a_feed"), (b'{"cursor": "x", "count": 1, "digest": "0"}\n', "cut_short"),
    (b'{"cursor": "x"}\n{"kind": "innovation", "id": "1", "data": {"id": "1"}}\n{"end": true}\n', "other_version"),
    (b'{"cursor": "x"}\n{"kind": "innovation", "id": "1", "data": {}}\n{"end": true}\n', "other_version"),
    (b"[1]\n", "not_a_feed"),
])  # fmt: skip
def test_what_is_no_feed_is_told_and_changes_nothing(
    here: Factory, here_url: Server, tmp_path: Path, data: bytes, error: str
) -> None:
    folder = tmp_path / "api" / "v1" / "changes"
    folder.mkdir(parents=True)
    (folder / "snapshot").write_bytes(data)
    (tmp_path / "up").write_text("ja")
    port = free_port()
    serving = [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1", "--directory", str(tmp_path)]
    with contextlib.ExitStack() as stack:
        process = stack.enter_context(subprocess.Popen(serving, stderr=subprocess.DEVNULL))
        stack.callback(process.terminate)
        wait_for(f"http://127.0.0.1:{port}/up", process)
        mirror = Mirror(here, f"http://127.0.0.1:{port}", here_url.database_url)
        stands = mirror.look()
    assert (stands["state"], stands["error"], stands["count"]) == ("failing", error, 0)


def test_nobody_listening_is_told_and_tried_later_and_later(here: Factory, here_url: Server) -> None:
    mirror = Mirror(here, f"http://127.0.0.1:{free_port()}", here_url.database_url)
    assert mirror.look()["error"] == "connection"
    assert "Pengambilan terakhir gagal: tidak ada jawaban" in text_of(as_role(here, "organiser").get("/peers"))
    with Session(here.engine) as session:
        peer = session.exec(select(Peer)).one()
        assert peer.due_at is not None
        assert (peer.due_at - peer.updated_at).total_seconds() > 1_500, "half an hour after the first failure"


def test_an_inner_address_is_refused_unless_allowed(make: Factory) -> None:
    organiser = make.key("organiser")
    told = organiser.post(PATH, json={"name": "Dalam", "url": "https://127.0.0.1"})
    assert told.status_code == 422, told.text
    assert organiser.post(PATH, json={"name": "Polos", "url": "http://contoh.example"}).status_code == 422


def test_a_peer_is_added_once_and_by_the_organiser(here: Factory, client: httpx.Client) -> None:
    organiser, body = here.key("organiser"), {"name": "Tetangga", "url": "http://127.0.0.1:9/"}
    assert organiser.post(PATH, json=body).status_code == 201
    assert organiser.post(PATH, json=body).json()["errors"][0]["code"] == "already_exists"
    assert here.key("coordinator").post(PATH, json=body).status_code == 403
    assert client.get(PATH).status_code == 200


def test_removing_a_peer_takes_its_innovations_away(mirror: Mirror, there: Factory, here: Factory) -> None:
    fill(there, 2)
    mirror.look()
    assert mirror.organiser.delete(mirror.path, headers={"If-Match": "*"}).status_code == 204
    assert here.key("auditor", scopes=[]).get("/api/v1/innovations").json()["total"] == 0


def test_the_organisers_page(mirror: Mirror, there: Factory, here: Factory) -> None:
    fill(there, 2)
    mirror.look()
    organiser = as_role(here, "organiser")
    page = organiser.get("/peers")
    assert "Provinsi Tetangga 2 Terkini" in text_of(page)
    refused = organiser.send(organiser.get("/peers/new"), "/peers", name="Lain", url="bukan alamat")
    assert refused.status_code == 422
    assert 'value="bukan alamat"' in refused.text
    switched = organiser.send(page, mirror.path.removeprefix("/api/v1"))
    assert "Dihentikan" in text_of(organiser.follow(switched))

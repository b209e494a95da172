"""The log of a running server: one entry a deed, in the deed's transaction, that nobody can change or delete."""

import json

import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.audit.verification import Verifier
from app.database import make_engine
from tests.conftest import Server
from tests.factories import Factory

API = "/api/v1"


@pytest.fixture
def auditor(make: Factory) -> httpx.Client:
    return make.as_role("auditor")


def entries(client: httpx.Client, **filters: str) -> list[dict[str, object]]:
    """The log as the API gives it, newest first."""
    answer = client.get(f"{API}/audit", params=filters)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, object]] = answer.json()["items"]
    return found


def test_a_submission_is_one_entry_with_all_that_it_changed(make: Factory, auditor: httpx.Client) -> None:
    edition, unit = make.edition(), make.unit()
    draft = make.proposal(edition, unit)
    person = make.user("coordinator", unit)
    browser = make.signed_in(person)
    assert browser.post(f"{API}/proposals/{draft.id}/submission", json={}).status_code == 201
    entry = entries(auditor, edition_id=edition.id)[0]
    assert entry["action"] == "POST /api/v1/proposals/{proposal_id}/submission"
    assert (entry["actor_kind"], entry["actor_id"], entry["actor_name"]) == ("user", person.id, person.name)
    assert entry["session_id"] == browser.get(f"{API}/sessions/current").json()["id"]
    changed = {(change["table"], change["id"]): change for change in entry["changes"]}  # type: ignore[attr-defined]
    assert {table for table, _ in changed} == {"proposals", "revisions", "transitions"}
    proposal = changed["proposals", draft.id]
    assert proposal["before"]
    assert proposal["after"]
    assert proposal["before"] != proposal["after"]


def test_a_key_is_named(make: Factory, auditor: httpx.Client) -> None:
    unit = make.unit()
    key = make.key("coordinator", unit)
    edition = make.edition()
    body = {"edition_id": edition.id, "unit_id": unit.id, "title": "Judul", "group": "umum", "category": "kesehatan"}
    assert key.post(f"{API}/proposals", json=body).status_code == 201
    entry = entries(auditor, edition_id=edition.id)[0]
    assert (entry["actor_kind"], entry["session_id"]) == ("key", None)
    assert entry["actor_name"] == "uji"


def test_signing_in_and_out_is_recorded(make: Factory, auditor: httpx.Client) -> None:
    person = make.user("juror")
    browser = make.sign_in(person)
    session = browser.get(f"{API}/sessions/current").json()["id"]
    assert browser.delete(f"{API}/sessions/current").status_code == 204
    begun = next(one["about"] for one in entries(auditor, action="signed-in") if one["about"]["user"] == person.id)  # type: ignore[index]
    assert len(begun.pop("token")) == 64
    assert begun == {"user": person.id, "session": session, "second_factor": False}
    assert entries(auditor, action="signed-out")[0]["about"] == {"session": session}


def test_what_was_refused_leaves_nothing(make: Factory, auditor: httpx.Client) -> None:
    edition, unit = make.edition(quota=0), make.unit()
    draft = make.proposal(edition, unit)
    answer = make.as_role("coordinator", unit).post(f"{API}/proposals/{draft.id}/submission", json={})
    assert answer.status_code == 409
    assert entries(auditor, edition_id=edition.id) == []


def test_the_chain_goes_through_every_entry(make: Factory, auditor: httpx.Client) -> None:
    from app.rules.digests import NOTHING_BEFORE, entry_hash

    edition, unit = make.edition(), make.unit()
    coordinator = make.as_role("coordinator", unit)
    draft = make.proposal(edition, unit)
    for title in ("Satu", "Dua", "Tiga"):
        version = coordinator.get(f"{API}/proposals/{draft.id}").headers["ETag"]
        answer = coordinator.patch(f"{API}/proposals/{draft.id}", json={"title": title}, headers={"If-Match": version})
        assert answer.status_code == 200
    found = entries(auditor, edition_id=edition.id)[::-1]
    previous = NOTHING_BEFORE
    for number, entry in enumerate(found, start=1):
        assert entry["sequence"] == number
        assert entry["hash"] == entry_hash(previous, str(entry["body"]))
        previous = str(entry["hash"])
    assert len(found) == 3


@pytest.mark.parametrize("table", ["audit_entries", "checkpoints", "checkpoint_leaves"])
@pytest.mark.parametrize("deed", ["UPDATE {} SET body = 'x'", "DELETE FROM {}"])
def test_the_database_itself_refuses_changes(server: Server, make: Factory, table: str, deed: str) -> None:
    _fill(make, server)
    statement = deed.format(table).replace("body", "note" if table == "checkpoints" else "body")
    with pytest.raises(DBAPIError, match="only grows"), server.engine.begin() as connection:
        connection.execute(text(statement))


def test_sqlite_cannot_replace_an_entry_either(server: Server, make: Factory) -> None:
    _fill(make, server)
    if server.engine.dialect.name != "sqlite":
        with pytest.raises(DBAPIError, match="only grows"), server.engine.begin() as connection:
            connection.execute(text("TRUNCATE audit_entries"))
        return
    replaced = (
        "INSERT OR REPLACE INTO audit_entries SELECT id, chain, sequence, at, actor_id, action, hash, 'x' "
        "FROM audit_entries LIMIT 1"
    )
    with pytest.raises(DBAPIError, match="only grows"), server.engine.begin() as connection:
        connection.execute(text(replaced))


def _fill(make: Factory, server: Server) -> None:
    """One entry at least, one checkpoint and one leaf."""
    unit = make.unit()
    body = {"code": f"X{unit.code}", "name": "Unit", "kind": "agency"}
    assert make.key("organiser").post(f"{API}/units", json=body).status_code == 201
    from app.clock import new_id
    from app.models import Checkpoint, CheckpointLeaf

    id_ = new_id()
    leaf = CheckpointLeaf(checkpoint_id=id_, position=0, kind="result", proposal_id=new_id(), body="b", hash="h")
    make.save(Checkpoint(id=id_, edition_id=new_id(), stage="s", size=1, public_key="k", note="n"), leaf)


def test_only_organiser_and_auditor_read_the_log(make: Factory, client: httpx.Client) -> None:
    assert client.get(f"{API}/audit").status_code == 401
    for role in ("secretariat", "coordinator", "author", "juror"):
        assert make.as_role(role, make.unit()).get(f"{API}/audit").status_code == 403
    for role in ("organiser", "auditor"):
        assert make.as_role(role).get(f"{API}/audit").status_code == 200


def test_an_import_is_recorded_row_by_row(make: Factory, auditor: httpx.Client) -> None:
    make.unit("Provinsi", "province", code="35")
    rows = "code,name,kind,parent_code\n" + "".join(f"35.{n},Kota {n},regency,35\n" for n in range(250))
    organiser = make.key("organiser")
    for name in ("Kota", "Kabupaten"):
        file = {"file": ("unit.csv", rows.replace("Kota", name).encode(), "text/csv")}
        assert organiser.post(f"{API}/units/imports", files=file).status_code == 200
    newest = entries(auditor, chain="registry")[:6]
    assert [len(entry["changes"]) for entry in newest] == [50, 100, 100] * 2  # type: ignore[arg-type]
    before = {(c["id"], c["before"]) for entry in newest[:3] for c in entry["changes"]}  # type: ignore[attr-defined]
    after = {(c["id"], c["after"]) for entry in newest[3:] for c in entry["changes"]}  # type: ignore[attr-defined]
    assert before == after, "the second import begins where the first ended"


def test_deeds_through_the_api_verify(server: Server, make: Factory) -> None:
    """What factories wrote has no entries; whatever the application wrote fits, on both databases."""
    edition, unit = make.edition(), make.unit()
    coordinator = make.as_role("coordinator", unit)
    body = {"edition_id": edition.id, "unit_id": unit.id, "title": "Judul", "group": "umum", "category": "kesehatan"}
    proposal = coordinator.post(f"{API}/proposals", json=body).json()
    text_ = {"sections": {edition.form[0]["key"]: "Teks “panjang” 🙂"}, "latitude": -7.25, "sdgs": [3, 4]}
    written = coordinator.patch(f"{API}/proposals/{proposal['id']}", headers={"If-Match": '"1"'},
                                json=text_ | {"started_on": "2020-01-01"})  # fmt: skip
    assert written.status_code == 200, written.text
    coordinator.post(f"{API}/proposals/{proposal['id']}/handover", json={})
    engine = make_engine(server.database_url, writes=False)
    with engine.connect() as connection:
        made_here = {edition.id, unit.id}
        wrong = [finding for finding in Verifier(connection).findings()
                 if finding.chain == edition.id and finding.code != "row-unknown"
                 and not (finding.row or "").endswith(tuple(made_here))]  # fmt: skip
    engine.dispose()
    assert wrong == []
    log = entries(make.as_role("auditor"), row_id=proposal["id"])
    assert json.loads(str(log[-1]["body"]))["changes"][0][2] is None, "it began with nothing before"

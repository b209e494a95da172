"""A person gets everything that is stored about it, and is forgotten on request; the audit chain stays whole."""

import httpx
import pytest
from sqlalchemy import text
from sqlmodel import Session, SQLModel, select

from app.audit.verification import Verifier
from app.database import make_engine
from app.domain.personal_data import NAMELESS, SECRET, references
from app.models import Publication, User
from app.models.privacy import INFO
from tests.api.test_judging import LEAVES, Judging
from tests.conftest import Server
from tests.factories import Factory

API = "/api/v1"


def events(auditor: httpx.Client, action: str) -> list[dict[str, object]]:
    """Entries of the log with this action, newest first."""
    found: list[dict[str, object]] = auditor.get(f"{API}/audit", params={"action": action}).json()["items"]
    return found


def _worked(make: Factory) -> tuple[httpx.Client, str, str]:
    """Somebody who has written, handed over and sent in: the browser, the person's id, the proposal's."""
    edition, unit = make.edition(), make.unit()
    person = make.user("coordinator", unit, name="Rahayu Sangat Unik")
    browser = make.signed_in(person)
    body = {"edition_id": edition.id, "unit_id": unit.id, "title": "Judul", "group": "umum", "category": "kesehatan"}
    proposal = browser.post(f"{API}/proposals", json=body).json()
    assert browser.post(f"{API}/proposals/{proposal['id']}/handover", json={}).status_code == 201
    return browser, person.id, proposal["id"]


def test_a_person_gets_all_that_names_it_and_no_secret(make: Factory) -> None:
    browser, person_id, proposal_id = _worked(make)
    answer = browser.get(f"{API}/users/{person_id}/personal-data")
    assert answer.status_code == 200
    found = answer.json()
    assert found["users"][0]["name"] == "Rahayu Sangat Unik"
    assert {row["proposal_id"] for row in found["transitions"]} == {proposal_id}
    assert {"role_grants", "user_sessions", "proposals", "revisions", "audit_entries"} <= set(found)
    assert not SECRET & {name for rows in found.values() for row in rows for name in row}


def test_nobody_else_gets_it_but_who_reads_accounts(make: Factory) -> None:
    _browser, person_id, _proposal = _worked(make)
    for role in ("coordinator", "secretariat", "author", "juror"):
        assert make.as_role(role, make.unit()).get(f"{API}/users/{person_id}/personal-data").status_code == 403, role
    auditor = make.as_role("auditor")
    for reader in (make.as_role("organiser"), auditor):
        before = {told["id"] for told in events(auditor, "personal-data-read")}
        assert reader.get(f"{API}/users/{person_id}/personal-data").status_code == 200
        new = [told for told in events(auditor, "personal-data-read") if told["id"] not in before]
        assert [told["about"] for told in new] == [{"user": person_id}]
    assert auditor.delete(f"{API}/users/{person_id}/personal-data", headers={"If-Match": "*"}).status_code == 403


def test_reading_accounts_is_recorded(make: Factory) -> None:
    auditor, organiser = make.as_role("auditor"), make.user("organiser")
    reader = make.signed_in(organiser)
    for path, about in (("/users", {"list": f"{API}/users"}), (f"/users/{organiser.id}", None)):
        before = [event["id"] for event in events(auditor, "personal-data-read")]
        assert reader.get(API + path).status_code == 200
        new = [event for event in events(auditor, "personal-data-read") if event["id"] not in before]
        assert [(event["actor_id"], event["about"]) for event in new] == ([(organiser.id, about)] if about else [])


def test_who_is_erased_is_named_nowhere_and_the_chain_holds(make: Factory, server: Server) -> None:
    browser, person_id, proposal_id = _worked(make)
    email = browser.get(f"{API}/sessions/current").json()["user"]["email"]
    organiser = make.as_role("organiser")
    saved = [one["saved_at"] for one in organiser.get(f"{API}/proposals/{proposal_id}/revisions").json()["items"]]
    version = organiser.get(f"{API}/users/{person_id}").headers["ETag"]
    answer = organiser.delete(f"{API}/users/{person_id}/personal-data", headers={"If-Match": version})
    assert answer.status_code == 204, answer.text
    assert browser.get(f"{API}/sessions/current").status_code == 401
    history = organiser.get(f"{API}/proposals/{proposal_id}").json()["history"]
    assert {line["actor_name"] for line in history} == {NAMELESS}
    versions = organiser.get(f"{API}/proposals/{proposal_id}/revisions").json()["items"]
    assert [one["saved_at"] for one in versions] == saved, "when a version was saved stays true"
    with server.engine.connect() as connection:
        for table in SQLModel.metadata.sorted_tables:
            stored = " ".join(str(row) for row in connection.execute(table.select()).all())
            assert "Rahayu" not in stored, table.name
            assert email not in stored, table.name
    engine = make_engine(server.database_url, writes=False)
    with engine.connect() as connection:
        of_proposal = text("SELECT edition_id FROM proposals WHERE id = :id")
        chain = connection.execute(of_proposal, {"id": proposal_id}).scalar()
        wrong = [finding for finding in Verifier(connection).findings()
                 if finding.chain == chain and finding.code not in {"row-unknown"}]  # fmt: skip
    engine.dispose()
    assert wrong == []
    assert events(make.as_role("auditor"), "personal-data-erased")[0]["about"] == {"user": person_id}


def _published(make: Factory, person: User, name: str) -> str:
    """A stage published by the person under this name: the publication's id."""
    judging = Judging(make, proposals=1, jurors=1)
    judging.panel()
    judging.organiser.post(judging.stage("proposal", "assignments"), json={})
    judging.score_all("proposal", LEAVES, {judging.proposals[0].id: 80})
    organiser = make.key("organiser")
    organiser.patch(f"{API}/users/{person.id}", json={"name": name}, headers={"If-Match": "*"})
    judging.organiser = make.signed_in(person)
    assert judging.publish("proposal").status_code == 200
    with Session(make.engine) as session:
        return session.exec(select(Publication.id).where(Publication.edition_id == judging.edition.id)).one()


@pytest.mark.parametrize("is_known", [True, False])
def test_a_publication_is_its_accounts_whatever_the_name(make: Factory, is_known: bool) -> None:
    """A former name goes with its person; a namesake keeps what is its own; of old rows the log says whose they are."""
    person, namesake = make.user("organiser"), make.user("organiser")
    former, other = _published(make, person, "Wulan Lama"), _published(make, namesake, "Wulan Baru")
    organiser = make.key("organiser")
    organiser.patch(f"{API}/users/{person.id}", json={"name": "Wulan Baru"}, headers={"If-Match": "*"})
    with make.engine.begin() as connection:
        if not is_known:  # as migration 0006 leaves what was there
            connection.execute(text("UPDATE publications SET actor_id = NULL"))
    answer = organiser.delete(f"{API}/users/{person.id}/personal-data", headers={"If-Match": "*"})
    assert answer.status_code == 204, answer.text
    with Session(make.engine) as session:
        names = {row.id: row.published_by for row in session.exec(select(Publication))}
    assert (names[former], names[other]) == (NAMELESS, "Wulan Baru")


def test_who_still_has_to_sign_is_not_erased_nor_does_anybody_erase_themselves(make: Factory) -> None:
    from app.models import Assignment, Evaluation

    edition = make.edition("judging")
    juror = make.user("juror")
    proposal = make.proposal(edition, make.unit(), "judging")
    assignment = make.save(Assignment(edition_id=edition.id, stage="proposal", proposal_id=proposal.id,
                                      juror_id=juror.id))  # fmt: skip
    make.save(Evaluation(assignment_id=assignment.id))
    boss = make.user("organiser")
    organiser = make.signed_in(boss)
    path = f"{API}/users/{juror.id}/personal-data"
    assert organiser.delete(path, headers={"If-Match": "*"}).status_code == 409
    own = organiser.delete(f"{API}/users/{boss.id}/personal-data", headers={"If-Match": "*"})
    assert own.status_code == 403


OFFICIALS = {"ceremonies.signatory_name"}
"""Names of people who need no account: who signs for the province is known to everybody by the office."""


def test_every_column_that_names_an_account_is_in_the_export() -> None:
    """A new table that refers to people is found by itself; a name written beside has its reference in the same row."""
    for table in SQLModel.metadata.sorted_tables:
        named = {f"{table.name}.{column.key}" for column in table.c
                 if column.info.get(INFO) and column.key.endswith(("_name", "_by"))}  # fmt: skip
        if named - OFFICIALS:
            assert references(table), f"{table.name} has {named} and says not whose"


def test_what_is_no_id_is_not_noted(make: Factory) -> None:
    """Whatever somebody writes into the path would stand in the log for good, and break the page that shows it."""
    auditor, organiser = make.as_role("auditor"), make.as_role("organiser")
    before = [event["id"] for event in events(auditor, "personal-data-read")]
    for odd in ("%00", "x%27%20OR%201%3D1", "{{7*7}}"):
        assert organiser.get(f"{API}/users/{odd}").status_code == 422
    assert [event["id"] for event in events(auditor, "personal-data-read")] == before
    assert auditor.get("/audit").status_code == 200

"""Who is named in proposals without an account is found, gets what is stored, and is forgotten; the chain holds."""

from typing import Any

import httpx
import pytest
from sqlmodel import Session, select

from app.audit.verification import Verifier
from app.database import make_engine
from app.models import Edition, Proposal, Revision
from app.rules.named_people import ERASED
from tests.api.test_personal_data import events
from tests.conftest import Server
from tests.factories import Factory

API = "/api/v1"
SEARCH, ERASURE = f"{API}/named-people/search", f"{API}/named-people/erasure"
NIP = "198001012005012001"
FIELDS = [
    {"key": "innovator_name", "title": "Nama inovator", "is_private": True},
    {"key": "innovator_nip", "title": "NIP inovator", "is_private": True},
    {"key": "sector", "title": "Urusan"},
]
SITI = {"innovator_name": "Siti Sangat Unik", "innovator_nip": "19800101 200501 2 001", "sector": "kesehatan"}


@pytest.fixture
def edition(make: Factory) -> Edition:
    return make.edition(fields=FIELDS)


def written(make: Factory, edition: Edition, answers: dict[str, str], *earlier: dict[str, str]) -> str:
    """A proposal with these answers, written through the API after *earlier* ones: its id."""
    unit = make.unit()
    browser = make.as_role("coordinator", unit)
    body = {"edition_id": edition.id, "unit_id": unit.id, "title": f"Inovasi {unit.code}", "group": "umum",
            "category": "kesehatan"}  # fmt: skip
    made = browser.post(f"{API}/proposals", json=body).json()
    for said in (*earlier, answers):
        saved = browser.patch(f"{API}/proposals/{made['id']}", json={"answers": said}, headers={"If-Match": "*"})
        assert saved.status_code == 200, saved.text
        browser.post(f"{API}/proposals/{made['id']}/handover", json={})  # what was handed over is a version of its own
        browser.delete(f"{API}/proposals/{made['id']}/handover", headers={"If-Match": "*"})
    return str(made["id"])


def search(client: httpx.Client, identifier: str) -> list[dict[str, Any]]:
    """The proposals that name the person."""
    answer = client.post(SEARCH, json={"identifier": identifier})
    assert answer.status_code == 200, answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


def test_a_person_is_found_by_what_an_answer_says_with_all_that_is_stored(make: Factory, edition: Edition) -> None:
    first = {"innovator_name": "Siti Sangat Unik"}
    own, _other = written(make, edition, SITI, first), written(make, edition, SITI | {"innovator_name": "Budi",
                                                                                     "innovator_nip": "7"})  # fmt: skip
    organiser, auditor = make.as_role("organiser"), make.as_role("auditor")
    for identifier in (NIP, "1980.0101 2005-01 2 001", "siti SANGAT unik"):
        (found,) = search(organiser, identifier)
        assert (found["proposal_id"], found["edition_id"]) == (own, edition.id)
        now, *versions = found["versions"]
        assert now["revision"] is None
        assert {said["title"]: said["value"] for said in now["answers"]} == {
            "Nama inovator": SITI["innovator_name"], "NIP inovator": SITI["innovator_nip"],
        }  # fmt: skip
        assert [said["key"] for said in versions[0]["answers"]] == ["innovator_name"], "before the NIP was given"
    assert events(auditor, "personal-data-read")[0]["about"] == {"proposals": [own]}, "which, and not for whom"
    assert search(organiser, "Tidak Ada Orangnya") == []


def saved(client: httpx.Client, proposal_id: str) -> list[tuple[int, str]]:
    """The versions of a proposal, with when each was saved."""
    found = client.get(f"{API}/proposals/{proposal_id}/revisions").json()["items"]
    return [(version["number"], version["saved_at"]) for version in found]


@pytest.mark.parametrize("identifier", ["-. ", "ab", "a.b"])
def test_what_could_be_anybody_is_no_search(make: Factory, identifier: str) -> None:
    refused = make.as_role("organiser").post(SEARCH, json={"identifier": identifier})
    assert refused.status_code == 422
    assert [(error["field"], error["code"]) for error in refused.json()["errors"]] == [("identifier", "too_vague")]


def test_only_an_organiser_looks_for_people(make: Factory, client: httpx.Client, edition: Edition) -> None:
    own = written(make, edition, SITI)
    body, both = {"identifier": NIP}, {"identifier": NIP, "proposal_ids": [own]}
    for role in ("secretariat", "coordinator", "author", "juror", "auditor"):
        person = make.as_role(role, make.unit() if role in {"coordinator", "author"} else None)
        assert person.post(SEARCH, json=body).status_code == 403, role
        assert person.post(ERASURE, json=both).status_code == 403, role
    for scopes in (["users:write"], ["proposals:read"]):
        key = make.key("organiser", scopes=scopes)
        assert key.post(SEARCH, json=body).status_code == 403, "it takes both"
        assert key.post(ERASURE, json=both).status_code == 403
    assert client.post(SEARCH, json=body).status_code == 401


def test_who_is_erased_is_named_in_no_version_and_the_chain_holds(
    make: Factory, server: Server, edition: Edition
) -> None:
    own = written(make, edition, SITI, {"innovator_name": "Siti Sangat Unik"})
    namesake = written(make, edition, {"innovator_name": "Siti Sangat Unik", "innovator_nip": "2"})
    organiser = make.as_role("organiser")
    before, versions = organiser.get(f"{API}/proposals/{own}").headers["ETag"], saved(organiser, own)
    assert {found["proposal_id"] for found in search(organiser, "Siti Sangat Unik")} == {own, namesake}
    erased = organiser.post(ERASURE, json={"identifier": "Siti Sangat Unik", "proposal_ids": [own]})
    assert erased.status_code == 204, erased.text
    assert {found["proposal_id"] for found in search(organiser, "Siti Sangat Unik")} == {namesake}
    shown = organiser.get(f"{API}/proposals/{own}")
    assert shown.headers["ETag"] != before
    assert saved(organiser, own) == versions, "when a version was saved stays true"
    assert shown.json()["answers"] == {"innovator_name": ERASED, "innovator_nip": ERASED, "sector": "kesehatan"}
    with Session(server.engine) as session:
        stored = str([session.get(Proposal, own), *session.exec(select(Revision).where(Revision.proposal_id == own))])
        assert "Unik" not in stored
        assert "2005" not in stored
    engine = make_engine(server.database_url, writes=False)
    with engine.connect() as connection:
        wrong = [finding for finding in Verifier(connection).findings()
                 if finding.chain == edition.id and finding.code != "row-unknown"]  # fmt: skip
    engine.dispose()
    assert wrong == []
    assert events(make.as_role("auditor"), "personal-data-erased")[0]["about"] == {"proposals": [own]}


def test_a_proposal_that_does_not_name_the_person_is_not_touched(make: Factory, edition: Edition) -> None:
    own, other = written(make, edition, SITI), written(make, edition, {"innovator_name": "Budi"})
    organiser = make.as_role("organiser")
    refused = organiser.post(ERASURE, json={"identifier": NIP, "proposal_ids": [own, other]})
    assert refused.status_code == 422
    assert [(error["field"], error["code"]) for error in refused.json()["errors"]] == [("proposal_ids.1", "not_found")]
    assert [found["proposal_id"] for found in search(organiser, NIP) if found["edition_id"] == edition.id] == [own]


def test_a_salt_is_renewed_so_that_no_name_is_tried_against_the_old_digest(make: Factory, edition: Edition) -> None:
    own = written(make, edition, SITI)
    with Session(make.engine) as session:
        salts = {row.id: row.salt for row in session.exec(select(Revision).where(Revision.proposal_id == own))}
        of_proposal = session.get_one(Proposal, own).salt
    make.as_role("organiser").post(ERASURE, json={"identifier": NIP, "proposal_ids": [own]})
    with Session(make.engine) as session:
        kept = {
            row.salt
            for row in session.exec(select(Revision).where(Revision.proposal_id == own))
            if ERASED in str(row.answers)
        }
        assert kept
        assert not kept & set(salts.values())
        assert session.get_one(Proposal, own).salt != of_proposal

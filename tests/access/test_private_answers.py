"""Private short answers (an innovator's NIP): who needs none gets none, and whoever else reads them is recorded."""

import pytest
from sqlmodel import Session, select

from app.models import Assignment, Collaboration, Evaluation, Proposal, Revision, RoleGrant, Unit, User
from tests.api.test_personal_data import events
from tests.factories import Factory

API = "/api/v1"
NIP = "198501012010011234"
ANSWERS = {"nip": NIP, "nama_aplikasi": "Sigap"}
FIELDS = [{"key": "nip", "title": "NIP", "kind": "text", "is_private": True},
          {"key": "nama_aplikasi", "title": "Nama aplikasi", "kind": "text"}]  # fmt: skip


@pytest.fixture
def proposal(make: Factory) -> Proposal:
    """One that is being judged, with two versions of its text and a juror."""
    unit = make.unit()
    found = make.proposal(make.edition("judging", fields=FIELDS), unit, "judging", participant_id=unit.id)
    found.answers = ANSWERS
    versions = [Revision(proposal_id=found.id, number=number, saved_by_name="A", title=found.title, sections={},
                         answers=answers) for number, answers in ((1, {}), (2, ANSWERS))]  # fmt: skip
    make.save(found, *versions)
    return found


def juror_of(make: Factory, proposal: Proposal) -> User:
    person = make.user("juror")
    make.save(Assignment(edition_id=proposal.edition_id, stage="proposal", proposal_id=proposal.id,
                         juror_id=person.id))  # fmt: skip
    return person


def unit_of(make: Factory, proposal: Proposal) -> Unit:
    with Session(make.engine) as session:
        return session.get_one(Unit, proposal.unit_id)


PLACES = [f"{API}/proposals/%s", f"{API}/proposals/%s/revisions/2", "/proposals/%s", "/proposals/%s/revisions/2"]


@pytest.mark.parametrize("place", PLACES)
def test_a_juror_needs_no_number_of_an_innovator(make: Factory, proposal: Proposal, place: str) -> None:
    answer = make.signed_in(juror_of(make, proposal)).get(place % proposal.id)
    assert answer.status_code == 200
    assert NIP not in answer.text
    assert "Sigap" in answer.text


def test_a_juror_who_is_of_the_unit_sees_its_own(make: Factory, proposal: Proposal) -> None:
    """Assigned or not: it is the unit's text."""
    coordinator = make.user("coordinator", unit_of(make, proposal))
    make.save(RoleGrant(user_id=coordinator.id, role="juror", unit_id=None))
    assert make.signed_in(coordinator).get(f"{API}/proposals/{proposal.id}").json()["answers"] == ANSWERS


@pytest.mark.parametrize("place", PLACES)
def test_a_unit_that_takes_part_needs_none_either(make: Factory, proposal: Proposal, place: str) -> None:
    partner = make.unit()
    make.save(Collaboration(proposal_id=proposal.id, unit_id=partner.id, status="accepted"))
    answer = make.as_role("author", partner).get(place % proposal.id)
    assert answer.status_code == 200
    assert NIP not in answer.text
    assert "Sigap" in answer.text


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("role", ["secretariat", "organiser", "auditor"])
def test_whoever_else_reads_them_is_recorded(make: Factory, proposal: Proposal, role: str, place: str) -> None:
    reader = make.as_role(role)
    answer = reader.get(place % proposal.id)
    assert answer.status_code == 200
    assert NIP in answer.text
    assert newest(make) == {"proposal": proposal.id}


def test_what_is_ones_own_or_holds_none_is_not(make: Factory, proposal: Proposal) -> None:
    before = newest(make)
    own = make.as_role("author", unit_of(make, proposal)).get(f"{API}/proposals/{proposal.id}")
    assert own.json()["answers"] == ANSWERS
    proposal.answers = {"nama_aplikasi": "Sigap"}
    make.save(proposal)
    assert make.as_role("organiser").get(f"{API}/proposals/{proposal.id}").status_code == 200
    assert newest(make) == before


def test_the_sheet_shows_them_to_nobody(make: Factory, proposal: Proposal) -> None:
    juror_of(make, proposal)
    with Session(make.engine) as session:
        sheet = session.exec(select(Assignment.id).where(Assignment.proposal_id == proposal.id)).one()
    make.save(Evaluation(assignment_id=sheet))
    page = make.as_role("organiser").get(f"/evaluations/{sheet}")
    assert page.status_code == 200
    assert NIP not in page.text


def newest(make: Factory) -> object:
    found = events(make.as_role("auditor"), "personal-data-read")
    return found[0]["about"] if found else None

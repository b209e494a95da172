"""Units that take part in a proposal: invited, agreed, seen by both, hidden from jurors who read blind."""

from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest
from sqlmodel import Session, select

from app.clock import now
from app.models import Collaboration, Edition, Innovation, Juror, OutboxMessage, Proposal, Unit
from tests.api.answers import Json, problem, told
from tests.factories import Factory


class Draft:
    """A draft of a clinic, a city that it invites, and who acts for them."""

    def __init__(self, make: Factory) -> None:
        self.make = make
        self.edition = make.edition()
        self.regency = make.unit("Kabupaten", "regency")
        self.clinic = make.unit("Puskesmas", "regional_technical_unit", self.regency)
        self.city = make.unit("Kota mitra", "city")
        self.author = make.as_role("author", self.clinic)
        self.mate = make.as_role("author", self.city)
        self.proposal: Proposal = make.proposal(self.edition, self.clinic)
        self.path = f"/api/v1/proposals/{self.proposal.id}"

    def invite(self, status: int = 201, client: httpx.Client | None = None, **body: Any) -> Json:
        body = {"unit_id": self.city.id, "part": "Menyediakan kurir."} | body
        return told((client or self.author).post(f"{self.path}/collaborations", json=body), status)

    def answer(self, row: Json, status: int = 200, client: httpx.Client | None = None, **body: Any) -> Json:
        body = {"is_accepted": True} | body
        url = f"/api/v1/collaborations/{row['id']}/answer"
        return told((client or self.mate).put(url, json=body, headers={"If-Match": f'"{row["version"]}"'}), status)

    def become(self, status: str, until: datetime | None = None, edition: str = "open") -> None:
        with Session(self.make.engine) as session:
            row = session.get_one(Proposal, self.proposal.id)
            row.status, row.return_until = status, until
            session.get_one(Edition, self.edition.id).status = edition
            session.commit()


@pytest.fixture
def draft(make: Factory) -> Draft:
    return Draft(make)


def test_from_the_invitation_to_the_agreement(draft: Draft) -> None:
    told(draft.mate.get(draft.path), 404)
    row = draft.invite()
    assert (row["status"], row["unit_name"], row["is_open"]) == ("invited", "Kota mitra", True)
    assert told(draft.mate.get(draft.path), 200)["id"] == draft.proposal.id, "who is asked may read what it is about"
    assert draft.answer(row)["status"] == "accepted"
    for who in (draft.author, draft.mate, draft.make.key("organiser"), draft.make.key("auditor")):
        listed = told(who.get(f"{draft.path}/collaborations"), 200)["items"]
        assert [(one["unit_id"], one["status"], one["part"]) for one in listed] == [
            (draft.city.id, "accepted", "Menyediakan kurir.")
        ]
        assert told(who.get("/api/v1/collaborations"), 200)["total"] == 1
    assert told(draft.mate.get("/api/v1/collaborations?side=invited"), 200)["total"] == 1
    assert told(draft.mate.get("/api/v1/collaborations?side=inviting"), 200)["total"] == 0


def test_who_takes_part_reads_and_does_not_write(draft: Draft) -> None:
    draft.answer(draft.invite())
    told(draft.mate.patch(draft.path, json={"title": "Milik kami"}, headers={"If-Match": "*"}), 403)
    told(draft.mate.get(f"{draft.path}/documents"), 200)
    told(draft.mate.post(f"{draft.path}/collaborations", json={"unit_id": draft.make.unit().id}), 403)
    assert told(draft.mate.get("/api/v1/proposals"), 200)["items"] == [], "its lists stay its own"


def test_who_declines_reads_no_more_and_may_be_asked_again(draft: Draft) -> None:
    row = draft.answer(draft.invite(), is_accepted=False, reason="Anggaran sudah habis.")
    assert (row["status"], row["reason"]) == ("declined", "Anggaran sudah habis.")
    told(draft.mate.get(draft.path), 404)
    again = draft.invite(part="Hanya nasihat.")
    assert (again["id"], again["status"], again["reason"]) == (row["id"], "invited", "")


def test_nobody_is_invited_twice_or_to_the_own(draft: Draft) -> None:
    draft.invite()
    assert problem(draft.invite(409)) == "already-invited"
    for unit_id in (draft.clinic.id, "01890000-0000-7000-8000-000000000000"):
        assert draft.invite(422, unit_id=unit_id)["errors"][0]["field"] == "unit_id"


def test_only_so_many(draft: Draft) -> None:
    units = [draft.make.unit() for _ in range(30)]
    draft.make.save(*(Collaboration(proposal_id=draft.proposal.id, unit_id=unit.id) for unit in units))
    assert problem(draft.invite(409)) == "too-many-collaborators"


def test_strangers_learn_nothing(draft: Draft) -> None:
    row = draft.invite()
    stranger = draft.make.key("coordinator", draft.make.unit(kind="regency"))
    told(stranger.get(f"/api/v1/collaborations/{row['id']}"), 404)
    told(stranger.get(f"{draft.path}/collaborations"), 404)
    draft.answer(row, 404, stranger)
    told(stranger.delete(f"/api/v1/collaborations/{row['id']}", headers={"If-Match": "*"}), 404)
    assert told(stranger.get("/api/v1/collaborations"), 200)["items"] == []
    told(draft.make.client().get("/api/v1/collaborations"), 401)
    draft.invite(404, stranger)


def test_only_the_invited_unit_answers(draft: Draft) -> None:
    row = draft.invite()
    draft.answer(row, 403, draft.author)
    draft.answer(row, 403, draft.make.key("organiser"))
    coordinator = draft.make.key("coordinator", draft.city)
    assert draft.answer(row, client=coordinator)["status"] == "accepted"
    assert problem(draft.answer(row, 412)) == "stale"


def test_either_unit_ends_it_and_what_was_sent_in_stays(draft: Draft) -> None:
    for who in (draft.author, draft.mate):
        row = draft.invite()
        told(who.delete(f"/api/v1/collaborations/{row['id']}", headers={"If-Match": '"1"'}), 204)
    row = draft.invite()
    draft.become("submitted")
    assert problem(draft.answer(row, 409)) == "not-editable"
    match = {"If-Match": '"1"'}
    assert (
        problem(told(draft.author.delete(f"/api/v1/collaborations/{row['id']}", headers=match), 409)) == "not-editable"
    )
    assert problem(draft.invite(409, unit_id=draft.make.unit().id)) == "not-editable"
    assert told(draft.mate.get(f"/api/v1/collaborations/{row['id']}"), 200)["is_open"] is False


@pytest.mark.parametrize(
    ("status", "days", "edition", "is_open"),
    [("draft", None, "open", True), ("draft", None, "judging", False), ("returned", 1, "judging", True),
     ("returned", None, "open", True), ("returned", -1, "open", False), ("verified", None, "open", False)],
)  # fmt: skip
def test_it_says_whether_it_can_still_be_answered(
    draft: Draft, status: str, days: int | None, edition: str, is_open: bool
) -> None:
    row = draft.invite()
    draft.become(status, now() + timedelta(days=days) if days else None, edition)
    assert told(draft.mate.get(f"/api/v1/collaborations/{row['id']}"), 200)["is_open"] is is_open
    draft.answer(row, 200 if is_open else 409)


def test_a_draft_goes_with_its_invitations(draft: Draft) -> None:
    draft.invite()
    told(draft.author.delete(draft.path, headers={"If-Match": "*"}), 204)
    with Session(draft.make.engine) as session:
        assert session.exec(select(Collaboration)).all() == []


def test_both_units_are_told_by_letters(draft: Draft) -> None:
    draft.answer(draft.invite())
    with Session(draft.make.engine) as session:
        sent = session.exec(select(OutboxMessage.topic, OutboxMessage.user_id).order_by(OutboxMessage.id)).all()
    assert [topic for topic, _ in sent] == ["collaboration-invited", "collaboration-answered"]
    assert len({user_id for _, user_id in sent}) == 2


def test_who_works_at_a_partner_does_not_judge(draft: Draft) -> None:
    draft.answer(draft.invite())
    clerk = draft.make.user("author", draft.make.unit("Puskesmas kota", "regional_technical_unit", draft.city))
    draft.make.save(Juror(edition_id=draft.edition.id, stage="proposal", user_id=clerk.id))
    draft.become("verified")
    found = told(draft.make.key("organiser").get(f"/api/v1/editions/{draft.edition.id}/stages/proposal/conflicts"), 200)
    assert [(one["proposal_id"], one["kind"]) for one in found["items"]] == []  # the clerk is above nobody
    boss = draft.make.user("coordinator", draft.city)
    draft.make.save(Juror(edition_id=draft.edition.id, stage="proposal", user_id=boss.id))
    found = told(draft.make.key("organiser").get(f"/api/v1/editions/{draft.edition.id}/stages/proposal/conflicts"), 200)
    assert [(one["juror_id"], one["kind"]) for one in found["items"]] == [(boss.id, "collaborator")]


def test_the_public_sees_who_took_part_once_it_is_in_the_catalogue(draft: Draft) -> None:
    other: Unit = draft.make.unit("Kota yang menolak", "city")
    draft.answer(draft.invite())
    declined = draft.invite(unit_id=other.id)
    draft.answer(declined, client=draft.make.as_role("author", other), is_accepted=False)
    entry = draft.make.save(Innovation(proposal_id=draft.proposal.id, unit_id=draft.clinic.id, unit_name="Puskesmas",
                                       title="Antar obat", year=2023))  # fmt: skip
    public = draft.make.client()
    seen = told(public.get(f"/api/v1/innovations/{entry.id}/collaborators"), 200)["items"]
    assert seen == [{"unit_id": draft.city.id, "unit_name": "Kota mitra", "unit_kind": "city",
                     "part": "Menyediakan kurir."}]  # fmt: skip
    assert "Kota mitra" in public.get(f"/api/v1/innovations/{entry.id}/collaborators.csv").text
    told(public.get("/api/v1/innovations/01890000-0000-7000-8000-000000000000/collaborators"), 404)

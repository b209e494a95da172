"""Mentorships: proposed by one side, accepted by the other, recorded by both, ended with what came of it."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlmodel import Session, select

from app.clock import today
from app.models import OutboxMessage
from tests.api.answers import Json, match, problem, told
from tests.factories import Factory

ALL = "/api/v1/mentorships"
NOBODY = "01890000-0000-7000-8000-000000000000"


class Pair:
    """A city that helps a clinic, who acts for each, and for both."""

    def __init__(self, make: Factory) -> None:
        self.make = make
        self.root = make.unit("Provinsi", "province")
        self.city = make.unit("Kota", "city", self.root)
        self.clinic = make.unit("Puskesmas", "regional_technical_unit", make.unit("Kabupaten", "regency", self.root))
        self.mentor = make.as_role("coordinator", self.city)
        self.mentee = make.as_role("author", self.clinic)

    def propose(self, status: int = 201, client: httpx.Client | None = None, **body: Any) -> Json:
        body = {"mentor_unit_id": self.city.id, "mentee_unit_id": self.clinic.id,
                "goal": "Antrean obat di bawah 15 menit."} | body  # fmt: skip
        return told((client or self.mentee).post(ALL, json=body), status)

    def accept(self, row: Json, status: int = 200, client: httpx.Client | None = None) -> Json:
        return told((client or self.mentor).put(f"{ALL}/{row['id']}/acceptance", headers=match(row)), status)

    def change(self, row: Json, expected: int = 200, client: httpx.Client | None = None, **body: Any) -> Json:
        return told((client or self.mentee).patch(f"{ALL}/{row['id']}", json=body, headers=match(row)), expected)

    def meet(self, row: Json, status: int = 201, client: httpx.Client | None = None, **body: Any) -> Json:
        body = {"held_on": str(today()), "minutes": 90, "topics": "Alur loket."} | body
        return told((client or self.mentor).post(f"{ALL}/{row['id']}/sessions", json=body), status)


@pytest.fixture
def pair(make: Factory) -> Pair:
    return Pair(make)


def test_from_the_proposal_to_the_outcome(pair: Pair) -> None:
    row = pair.propose()
    assert (row["status"], row["proposed_by"], row["allowed"]) == ("proposed", "mentee", ["change"])
    assert told(pair.mentor.get(f"{ALL}/{row['id']}"), 200)["allowed"] == ["accept", "change"]
    assert problem(pair.meet(row, 409)) == "mentorship-not-running"
    row = pair.accept(row)
    assert (row["status"], row["began_on"]) == ("running", str(today()))
    pair.meet(row, agreed="Loket dipisah.")
    second = pair.meet(row, client=pair.mentee, minutes=30, is_online=True, held_on=str(today() - timedelta(days=3)))
    listed = told(pair.mentee.get(f"{ALL}/{row['id']}/sessions"), 200)["items"]
    assert [one["minutes"] for one in listed] == [90, 30], "newest day first"
    row = told(pair.mentee.get(f"{ALL}/{row['id']}"), 200)
    assert (row["session_count"], row["minutes"]) == (2, 120)
    told(pair.mentor.delete(f"{ALL}/{row['id']}/sessions/{second['id']}", headers=match(second)), 204)
    assert pair.change(row, 422, status="finished")["errors"][0]["field"] == "outcome"
    row = pair.change(row, status="finished", outcome="Antrean kini 12 menit.")
    assert (row["status"], row["ended_on"], row["allowed"]) == ("finished", str(today()), [])
    assert problem(pair.change(row, 409, goal="Lagi")) == "mentorship-over"
    assert problem(pair.meet(row, 409)) == "mentorship-not-running"
    assert problem(pair.accept(row, 409)) == "mentorship-over"


def test_the_mentor_may_propose_and_the_mentee_accepts(pair: Pair) -> None:
    row = pair.propose(client=pair.mentor)
    assert row["proposed_by"] == "mentor"
    pair.accept(row, 403)
    row = pair.accept(row, client=pair.mentee)
    assert pair.accept(row, client=pair.mentee)["version"] == row["version"], "twice changes nothing"


def test_who_writes_for_both_begins_at_once(pair: Pair) -> None:
    assert pair.propose(client=pair.make.as_role("coordinator", pair.root))["status"] == "running"


def test_it_can_be_declined(pair: Pair) -> None:
    row = pair.change(pair.propose(), client=pair.mentor, status="stopped")
    assert (row["status"], row["began_on"]) == ("stopped", None)
    assert problem(pair.change(pair.propose(), 409, status="finished", outcome="x")) == "mentorship-not-running"


def test_both_sides_and_who_sees_all_read_it_and_nobody_else(pair: Pair) -> None:
    row = pair.accept(pair.propose())
    meeting = pair.meet(row)
    for who in (pair.mentor, pair.mentee, *(pair.make.key(role) for role in ("organiser", "secretariat", "auditor"))):
        assert told(who.get(ALL), 200)["total"] == 1
        told(who.get(f"{ALL}/{row['id']}/sessions/{meeting['id']}"), 200)
    stranger = pair.make.key("coordinator", pair.make.unit(kind="city"))
    assert told(stranger.get(ALL), 200)["total"] == 0
    for path in ("", "/sessions", f"/sessions/{meeting['id']}"):
        told(stranger.get(f"{ALL}/{row['id']}{path}"), 404)
    pair.change(row, 404, stranger, goal="Lain")
    pair.change(row, 403, pair.make.key("auditor"), goal="Lain")
    told(pair.make.client().get(ALL), 401)
    told(pair.make.as_role("juror").get(ALL), 403)


def test_the_list_is_narrowed(pair: Pair) -> None:
    row = pair.propose()
    assert [one["id"] for one in told(pair.mentor.get(f"{ALL}?side=mentor&status=proposed"), 200)["items"]] == [
        row["id"]
    ]
    assert told(pair.mentor.get(f"{ALL}?side=mentee"), 200)["items"] == []
    assert told(pair.mentee.get(f"{ALL}?unit_id={pair.city.id}"), 200)["total"] == 1
    assert told(pair.mentee.get(f"{ALL}?status=running"), 200)["total"] == 0


@pytest.mark.parametrize(("body", "field"), [
    ({"mentor_unit_id": NOBODY}, "mentor_unit_id"), ({"help_request_id": NOBODY}, "help_request_id"),
    ({"goal": ""}, "goal"),
])  # fmt: skip
def test_a_wrong_proposal_says_where(pair: Pair, body: Json, field: str) -> None:
    assert pair.propose(422, **body)["errors"][0]["field"] == field


def test_nobody_mentors_the_own_unit_or_for_strangers(pair: Pair) -> None:
    assert pair.propose(422, mentor_unit_id=pair.clinic.id)["errors"][0]["code"] == "same_unit"
    pair.propose(403, pair.make.key("coordinator", pair.make.unit(kind="city")))
    pair.propose(403, pair.make.key("organiser"))


@pytest.mark.parametrize(("body", "field"), [
    ({"held_on": str(today() + timedelta(days=2))}, "held_on"), ({"held_on": "1999-12-31"}, "held_on"),
    ({"minutes": 0}, "minutes"), ({"topics": " "}, "topics"),
])  # fmt: skip
def test_a_meeting_that_cannot_be(pair: Pair, body: Json, field: str) -> None:
    assert pair.meet(pair.accept(pair.propose()), 422, **body)["errors"][0]["field"] == field


def test_the_other_side_is_told(pair: Pair) -> None:
    pair.accept(pair.propose())
    with Session(pair.make.engine) as session:
        topics = session.exec(select(OutboxMessage.topic).order_by(OutboxMessage.id)).all()
    assert topics == ["mentorship-proposed", "mentorship-accepted"]

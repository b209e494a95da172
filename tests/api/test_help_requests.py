"""Requests for help: a unit asks, others answer with innovations or offers, who asked says what helped."""

from typing import Any

import httpx
import pytest
from sqlmodel import Session, col, select

from app.domain import outbox
from app.models import Innovation, OutboxMessage
from tests.api.answers import Json, match, problem, told
from tests.factories import Factory

HELP = "/api/v1/help-requests"
NOBODY = "01890000-0000-7000-8000-000000000000"


class Village:
    """A clinic that looks for help, a city that knows, and who acts for them."""

    def __init__(self, make: Factory) -> None:
        self.make = make
        self.clinic = make.unit("Puskesmas", "regional_technical_unit", make.unit("Kabupaten", "regency"))
        self.city = make.unit("Kota", "city", region_code="35.73")
        self.asks = make.as_role("author", self.clinic)
        self.knows = make.as_role("coordinator", self.city)

    def ask(self, status: int = 201, client: httpx.Client | None = None, **body: Any) -> Json:
        body = {
            "unit_id": self.clinic.id,
            "title": "Antrean obat",
            "text": "Siapa sudah memangkas antrean obat?",
        } | body
        return told((client or self.asks).post(HELP, json=body), status)

    def reply(self, request: Json, status: int = 201, client: httpx.Client | None = None, **body: Any) -> Json:
        body = {"unit_id": self.city.id, "text": "Silakan datang melihat loket kami."} | body
        return told((client or self.knows).post(f"{HELP}/{request['id']}/answers", json=body), status)

    def change(self, row: Json, expected: int = 200, client: httpx.Client | None = None, **body: Any) -> Json:
        got = (client or self.asks).patch(f"{HELP}/{row['id']}", json=body, headers=match(row))
        return told(got, expected)


@pytest.fixture
def village(make: Factory) -> Village:
    return Village(make)


def test_from_the_question_to_what_helped(village: Village) -> None:
    request = village.ask()
    assert (request["status"], request["unit_name"], request["answer_count"]) == ("open", "Puskesmas", 0)
    assert request["allowed"] == ["change", "answer"]
    entry = village.make.save(Innovation(unit_id=village.city.id, unit_name="Kota", title="Antar obat", year=2023))
    village.reply(request)
    pointed = village.reply(request, innovation_id=entry.id, text="Kami memakai ini sejak 2021.")
    assert pointed["innovation_title"] == "Antar obat"
    helped = told(village.asks.put(f"/api/v1/help-answers/{pointed['id']}/helpful", headers=match(pointed)), 200)
    assert helped["is_helpful"]
    listed = told(village.knows.get(f"{HELP}/{request['id']}/answers"), 200)["items"]
    assert listed[0]["id"] == pointed["id"], "what helped comes first"
    request = told(village.asks.get(f"{HELP}/{request['id']}"), 200)
    assert request["answer_count"] == 2
    solved = village.change(request, status="solved")
    assert solved["closed_at"]
    assert problem(village.reply(request, 409)) == "help-request-closed"
    assert village.change(solved, status="open")["closed_at"] is None


def test_every_unit_reads_what_others_look_for_and_the_public_does_not(village: Village) -> None:
    request = village.ask()
    for who in (village.knows, village.make.key("secretariat"), village.make.key("auditor"),
                village.make.as_role("author", village.make.unit())):  # fmt: skip
        assert told(who.get(HELP), 200)["total"] == 1
        told(who.get(f"{HELP}/{request['id']}/answers"), 200)
    told(village.make.client().get(HELP), 401)
    told(village.make.as_role("juror").get(HELP), 403)
    told(village.knows.get(f"{HELP}/{NOBODY}"), 404)
    told(village.knows.get(f"{HELP}/{NOBODY}/answers"), 404)


def test_the_list_is_searched_and_narrowed(village: Village) -> None:
    own, other = (
        village.ask(),
        village.ask(client=village.knows, unit_id=village.city.id, title="Parkir", text="Liar?" * 3),
    )
    assert ids(village, "q=OBAT antrean") == [own["id"]]
    assert ids(village, "is_own=true") == [own["id"]]
    assert ids(village, "is_own=false") == [other["id"]]
    assert ids(village, f"unit_id={village.city.id}") == [other["id"]]
    assert ids(village, "status=solved") == []
    assert ids(village, "") == [other["id"], own["id"]]


def ids(village: Village, query: str) -> list[str]:
    return [one["id"] for one in told(village.asks.get(f"{HELP}?{query}"), 200)["items"]]


def test_only_in_the_name_of_a_unit_of_ones_own(village: Village) -> None:
    village.ask(403, village.knows)
    village.ask(401, village.make.client())
    village.ask(403, village.make.key("coordinator", village.clinic, ["help-requests:write"]))  # the answer is a read
    request = village.ask()
    village.reply(request, 403, village.asks)
    village.reply(request, 422, village.make.key("organiser"), unit_id=NOBODY)
    assert village.reply(request, 422, innovation_id=NOBODY)["errors"][0]["field"] == "innovation_id"
    village.change(request, 403, village.knows, title="Lain")
    assert village.change(request, client=village.make.key("organiser"), title="Dirapikan")["title"] == "Dirapikan"
    assert problem(village.change(request, 412, title="Lain")) == "stale"


def test_only_who_asked_says_what_helped(village: Village) -> None:
    answer = village.reply(village.ask())
    url = f"/api/v1/help-answers/{answer['id']}/helpful"
    told(village.knows.put(url, headers=match(answer)), 403)
    helped = told(village.asks.put(url, headers=match(answer)), 200)
    told(village.knows.delete(f"/api/v1/help-answers/{answer['id']}", headers=match(helped)), 409)
    taken = told(village.asks.delete(url, headers=match(helped)), 200)
    assert not taken["is_helpful"]
    told(village.asks.delete(f"/api/v1/help-answers/{answer['id']}", headers=match(taken)), 403)
    told(village.knows.delete(f"/api/v1/help-answers/{answer['id']}", headers=match(taken)), 204)
    told(village.knows.get(f"/api/v1/help-answers/{answer['id']}"), 404)


def test_both_sides_are_told_once(village: Village) -> None:
    answer = village.reply(village.ask())
    url = f"/api/v1/help-answers/{answer['id']}/helpful"
    for _ in range(2):
        told(village.asks.put(url, headers={"If-Match": "*"}), 200)
    assert letters(village) == ["help-answered", "help-helped"]
    told(village.asks.delete(url, headers={"If-Match": "*"}), 200)
    told(village.asks.put(url, headers={"If-Match": "*"}), 200)
    assert letters(village) == ["help-answered", "help-helped"], "said again is not told again"
    second = village.reply(village.ask(title="Antrean lain"))
    told(village.asks.put(f"/api/v1/help-answers/{second['id']}/helpful", headers={"If-Match": "*"}), 200)
    assert letters(village) == ["help-answered", "help-helped"] * 2, "another answer is another letter"


def test_a_letter_that_was_taken_back_before_it_went_is_written_again(village: Village) -> None:
    answer = village.reply(village.ask())
    url = f"/api/v1/help-answers/{answer['id']}/helpful"
    told(village.asks.put(url, headers={"If-Match": "*"}), 200)
    told(village.asks.delete(url, headers={"If-Match": "*"}), 200)
    with Session(village.make.engine) as session:
        outbox.cancel(session, col(OutboxMessage.topic) == "help-helped", error="no_longer_of_use")
        session.commit()
    told(village.asks.put(url, headers={"If-Match": "*"}), 200)
    assert letters(village) == ["help-answered", "help-helped", "help-helped"]


def letters(village: Village) -> list[str]:
    """Which letters there are, in the order in which they were written."""
    with Session(village.make.engine) as session:
        return list(session.exec(select(OutboxMessage.topic).order_by(OutboxMessage.id)).all())

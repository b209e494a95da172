"""Questions of the public: taken in from anybody, published by a moderator, answered by the unit against a clock."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlmodel import Session, select

from app.clock import new_id, now
from app.models import Asker, Innovation, OutboxMessage, Question, Unit
from app.rules.working_days import deadline
from app.settings import settings
from tests.factories import Factory

TEXT = "Apakah layanan ini juga dapat dipakai warga dari kabupaten lain?"
EMAIL = "siti.rahasia@contoh.example"


class World:
    """A regency with a health centre that has an innovation, and another regency."""

    def __init__(self, make: Factory) -> None:
        self.make = make
        self.regency, self.other = make.unit("Kabupaten Satu", "regency"), make.unit("Kabupaten Dua", "regency")
        self.unit = make.unit("Puskesmas Satu", "regional_technical_unit", self.regency)
        self.innovation = self.innovate(self.unit)
        self.public = make.client()
        self.moderator = make.key("secretariat")

    def innovate(self, unit: Unit | None, title: str = "Antrean Tanpa Antre") -> Innovation:
        row: Innovation = self.make.save(
            Innovation(unit_id=unit.id if unit else None, unit_name="Puskesmas Satu", title=title, year=2023)
        )
        return row

    @property
    def path(self) -> str:
        return f"/api/v1/innovations/{self.innovation.id}/questions"

    def ask(self, text: str = TEXT, **more: Any) -> httpx.Response:
        return self.public.post(self.path, json={"text": text, **more})

    def asked(self, text: str = TEXT, **more: Any) -> str:
        answer = self.ask(text, **more)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    def put(self, client: httpx.Client, id_: str, deed: str, **body: Any) -> httpx.Response:
        return client.put(f"/api/v1/questions/{id_}/{deed}", json=body, headers={"If-Match": "*"})

    def published(self, text: str = TEXT, **more: Any) -> str:
        id_ = self.asked(text, **more)
        assert self.put(self.moderator, id_, "publication").status_code == 200
        return id_

    def shown(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.public.get(self.path).json()["items"]
        return found


@pytest.fixture
def world(make: Factory) -> World:
    return World(make)


def test_from_the_question_to_the_answer(world: World) -> None:
    id_ = world.asked(name="Bu Siti", email=EMAIL.upper(), lapor_ticket="#7569032")
    assert world.shown() == [], "nobody sees it before a moderator did"
    queue = world.moderator.get("/api/v1/questions?status=pending").json()
    assert [(item["id"], item["asker_name"], item["is_asker_told"]) for item in queue["items"]] == [
        (id_, "Bu Siti", True)
    ]
    assert EMAIL not in str(queue).lower(), "nobody reads an address"
    published = world.put(world.moderator, id_, "publication").json()
    assert published["working_days"] == settings().answer_working_days
    assert (published["is_overdue"], published["status"]) == (False, "published")
    until = deadline(now(), settings().answer_working_days)
    assert world.shown()[0]["due_at"] == until.astimezone(now().tzinfo).isoformat().replace("+00:00", "Z")
    unit = world.make.as_role("author", world.unit)
    answered = world.put(unit, id_, "answer", answer="Ya, siapa pun boleh.").json()
    assert (answered["answered_by"], answered["working_days"]) == ("Puskesmas Satu", None)
    [shown] = world.shown()
    assert (shown["answer"], shown["answered_by"], shown["lapor_ticket"]) == (
        "Ya, siapa pun boleh.", "Puskesmas Satu", "#7569032")  # fmt: skip
    assert not {"asker_name", "is_asker_told", "actor_name"} & shown.keys()
    assert "Siti" not in world.public.get(world.path).text


def test_an_answer_is_mended_and_says_since_when(world: World) -> None:
    id_ = world.published()
    first = world.put(world.make.key("coordinator", world.regency), id_, "answer", answer="Ya.Titik").json()
    assert first["answered_by"] == "Kabupaten Satu", "the unit above answers in its own name"
    second = world.put(world.make.key("organiser"), id_, "answer", answer="Ya, boleh.").json()
    assert (second["answer"], second["answered_at"]) == ("Ya, boleh.", first["answered_at"])
    assert second["answered_by"] == settings().organisation


def test_a_change_says_what_it_changes(world: World) -> None:
    id_ = world.asked()
    path = f"/api/v1/questions/{id_}/publication"
    assert world.moderator.put(path, json={}).status_code == 428
    assert world.moderator.put(path, json={}, headers={"If-Match": '"1"'}).headers["ETag"] == '"2"'
    assert world.moderator.put(path, json={}, headers={"If-Match": '"1"'}).status_code == 412


@pytest.mark.parametrize(("body", "field", "code"), [
    ({"text": "pendek"}, "text", "string_too_short"), ({"text": "x" * 2001}, "text", "string_too_long"),
    ({"text": " " * 50}, "text", "string_too_short"), ({"text": "tersembunyi \u202e terbalik"}, "text",
                                                       "forbidden_character"),
    ({"text": "promo a.com b.com c.com"}, "text", "too_many_links"), ({"text": TEXT, "email": "bukan"}, "email",
                                                                      "invalid_email"),
    ({"text": TEXT, "kind": "complaint"}, "kind", "enum"), ({"text": TEXT, "lapor_ticket": "<x>"}, "lapor_ticket",
                                                            "string_pattern_mismatch"),
    ({"text": TEXT, "status": "published"}, "status", "extra_forbidden"),
])  # fmt: skip
def test_what_is_refused_is_told_at_its_field(world: World, body: dict[str, str], field: str, code: str) -> None:
    answer = world.public.post(world.path, json=body)
    assert answer.status_code == 422
    assert [(error["field"], error["code"]) for error in answer.json()["errors"]] == [(field, code)]
    assert answer.json()["errors"][0]["message"]


def test_the_same_text_is_not_taken_twice(world: World) -> None:
    world.asked()
    again = world.ask(TEXT.upper() + " !!")
    assert [error["code"] for error in again.json()["errors"]] == ["asked_before"]
    assert world.ask("Apakah buka pada hari Sabtu?").status_code == 201


def test_the_same_text_about_many_innovations_is_an_advertisement(world: World) -> None:
    codes = []
    for n in range(4):
        other = world.innovate(world.unit, f"Inovasi {n}")
        answer = world.public.post(f"/api/v1/innovations/{other.id}/questions", json={"text": TEXT})
        codes.append(answer.json()["errors"][0]["code"] if answer.status_code == 422 else answer.status_code)
    assert codes == [201, 201, 201, "asked_elsewhere"]


def test_sent_twice_with_one_key_it_is_taken_once(world: World) -> None:
    headers = {"Idempotency-Key": "satu"}
    answers = [world.public.post(world.path, json={"text": TEXT}, headers=headers) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()


def test_what_is_of_nobody_here_cannot_be_asked(world: World) -> None:
    strange = world.innovate(None)
    for tail, body in (("questions", {"text": TEXT}), ("followers", {"email": EMAIL})):
        answer = world.public.post(f"/api/v1/innovations/{strange.id}/{tail}", json=body)
        assert (answer.status_code, answer.json()["type"]) == (409, "/problems/not-ours")
        assert world.public.post(f"/api/v1/innovations/{new_id()}/{tail}", json=body).status_code == 404
    assert world.public.get(f"/api/v1/innovations/{new_id()}/questions").status_code == 404


def test_a_unit_sees_and_answers_what_is_published_about_its_own(world: World) -> None:
    pending, published = world.asked("Masih menunggu moderator?"), world.published()
    for role, unit in (("author", world.unit), ("coordinator", world.regency)):
        inside = world.make.key(role, unit) if role == "coordinator" else world.make.as_role(role, unit)
        assert [item["id"] for item in inside.get("/api/v1/questions").json()["items"]] == [published]
        assert inside.get(f"/api/v1/questions/{pending}").status_code == 404
        assert world.put(inside, published, "publication").status_code == 403
    outsider = world.make.key("coordinator", world.other)
    assert outsider.get("/api/v1/questions").json()["total"] == 0
    assert world.put(outsider, published, "answer", answer="Bukan urusan kami").status_code == 404
    above = world.make.as_role("author", world.regency)
    assert above.get("/api/v1/questions").json()["total"] == 0, "an author's own unit, not those below it"
    assert world.put(world.moderator, published, "answer", answer="Ya, boleh").status_code == 403


def test_only_what_is_published_is_answered(world: World) -> None:
    answer = world.put(world.make.key("organiser"), world.asked(), "answer", answer="Ya, boleh.")
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/question-unpublished")


def test_a_rejection_says_why_and_takes_down(world: World) -> None:
    id_ = world.published()
    body = {"cause": "personal", "reason": "Ada nomor telepon."}
    rejected = world.put(world.moderator, id_, "rejection", **body).json()
    assert (rejected["status"], rejected["cause"], rejected["reason"]) == ("rejected", "personal", "Ada nomor telepon.")
    assert world.shown() == []
    assert world.put(world.moderator, id_, "rejection", cause="entah").status_code == 422
    again = world.put(world.moderator, id_, "publication").json()
    assert (again["status"], again["cause"], again["working_days"]) == ("published", None, 5)


def test_passages_are_left_out_but_nothing_is_added(world: World) -> None:
    id_ = world.asked("Saya Siti, telepon 0812345. Apakah buka hari Sabtu?")
    other = world.put(world.moderator, id_, "publication", text="Apakah tutup hari Sabtu?")
    assert [error["code"] for error in other.json()["errors"]] == ["not_the_question"]
    world.put(world.moderator, id_, "publication", text="[…] Apakah buka hari Sabtu?")
    assert [item["text"] for item in world.shown()] == ["[…] Apakah buka hari Sabtu?"]
    assert "0812345" not in world.moderator.get(f"/api/v1/questions/{id_}").text, "it is stored nowhere any more"


def test_a_ticket_is_noted_and_taken_away(world: World) -> None:
    path = f"/api/v1/questions/{world.published()}"
    for ticket in ("7569032", None):
        answer = world.moderator.patch(path, json={"lapor_ticket": ticket}, headers={"If-Match": "*"})
        assert answer.json()["lapor_ticket"] == ticket
        assert world.shown()[0]["lapor_ticket"] == ticket


def test_the_queue_knows_what_is_late(world: World) -> None:
    ids = [world.published(f"Pertanyaan nomor {n} tentang layanan") for n in range(3)]
    with Session(world.make.engine) as session, session.begin():
        for id_, days in ((ids[0], -1), (ids[1], 3)):
            row = session.get(Question, id_)
            assert row is not None
            row.due_at = now() + timedelta(days=days)
    world.put(world.make.key("organiser"), ids[2], "answer", answer="Ya, boleh.")

    def listed(query: str) -> list[str]:
        return [item["id"] for item in world.moderator.get(f"/api/v1/questions?{query}").json()["items"]]

    assert listed("is_overdue=true") == [ids[0]]
    assert listed("is_answered=false") == ids[:2]
    assert listed("is_overdue=false") == ids[1:]
    assert listed(f"unit_id={world.regency.id}") == ids
    assert listed(f"unit_id={world.other.id}") == []
    assert listed(f"innovation_id={world.innovation.id}&kind=question") == ids
    first = world.moderator.get("/api/v1/questions?limit=2").json()
    rest = world.moderator.get(f"/api/v1/questions?limit=2&cursor={first['next']}").json()
    assert [item["id"] for item in [*first["items"], *rest["items"]]] == ids


def test_the_tables_defuse_formulas_and_hold_no_address(world: World) -> None:
    world.published('=HYPERLINK("x") apakah ini aman?', name="+Siti", email=EMAIL)
    public = world.public.get(world.path + ".csv").text
    staff = world.moderator.get("/api/v1/questions.csv").text
    assert "\"'=HYPERLINK" in public
    assert "'+Siti" in staff
    assert "Siti" not in public
    assert EMAIL not in public + staff


def test_markup_is_text(world: World) -> None:
    world.published("<script>alert(1)</script><img src=x onerror=alert(1)>")
    for client, path in ((world.public, f"/innovations/{world.innovation.id}"),
                         (world.make.as_role("organiser"), "/questions?tab=waiting")):  # fmt: skip
        page = client.get(path, headers={"Accept": "text/html"}).text
        assert "&lt;script&gt;alert(1)" in page, path
        assert "<script>alert" not in page
        assert "<img src=x" not in page


def test_an_account_that_is_erased_has_no_name_beside_its_answers(world: World) -> None:
    user = world.make.user("author", world.unit, "Bu Penjawab")
    id_ = world.published(name="Pak Penanya", email=EMAIL)
    author = world.make.signed_in(user)
    assert world.put(author, id_, "answer", answer="Ya, boleh.").json()["actor_name"] == "Bu Penjawab"
    told = author.get(f"/api/v1/users/{user.id}/personal-data")
    assert [row["id"] for row in told.json()["questions"]] == [id_]
    assert "Penanya" not in told.text, "what is of somebody else is not handed out with it"
    gone = world.make.as_role("organiser").delete(f"/api/v1/users/{user.id}/personal-data", headers={"If-Match": "*"})
    assert gone.status_code == 204, gone.text
    assert world.moderator.get(f"/api/v1/questions/{id_}").json()["actor_name"] == "Akun terhapus"
    assert world.shown()[0]["answered_by"] == "Puskesmas Satu"


def test_the_outbox_names_rows_and_no_addresses(world: World) -> None:
    world.make.user("author", world.unit)
    id_ = world.published(email=EMAIL)
    world.put(world.make.key("organiser"), id_, "answer", answer="Ya, boleh.")
    with Session(world.make.engine) as session:
        letters = session.exec(select(OutboxMessage).where(OutboxMessage.kind == "mail")).all()
        assert session.exec(select(Asker.email)).all() == [EMAIL]
    assert {letter.topic for letter in letters} >= {"asker-published", "asker-answered", "question-to-answer"}
    assert EMAIL not in str([letter.payload for letter in letters])

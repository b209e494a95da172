"""After the award: the public asks the unit of an innovation, which answers; somebody follows it by e-mail."""

from typing import Any

from tests.examples.cast import NOBODY, Cast

QUESTIONS, INNOVATIONS = "/api/v1/questions", "/api/v1/innovations"
TEXT = "Apakah layanan ini juga dapat dipakai warga dari kabupaten lain?"
CITIZEN = "warga@contoh.example"


def play(cast: Cast) -> None:
    """A question from its asking to its answer, one that is rejected, and a follower who leaves again."""
    innovation = cast.public.get(None, f"{INNOVATIONS}?limit=1").json()["items"][0]
    about = f"{INNOVATIONS}/{innovation['id']}"
    question = _ask(cast, about)
    _moderate(cast, about, question)
    _answer(cast, about, question)
    _forget(cast, question)
    _follow(cast, innovation["id"], about)


def _ask(cast: Cast, about: str) -> str:
    public, path = cast.public, f"{about}/questions"
    body = {"text": TEXT, "name": "Bu Siti", "email": CITIZEN}
    asked = public.post("Nobody needs an account", path, body)
    public.post("The same text twice", path, {"text": TEXT.upper()}, 422)
    public.post("A complaint belongs to SP4N-LAPOR!", path, {"kind": "complaint", "text": TEXT}, 422)
    public.post("No such innovation", f"{INNOVATIONS}/{NOBODY}/questions", {"text": TEXT}, 404)
    strange = _of_nobody_here()
    public.post("No unit here answers for it", f"{INNOVATIONS}/{strange}/questions", {"text": TEXT}, 409)
    public.post("No unit here answers for it", f"{INNOVATIONS}/{strange}/followers", {"email": CITIZEN}, 409)
    return str(asked["id"])


def _of_nobody_here() -> str:
    """An innovation of another province."""
    from app import database
    from app.models import Innovation

    with database.writing() as session:
        row = Innovation(unit_name="Dinas di provinsi lain", title="Inovasi dari tempat lain", year=2020)
        session.add(row)
        session.flush()
        return row.id


def _moderate(cast: Cast, about: str, question: str) -> None:
    organiser, one = cast["organiser"], f"{QUESTIONS}/{question}"
    organiser.get("What waits for a moderator", f"{QUESTIONS}?status=pending")
    cast["of_the_province"].get("A unit does not see it yet", one, 404)
    organiser.change("Only what is published is answered", "PUT", f"{one}/answer", {"answer": "Ya, boleh."}, 409)
    organiser.change("No word may be added", "PUT", f"{one}/publication", {"text": "Apakah ini mahal?"}, 422)
    organiser.change("Everybody sees it, and the unit's clock begins", "PUT", f"{one}/publication", {}, match='"1"')
    organiser.change("Somebody was quicker", "PUT", f"{one}/publication", {}, 412, match='"1"')
    organiser.change("The ticket of a report at SP4N-LAPOR!", "PATCH", one, {"lapor_ticket": "7569032"})
    cast["of_the_province"].change("Not for units", "PUT", f"{one}/rejection", {"cause": "unrelated"}, 403)
    other = cast.public.post(None, f"{about}/questions", {"text": "Bapak X melayani dengan kasar!"})["id"]
    body = {"cause": "complaint", "reason": "Mohon laporkan di sana."}
    organiser.change("Who asked is told where it belongs", "PUT", f"{QUESTIONS}/{other}/rejection", body)
    organiser.change("Why?", "PUT", f"{QUESTIONS}/{other}/rejection", {"reason": "Entah"}, 422)


def _answer(cast: Cast, about: str, question: str) -> None:
    coordinator, one = cast["of_the_province"], f"{QUESTIONS}/{question}"
    coordinator.get("What waits for the unit", f"{QUESTIONS}?is_answered=false")
    coordinator.get("As a table", QUESTIONS, Accept="text/csv")
    cast["organiser"].get("The first of all", f"{QUESTIONS}?limit=1")
    coordinator.get("The clock: working days left", one)
    coordinator.get("No such question", f"{QUESTIONS}/{NOBODY}", 404)
    answer = {"answer": "Ya. Siapa pun boleh, dengan kartu identitas saja."}
    coordinator.change("The unit answers in public", "PUT", f"{one}/answer", answer)
    coordinator.change("Without words", "PUT", f"{one}/answer", {"answer": " "}, 422)
    second = cast.public.post(None, f"{about}/questions", {"text": "Apakah obat racikan juga diantar?"})["id"]
    cast["organiser"].change(None, "PUT", f"{QUESTIONS}/{second}/publication", {})
    cast.public.get("As everybody sees it", f"{about}/questions")
    cast.public.get("The newest, and where the others are", f"{about}/questions?limit=1")
    cast.public.get("As a table", f"{about}/questions", Accept="text/csv")
    cast.public.get("No such innovation", f"{INNOVATIONS}/{NOBODY}/questions", 404)


def _forget(cast: Cast, question: str) -> None:
    from app import database
    from app.domain.citizen_tokens import ASKER, token_of
    from app.models import Asker

    with database.reading() as session:
        [asker] = _rows(session, Asker)
    path = f"/api/v1/askers/{token_of(ASKER, asker.id)}"
    cast.public.ask("By the link of a letter", "DELETE", path, 204)
    cast.public.ask("Nothing is left", "DELETE", path, 410)
    assert asker.question_id == question


def _follow(cast: Cast, innovation_id: str, about: str) -> None:
    from app import database
    from app.domain import followers
    from app.domain.citizen_tokens import CONFIRM, LEAVE, token_of
    from app.models import Follower

    public = cast.public
    public.post("A letter asks for confirmation", f"{about}/followers", {"email": CITIZEN}, 202)
    public.post("Not an address", f"{about}/followers", {"email": "warga"}, 422)
    public.post("No such innovation", f"{INNOVATIONS}/{NOBODY}/followers", {"email": CITIZEN}, 404)
    with database.writing() as session:  # as the courier does
        followers.take_up(session, {"innovation_id": innovation_id, "email": CITIZEN, "locale": "id"})
        [row] = _rows(session, Follower)
        confirm, leave = token_of(CONFIRM, row.id), token_of(LEAVE, row.id)
    path = f"/api/v1/followers/{confirm}/confirmation"
    public.ask("By the link of the letter", "PUT", path, 200)
    public.ask("By the link of any letter", "DELETE", f"/api/v1/followers/{leave}", 204)
    public.ask("There is nothing any more", "DELETE", f"/api/v1/followers/{leave}", 410)
    public.ask("The address is gone", "PUT", path, 410)


def _rows(session: Any, table: Any) -> list[Any]:
    from sqlmodel import select

    return list(session.exec(select(table)))

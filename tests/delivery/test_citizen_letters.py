"""Letters to citizens and to the units that answer them: to nobody who did not ask, and no more than a few."""

import re
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from email.message import EmailMessage

import pytest
import time_machine
from sqlmodel import select

from app import database
from app.clock import WIB
from app.domain import followers, retention
from app.domain.citizen_tokens import ASKER, CONFIRM, LEAVE, token_of
from app.domain.questions import answering, asking, contacts, moderating, reminding
from app.errors import DomainError
from app.models import Asker, Follower, Innovation, OutboxMessage, Question, Unit, User
from app.models.follower import FollowerCreate
from app.models.outbox import MessageStatus
from app.models.question import (
    QuestionAnswer,
    QuestionCreate,
    QuestionPublication,
    QuestionRejection,
    QuestionStatus,
    RejectionCause,
)
from app.rules.permissions import SYSTEM
from tests.delivery.conftest import SITE, Letterbox, drain, messages
from tests.delivery.test_mail import part, read
from tests.factories import Factory

CITIZEN = "siti@warga.example"
MONDAY = datetime(2026, 11, 23, 3, 0, tzinfo=WIB)


class Place:
    """A health centre below a regency, each with somebody who may answer, and an innovation."""

    def __init__(self, make: Factory) -> None:
        self.make = make
        self.regency: Unit = make.unit("Kabupaten Satu", "regency")
        self.unit: Unit = make.unit("Puskesmas Satu", "regional_technical_unit", self.regency)
        self.author: User = make.user("author", self.unit)
        self.coordinator: User = make.user("coordinator", self.regency)
        self.elsewhere: User = make.user("author", make.unit("Puskesmas Dua", "regional_technical_unit", self.regency))
        self.moderator: User = make.user("secretariat")
        self.innovation = self.innovate("Antrean Tanpa Antre")

    def innovate(self, title: str) -> Innovation:
        row: Innovation = self.make.save(Innovation(unit_id=self.unit.id, unit_name=self.unit.name, title=title,
                                                    year=2023))  # fmt: skip
        return row

    def follow(self, email: str = CITIZEN, innovation: Innovation | None = None) -> None:
        with database.writing() as session:
            body = FollowerCreate(email=email)
            followers.ask(session, (innovation or self.innovation).id, body, "id")

    def ask(self, text: str = "Apakah layanan ini buka pada hari Sabtu?", email: str | None = CITIZEN) -> str:
        with database.writing() as session:
            body = QuestionCreate(text=text, email=email, name="Beli obat di toko-promo")
            return asking.ask(session, self.innovation.id, body, "id").id

    def publish(self, id_: str) -> None:
        with database.writing() as session:
            moderating.publish(session, SYSTEM, id_, QuestionPublication(), None)

    def answer(self, id_: str) -> None:
        with database.writing() as session:
            answering.answer(session, SYSTEM, id_, QuestionAnswer(answer="Ya, sampai siang."), None)

    def reject(self, id_: str, cause: RejectionCause, reason: str = "") -> None:
        with database.writing() as session:
            moderating.reject(session, SYSTEM, id_, QuestionRejection(cause=cause, reason=reason), None)


@pytest.fixture
def place(world: Factory, letterbox: Letterbox) -> Place:
    return Place(world)


def taken(letterbox: Letterbox) -> list[EmailMessage]:
    """What came since the last look."""
    drain()
    found = [read(envelope) for envelope in letterbox.taken]
    letterbox.taken.clear()
    return found


def link_in(mail: EmailMessage, path: str) -> str:
    return re.findall(rf"{SITE}{path}\?link=(\S+)", part(mail, "plain"))[0]


def rows(table: type) -> list[object]:  # type: ignore[type-arg]
    with database.reading() as session:
        return list(session.exec(select(table)))


def refused(deed: object, *given: object) -> str:
    with pytest.raises(DomainError) as caught, database.writing() as session:
        deed(session, *given)  # type: ignore[operator]
    return caught.value.code


def test_from_the_wish_to_the_news_and_out_again(place: Place, letterbox: Letterbox) -> None:
    place.follow()
    [asked] = taken(letterbox)
    assert asked["To"] == CITIZEN
    assert asked["Subject"] == "Konfirmasi: ikuti inovasi “Antrean Tanpa Antre”"
    assert place.innovation.title in part(asked, "html")
    with database.writing() as session:
        followers.tell_followers(session, place.innovation.id, "award")
    assert taken(letterbox) == [], "nobody follows before the link was used"
    with database.writing() as session:
        assert followers.confirm(session, link_in(asked, "/followers/confirmation")).is_confirmed
        followers.tell_followers(session, place.innovation.id, "replication")
    [news] = taken(letterbox)
    assert "inovasi ini ditiru di tempat lain" in part(news, "plain")
    assert news["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    leave = link_in(news, "/followers/removal")
    assert news["List-Unsubscribe"] == f"<{SITE}/followers/removal?link={leave}>"
    with database.writing() as session:
        followers.leave(session, leave)
        followers.tell_followers(session, place.innovation.id, "award")
    assert taken(letterbox) == []
    assert rows(Follower) == [], "leaving deletes the address"
    assert CITIZEN not in str([message.payload for message in messages()])
    assert refused(followers.leave, leave) == refused(followers.confirm, leave) == "link-unusable"


def test_news_on_its_way_is_not_sent_to_who_has_left(place: Place, letterbox: Letterbox) -> None:
    place.follow()
    [asked] = taken(letterbox)
    with database.writing() as session:
        followers.confirm(session, link_in(asked, "/followers/confirmation"))
        followers.spread(session, {"innovation_id": place.innovation.id, "what": "answer"})
        followers.leave(session, link_in(asked, "/followers/removal"))
    assert taken(letterbox) == []
    assert messages()[-1].status == MessageStatus.cancelled


def test_no_address_is_flooded(place: Place, letterbox: Letterbox) -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        for _ in range(3):
            place.follow()
        assert len(taken(letterbox)) == 1, "not again within ten minutes"
        more = 0
        for _ in range(5):
            clock.shift(timedelta(minutes=11))
            place.follow()
            more += len(taken(letterbox))
        assert more == followers.MOST_LETTERS - 1
        for n in range(8):
            place.follow(innovation=place.innovate(f"Inovasi {n}"))
        assert len(taken(letterbox)) == followers.MOST_A_DAY - 1
        clock.shift(timedelta(days=1, minutes=1))
        place.follow(innovation=place.innovate("Besok"))
        assert len(taken(letterbox)) == 1


def test_who_follows_already_is_told_how_to_leave(place: Place, letterbox: Letterbox) -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        place.follow()
        [asked] = taken(letterbox)
        with database.writing() as session:
            followers.confirm(session, link_in(asked, "/followers/confirmation"))
        clock.shift(timedelta(days=2))
        place.follow("SITI@warga.example")
        place.follow()
        [again] = taken(letterbox)
    assert again["Subject"] == "Anda sudah mengikuti inovasi “Antrean Tanpa Antre”"
    assert "/followers/confirmation" not in part(again, "plain")
    assert link_in(again, "/followers/removal") == link_in(asked, "/followers/removal"), "any letter's link works"
    assert len(rows(Follower)) == 1


def test_links_open_only_what_they_are_for(place: Place, letterbox: Letterbox) -> None:
    place.follow()
    taken(letterbox)
    [row] = rows(Follower)
    id_ = row.id  # type: ignore[attr-defined]
    good = token_of(CONFIRM, id_)
    flipped = good[:-1] + ("0" if good[-1] != "0" else "1")
    for token in ("", id_, id_ + ".", flipped, good.upper(), good + "0", token_of(ASKER, id_), token_of(LEAVE, id_),
                  "é" * 10, "0" * 100):  # fmt: skip
        assert refused(followers.confirm, token) == "link-unusable", token
    assert refused(followers.leave, good) == "link-unusable"
    with database.writing() as session:
        assert followers.confirm(session, good) == followers.confirm(session, good)


def test_an_address_that_is_not_confirmed_goes(place: Place, letterbox: Letterbox) -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        place.follow()
        [asked] = taken(letterbox)
        clock.shift(followers.CONFIRMED_WITHIN + timedelta(seconds=1))
        assert refused(followers.confirm, link_in(asked, "/followers/confirmation")) == "link-unusable"
        assert dict(retention.tidy())["followers"] == 1
        assert rows(Follower) == []


def test_who_asked_is_told_and_can_be_forgotten(place: Place, letterbox: Letterbox) -> None:
    id_ = place.ask()
    assert taken(letterbox) == [], "a moderator stands before any letter"
    place.publish(id_)
    told = {str(mail["To"]): mail for mail in taken(letterbox)}
    mine = told[CITIZEN]
    assert mine["Subject"] == "Pertanyaan Anda diterbitkan: Antrean Tanpa Antre"
    assert f"{SITE}/innovations/{place.innovation.id}#question-{id_}" in part(mine, "plain")
    text = part(mine, "plain") + part(mine, "html")
    assert "hari Sabtu" not in text, "what somebody typed is not sent on to an address that may be another's"
    assert "toko-promo" not in text
    token = link_in(mine, "/questions/asker")
    place.answer(id_)
    [answered] = [mail for mail in taken(letterbox) if mail["To"] == CITIZEN]
    assert "Provinsi Jawa Timur menjawab pertanyaan Anda" in part(answered, "plain")
    with database.writing() as session:
        contacts.forget_asker(session, token)
    assert rows(Asker) == []
    assert refused(contacts.forget_asker, token) == "link-unusable"
    place.reject(id_, RejectionCause.duplicate)
    assert taken(letterbox) == []


@pytest.mark.parametrize(("cause", "says"), [
    (RejectionCause.personal, "memuat data pribadi. Tulis tanpa nomor."), (RejectionCause.complaint, "SP4N-LAPOR!"),
    (RejectionCause.spam, None),
])  # fmt: skip
def test_a_rejection_is_explained(place: Place, letterbox: Letterbox, cause: RejectionCause, says: str | None) -> None:
    place.reject(place.ask(), cause, "Tulis tanpa nomor.")
    found = taken(letterbox)
    if says is None:
        assert found == [], "the address of an advertisement is somebody else's"
        return
    assert says in part(found[0], "plain")
    assert ("https://www.lapor.go.id/" in part(found[0], "plain")) == (cause == RejectionCause.complaint)


def test_those_who_may_answer_are_told(place: Place, letterbox: Letterbox) -> None:
    with time_machine.travel(MONDAY, tick=False):
        id_ = place.ask(email=None)
        place.publish(id_)
        found = taken(letterbox)
    addresses = sorted(str(mail["To"].addresses[0].addr_spec) for mail in found)
    assert addresses == sorted([place.author.email, place.coordinator.email]), "nobody of another unit"
    assert "paling lambat 30 November 2026 23.59 WIB" in part(found[0], "plain")
    assert f"{SITE}/questions/{id_}" in part(found[0], "plain")


def test_a_unit_without_people_has_the_moderators(place: Place, letterbox: Letterbox) -> None:
    for user in (place.author, place.coordinator):
        user.is_active = False
        place.make.save(user)
    place.publish(place.ask(email=None))
    assert [str(mail["To"].addresses[0].addr_spec) for mail in taken(letterbox)] == [place.moderator.email]


def remind() -> int:
    """As the courier does every hour."""
    with database.reading() as session:
        found = reminding.due(session)
    for id_ in found:
        with database.writing() as session:
            reminding.remind(session, id_)
    return len(found)


@pytest.fixture
def waiting(place: Place, letterbox: Letterbox) -> Iterator[tuple[str, time_machine.Traveller]]:
    """A question published on a Monday, due the next."""
    with time_machine.travel(MONDAY, tick=False) as clock:
        id_ = place.ask(email=None)
        place.publish(id_)
        taken(letterbox)
        yield id_, clock


def test_reminders_before_after_and_long_after(
    place: Place, letterbox: Letterbox, waiting: tuple[str, time_machine.Traveller]
) -> None:
    _id, clock = waiting
    seen = []
    for day in range(20):
        clock.move_to(MONDAY + timedelta(days=day, hours=9))
        remind()
        assert remind() == 0, "once is enough"
        for mail in taken(letterbox):
            seen.append((day, str(mail["Subject"]).partition(":")[0], mail["To"].addresses[0].addr_spec))
    late, unit = "Terlambat dijawab", sorted([place.author.email, place.coordinator.email])
    everybody = sorted([*unit, place.moderator.email])
    assert sorted(seen) == [
        *[(4, "Segera dijawab", email) for email in unit], *[(8, late, email) for email in unit],
        *[(14, late, email) for email in everybody],
    ]  # fmt: skip


def test_a_reminder_is_no_change_of_the_question(
    place: Place, letterbox: Letterbox, waiting: tuple[str, time_machine.Traveller]
) -> None:
    id_, clock = waiting
    [before] = rows(Question)
    clock.move_to(MONDAY + timedelta(days=9))
    assert remind() == 1
    [after] = rows(Question)
    assert (after.version, after.updated_at) == (before.version, before.updated_at)  # type: ignore[attr-defined]
    with database.writing() as session:
        answering.answer(session, SYSTEM, id_, QuestionAnswer(answer="Ya."), before.version)  # type: ignore[attr-defined]
    assert taken(letterbox) == [], "what was answered meanwhile is not asked for"
    assert remind() == 0


def test_two_workers_remind_once(
    place: Place, letterbox: Letterbox, waiting: tuple[str, time_machine.Traveller]
) -> None:
    id_, clock = waiting
    clock.move_to(MONDAY + timedelta(days=9))
    start, done = threading.Barrier(4), []

    def work() -> None:
        start.wait()
        with database.writing() as session:
            done.append(reminding.remind(session, id_))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == [False, False, False, True]
    assert len(taken(letterbox)) == 2


def test_what_is_over_its_time_goes(place: Place, letterbox: Letterbox) -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        answered, rejected, open_ = (place.ask(f"Pertanyaan nomor {n} tentang layanan") for n in range(3))
        place.publish(answered)
        place.publish(open_)
        place.answer(answered)
        place.reject(rejected, RejectionCause.abusive, "Kasar.")
        clock.shift(timedelta(days=29))
        tidied = dict(retention.tidy())
        assert (tidied["askers"], tidied["rejected_questions"]) == (0, 0)
        clock.shift(timedelta(days=2))
        assert dict(retention.tidy())["askers"] == 2, "30 days after the answer and the rejection"
        clock.shift(timedelta(days=60))
        assert dict(retention.tidy())["rejected_questions"] == 1
        assert {row.id for row in rows(Question)} == {answered, open_}  # type: ignore[attr-defined]
        clock.shift(timedelta(days=300))
        assert dict(retention.tidy())["askers"] == 1, "nothing is kept for ever because nobody answered"


def test_the_request_holds_the_address_no_longer_than_it_takes(place: Place, letterbox: Letterbox) -> None:
    place.follow()
    assert CITIZEN in str([message.payload for message in messages()])
    drain()
    assert CITIZEN not in str([message.payload for message in messages()])


def test_a_rejected_question_that_waits_is_not_asked_for(place: Place, letterbox: Letterbox) -> None:
    id_ = place.ask(email=None)
    place.publish(id_)
    place.reject(id_, RejectionCause.unrelated)
    assert taken(letterbox) == []
    with database.reading() as session:
        statuses = session.exec(select(OutboxMessage.status)).all()
    assert set(statuses) == {MessageStatus.cancelled}
    assert [row.status for row in rows(Question)] == [QuestionStatus.rejected]  # type: ignore[attr-defined]


def test_the_same_address_twice_at_once_is_one_follower(place: Place, letterbox: Letterbox) -> None:
    for _ in range(6):
        place.follow()
    couriers = [threading.Thread(target=drain) for _ in range(3)]
    for one in couriers:
        one.start()
    for one in couriers:
        one.join()
    drain()
    assert len(rows(Follower)) == 1
    assert len(letterbox.taken) == 1

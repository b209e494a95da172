"""Letters about replications: to people of both sides, and to the address that somebody outside typed."""

import re
from datetime import timedelta

import pytest
import time_machine
from sqlmodel import Session, select

from app import database
from app.clock import now
from app.domain.passwords import LinkUnusable
from app.domain.replications import confirming, reporting, requests
from app.domain.retention import CLEARINGS
from app.models import Innovation, Replication, ReplicationRequest, Unit, User
from app.models.outbox import MessageStatus
from app.models.replication import ReplicationCreate, ReplicationStage, ReplicationUpdate
from app.models.replication_request import ReplicationRequestCreate
from app.rules.permissions import SYSTEM
from tests.delivery.conftest import SITE, Letterbox, drain, messages
from tests.delivery.test_mail import part, read
from tests.factories import Factory

ASKED = {"organisation_name": "Kota Semarang", "organisation_kind": "city", "organisation_province": "Jawa Tengah",
         "contact_email": "Dinkes@semarang.example", "message": "Antrean obat kami panjang."}  # fmt: skip


class Asked:
    """An innovation with somebody to answer for it."""

    def __init__(self, make: Factory) -> None:
        self.origin: Unit = make.unit("Kabupaten asal", "regency")
        self.learner: Unit = make.unit("Kota peniru", "city")
        self.people: list[User] = [make.user("author", self.origin, "Siti"), make.user("author", self.learner, "Budi")]
        self.organiser = make.user("organiser", name="Penyelenggara")
        self.innovation: Innovation = make.save(
            Innovation(unit_id=self.origin.id, unit_name=self.origin.name, title="Antar obat", year=2023)
        )

    def ask(self, locale: str = "id") -> None:
        with database.writing() as session:
            requests.ask(session, self.innovation.id, ReplicationRequestCreate.model_validate(ASKED), locale)

    def report(self, **more: object) -> str:
        body = ReplicationCreate.model_validate({"unit_id": self.learner.id} | more)
        with database.writing() as session:
            return reporting.report(session, SYSTEM, self.innovation.id, body).id


def taken(box: Letterbox) -> dict[str, str]:
    """To whom → the subject, and the box is empty again."""
    found = {str(mail["To"]): str(mail["Subject"]) for mail in map(read, box.taken)}
    box.taken.clear()
    return found


def link_in(box: Letterbox) -> tuple[str, str]:
    found = re.findall(rf"{SITE}/replication-requests/([0-9a-f-]+)\?key=(\S+)", part(read(box.taken[0]), "plain"))
    return found[0][0], found[0][1]


def test_who_asks_from_outside_confirms_the_address_first(world: Factory, letterbox: Letterbox) -> None:
    there = Asked(world)
    there.ask()
    drain()
    letter = read(letterbox.taken[0])
    assert (letter["To"], letter["Subject"]) == ("dinkes@semarang.example", "Konfirmasi surel: meniru “Antar obat”")
    assert "Kota Semarang" not in part(letter, "plain"), "what was typed is not repeated to who did not type it"
    id_, key = link_in(letterbox)
    letterbox.taken.clear()
    with database.reading() as session:
        assert requests.pending(session, id_, key).organisation_name == "Kota Semarang"
        assert session.exec(select(Replication)).all() == []
    with database.writing() as session:
        row = requests.confirm(session, id_, key)
        assert (row.stage, row.contact_email) == ("interest", "dinkes@semarang.example")
    drain()
    assert taken(letterbox) == {
        f"Siti <{there.people[0].email}>": "Kota Semarang berminat meniru “Antar obat”",
        f"Penyelenggara <{there.organiser.email}>": "Kota Semarang berminat meniru “Antar obat”",
    }
    with pytest.raises(LinkUnusable), database.writing() as session:
        requests.confirm(session, id_, key)


def test_a_link_that_is_guessed_or_late_opens_nothing(world: Factory, letterbox: Letterbox) -> None:
    there = Asked(world)
    there.ask()
    drain()
    id_, key = link_in(letterbox)
    for wrong in ("", key[:-1], key.upper(), "é"):
        with pytest.raises(LinkUnusable), database.writing() as session:
            requests.confirm(session, id_, wrong)
    with time_machine.travel(now() + timedelta(days=3, minutes=1)):
        with pytest.raises(LinkUnusable), database.writing() as session:
            requests.confirm(session, id_, key)
        assert CLEARINGS["replication_requests"]() == 1
    with Session(world.engine) as session:
        assert session.exec(select(ReplicationRequest)).all() == []


def test_in_the_language_of_the_page(world: Factory, letterbox: Letterbox) -> None:
    Asked(world).ask("en")
    drain()
    assert 'lang="en"' in part(read(letterbox.taken[0]), "html")


def test_of_what_waits_and_of_what_was_confirmed(world: Factory, letterbox: Letterbox) -> None:
    there = Asked(world)
    id_ = there.report(stage="agreement")
    drain()
    assert taken(letterbox) == {f"Siti <{there.people[0].email}>": "Perlu konfirmasi: Kota peniru meniru “Antar obat”"}
    with database.writing() as session:
        confirming.confirm(session, SYSTEM, id_, None)
    drain()
    assert taken(letterbox) == {f"Budi <{there.people[1].email}>": "Replikasi “Antar obat” dikonfirmasi"}


def test_nobody_is_told_of_what_is_over(world: Factory, letterbox: Letterbox) -> None:
    there = Asked(world)
    id_ = there.report(stage="agreement")
    with database.writing() as session:
        confirming.confirm(session, SYSTEM, id_, None)
        confirming.take_back(session, SYSTEM, id_, None)
        confirming.confirm(session, SYSTEM, id_, None)
    drain()
    of_waiting = [one.status for one in messages() if one.topic == "replication-waiting"]
    assert of_waiting == [MessageStatus.cancelled]


def test_an_organisation_outside_hears_of_the_confirmation(world: Factory, letterbox: Letterbox) -> None:
    there = Asked(world)
    outside = {name: value for name, value in ASKED.items() if name != "message"} | {"unit_id": None}
    id_ = there.report(**outside)
    with database.writing() as session:
        reporting.update(session, SYSTEM, id_, ReplicationUpdate(stage=ReplicationStage.running), None)
        confirming.confirm(session, SYSTEM, id_, None)
    drain()
    assert "Kota Semarang <Dinkes@semarang.example>" in taken(letterbox)
    assert "semarang.example" not in str([one.payload for one in messages()]), "the outbox holds no address"

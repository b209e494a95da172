"""Letters about rembug: the other unit is told, and nobody is asked what was answered by then."""

import pytest

from app import database
from app.domain import collaborations, help_requests, mentorships
from app.models import User
from app.models.collaboration import CollaborationAnswer, CollaborationCreate
from app.models.help_request import HelpAnswerCreate, HelpRequestCreate
from app.models.mentorship import MentorshipCreate
from app.models.outbox import MessageStatus
from app.models.user import Role
from app.rules.permissions import Actor, Grant
from tests.delivery.conftest import SITE, Letterbox, drain, messages
from tests.delivery.test_mail import part, read
from tests.factories import Factory


class Both:
    """A clinic and a city, with somebody at each."""

    def __init__(self, make: Factory) -> None:
        self.clinic, self.city = make.unit("Puskesmas", "agency"), make.unit("Kota", "city")
        self.siti: User = make.user("author", self.clinic, "Siti")
        self.budi: User = make.user("author", self.city, "Budi")
        self.at_clinic = _actor(self.siti, self.clinic.id)
        self.at_city = _actor(self.budi, self.city.id)
        self.proposal = make.proposal(make.edition(), self.clinic, title="Antar obat")


def _actor(user: User, unit_id: str) -> Actor:
    return Actor("user", user.id, user.name, user.email, (Grant(Role.author, unit_id),))


@pytest.fixture
def both(world: Factory) -> Both:
    return Both(world)


def letters(box: Letterbox) -> list[tuple[str, str, str]]:
    """To whom, the subject, the text; and the box is empty again."""
    drain()
    found = [(str(mail["To"]), str(mail["Subject"]), part(mail, "plain")) for mail in map(read, box.taken)]
    box.taken.clear()
    return found


def test_who_is_invited_is_asked_and_who_invites_hears_the_answer(both: Both, letterbox: Letterbox) -> None:
    with database.writing() as session:
        row = collaborations.invite(session, both.at_clinic, both.proposal.id,
                                    CollaborationCreate(unit_id=both.city.id))  # fmt: skip
        id_ = row.id
    [(to, subject, text)] = letters(letterbox)
    assert both.budi.email in to
    assert subject == "Puskesmas mengajak bekerja sama: Antar obat"
    assert f"{SITE}/collaborations/{id_}" in text
    with database.writing() as session:
        collaborations.answer(session, both.at_city, id_, CollaborationAnswer(is_accepted=False), None)
    [(to, subject, _)] = letters(letterbox)
    assert both.siti.email in to
    assert subject == "Kota menjawab ajakan: Antar obat"


def test_an_invitation_that_was_taken_back_is_not_sent(both: Both, letterbox: Letterbox) -> None:
    with database.writing() as session:
        row = collaborations.invite(session, both.at_clinic, both.proposal.id,
                                    CollaborationCreate(unit_id=both.city.id))  # fmt: skip
        collaborations.remove(session, both.at_clinic, row.id, None)
    assert letters(letterbox) == []
    assert [one.status for one in messages()] == [MessageStatus.cancelled]


def test_who_asked_hears_of_an_answer_and_who_answered_of_the_thanks(both: Both, letterbox: Letterbox) -> None:
    with database.writing() as session:
        asked = HelpRequestCreate(unit_id=both.clinic.id, title="Antrean obat", text="Siapa sudah memangkasnya?")
        request = help_requests.ask(session, both.at_clinic, asked)
        answer = HelpAnswerCreate(unit_id=both.city.id, text="Silakan melihat loket kami.")
        id_ = help_requests.answer(session, both.at_city, request.id, answer).id
    [(to, subject, text)] = letters(letterbox)
    assert both.siti.email in to
    assert subject == "Kota menjawab: Antrean obat"
    assert text.count(id_) == 1, "the link leads to the answer"
    with database.writing() as session:
        help_requests.say_whether_it_helped(session, both.at_clinic, id_, None, is_helpful=True)
    [(to, subject, _)] = letters(letterbox)
    assert both.budi.email in to
    assert subject == "Jawaban Anda membantu: Antrean obat"


def test_the_other_side_is_asked_and_the_proposer_hears_of_the_agreement(both: Both, letterbox: Letterbox) -> None:
    with database.writing() as session:
        body = MentorshipCreate(mentor_unit_id=both.city.id, mentee_unit_id=both.clinic.id, goal="Antrean pendek.")
        id_ = mentorships.propose(session, both.at_clinic, body).id
    [(to, subject, text)] = letters(letterbox)
    assert both.budi.email in to
    assert subject == "Pendampingan diusulkan: Kota untuk Puskesmas"
    assert "Antrean pendek." in text
    with database.writing() as session:
        mentorships.accept(session, both.at_city, id_, None)
    [(to, subject, _)] = letters(letterbox)
    assert both.siti.email in to
    assert subject == "Pendampingan disepakati: Kota untuk Puskesmas"

"""Letters of judging: in the juror's language, true when they are sent, and by themselves before a stage ends."""

import threading
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from app import database
from app.clock import new_id, now
from app.domain import outbox
from app.domain.judging import discussing, reminding
from app.models import Assignment, Discussion, Edition, Evaluation, Juror, Proposal, Reminder, User
from app.models.outbox import Kind, MessageStatus
from tests.delivery.conftest import SITE, Letterbox, drain, messages
from tests.delivery.test_mail import part, read
from tests.factories import Factory

ENDS = datetime(2030, 6, 30, 16, 59, tzinfo=now().tzinfo)


class Reading:
    """A stage with two jurors, two sheets each, none signed; the second juror reads English."""

    def __init__(self, make: Factory, ends_at: datetime | None = ENDS) -> None:
        self.make = make
        self.edition: Edition = make.edition("judging")
        ends = ends_at.isoformat() if ends_at else None
        self.edition.stages = [stage | {"starts_at": None, "ends_at": ends} for stage in self.edition.stages]
        make.save(self.edition)
        self.jurors: list[User] = [make.user("juror", name=name) for name in ("Siti Aminah", "John O'Brien")]
        self.jurors[1].locale = "en"
        unit = make.unit("Dinas")
        self.proposals: list[Proposal] = [make.proposal(self.edition, unit, "judging") for _ in range(2)]
        make.save(self.jurors[1])
        for juror in self.jurors:
            make.save(Juror(edition_id=self.edition.id, stage="proposal", user_id=juror.id))
            for proposal in self.proposals:
                self._sheet(proposal, juror)

    def _sheet(self, proposal: Proposal, juror: User) -> None:
        sheet = Assignment(id=new_id(), edition_id=self.edition.id, stage="proposal", proposal_id=proposal.id,
                           juror_id=juror.id)  # fmt: skip
        self.make.save(sheet)
        self.make.save(Evaluation(assignment_id=sheet.id))

    def sign(self, juror: User, count: int, proposal: Proposal | None = None) -> None:
        """Signs so many sheets of a juror, of one proposal or any."""
        with Session(self.make.engine) as session, session.begin():
            sheets = select(Evaluation).join(Assignment, Assignment.id == Evaluation.assignment_id)  # type: ignore[arg-type]
            of = sheets.where(Assignment.juror_id == juror.id).order_by(Evaluation.id)
            rows = session.exec(of if proposal is None else of.where(Assignment.proposal_id == proposal.id)).all()
            for row in rows[:count]:
                row.total, row.signed_at = 70, now()

    def remind(self, juror: User) -> None:
        """Puts a letter in the outbox."""
        payload = {"edition_id": self.edition.id, "stage": "proposal"}
        with database.writing() as session:
            outbox.add(session, Kind.mail, reminding.TOPIC, payload, user_id=juror.id)


def test_a_reminder_in_the_language_of_the_juror(world: Factory, letterbox: Letterbox) -> None:
    reading = Reading(world)
    siti, john = reading.jurors
    reading.sign(john, 1)
    for juror in (siti, john):
        reading.remind(juror)
    drain()
    mails = {str(mail["To"]): mail for mail in map(read, letterbox.taken)}
    first, second = (mails[next(to for to in mails if name in to)] for name in ("Siti", "John"))
    assert first["Subject"] == "Lembar nilai Anda yang belum ditandatangani: 2"
    assert "Tahap ini berakhir 30 Juni 2030 23.59 WIB." in part(first, "plain")
    assert f"{SITE}/assignments?edition_id={reading.edition.id}&stage=proposal" in part(first, "plain")
    assert second["Subject"] == "Your score sheets still to sign: 1"
    assert "This stage ends 30 June 2030 23:59 WIB." in part(second, "plain")


def test_what_was_signed_meanwhile_is_not_asked_for(world: Factory, letterbox: Letterbox) -> None:
    reading = Reading(world, ends_at=None)
    siti, john = reading.jurors
    for juror in (siti, john):
        reading.remind(juror)
    reading.sign(siti, 2)
    reading.sign(john, 1)
    drain()
    [mail] = map(read, letterbox.taken)
    assert mail["Subject"] == "Your score sheets still to sign: 1"
    assert "ends" not in part(mail, "plain")
    assert {(one.user_id, one.status) for one in messages()} == {
        (siti.id, MessageStatus.cancelled), (john.id, MessageStatus.sent),
    }  # fmt: skip


def test_a_discussion_is_told_to_who_takes_part_when_it_is_sent(world: Factory, letterbox: Letterbox) -> None:
    reading = Reading(world)
    siti, john = reading.jurors
    about = reading.proposals[0]
    reading.sign(siti, 1, about)
    talk: Discussion = world.save(
        Discussion(edition_id=reading.edition.id, stage="proposal", proposal_id=about.id, question="Mengapa?",
                   actor_name="Penyelenggara")
    )  # fmt: skip
    with database.writing() as session:
        for juror in (siti, john):
            for topic in (discussing.OPENED, discussing.CLOSED):
                outbox.add(session, Kind.mail, topic, {"discussion_id": talk.id}, user_id=juror.id)
    drain()
    mails = [read(taken) for taken in letterbox.taken]
    assert {str(mail["Subject"]) for mail in mails} == {
        f"Diskusi juri: {about.title}", f"Diskusi selesai: {about.title}",
    }  # fmt: skip
    assert all("Siti" in str(mail["To"]) for mail in mails), "who has not signed takes no part"
    assert all(f"{SITE}/discussions/{talk.id}" in part(mail, "plain") for mail in mails)
    assert not any("Project-Id-Version" in part(mail, "plain") for mail in mails), "no words where there are none"


def reminded() -> list[tuple[str, bool]]:
    with database.reading() as session:
        return [(row.juror_id, row.is_automatic) for row in session.exec(select(Reminder).order_by(Reminder.juror_id))]  # type: ignore[arg-type]


def by_itself() -> int:
    with database.reading() as session:
        due = reminding.due(session)
    count = 0
    for edition_id, stage in due:
        with database.writing() as session:
            count += reminding.remind_by_itself(session, edition_id, stage)
    return count


def test_before_a_stage_ends_everybody_is_reminded_once(world: Factory) -> None:
    reading = Reading(world, now() + timedelta(days=2))
    siti, john = reading.jurors
    reading.sign(siti, 2)
    assert by_itself() == 1
    assert reminded() == [(john.id, True)]
    assert by_itself() == 0
    assert len(messages()) == 1


@pytest.mark.parametrize("ends_in", [timedelta(days=4), timedelta(seconds=-1), None])
def test_not_too_early_not_too_late_not_without_an_end(world: Factory, ends_in: timedelta | None) -> None:
    Reading(world, None if ends_in is None else now() + ends_in)
    assert by_itself() == 0


def test_who_was_just_reminded_by_hand_is_left_alone(world: Factory) -> None:
    reading = Reading(world, now() + timedelta(days=3, minutes=-1))
    siti, john = reading.jurors
    world.save(Reminder(edition_id=reading.edition.id, stage="proposal", juror_id=siti.id, unsigned=2,
                        created_at=now() - timedelta(hours=11)))  # fmt: skip
    assert by_itself() == 1
    assert (john.id, True) in reminded()


def test_several_workers_remind_once(world: Factory) -> None:
    """Each has seen that it is time before any has done it."""
    reading = Reading(world, now() + timedelta(days=2))
    with database.reading() as session:
        [(edition_id, stage)] = [one for one in reminding.due(session) if one[1] == "proposal"]
    together, counts = threading.Barrier(4), []

    def work() -> None:
        together.wait()
        with database.writing() as session:
            counts.append(reminding.remind_by_itself(session, edition_id, stage))

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(counts) == [0, 0, 0, 2]
    assert reminded() == sorted((juror.id, True) for juror in reading.jurors)

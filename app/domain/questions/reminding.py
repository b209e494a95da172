"""Reminders of questions that wait for an answer: before the deadline, after it, and once more much later."""

from sqlmodel import Session, col, select, update

from app.clock import now
from app.domain.questions.letters import DUE, LATE, tell_unit
from app.models import Question
from app.queries import questions
from app.rules.questions import SOON, VERY_LATE, reminder_owed
from app.settings import settings


def due(session: Session) -> list[str]:
    """The questions that somebody has to be reminded of now."""
    return [id_ for id_, due_at, reminded in questions.unanswered(session)
            if reminder_owed(due_at, now(), settings().holidays) > reminded]  # fmt: skip


def remind(session: Session, question_id: str) -> bool:
    """Reminds those who may answer; False where that was done meanwhile. Any number of workers may do it."""
    question = session.exec(select(Question).where(Question.id == question_id)).one()
    if question.due_at is None or question.answered_at is not None:
        return False
    owed = reminder_owed(question.due_at, now(), settings().holidays)
    # Past the ORM: a reminder is no change of the question, and must not make an answer being written stale.
    taken = session.connection().execute(
        update(Question)
        .where(col(Question.id) == question_id, col(Question.reminded) < owed)
        .values(reminded=owed, updated_at=Question.updated_at)
    )
    if taken.rowcount == 0:
        return False
    tell_unit(session, question, DUE if owed == SOON else LATE, and_moderators=owed == VERY_LATE)
    return True

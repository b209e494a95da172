"""Puts letters about a question in the outbox: to who asked, to the unit that is to answer, to those who moderate."""

from sqlmodel import Session, select

from app.domain import outbox
from app.models import Asker, Innovation, Question
from app.models.outbox import Kind
from app.queries import questions

PUBLISHED, ANSWERED, REJECTED = "asker-published", "asker-answered", "asker-rejected"
"""Letters to who asked; their payload names the question, the address is looked up when they are sent."""
TO_ANSWER, DUE, LATE = "question-to-answer", "question-due", "question-late"
"""Letters to the unit; ``LATE`` goes to the moderators too when it is very late."""


def tell_asker(session: Session, question: Question, topic: str) -> None:
    """A letter to who asked, where an address was left."""
    left = select(Asker.id).where(Asker.question_id == question.id, Asker.email.is_not(None))  # type: ignore[union-attr]
    if session.exec(left).first() is not None:
        outbox.add(session, Kind.mail, topic, {"question_id": question.id})


def tell_unit(session: Session, question: Question, topic: str, *, and_moderators: bool = False) -> None:
    """A letter to the people of the unit that may answer; to those who moderate where it has none, or on demand."""
    unit_id = session.exec(select(Innovation.unit_id).where(Innovation.id == question.innovation_id)).one()
    people = questions.answerers(session, unit_id)
    if and_moderators or not people:
        people = list(dict.fromkeys([*people, *questions.moderators(session)]))
    for user_id in people:
        outbox.add(session, Kind.mail, topic, {"question_id": question.id}, user_id=user_id)

"""Letters to the people of a unit about questions that wait for them; nobody is told of what is answered by then."""

from typing import Any

from sqlmodel import Session, col, select

from app.delivery.judging_letters import Facts
from app.domain.events import link
from app.domain.outbox import Claimed
from app.domain.questions.letters import DUE, LATE, TO_ANSWER
from app.models import Innovation, Question
from app.models.question import QuestionStatus

TOPICS = frozenset({TO_ANSWER, DUE, LATE})


def facts(session: Session, message: Claimed) -> Facts | None:
    """What the letter says; None where it is of no use any more."""
    found = about(session, message.payload["question_id"])
    if found is None or found[0].status != QuestionStatus.published or found[0].answered_at is not None:
        return None
    question, more = found
    return Facts(message.topic, link(f"/questions/{question.id}"), question.due_at, more)


def about(session: Session, question_id: str) -> tuple[Question, dict[str, Any]] | None:
    """A question with the values of a letter about it; None where there is none any more."""
    row = session.exec(
        select(Question, Innovation.title, Innovation.unit_name)
        .join(Innovation, col(Innovation.id) == Question.innovation_id)
        .where(Question.id == question_id)
    ).first()
    if row is None:
        return None
    question, title, unit = row
    return question, {"title": title, "unit": question.answered_by or unit, "kind": question.kind,
                      "Kind": question.kind}  # fmt: skip

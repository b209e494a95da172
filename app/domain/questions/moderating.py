"""A moderator publishes what was asked, keeps it back, or notes its ticket at SP4N-LAPOR!."""

from sqlmodel import Session

from app.clock import new_salt, now
from app.domain.permits import require
from app.domain.public import public_changed
from app.domain.questions.letters import PUBLISHED, REJECTED, TO_ANSWER, tell_asker, tell_unit
from app.domain.versions import check_version
from app.errors import invalid
from app.models import Question
from app.models.question import (
    QuestionPublication,
    QuestionRejection,
    QuestionStatus,
    QuestionUpdate,
    RejectionCause,
)
from app.queries import questions
from app.rules.permissions import Actor
from app.rules.shortening import is_shortened
from app.rules.working_days import deadline
from app.settings import settings


def publish(
    session: Session, actor: Actor, question_id: str, body: QuestionPublication, expected: int | None
) -> Question:
    """Shows the question to everybody and starts the unit's clock; who asked and the unit are told.

    Passages may be left out, each marked: what was left out is nowhere any more. The clock of a question that was
    published before starts anew, unless it was answered.
    """
    question = moderated(session, actor, question_id, expected)
    _shorten(question, body.text)
    if question.status != QuestionStatus.published:
        moment = now()
        question.status, question.published_at, question.rejected_at = QuestionStatus.published, moment, None
        question.cause, question.reason = None, ""
        if question.answered_at is None:
            question.due_at = deadline(moment, settings().answer_working_days, settings().holidays)
            question.reminded = 0
            tell_unit(session, question, TO_ANSWER)
        tell_asker(session, question, PUBLISHED)
    public_changed(session)
    session.flush()
    return question


def _shorten(question: Question, text: str | None) -> None:
    if text is None or text == question.text:
        return
    if not is_shortened(question.text, text):
        raise invalid("text", "not_the_question")
    question.text, question.salt = text, new_salt()


def reject(session: Session, actor: Actor, question_id: str, body: QuestionRejection, expected: int | None) -> Question:
    """Keeps the question back, or takes it down; who asked is told why, unless it is spam."""
    question = moderated(session, actor, question_id, expected)
    was_public = question.status == QuestionStatus.published
    question.status, question.cause, question.reason = QuestionStatus.rejected, body.cause, body.reason
    question.rejected_at, question.due_at = now(), None
    if body.cause != RejectionCause.spam:
        tell_asker(session, question, REJECTED)
    if was_public:
        public_changed(session)
    session.flush()
    return question


def update(session: Session, actor: Actor, question_id: str, body: QuestionUpdate, expected: int | None) -> Question:
    """Notes the ticket of SP4N-LAPOR!, or takes it away."""
    question = moderated(session, actor, question_id, expected)
    question.sqlmodel_update(body.model_dump(exclude_unset=True))
    public_changed(session)
    session.flush()
    return question


def moderated(session: Session, actor: Actor, question_id: str, expected: int | None) -> Question:
    """The question, locked, for somebody who moderates; 404 to who may not even see it."""
    question = questions.locked(session, actor, question_id)
    require(actor, "questions:moderate")
    check_version(question, expected)
    return question

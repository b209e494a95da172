"""The unit of an innovation, or one above it, answers a question in public."""

from sqlmodel import Session

from app.clock import now
from app.domain.followers import tell_followers
from app.domain.permits import require_for_unit
from app.domain.public import public_changed
from app.domain.questions.letters import ANSWERED, tell_asker
from app.domain.versions import check_version, load
from app.errors import Conflict
from app.models import Innovation, Question
from app.models.question import QuestionAnswer, QuestionStatus
from app.queries import questions, units
from app.rules.permissions import Actor, grants_for
from app.settings import settings


def answer(session: Session, actor: Actor, question_id: str, body: QuestionAnswer, expected: int | None) -> Question:
    """Answers, or mends the answer; at the first one who asked and the followers are told. 409 until it is public."""
    question = questions.locked(session, actor, question_id)
    innovation = load(session, Innovation, question.innovation_id)
    require_for_unit(session, actor, "questions:answer", innovation.unit_id or "")
    check_version(question, expected)
    if question.status != QuestionStatus.published:
        raise Conflict("question-unpublished")
    is_first = question.answered_at is None
    question.answer, question.answered_at = body.answer, question.answered_at or now()
    question.answered_by = _unit_of(session, actor, innovation)
    question.actor_id, question.actor_name = actor.id, actor.name
    if is_first:
        tell_asker(session, question, ANSWERED)
        tell_followers(session, innovation.id, "answer")
    public_changed(session)
    session.flush()
    return question


def _unit_of(session: Session, actor: Actor, innovation: Innovation) -> str:
    """In whose name the actor answers: of the own unit that the innovation lies in, else of the province."""
    above = units.lineage(session, innovation.unit_id or "")
    own = {grant.unit_id for grant, _scope in grants_for(actor, "questions:answer")}
    return next((unit.name for unit in above if unit.id in own), settings().organisation)

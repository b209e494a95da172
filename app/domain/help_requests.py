"""Deeds on requests for help: asking, answering, saying what helped."""

from sqlmodel import Session, select

from app.clock import now
from app.domain.letters import tell_people_of
from app.domain.permits import permitted, require_for_unit
from app.domain.versions import check_version
from app.errors import Conflict, Forbidden, NotFound, invalid
from app.models import HelpAnswer, HelpRequest, Innovation, Unit
from app.models.help_request import HelpAnswerCreate, HelpRequestCreate, HelpRequestUpdate, HelpStatus
from app.queries.help_requests import READ, WRITE
from app.queries.reach import require_somewhere
from app.rules.permissions import Actor
from app.rules.titles import title_key

ANSWERED, HELPED = "help-answered", "help-helped"
"""Of the letters."""


def ask(session: Session, actor: Actor, body: HelpRequestCreate) -> HelpRequest:
    """A unit of the actor's asks the others; 409 ``already-asked`` while it has the same question open."""
    unit = _unit_of(session, actor, body.unit_id)
    asked = select(HelpRequest.title).where(HelpRequest.unit_id == unit.id, HelpRequest.status == HelpStatus.open)
    if title_key(body.title) in map(title_key, session.exec(asked)):
        raise Conflict("already-asked")
    row = HelpRequest(**body.model_dump(), is_sample=unit.is_sample)
    session.add(row)
    session.flush()
    return row


def _unit_of(session: Session, actor: Actor, unit_id: str) -> Unit:
    """In whose name the actor asks or answers."""
    require_somewhere(actor, READ)
    require_for_unit(session, actor, WRITE, unit_id)
    unit = session.get(Unit, unit_id)
    if unit is None:
        raise invalid("unit_id", "not_found")
    return unit


def update(
    session: Session, actor: Actor, help_request_id: str, body: HelpRequestUpdate, expected: int | None
) -> HelpRequest:
    """Mends it, closes it, or asks again (the unit, units above, organiser)."""
    row = _request(session, actor, help_request_id)
    require_for_unit(session, actor, WRITE, row.unit_id)
    check_version(row, expected)
    row.sqlmodel_update(body.model_dump(exclude_unset=True))
    if body.status is not None:
        row.closed_at = None if body.status == HelpStatus.open else row.closed_at or now()
    session.flush()
    return row


def _request(session: Session, actor: Actor, help_request_id: str) -> HelpRequest:
    require_somewhere(actor, READ)
    row = session.get(HelpRequest, help_request_id, with_for_update=True)
    if row is None:
        raise NotFound
    return row


def answer(session: Session, actor: Actor, help_request_id: str, body: HelpAnswerCreate) -> HelpAnswer:
    """A unit of the actor's answers, and the people of the unit that asked are told; 409 ``help-request-closed``."""
    unit = _unit_of(session, actor, body.unit_id)
    request = _request(session, actor, help_request_id)
    if request.status != HelpStatus.open:
        raise Conflict("help-request-closed")
    if body.innovation_id is not None and session.get(Innovation, body.innovation_id) is None:
        raise invalid("innovation_id", "not_found")
    row = HelpAnswer(help_request_id=request.id, **body.model_dump(), is_sample=unit.is_sample)
    session.add(row)
    session.flush()
    tell_people_of(session, request.unit_id, ANSWERED, {"help_answer_id": row.id})
    return row


def say_whether_it_helped(
    session: Session, actor: Actor, help_answer_id: str, expected: int | None, *, is_helpful: bool
) -> HelpAnswer:
    """The unit that asked says that an answer helped, or takes that back; twice changes nothing.

    Who answered is told once, however often it is taken back and said again.
    """
    row, request = _answer(session, actor, help_answer_id)
    require_for_unit(session, actor, WRITE, request.unit_id)
    check_version(row, expected)
    if is_helpful and not row.is_helpful:
        tell_people_of(session, row.unit_id, HELPED, {"help_answer_id": row.id}, is_said_once=True)
    row.is_helpful = is_helpful
    session.flush()
    return row


def remove_answer(session: Session, actor: Actor, help_answer_id: str, expected: int | None) -> None:
    """Takes an answer away: by the unit that gave it, or the organiser. 409 ``in-use`` where it helped."""
    row, _ = _answer(session, actor, help_answer_id)
    if not permitted(session, actor, WRITE, row.unit_id):
        raise Forbidden
    check_version(row, expected)
    if row.is_helpful:
        raise Conflict("in-use")
    session.delete(row)
    session.flush()


def _answer(session: Session, actor: Actor, help_answer_id: str) -> tuple[HelpAnswer, HelpRequest]:
    require_somewhere(actor, READ)
    row = session.get(HelpAnswer, help_answer_id, with_for_update=True)
    if row is None:
        raise NotFound
    return row, session.get_one(HelpRequest, row.help_request_id)

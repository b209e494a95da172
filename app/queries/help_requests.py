"""Reads of requests for help and their answers: for whoever is signed in for a unit or the province."""

from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from app.errors import NotFound
from app.models import HelpAnswer, HelpRequest, Innovation, Unit
from app.models.base import Page
from app.models.help_request import (
    HelpAnswerRead,
    HelpDeed,
    HelpRequestFilters,
    HelpRequestRead,
    HelpRequestSummary,
    HelpStatus,
)
from app.queries import units
from app.queries.paging import Order, page
from app.queries.reach import reached, require_somewhere
from app.queries.rows import page_of, read_all
from app.queries.search import contains
from app.rules.permissions import Actor, may, may_somewhere

READ, WRITE = "help-requests:read", "help-requests:write"
_answered = select(func.count()).where(HelpAnswer.help_request_id == HelpRequest.id).correlate(HelpRequest)
_JOINED: dict[str, Any] = {
    "unit_name": col(Unit.name), "region_code": col(Unit.region_code), "answer_count": _answered.scalar_subquery(),
}  # fmt: skip
_SUMMARY: list[Any] = [(_JOINED[name] if name in _JOINED else col(getattr(HelpRequest, name))).label(name)
            for name in HelpRequestSummary.model_fields]  # fmt: skip
_OF_ANSWER: dict[str, Any] = {"unit_name": col(Unit.name), "innovation_title": col(Innovation.title)}
_ANSWER: list[Any] = [(_OF_ANSWER[name] if name in _OF_ANSWER else col(getattr(HelpAnswer, name))).label(name)
                      for name in HelpAnswerRead.model_fields if name != "is_own"]  # fmt: skip


def list_(session: Session, actor: Actor, query: HelpRequestFilters) -> Page[HelpRequestSummary]:
    """One page of the requests, newest first."""
    require_somewhere(actor, READ)
    conditions = _conditions(actor, query)
    found = select(*_SUMMARY).join(Unit, col(Unit.id) == HelpRequest.unit_id).where(*conditions)
    rows, following = page(session, found, Order(((col(HelpRequest.id), True),)), query, lambda row: (row.id,))
    total = session.exec(select(func.count()).select_from(HelpRequest).where(*conditions)).one()
    return page_of(HelpRequestSummary, rows, following, total)


def _conditions(actor: Actor, query: HelpRequestFilters) -> list[Any]:
    exact = {HelpRequest.status: query.status, HelpRequest.unit_id: query.unit_id}
    found: list[Any] = [col(column) == value for column, value in exact.items() if value is not None]
    found += contains(query.q, HelpRequest.title, HelpRequest.text)
    if query.is_own is not None:
        own = reached(actor, WRITE, col(HelpRequest.unit_id))
        found.append(own if query.is_own else ~own)
    return found


def read(session: Session, actor: Actor, help_request_id: str) -> HelpRequestRead:
    """One request, or ``NotFound``."""
    require_somewhere(actor, READ)
    found = select(*_SUMMARY).join(Unit, col(Unit.id) == HelpRequest.unit_id)
    row = session.execute(found.where(HelpRequest.id == help_request_id)).first()
    if row is None:
        raise NotFound
    return HelpRequestRead(**row._mapping, allowed=_allowed(session, actor, row))


def _allowed(session: Session, actor: Actor, row: Any) -> list[HelpDeed]:
    holds = {
        HelpDeed.change: may(actor, WRITE, units.lineage_ids(session, row.unit_id)),
        HelpDeed.answer: row.status == HelpStatus.open and may_somewhere(actor, WRITE),
    }
    return [deed for deed, is_so in holds.items() if is_so]


def answers(session: Session, actor: Actor, help_request_id: str) -> list[HelpAnswerRead]:
    """The answers to a request: what helped first, then in the order of their coming; ``NotFound`` without one."""
    require_somewhere(actor, READ)
    found = _answers(actor).where(HelpAnswer.help_request_id == help_request_id)
    rows = session.execute(found.order_by(col(HelpAnswer.is_helpful).desc(), col(HelpAnswer.id))).all()
    if not rows and session.get(HelpRequest, help_request_id) is None:
        raise NotFound
    return read_all(HelpAnswerRead, rows)


def answer(session: Session, actor: Actor, help_answer_id: str) -> HelpAnswerRead:
    """One answer, or ``NotFound``."""
    require_somewhere(actor, READ)
    rows = session.execute(_answers(actor).where(HelpAnswer.id == help_answer_id)).all()
    if not rows:
        raise NotFound
    return read_all(HelpAnswerRead, rows)[0]


def _answers(actor: Actor) -> Any:
    columns = [*_ANSWER, reached(actor, WRITE, col(HelpAnswer.unit_id)).label("is_own")]
    of_unit = select(*columns).join(Unit, col(Unit.id) == HelpAnswer.unit_id)
    return of_unit.outerjoin(Innovation, col(Innovation.id) == HelpAnswer.innovation_id)

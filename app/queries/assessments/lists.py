"""Lists of assessments: of a round, of a unit over the years, of one's own."""

from typing import Any

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, select

from app.models import Assessment, AssessmentRound, Instrument, Unit
from app.models.assessment import AssessmentFilters, AssessmentStatus, AssessmentSummary
from app.models.base import Page
from app.queries.assessments.visibility import WRITE, visible_to
from app.queries.paging import Order, page
from app.queries.reach import reached
from app.queries.rows import page_of
from app.rules.permissions import Actor

_JOINED: dict[str, Any] = {
    "round_title": col(AssessmentRound.title), "round_status": col(AssessmentRound.status),
    "instrument": col(Instrument.instrument),
    "year": col(AssessmentRound.year), "unit_name": col(Unit.name), "unit_kind": col(Unit.kind),
    "is_reopened": col(Assessment.reopening_reason) != "",
    "is_final": col(Assessment.status) == AssessmentStatus.final,
}  # fmt: skip
SUMMARY: list[Any] = [(_JOINED[name] if name in _JOINED else col(getattr(Assessment, name))).label(name)
                      for name in AssessmentSummary.model_fields]  # fmt: skip
_ORDER = Order(((col(AssessmentRound.year), True), (col(AssessmentRound.id), True), (col(Unit.name), False),
                (col(Assessment.id), False)))  # fmt: skip


def joined(*columns: Any) -> Any:
    """A select of these columns from the assessments with round, instrument and unit."""
    start = select(*columns).select_from(Assessment)
    start = start.join(AssessmentRound, col(AssessmentRound.id) == Assessment.round_id)
    return start.join(Instrument, col(Instrument.id) == AssessmentRound.instrument_id).join(
        Unit, col(Unit.id) == Assessment.unit_id
    )


def list_(session: Session, actor: Actor, query: AssessmentFilters) -> Page[AssessmentSummary]:
    """One page: newest year first, then by round and name of the unit."""
    conditions = [*visible_to(actor), *_conditions(actor, query)]
    statement = joined(*SUMMARY).where(*conditions)
    rows, following = page(session, statement, _ORDER, query,
                           lambda row: (row.year, row.round_id, row.unit_name, row.id))  # fmt: skip
    total = session.execute(joined(func.count()).where(*conditions)).scalar_one()
    return page_of(AssessmentSummary, rows, following, total)


def _conditions(actor: Actor, query: AssessmentFilters) -> list[ColumnElement[bool]]:
    exact = {Assessment.round_id: query.round_id, Assessment.unit_id: query.unit_id,
             Assessment.status: query.status, AssessmentRound.year: query.year,
             Instrument.instrument: query.instrument}  # fmt: skip
    found: list[ColumnElement[bool]] = [col(column) == value for column, value in exact.items() if value is not None]
    if query.is_own is not None:
        own = reached(actor, WRITE, col(Assessment.unit_id))
        found.append(own if query.is_own else ~own)
    return found

"""Cases that are not completed though their promise is over: which they are depends on the hour, so no sum knows them.

Where a month's sums say that all is completed its records are not read; of the others the open ones are counted, by an
index of their own.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import func, true
from sqlalchemy import select as sa_select
from sqlmodel import Session

from app.clock import WIB, now, today
from app.models import ServiceRecord
from app.models.service_record import Measure
from app.queries.moments import MinutesAfter, MonthInWIB

Cell = tuple[str, str, date]
"""Unit, service, first day of the month (WIB)."""
Late = dict[Cell, dict[Measure, int]]
_CASE: Any = ServiceRecord.__table__.c  # type: ignore[attr-defined]
_DUE = {
    Measure.working: (true(), MinutesAfter(_CASE.received_at, _CASE.promised_minutes)),
    Measure.serving: (true(), MinutesAfter(_CASE.first_response_at, _CASE.promised_minutes)),
    Measure.responding: (_CASE.first_response_at.is_(None),
                         MinutesAfter(_CASE.received_at, _CASE.promised_response_minutes)),
}  # fmt: skip
"""Of a case that is not completed: whether the measure is still open, and when it was promised. The latter is null
where nothing was promised, or its span has not begun."""


def of_cells(session: Session, cells: Iterable[Cell]) -> Late:
    """Cell → measure → overdue cases, of months with open ones. One read, however many units there are, or none."""
    wanted = set(cells)
    unit_ids, services = (sorted({cell[place] for cell in wanted}) for place in (0, 1))
    months = [month for _unit, _service, month in wanted] or [today()]
    counts = {measure: func.count().filter(is_open, due < now()) for measure, (is_open, due) in _DUE.items()}
    cell = (_CASE.unit_id, _CASE.service, MonthInWIB(_CASE.received_at))
    found = sa_select(*cell, *counts.values()).where(
        _CASE.unit_id.in_(unit_ids), _CASE.service.in_(services), _CASE.completed_at.is_(None),
        _CASE.received_at >= _midnight(min(months)), _CASE.received_at < _midnight(max(months) + timedelta(days=31)),
    ).group_by(*cell)  # fmt: skip
    return {(unit_id, service, date.fromisoformat(f"{month}-01")): dict(zip(counts, late, strict=True))
            for unit_id, service, month, *late in session.execute(found)}  # fmt: skip


def _midnight(day: date) -> datetime:
    """The beginning of a day in WIB; of the calendar's first day, which begins there before it does in UTC, UTC's."""
    return datetime.combine(day, datetime.min.time(), UTC if day == date.min else WIB)

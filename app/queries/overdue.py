"""Cases that are not completed though their promise is over: which they are depends on the hour, so no sum knows them.

Where a month's sums say that all is completed its records are not read; of the others the open ones are, by unit.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Row, func
from sqlalchemy import select as sa_select
from sqlmodel import Session, col

from app.clock import WIB, now, today
from app.models import ServiceMonth, ServiceRecord
from app.models.service_record import Measure

MOST = 200_000
"""Records of the units in question that a summary reads at most."""
Cell = tuple[str, str, date]
"""Unit, service, first day of the month (WIB)."""
Late = dict[Cell, dict[Measure, int]]
_OPEN: tuple[Any, ...] = (
    col(ServiceRecord.unit_id), col(ServiceRecord.service), col(ServiceRecord.received_at),
    col(ServiceRecord.first_response_at), col(ServiceRecord.promised_minutes),
    col(ServiceRecord.promised_response_minutes),
)  # fmt: skip


def of_cells(session: Session, cells: Iterable[Cell], *, most: int | None = None) -> Late | None:
    """Cell → measure → overdue cases, of months with open ones. None where the units have more than *most* records.

    One read, two with *most*, however many units there are, none of them too.
    """
    wanted = set(cells)
    unit_ids = sorted({unit_id for unit_id, _service, _month in wanted})
    if most is not None and _records(session, unit_ids) > most:
        return None
    late, moment = Late(), now()
    for row in _open(session, unit_ids, [month for _unit, _service, month in wanted] or [today()]):
        cell = (row.unit_id, row.service, row.received_at.astimezone(WIB).date().replace(day=1))
        if cell in wanted:
            counts = late.setdefault(cell, dict.fromkeys(Measure, 0))
            for measure, due in _due(row).items():
                counts[measure] += due < moment
    return late


def _records(session: Session, unit_ids: list[str]) -> int:
    found = sa_select(func.sum(col(ServiceMonth.records))).where(col(ServiceMonth.unit_id).in_(unit_ids))
    return int(session.execute(found).scalar_one() or 0)


def _open(session: Session, unit_ids: list[str], months: list[date]) -> Iterator[Row[Any]]:
    """Those of the units that are not completed, received in these months or between them."""
    begin = datetime.combine(min(months), datetime.min.time(), WIB)
    end = datetime.combine(max(months) + timedelta(days=31), datetime.min.time(), WIB)
    return iter(session.execute(sa_select(*_OPEN).where(
        col(ServiceRecord.unit_id).in_(unit_ids), col(ServiceRecord.completed_at).is_(None),
        col(ServiceRecord.received_at) >= begin, col(ServiceRecord.received_at) < end,
    )).all())  # fmt: skip


def _due(row: Row[Any]) -> Mapping[Measure, datetime]:
    """When what is still missing of an open case was promised."""
    found = {}
    if row.promised_minutes is not None:
        promise = timedelta(minutes=row.promised_minutes)
        found[Measure.working] = row.received_at + promise
        if row.first_response_at is not None:
            found[Measure.serving] = row.first_response_at + promise
    if row.promised_response_minutes is not None and row.first_response_at is None:
        found[Measure.responding] = row.received_at + timedelta(minutes=row.promised_response_minutes)
    return found

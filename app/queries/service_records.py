"""Reads of service records: how fast units work, serve and respond, and what feeds the instrument ``kecepatan``."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select as sa_select
from sqlmodel import Session, col, select

from app.instruments.ranges import shown
from app.models import ServiceMonth, Unit
from app.models.base import Page
from app.models.service_record import Measure, SpeedQuery, SpeedRead
from app.queries import overdue
from app.queries.paging import InvalidCursor, cursor_of, values_of
from app.queries.reach import reached, require_somewhere
from app.queries.units import below
from app.rules import durations
from app.rules.permissions import Actor

READ, WRITE = "service-records:read", "service-records:write"
AT_ONCE = 1_000
"""Groups whose histograms are in memory together: 8 MB a measure."""


_MONTHS: Any = ServiceMonth.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True)
class _Groups:
    """What is summed up together: keys with their labels in order, and of each month read to which it belongs."""

    names: list[tuple[str, str]]
    at: NDArray[np.int64]

    def sums(self, values: Sequence[int]) -> NDArray[np.int64]:
        """Of each group the sum of its months' *values*."""
        return np.bincount(self.at, np.array(values, dtype=np.float64), len(self.names)).astype(np.int64)


def summary(session: Session, actor: Actor, query: SpeedQuery) -> Page[SpeedRead]:
    """One page of the speeds, three rows a group: units and services by name, the newest month first."""
    rows = every(session, actor, query)
    start = 0
    if query.cursor:
        (start,) = values_of(query.cursor, query.digest())
        if not isinstance(start, int) or isinstance(start, bool) or start < 0:
            raise InvalidCursor
    end = start + query.limit
    following = cursor_of(query.digest(), [end]) if end < len(rows) else None
    return Page[SpeedRead](items=rows[start:end], next=following, total=len(rows))


def every(session: Session, actor: Actor, query: SpeedQuery) -> list[SpeedRead]:
    """All of it."""
    require_somewhere(actor, READ)
    conditions = [col(ServiceMonth.records) > 0, reached(actor, READ, col(ServiceMonth.unit_id)), *_conditions(query)]
    months = _months(session, query, conditions)
    groups = _groups(months, query.by)
    is_sample = groups.sums(months["is_sample"]) > 0
    late = overdue.of_cells(session, _with_open(months))
    found: list[list[SpeedRead]] = [[] for _ in groups.names]
    for measure in Measure:
        for place, speed in enumerate(_measured(months, groups, measure, late)):
            found[place].append(speed(is_sample=bool(is_sample[place])))
    return [one for some in found for one in some]


def _conditions(query: SpeedQuery) -> list[Any]:
    found: list[Any] = []
    if query.unit_id is not None:
        found.append(col(ServiceMonth.unit_id).in_(below([query.unit_id], "asked_for")))
    if query.service is not None:
        found.append(col(ServiceMonth.service) == query.service)
    if query.from_month is not None:
        found.append(col(ServiceMonth.month) >= _first_day(query.from_month))
    if query.to_month is not None:
        found.append(col(ServiceMonth.month) <= _first_day(query.to_month))
    return found


def _first_day(month: str) -> date:
    return date.fromisoformat(f"{month}-01")


def _months(session: Session, query: SpeedQuery, conditions: Sequence[Any]) -> dict[str, tuple[Any, ...]]:
    """The sums of the months by column: a hundred thousand of them are read in a second as plain values."""
    columns = [*_MONTHS.c, col(Unit.is_sample).label("is_sample")]
    if query.by == "unit":
        columns.append(col(Unit.name).label("unit_name"))
    found = sa_select(*columns).join(Unit, col(Unit.id) == ServiceMonth.unit_id).where(*conditions)
    rows = session.execute(found).all()
    return dict(zip([column.key for column in columns], zip(*rows, strict=True) if rows else [()] * len(columns),
                    strict=True))  # fmt: skip


def _groups(months: dict[str, tuple[Any, ...]], by: str) -> _Groups:
    """Sorted by label and key; the newest month first."""
    of_each = _keys(months, by)
    names = sorted(set(of_each), reverse=by == "month")
    places = {name: place for place, name in enumerate(names)}
    return _Groups(names, np.array([places[name] for name in of_each], dtype=np.int64))


def _keys(months: dict[str, tuple[Any, ...]], by: str) -> list[tuple[str, str]]:
    """Of each month label and key of its group."""
    if by == "unit":
        return list(zip(months["unit_name"], months["unit_id"], strict=True))
    if by == "total":
        return [("total", "total")] * len(months["month"])
    texts = months["service"] if by == "service" else [day.isoformat()[:7] for day in months["month"]]
    return [(text, text) for text in texts]


def _measured(
    months: dict[str, tuple[Any, ...]], groups: _Groups, measure: Measure, late: overdue.Late
) -> Iterator[Callable[..., SpeedRead]]:
    """One measure of each group; what is left to say is whether it is made up."""
    promised, kept = (groups.sums(months[f"{measure.name}_{what}"]) for what in ("promised", "kept"))
    stored = months[f"{measure.name}_minutes"]
    records = groups.sums(months["records"])
    over = groups.sums([late.get(cell, {}).get(measure, 0) for cell in _cells(months)])
    for start in range(0, len(groups.names), AT_ONCE):
        end = min(start + AT_ONCE, len(groups.names))
        within = np.flatnonzero((groups.at >= start) & (groups.at < end))
        counts = durations.summed([stored[at] for at in within.tolist()], groups.at[within] - start, end - start)
        for place in range(start, end):
            label, key = groups.names[place]
            told = _speed(counts[place - start], int(promised[place]), int(kept[place]))
            told |= _due(int(records[place]) - told["n"], told, int(over[place]))
            yield partial(SpeedRead, key=key, label=label, measure=measure, **told)


def _speed(histogram: durations.Counts, promised: int, kept: int) -> dict[str, Any]:
    n = int(histogram.sum())
    low, high = durations.median_interval(histogram) or (None, None)
    share_low, share_high = durations.wilson(kept, promised) if promised else (None, None)
    return {
        "n": n, "is_small": n < durations.SMALL, "median": durations.median(histogram), "median_low": low,
        "median_high": high, "p90": durations.percentile(histogram, 90), "promised": promised, "kept": kept,
        "share": _percent(100 * kept / promised) if promised else None, "share_low": _percent(share_low),
        "share_high": _percent(share_high),
    }  # fmt: skip


def _due(unfinished: int, told: dict[str, Any], late: int) -> dict[str, Any]:
    """What is not done, and the share with what is overdue counted as not kept."""
    of = told["promised"] + late
    return {"unfinished": unfinished, "overdue": late, "share_due": _percent(100 * told["kept"] / of) if of else None}


def _cells(months: dict[str, tuple[Any, ...]]) -> Iterator[overdue.Cell]:
    return zip(months["unit_id"], months["service"], months["month"], strict=True)


def _with_open(months: dict[str, tuple[Any, ...]]) -> list[overdue.Cell]:
    """The cells in which not all is completed."""
    done = zip(_cells(months), months["records"], months["working_n"], strict=True)
    return [cell for cell, records, completed in done if completed < records]


def _percent(value: float | None) -> float | None:
    return None if value is None else round(value, 2)


def services(session: Session, actor: Actor) -> list[str]:
    """The services of which there are records that the actor may see, by name."""
    seen = select(ServiceMonth.service).where(reached(actor, READ, col(ServiceMonth.unit_id)))
    return list(session.exec(seen.distinct().order_by(col(ServiceMonth.service))).all())


def speeds_of(session: Session, unit_ids: Collection[str], year: int) -> dict[str, dict[str, Decimal]]:
    """What the units' own records of a year feed: unit → measure (``bekerja`` …) → percent within the promise, 0–100.

    A case that is not completed though its promise is over counts as not kept, from the hour when it is over. A measure
    without a promised record is left out.
    """
    in_year = (col(ServiceMonth.month) >= date(year, 1, 1), col(ServiceMonth.month) <= date(year, 12, 1))
    names = ["unit_id", "service", "month", "records", "working_n",
             *(f"{measure.name}_{what}" for measure in Measure for what in ("kept", "promised"))]  # fmt: skip
    of_units = sa_select(*(_MONTHS.c[name] for name in names)).where(_MONTHS.c.unit_id.in_(unit_ids), *in_year)
    rows = session.execute(of_units).all()
    cells = [(row.unit_id, row.service, row.month) for row in rows if row.working_n < row.records]
    late = overdue.of_cells(session, cells)
    counts: dict[str, dict[Measure, tuple[int, int]]] = {}
    for row in rows:
        over = late.get((row.unit_id, row.service, row.month), {})
        mine = counts.setdefault(row.unit_id, dict.fromkeys(Measure, (0, 0)))
        for measure, (kept, of) in mine.items():
            mine[measure] = (kept + getattr(row, f"{measure.name}_kept"),
                             of + getattr(row, f"{measure.name}_promised") + over.get(measure, 0))  # fmt: skip
    return {unit_id: {measure.value: shown(Fraction(100 * kept, of), 2) for measure, (kept, of) in mine.items() if of}
            for unit_id, mine in counts.items()}  # fmt: skip

"""Reads of service records: how fast units work, serve and respond, and what feeds the instrument ``kecepatan``."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
from sqlalchemy import func
from sqlalchemy import select as sa_select
from sqlmodel import Session, col, select

from app.instruments.ranges import shown
from app.models import ServiceMonth, Unit
from app.models.base import Page
from app.models.service_record import Measure, SpeedQuery, SpeedRead
from app.queries.paging import InvalidCursor, cursor_of, values_of
from app.queries.reach import reached, require_somewhere
from app.queries.units import below
from app.rules import durations
from app.rules.permissions import Actor

READ, WRITE = "service-records:read", "service-records:write"
AT_ONCE = 1_000
"""Groups whose histograms are in memory together: 8 MB a measure."""


@dataclass(frozen=True)
class _Group:
    key: str
    label: str
    is_sample: bool
    rows: tuple[int, ...]
    """Where its months are among all that were read."""


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
    months = _months(session, conditions)
    groups = _groups(months, query)
    found = []
    for start in range(0, len(groups), AT_ONCE):
        some = groups[start : start + AT_ONCE]
        measured = {measure: _measured(months, some, measure) for measure in Measure}
        found += [measured[measure][at] for at in range(len(some)) for measure in Measure]
    return found


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


def _months(session: Session, conditions: Sequence[Any]) -> Sequence[Any]:
    joined = sa_select(*ServiceMonth.__table__.c, col(Unit.name).label("unit_name"), col(Unit.is_sample))  # type: ignore[attr-defined]
    return session.execute(joined.join(Unit, col(Unit.id) == ServiceMonth.unit_id).where(*conditions)).all()


def _groups(months: Sequence[Any], query: SpeedQuery) -> list[_Group]:
    places: dict[tuple[str, str], list[int]] = {}
    for at, month in enumerate(months):
        places.setdefault(_key(month, query.by), []).append(at)
    return [_Group(key, label, any(months[at].is_sample for at in some), tuple(some))
            for (label, key), some in sorted(places.items(), reverse=query.by == "month")]  # fmt: skip


def _key(month: Any, by: str) -> tuple[str, str]:
    """Label and key of the group that a month belongs to: groups are sorted by them."""
    if by == "unit":
        return month.unit_name, month.unit_id
    if by == "service":
        return month.service, month.service
    text = month.month.isoformat()[:7] if by == "month" else "total"
    return text, text


def _measured(months: Sequence[Any], groups: Sequence[_Group], measure: Measure) -> list[SpeedRead]:
    """One measure of some groups."""
    at = np.repeat(np.arange(len(groups)), [len(group.rows) for group in groups])
    stored = [getattr(months[row], f"{measure.name}_minutes") for group in groups for row in group.rows]
    counts = durations.summed(stored, at, len(groups))
    return [_speed(group, measure, months, histogram) for group, histogram in zip(groups, counts, strict=True)]


def _speed(group: _Group, measure: Measure, months: Sequence[Any], histogram: durations.Counts) -> SpeedRead:
    promised, kept = (sum(getattr(months[row], f"{measure.name}_{what}") for row in group.rows)
                      for what in ("promised", "kept"))  # fmt: skip
    n = int(histogram.sum())
    low, high = durations.median_interval(histogram) or (None, None)
    share_low, share_high = durations.wilson(kept, promised) if promised else (None, None)
    return SpeedRead(
        key=group.key, label=group.label, measure=measure, n=n, is_small=n < durations.SMALL,
        median=durations.median(histogram), median_low=low, median_high=high, p90=durations.percentile(histogram, 90),
        promised=promised, kept=kept, share=_percent(100 * kept / promised) if promised else None,
        share_low=_percent(share_low), share_high=_percent(share_high), is_sample=group.is_sample,
    )  # fmt: skip


def _percent(value: float | None) -> float | None:
    return None if value is None else round(value, 2)


def services(session: Session, actor: Actor) -> list[str]:
    """The services of which there are records that the actor may see, by name."""
    seen = select(ServiceMonth.service).where(reached(actor, READ, col(ServiceMonth.unit_id)))
    return list(session.exec(seen.distinct().order_by(col(ServiceMonth.service))).all())


def speeds_of(session: Session, unit_ids: Collection[str], year: int) -> dict[str, dict[str, Decimal]]:
    """What the units' own records of a year feed: unit → measure (``bekerja`` …) → percent within the promise, 0–100.

    A measure without a promised record is left out.
    """
    sums = [func.sum(getattr(ServiceMonth, f"{measure.name}_{what}"))
            for measure in Measure for what in ("kept", "promised")]  # fmt: skip
    in_year = (col(ServiceMonth.month) >= date(year, 1, 1), col(ServiceMonth.month) <= date(year, 12, 1))
    of_units = sa_select(col(ServiceMonth.unit_id), *sums).where(col(ServiceMonth.unit_id).in_(unit_ids), *in_year)
    rows = session.execute(of_units.group_by(col(ServiceMonth.unit_id))).all()
    return {unit_id: _shares(counts) for unit_id, *counts in rows}


def _shares(counts: Sequence[Any]) -> dict[str, Decimal]:
    """Of the measures in order, kept and promised in turn."""
    pairs = zip(Measure, counts[::2], counts[1::2], strict=True)
    return {measure.value: shown(Fraction(100 * int(kept), int(of)), 2) for measure, kept, of in pairs if of}

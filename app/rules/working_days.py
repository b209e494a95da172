"""Working days: Monday to Friday by the calendar of Jakarta (WIB), less the holidays that the operator names."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from app.clock import WIB

SATURDAY = 5
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Left:
    """How far a deadline is away: working days until it, or since it where it is over. On its day it is 0."""

    is_over: bool
    days: int


def is_working(day: date, holidays: Collection[date] = ()) -> bool:
    """Whether offices work on this day."""
    return day.weekday() < SATURDAY and day not in holidays


def deadline(since: datetime, days: int, holidays: Collection[date] = ()) -> datetime:
    """The last second of the working day that is so many (≥ 1) after the day of *since*, which does not count."""
    day = since.astimezone(WIB).date()
    while days > 0:
        day += _DAY
        days -= is_working(day, holidays)
    return datetime.combine(day, time(23, 59, 59), WIB)


def left(until: datetime, at: datetime, holidays: Collection[date] = ()) -> Left:
    """How far *until* is away at the moment *at*."""
    end, today = until.astimezone(WIB).date(), at.astimezone(WIB).date()
    first, last = sorted((end, today))
    days = sum(is_working(first + n * _DAY, holidays) for n in range(1, (last - first).days + 1))
    return Left(at > until, days)

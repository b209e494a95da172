"""The clock of an answer: working days in WIB, weekends and holidays left out."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.clock import WIB
from app.rules.questions import LATE, SOON, VERY_LATE, reminder_owed
from app.rules.working_days import Left, deadline, is_working, left

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=WIB)
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))
CHRISTMAS = frozenset({date(2026, 12, 25)})


@pytest.mark.parametrize(("since", "days", "day"), [
    (MONDAY, 5, date(2026, 11, 30)), (MONDAY, 1, date(2026, 11, 24)),
    (MONDAY + timedelta(days=4), 1, date(2026, 11, 30)), (MONDAY + timedelta(days=5), 1, date(2026, 11, 30)),
    (datetime(2026, 11, 23, 18, 0, tzinfo=UTC), 1, date(2026, 11, 25)),
], ids=["a week", "tomorrow", "from a Friday", "from a Saturday", "Tuesday in Jakarta, Monday in London"])  # fmt: skip
def test_the_deadline_is_the_end_of_a_working_day(since: datetime, days: int, day: date) -> None:
    until = deadline(since, days)
    assert (until.date(), until.hour, until.tzinfo) == (day, 23, WIB)


def test_a_holiday_does_not_count() -> None:
    thursday = datetime(2026, 12, 24, 8, 0, tzinfo=WIB)
    assert deadline(thursday, 1, CHRISTMAS).date() == date(2026, 12, 28)
    assert deadline(thursday, 1).date() == date(2026, 12, 25)
    assert left(deadline(thursday, 1, CHRISTMAS), thursday, CHRISTMAS) == Left(False, 1)


def test_what_is_left_and_what_is_over() -> None:
    until = deadline(MONDAY, 5)
    assert left(until, MONDAY) == Left(False, 5)
    assert left(until, MONDAY + timedelta(days=5)) == Left(False, 1), "Saturday: only Monday is left"
    assert left(until, until) == Left(False, 0), "its last second still counts"
    assert left(until, until + timedelta(seconds=1)) == Left(True, 1), "Tuesday has begun"
    friday = deadline(MONDAY, 4)
    assert left(friday, friday + timedelta(hours=2)) == Left(True, 0), "over, but no working day has passed"


@given(MOMENTS, st.integers(1, 40))
def test_as_many_working_days_are_left_as_were_given(since: datetime, days: int) -> None:
    until = deadline(since, days)
    assert is_working(until.date())
    assert left(until, since) == Left(False, days)


@given(MOMENTS, st.integers(1, 20), st.integers(0, 60 * 24))
def test_reminders_only_grow(since: datetime, days: int, hours: int) -> None:
    until, at = deadline(since, days), since + timedelta(hours=hours)
    assert reminder_owed(until, at) <= reminder_owed(until, at + timedelta(hours=1)) <= VERY_LATE


def test_when_a_reminder_is_owed() -> None:
    until = deadline(MONDAY, 5)
    owed = [reminder_owed(until, until + timedelta(days=n, seconds=1)) for n in (-6, -3, -2, 0, 1, 7)]
    assert owed == [0, SOON, SOON, LATE, LATE, VERY_LATE]

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.clock import WIB
from app.models.edition import EditionStatus as Phase
from app.rules.deadlines import DeadlineVerdict, implementation_age_ok, is_awaited, may_submit, may_withdraw

OPENS = datetime(2023, 3, 1, tzinfo=WIB)
CLOSES = datetime(2023, 4, 30, 23, 59, 59, tzinfo=WIB)
SECOND = timedelta(seconds=1)
ok, not_open_yet, closed, too_late = DeadlineVerdict


@pytest.mark.parametrize(
    ("now", "verdict"),
    [(OPENS - SECOND, not_open_yet), (OPENS, ok), (CLOSES, ok), (CLOSES + SECOND, closed)],
)
def test_the_window_has_both_ends_to_the_second(now: datetime, verdict: DeadlineVerdict):
    assert may_submit(now, OPENS, CLOSES, Phase.open) is verdict
    assert may_submit(now.astimezone(UTC), OPENS, CLOSES, Phase.open) is verdict


@pytest.mark.parametrize(
    ("phase", "verdict"), [(Phase.draft, not_open_yet), (Phase.judging, closed), (Phase.concluded, closed)]
)
def test_only_an_open_edition_takes_submissions(phase: Phase, verdict: DeadlineVerdict):
    assert may_submit(OPENS, OPENS, CLOSES, phase) is verdict


@pytest.mark.parametrize("phase", [Phase.open, Phase.judging])
@pytest.mark.parametrize("until", [CLOSES - timedelta(days=9), CLOSES + timedelta(days=9)])
def test_a_returned_proposal_keeps_to_its_own_deadline(phase: Phase, until: datetime):
    def verdict(now: datetime) -> DeadlineVerdict:
        return may_submit(now, OPENS, CLOSES, phase, until, is_resubmission=True)

    assert verdict(until) is ok
    assert verdict(until + SECOND) is too_late


def test_a_concluded_edition_takes_no_mended_proposal():
    assert may_submit(CLOSES, OPENS, CLOSES, Phase.concluded, CLOSES + SECOND, is_resubmission=True) is closed


def test_an_old_deadline_of_a_return_says_nothing_about_a_first_submission():
    later = CLOSES + timedelta(days=9)
    assert may_submit(CLOSES + SECOND, OPENS, CLOSES, Phase.open, later) is closed


def test_without_a_deadline_of_its_own_a_returned_proposal_keeps_to_the_window():
    assert may_submit(CLOSES, OPENS, CLOSES, Phase.open, None, is_resubmission=True) is ok
    assert may_submit(CLOSES + SECOND, OPENS, CLOSES, Phase.open, None, is_resubmission=True) is closed


def test_a_submission_is_taken_back_until_closing():
    assert may_withdraw(CLOSES, CLOSES, Phase.open)
    assert not may_withdraw(CLOSES + SECOND, CLOSES, Phase.open)
    assert not may_withdraw(OPENS, CLOSES, Phase.judging)


@pytest.mark.parametrize(
    ("closes", "months", "latest"),
    [
        (datetime(2023, 4, 30, 23, 59, 59, tzinfo=WIB), 12, date(2022, 4, 30)),
        (datetime(2023, 4, 30, 18, tzinfo=UTC), 12, date(2022, 5, 1)),  # already 1 May in WIB
        (datetime(2023, 3, 31, tzinfo=WIB), 1, date(2023, 2, 28)),
        (datetime(2024, 2, 29, tzinfo=WIB), 12, date(2023, 2, 28)),
        (datetime(2023, 1, 15, tzinfo=WIB), 25, date(2020, 12, 15)),
        (datetime(2023, 1, 15, tzinfo=WIB), 0, date(2023, 1, 15)),
    ],
)
def test_age_is_counted_back_from_the_closing_day_in_wib(closes: datetime, months: int, latest: date):
    assert implementation_age_ok(latest, closes, months)
    assert not implementation_age_ok(latest + timedelta(days=1), closes, months)


def test_no_innovation_is_older_than_the_calendar():
    assert not implementation_age_ok(date.min, datetime(10, 1, 1, tzinfo=UTC), 240)


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(0, 239))
def test_what_is_old_enough_for_more_months_is_so_for_fewer(started: date, months: int):
    closes = datetime(2050, 5, 31, tzinfo=WIB)
    if implementation_age_ok(started, closes, months + 1):
        assert implementation_age_ok(started, closes, months)


def test_registration_begins_with_its_moment():
    assert [is_awaited(moment, OPENS, Phase.open) for moment in (OPENS - SECOND, OPENS, CLOSES)] == [True, False, False]
    assert not any(is_awaited(OPENS - SECOND, OPENS, phase) for phase in (Phase.draft, Phase.judging, Phase.concluded))

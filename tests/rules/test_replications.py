"""The way of a replication: forward, stopped from anywhere, taken up where it was left; its days in their order."""

from datetime import date
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from app.models.replication import ReplicationStage as S
from app.rules.replications import FORWARD, Days, days_to_running, earliest, furthest, latest, onward

TODAY = date(2026, 11, 28)


def days(**given: date) -> Days:
    return {stage: given.get(stage) for stage in S}


def test_forward_by_any_number_of_stages() -> None:
    assert onward(S.interest, days()) == [S.agreement, S.implementation, S.running, S.stopped]
    assert onward(S.implementation, days()) == [S.running, S.stopped]
    assert onward(S.running, days()) == [S.stopped]


def test_what_stopped_goes_on_where_it_was() -> None:
    reached = days(interest=date(2025, 1, 1), implementation=date(2025, 3, 1), stopped=date(2025, 5, 1))
    assert furthest(reached) == S.implementation
    assert onward(S.stopped, reached) == [S.implementation]


def test_a_day_lies_between_those_of_its_neighbours() -> None:
    reached = days(interest=date(2025, 1, 1), running=date(2025, 6, 1))
    assert earliest(S.agreement, reached) == date(2025, 1, 1)
    assert latest(S.agreement, reached, TODAY) == date(2025, 6, 1)
    assert (earliest(S.interest, reached), latest(S.running, reached, TODAY)) == (None, TODAY)
    assert earliest(S.stopped, reached) == date(2025, 6, 1)
    assert latest(S.running, {**reached, S.stopped: date(2025, 7, 1)}, TODAY) == date(2025, 7, 1)


def test_time_to_running_needs_both_ends() -> None:
    assert days_to_running(days(interest=date(2025, 1, 1), running=date(2025, 3, 2))) == 60
    assert days_to_running(days(interest=date(2025, 1, 1), running=date(2025, 1, 1))) == 0
    assert days_to_running(days(running=date(2025, 3, 2))) is None
    assert days_to_running(days(interest=date(2025, 1, 1))) is None


@given(st.lists(st.tuples(st.sampled_from(list(S)), st.dates(date(2020, 1, 1), TODAY)), max_size=12))
def test_whatever_is_reported_the_days_stay_in_order(asked: list[tuple[S, date]]) -> None:
    """As the deed does: a stage that is led to takes the day asked, moved into its bounds."""
    stage, reached = S.interest, dict.fromkeys(S) | {S.interest: date(2019, 1, 1)}
    for to, on in asked:
        if to not in onward(stage, reached):
            continue
        if stage == S.stopped:
            reached[S.stopped] = None
        else:
            reached[to] = min(max(on, earliest(to, reached) or on), latest(to, reached, TODAY))
        stage = to
        known = [day for one in (*FORWARD, S.stopped) if (day := reached[one])]
        assert all(first <= second for first, second in pairwise(known))
        assert (days_to_running(reached) or 0) >= 0

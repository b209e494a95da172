"""Histograms of durations: how far a figure may be off, and what holds exactly."""

import random
import statistics

import numpy as np
import pytest

from app.rules import durations


def histogram(minutes: list[int]) -> durations.Counts:
    """The counts of these durations, stored and read."""
    counts: dict[int, int] = {}
    for one in minutes:
        durations.add_to(counts, {durations.bucket_of(one): 1})
    return durations.summed([durations.packed(counts)], np.array([0]), 1)[0]


def test_no_duration_is_off_by_more_than_eight_per_mille() -> None:
    for minutes in [*range(5_000), 43_200, 525_600, 1_234_567, durations.LONGEST]:
        found = durations.MIDDLES[durations.bucket_of(minutes)]
        assert abs(found - minutes) <= (minutes / 128 if minutes >= 128 else 0), minutes


def test_the_buckets_are_in_order_and_all_used() -> None:
    found = [durations.bucket_of(minutes) for minutes in range(70_000)]
    assert found == sorted(found)
    assert set(range(found[-1] + 1)) == set(found)
    assert durations.bucket_of(durations.LONGEST) == durations.bucket_of(10**9) == durations.BUCKETS - 1


@pytest.mark.parametrize("n", [1, 2, 7, 30, 1000])
def test_median_and_percentile_beside_the_exact_ones(n: int) -> None:
    some = random.Random(n)
    minutes = [int(some.lognormvariate(6, 1.5)) for _ in range(n)]
    counts = histogram(minutes)
    assert durations.median(counts) == pytest.approx(statistics.median(minutes), rel=1 / 128)
    exact = sorted(minutes)[-(-n * 90 // 100) - 1]
    assert durations.percentile(counts, 90) == pytest.approx(exact, rel=1 / 128)


def test_small_durations_are_exact() -> None:
    counts = histogram([10, 20, 30, 40])
    assert (durations.median(counts), durations.percentile(counts, 90)) == (25, 40)


@pytest.mark.parametrize(("n", "low", "high"), [(6, 1, 6), (10, 2, 9), (20, 6, 15), (50, 18, 33), (100, 40, 61)])
def test_the_interval_of_the_median_by_the_printed_ranks(n: int, low: int, high: int) -> None:
    assert durations.median_interval(histogram(list(range(1, n + 1)))) == (low, high)


def test_five_are_too_few_for_an_interval() -> None:
    assert durations.median_interval(histogram([1, 2, 3, 4, 5])) is None
    assert durations.median(histogram([])) is None


def test_wilson() -> None:
    assert durations.wilson(81, 263) == (pytest.approx(25.53, abs=0.01), pytest.approx(36.62, abs=0.01))
    assert durations.wilson(0, 10)[0] == 0
    assert durations.wilson(10, 10)[1] == pytest.approx(100)


def test_groups_are_summed_apart() -> None:
    stored = [durations.packed({3: 2}), b"", durations.packed({3: 1, 9: 4})]
    counts = durations.summed(stored, np.array([0, 1, 1]), 2)
    assert (counts[0, 3], counts[1, 3], counts[1, 9]) == (2, 1, 4)
    assert counts.sum() == 7


def test_nothing_is_taken_out_that_was_not_in() -> None:
    with pytest.raises(ValueError, match="fewer than none"):
        durations.packed({3: -1})

"""Agreement, by hand, against the krippendorff package and against statsmodels' variances."""

import json
from pathlib import Path

import krippendorff
import numpy as np
import pytest
from hypothesis import given, settings

from app.judging.agreement import agreement, kendall_w, krippendorff_alpha, spread
from app.judging.sheets import from_rows
from tests.judging.fields import Row, finite, made, of, rows

SHROUT_FLEISS = [(9, 2, 5, 8), (6, 1, 3, 2), (8, 4, 6, 8), (7, 1, 2, 6), (10, 5, 6, 9), (6, 2, 4, 7)]
"""Table 2 of Shrout and Fleiss 1979: six targets, four judges."""


def shrout_fleiss():
    return from_rows((f"p{i}", f"j{j}", float(y)) for i, row in enumerate(SHROUT_FLEISS) for j, y in enumerate(row))


def test_icc_is_that_of_shrout_and_fleiss():
    """Their table 4: ICC(1,1) 0.17, ICC(2,1) 0.29, ICC(1,4) 0.44, ICC(2,4) 0.62."""
    found = agreement(shrout_fleiss())
    assert found.icc_single is not None
    assert found.icc_mean is not None
    assert found.icc_single.value == pytest.approx(0.17, abs=0.005)
    assert found.icc_mean.value == pytest.approx(0.44, abs=0.005)
    assert found.icc_crossed == pytest.approx(0.29, abs=0.005)
    assert found.icc_crossed_mean == pytest.approx(0.62, abs=0.005)


def test_crossed_icc_is_that_of_the_variances_of_statsmodels():
    world = json.loads((Path(__file__).parent / "data" / "crossed.json").read_text())["worlds"]["unbalanced"]
    found = agreement(from_rows((f"{int(i):03}", f"{int(j):03}", y) for i, j, y in world["rows"]))
    fit = world["fit"]
    assert found.icc_crossed == pytest.approx(
        fit["quality"] / (fit["quality"] + fit["lenience"] + fit["noise"]), rel=1e-6
    )


@settings(max_examples=100, deadline=None)
@given(rows(least=2))
def test_alpha_is_that_of_the_krippendorff_package(given_rows: list[Row]):
    sheets = of(given_rows)
    data = np.full((len(sheets.jurors), len(sheets.proposals)), np.nan)
    data[sheets.juror, sheets.proposal] = sheets.score
    found = krippendorff_alpha(sheets)
    told = data[:, (~np.isnan(data)).sum(0) > 1]
    if found is None:
        assert told.size == 0 or len(np.unique(told[~np.isnan(told)])) < 2
    else:
        assert found == pytest.approx(krippendorff.alpha(data, level_of_measurement="interval"), abs=1e-9)


def test_kendall_by_hand():
    """Three judges rank three proposals alike but for one swap: rank sums 3, 7, 8, S = 14, W = 12 · 14 / (9 · 24)."""
    sheets = of([(p, j, y) for j, ys in (("x", (90, 70, 60)), ("y", (80, 60, 50)), ("z", (70, 50, 55)))
                 for p, y in zip("abc", map(float, ys), strict=True)])  # fmt: skip
    assert kendall_w(sheets) == pytest.approx(12 * 14 / (9 * 24))
    assert kendall_w(from_rows([("a", "x", 1.0), ("b", "x", 2.0), ("a", "y", 1.0)])) is None, "incomplete"


def test_the_spread_of_a_proposal():
    deviation, reach = spread(from_rows([("a", "x", 70.0), ("a", "y", 80.0), ("b", "x", 50.0)], proposals=["c"]))
    assert deviation.tolist() == [pytest.approx(50**0.5), 0, 0]
    assert reach.tolist() == [10, 0, 0]


def test_intervals_hold_the_value_and_narrow_with_more_proposals():
    small, large = agreement(made(1, proposals=40)[1]), agreement(made(1, proposals=400)[1])
    for found in (small, large):
        assert found.alpha is not None
        assert found.alpha.low < found.alpha.value < found.alpha.high
    assert large.alpha.high - large.alpha.low < 0.6 * (small.alpha.high - small.alpha.low)
    assert agreement(made(1)[1], seed=1) == agreement(made(1)[1], seed=1)


def test_what_cannot_be_told_is_none():
    nothing = agreement(from_rows([("a", "x", 80.0), ("b", "y", 70.0)]))
    equal = agreement(of([(f"p{i}", f"j{j}", 80.0) for i in range(4) for j in range(3)]))
    for found in (nothing, equal):
        assert (found.alpha, found.icc_single, found.icc_mean, found.icc_crossed) == (None,) * 4


@settings(max_examples=60, deadline=None)
@given(rows())
def test_nothing_is_ever_not_a_number(given_rows: list[Row]):
    found = agreement(of(given_rows))
    for one in (found.alpha, found.icc_single, found.icc_mean):
        assert one is None or finite(one.value, one.low, one.high)
    for number in (found.icc_crossed, found.icc_crossed_mean, found.kendall_w):
        assert number is None or 0 <= number <= 1
    assert finite(*spread(of(given_rows)))

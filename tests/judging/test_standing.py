"""Draws, ranks and intervals: repeatable, and as often right as they say."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.judging.calibration import calibrate
from app.judging.draws import draws
from app.judging.selection import best, first, rank_draws, ranks
from app.judging.sheets import from_rows
from app.judging.standing import is_better, middle_ranks, standing
from app.judging.variational import SEVERITY_ONLY
from bench.worlds import panels
from tests.judging.fields import Row, finite, made, of, rows


def test_ranks_share_ties_and_skip_the_next():
    assert ranks(np.array([70.0, 90.0, 80.0, 80.0000000001])).tolist() == [4, 1, 2, 2]
    assert first(np.array([70.0, 90.0, 80.0, 80.0]), 2).tolist() == [False, True, True, True]


def test_middle_ranks_share_the_mean_of_their_places():
    assert middle_ranks(np.array([70.0, 90.0, 80.0, 80.0])).tolist() == [4, 1, 2.5, 2.5]


def test_a_standing_by_hand():
    """Four draws of three proposals: b is first in three of them."""
    drawn = np.array([[1.0, 3, 2], [1, 3, 2], [3, 2, 1], [1, 3, 2]])
    assert rank_draws(drawn).tolist() == [[3, 1, 2], [3, 1, 2], [1, 2, 3], [3, 1, 2]]
    found = standing(np.array([1.5, 2.75, 1.75]), drawn, best(1))
    assert found.rank.tolist() == [3, 1, 2]
    assert found.top.tolist() == [0.25, 0.75, 0]
    assert found.zone.tolist() == [True, True, False]
    assert found.expected.tolist() == [2.5, 1.25, 2.25]
    assert is_better(drawn, 1, 0) == 0.75


def test_the_same_seed_draws_the_same():
    _, sheets = made(1)
    found = calibrate(sheets)
    np.testing.assert_array_equal(draws(sheets, found, 120, 7), draws(sheets, found, 120, 7))
    assert (draws(sheets, found, 120, 7) != draws(sheets, found, 120, 8)).any()
    assert draws(sheets, found, 120, 7).shape == (120, 210)


@pytest.mark.parametrize("shape", [{"severity": 1.0}, {"severity": 0.0, "scale": 0.0}, {"fickle": 0.3}])
def test_intervals_hold_the_truth_as_often_as_they_say(shape):
    held = []
    for seed in range(12):
        world, sheets = made(seed, **shape)
        found = calibrate(sheets)
        place = standing(found.score, draws(sheets, found, 500, seed), best(45))
        truth = world.truth()
        rank = ranks(world.quality)
        held.append([
            np.mean((truth >= place.low_score) & (truth <= place.high_score)),
            np.mean((rank >= place.low_rank) & (rank <= place.high_rank)),
        ])  # fmt: skip
    assert ((np.mean(held, axis=0) > 0.86) & (np.mean(held, axis=0) < 0.94)).all(), "within sampling of 88–92 %"


def test_probabilities_of_the_first_are_right_on_average():
    told, true = [], []
    for seed in range(10):
        world, sheets = made(seed)
        found = calibrate(sheets)
        told.append(standing(found.score, draws(sheets, found, 500, seed), best(45)).top)
        true.append(first(world.quality, 45))
    chance, hit = np.concatenate(told), np.concatenate(true)
    for low, high in ((0.05, 0.35), (0.35, 0.65), (0.65, 0.95)):
        some = (chance > low) & (chance <= high)
        assert abs(hit[some].mean() - chance[some].mean()) < 0.1
    assert standing(found.score, draws(sheets, found, 500), best(45)).top.sum() == pytest.approx(45)


def test_a_large_field_is_drawn_from_the_normal_posterior_with_the_same_errors(monkeypatch):
    _, sheets = made(1)
    found = calibrate(sheets)
    sampled = draws(sheets, found, 2000)
    monkeypatch.setattr("app.judging.draws.MOST_SAMPLED", 0)
    normal = draws(sheets, found, 2000)
    np.testing.assert_allclose(normal.mean(0), found.score, atol=0.5)
    np.testing.assert_allclose(normal.std(0), found.error, rtol=0.1)
    assert abs(normal.std(0).mean() / sampled.std(0).mean() - 1) < 0.1


def test_panels_that_never_mix_are_told():
    from bench.worlds import Shape, world

    one = world(Shape(), 1)
    assert calibrate(one.read(*panels(one, 5, 1))).part_count == 6
    assert calibrate(made(1)[1]).part_count == 1


@settings(max_examples=40, deadline=None)
@given(rows(), st.sampled_from([1, 3, 50]), st.booleans())
def test_nothing_is_ever_not_a_number(given_rows: list[Row], n: int, simple: bool):
    sheets = from_rows(given_rows, proposals=["unread"])
    found = calibrate(sheets, SEVERITY_ONLY) if simple else calibrate(sheets)
    place = standing(found.score, draws(sheets, found, 60), best(n))
    assert finite(place.low_score, place.high_score, place.top, place.expected)
    assert (place.low_rank <= place.high_rank).all()
    assert (place.low_rank >= 1).all()


def test_everybody_at_80_is_one_large_tie():
    sheets = of([(f"p{i}", f"j{j}", 80.0) for i in range(6) for j in range(3)])
    found = calibrate(sheets)
    place = standing(found.score, draws(sheets, found, 400), best(2))
    assert place.rank.tolist() == [1] * 6
    assert place.zone.all()

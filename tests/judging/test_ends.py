"""A score of 100 is read as "100 or more"."""

import numpy as np
import pytest

from app.judging.calibration import calibrate
from app.judging.draws import draws
from app.judging.ends import ends
from app.judging.variational import Method
from tests.judging.fields import finite, made, of


def test_which_scores_are_at_an_end():
    found = ends(np.array([100.0, 60, 50, 0, 40, 30, 70]), 50.0)
    assert found.where.tolist() == [0, 3]
    assert found.side.tolist() == [1, -1]
    assert found.bound.tolist() == [49.5, -49.5], "whole points: 100 is 99.5 or more"
    assert ends(np.array([100.0, 60.5, 50, 40]), 50.0).bound.tolist() == [50.0]


def test_where_many_have_100_the_scale_is_not_the_reason():
    assert len(ends(np.array([100.0, 100, 50]), 80.0).where) == 0


def test_beyond_the_bound_by_hand():
    """A standard normal beyond 0 has mean √(2/π) and variance 1 − 2/π; the same on the other side."""
    found = ends(np.array([99.75, 100.0, 0, *[50.25] * 8]), 50.0)
    mean, variance = found.expected(np.array([50.0, -50.0]), np.ones(2))
    assert mean.tolist() == pytest.approx([50 + 0.7978845608, -50 - 0.7978845608])
    assert variance.tolist() == pytest.approx([0.3633802276] * 2)


def test_draws_have_the_mean_and_variance_expected_of_them_far_out_too():
    found = ends(np.array([99.75, 100.0, 0, *[50.25] * 8]), 50.0)
    for away in (-3.0, 0.0, 4.0, 25.0):
        centre = np.array([50 - away, -50 + away])
        drawn = found.drawn(np.tile(centre, (50_000, 1)), np.ones(2), np.random.default_rng(1))
        mean, variance = found.expected(centre, np.ones(2))
        np.testing.assert_allclose(drawn.mean(0), mean, atol=0.02)
        np.testing.assert_allclose(drawn.var(0), variance, rtol=0.05)
        assert (drawn[:, 0] >= 50).all()
        assert (drawn[:, 1] <= -50).all()


def test_the_truth_is_held_as_often_as_told_where_the_scale_runs_out():
    """Noisy jurors give 100 to one in twenty: read as 100, too few intervals hold the truth."""
    held = []
    for seed in range(15):
        world, sheets = made(seed, severity=0.8, noise=1.45)
        row = []
        for method in (Method(open_ends=False), Method()):
            low, high = np.quantile(draws(sheets, calibrate(sheets, method), 400), [0.05, 0.95], axis=0)
            row.append(np.mean((world.truth() >= low) & (world.truth() <= high)))
        held.append(row)
    closed, open_ended = np.mean(held, axis=0)
    assert closed < open_ended
    assert 0.87 < open_ended < 0.92


def test_a_lenient_juror_s_hundreds_do_not_hide_who_is_better():
    """Juror z gives 25 more and so 100 to the best three; x and y tell them apart, z does not say they are equal."""
    quality = [40, 46, 52, 58, 64, 70, 76, 82, 88]
    gifts = {"x": 0, "y": 2, "z": 25}
    sheets = of([(f"p{i}", j, float(min(q + more, 100))) for i, q in enumerate(quality) for j, more in gifts.items()])
    found = calibrate(sheets)
    assert finite(found.score, found.error)
    best = found.scores[sheets.juror == 2][-3:]
    assert best.tolist() == sorted(best.tolist())
    assert best[-1] > 105
    assert found.score[-1] > calibrate(sheets, Method(open_ends=False)).score[-1]

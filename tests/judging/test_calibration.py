"""Calibrated scores: closer to the truth than means, indifferent to order, finite whatever is given."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.judging.calibration import calibrate
from app.judging.means import mean
from app.judging.selection import first, ranks
from app.judging.severity import reml
from app.judging.sheets import SheetProblem, from_rows
from app.judging.variational import MOST_STEADY, SEVERITY_ONLY, Method
from bench.worlds import Shape, mixed, world
from tests.judging.fields import Row, finite, made, of, rows

FIXED = Method(own_scale=False, own_noise=False, fixed_severity=True, open_ends=False)
TABLE = [(f"p{i}", f"j{j}", float(60 + 5 * i + 4 * j + (i * j) % 3)) for i in range(5) for j in range(4)]


def error(score, truth) -> float:
    return float(np.sqrt(np.mean((score - truth) ** 2)))


def test_it_is_nearer_to_the_truth_than_the_mean_where_jurors_differ():
    for seed in range(5):
        world, sheets = made(seed)
        found = calibrate(sheets)
        assert error(found.score, world.truth()) < 0.8 * error(found.mean, world.truth())


def test_it_costs_nothing_where_jurors_are_alike():
    whole = [0.0, 0.0]
    for seed in range(10):
        world, sheets = made(seed, severity=0.0, scale=0.0)
        found = calibrate(sheets)
        whole[0] += np.corrcoef(found.score, world.quality)[0, 1]
        whole[1] += np.corrcoef(found.mean, world.quality)[0, 1]
    assert whole[0] > whole[1] - 0.01


def test_it_finds_what_each_juror_is_like():
    world, sheets = made(3, readings=20, fickle=0.3)
    found = calibrate(sheets)
    assert np.corrcoef(found.lenience, world.lenience)[0, 1] > 0.99
    assert np.corrcoef(found.scale, world.scale)[0, 1] > 0.8
    assert np.corrcoef(found.noise, world.noise * world.scale)[0, 1] > 0.8


def test_two_who_copy_do_not_decide_for_a_small_panel():
    shares = []
    for seed in range(12):
        one = world(Shape(proposals=60, jurors=5, consulting=1.0), seed)
        sheets = one.read(*mixed(one, 5, seed))
        found = calibrate(sheets)
        assert np.ptp(found.precision) < 1e-9, "all of one noise"
        truth = first(one.quality, 20)
        shares.append([(first(score, 20) & truth).sum() / 20 for score in (found.score, found.mean)])
    calibrated, by_mean = np.mean(shares, axis=0)
    assert calibrated > by_mean - 0.02


@settings(max_examples=40, deadline=None)
@given(rows())
def test_no_reading_weighs_more_than_four_of_the_middle_juror(given_rows: list[Row]):
    found = calibrate(of(given_rows))
    assert found.precision.max() <= MOST_STEADY * np.median(found.precision[found.precision > 0]) * 1.0001


def test_severity_only_is_the_exact_model_at_its_own_spreads():
    """With equal scales and noise the two ways are one model; only the spreads are estimated otherwise (EM, REML)."""
    _, sheets = made(2, readings=5, scale=0.0)
    found, exact = calibrate(sheets, SEVERITY_ONLY, rounds=2000, tolerance=1e-9), reml(sheets)
    np.testing.assert_allclose(found.score - found.score.mean(), exact.quality - exact.quality.mean(), atol=0.15)
    assert found.spreads.noise_variance == pytest.approx(exact.noise_variance, rel=0.02)
    assert found.spreads.quality_variance == pytest.approx(exact.quality_variance, rel=0.05)


def test_two_jurors_by_hand():
    """Juror y gives 10 less than x to the same proposals: half of the gap is added to one and taken off the other."""
    given_rows = [(f"p{i}", j, float(50 + 4 * i + (10 if j == "x" else 0))) for i in range(8) for j in ("x", "y")]
    found = calibrate(of(given_rows))
    assert found.lenience == pytest.approx([5, -5], abs=0.4)
    assert found.score == pytest.approx([55 + 4 * i for i in range(8)], abs=1)


@settings(max_examples=30, deadline=None)
@given(rows(), st.randoms())
def test_the_order_of_sheets_and_the_names_do_not_matter(given_rows: list[Row], random):
    first = calibrate(of(given_rows))
    names = [f"q{n:02}" for n in range(12)]
    random.shuffle(names)
    panel = [f"k{n}" for n in range(6)]
    random.shuffle(panel)
    other_rows = [(names[int(p[1:])], panel[int(j[1:])], score) for p, j, score in given_rows]
    random.shuffle(other_rows)
    renamed = of(other_rows)
    second = calibrate(renamed)
    place = {one: n for n, one in enumerate(renamed.proposals)}
    order = [place[names[int(p[1:])]] for p in of(given_rows).proposals]
    np.testing.assert_allclose(second.score[order], first.score, atol=1e-6)
    np.testing.assert_allclose(second.error[order], first.error, atol=1e-6)


@settings(max_examples=60, deadline=None)
@given(rows())
def test_nothing_is_ever_not_a_number(given_rows: list[Row]):
    found = calibrate(from_rows(given_rows, proposals=["unread"], jurors=["idle"]))
    assert finite(found.score, found.error, found.mean, found.lenience, found.scale, found.noise, found.lenience_error)
    assert (found.error > 0).all()
    assert (found.noise > 0).all()


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 1000), st.integers(0, 29), st.sampled_from([-20.0, 15.0]))
def test_a_constant_added_by_one_juror_changes_no_rank_where_severity_is_fixed(seed: int, juror: int, constant: float):
    _, sheets = made(seed, severity=0.3, scale=0.1, noise=0.5)
    sheets = sheets.with_scores(30 + 0.4 * sheets.score)
    moved = sheets.with_scores(sheets.score + np.where(sheets.juror == juror, constant, 0.0))
    before, after = (calibrate(one, FIXED, rounds=300, tolerance=1e-7) for one in (sheets, moved))
    level = constant / 30
    np.testing.assert_allclose(after.score - before.score, level, atol=1e-2)
    differs = np.abs(before.score[:, None] - before.score) > 0.03
    same_order = (before.score[:, None] > before.score) == (after.score[:, None] > after.score)
    assert same_order[differs].all()


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 1000), st.integers(0, 29), st.sampled_from([-20.0, 15.0]))
def test_a_constant_added_by_one_juror_moves_ranks_far_less_than_those_of_the_mean(seed: int, juror: int, constant):
    _, sheets = made(seed)
    sheets = sheets.with_scores(30 + 0.4 * sheets.score)
    moved = sheets.with_scores(sheets.score + np.where(sheets.juror == juror, constant, 0.0))
    by_mean = np.abs(ranks(mean(moved)) - ranks(mean(sheets))).sum()
    calibrated = np.abs(ranks(calibrate(moved).score) - ranks(calibrate(sheets).score)).sum()
    assert calibrated < by_mean / 3


def test_everybody_gives_80():
    found = calibrate(of([(f"p{i}", f"j{j}", 80.0) for i in range(6) for j in range(3)]))
    assert found.score == pytest.approx([80] * 6)
    assert found.lenience == pytest.approx([0] * 3, abs=1e-6)


def test_one_juror_keeps_the_order_given():
    found = calibrate(of([(f"p{i}", "j", float(60 + 5 * i)) for i in range(5)]))
    assert (np.diff(found.score) > 0).all()
    assert found.score.mean() == pytest.approx(70)


def test_one_proposal_has_the_mean():
    found = calibrate(of([("p", f"j{j}", float(60 + 5 * j)) for j in range(4)]))
    assert found.score == pytest.approx([67.5])


def test_one_sheet():
    found = calibrate(of([("p", "j", 70.0)]))
    assert found.score == pytest.approx([70])
    assert found.error[0] > 2, "one sheet makes nobody sure"


def test_one_reading_each_shrinks_by_half_at_most_and_stays_unsure():
    found = calibrate(of([(f"p{i:02}", f"j{i % 3}", float(50 + 2 * i)) for i in range(15)]))
    assert (np.diff(found.score) > 0).all()
    assert np.ptp(found.score) >= 0.45 * 28
    assert found.error.min() > 3
    assert found.part_count == 3


def test_nobody_read_anything():
    with pytest.raises(SheetProblem):
        calibrate(from_rows([], proposals=["a"]))


def test_an_unread_proposal_stands_at_the_average_with_a_large_error():
    found = calibrate(from_rows(TABLE, proposals=["zz"]))
    assert found.readings[-1] == 0
    assert found.score[-1] == pytest.approx(found.level)
    assert found.error[-1] > 2 * found.error[:-1].max()


def test_more_readings_make_surer():
    few, many = calibrate(made(1, readings=3)[1]), calibrate(made(1, readings=10)[1])
    assert many.error.mean() < 0.75 * few.error.mean()


def test_a_large_field_is_solved_by_parts_to_the_same_scores(monkeypatch):
    """Above a size lenience counts as independent a posteriori: means agree, errors nearly."""
    _, sheets = made(4, readings=10)
    exact = calibrate(sheets, tolerance=1e-6, rounds=200)
    monkeypatch.setattr("app.judging.posterior.MOST_EXACT", 0)
    by_parts = calibrate(sheets, tolerance=1e-6, rounds=500)
    assert np.abs(by_parts.score - exact.score).max() < 0.5
    np.testing.assert_allclose(by_parts.error, exact.error, rtol=0.1)


def test_a_sparse_field_is_the_same_as_a_dense_one(monkeypatch):
    _, sheets = made(4)
    dense = calibrate(sheets)
    monkeypatch.setattr("app.judging.posterior.MOST_DENSE", 0)
    sparse = calibrate(sheets)
    np.testing.assert_allclose(sparse.score, dense.score, atol=1e-8)
    np.testing.assert_allclose(sparse.error, dense.error, atol=1e-8)

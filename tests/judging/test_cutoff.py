"""The next readings go where a decision is open."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.judging.calibration import calibrate
from app.judging.cutoff import losses, next_readings
from app.judging.selection import best, cut, first
from bench.worlds import Shape, mixed, world
from tests.judging.fields import Row, made, of, rows


def test_the_cut_lies_between_the_last_in_and_the_first_out():
    score = np.array([90.0, 70, 80, 60])
    assert cut(score, 2) == 75
    assert cut(score, 4) == 60, "all in: the lowest"
    assert cut(score, 9) == 60


def test_a_decision_at_the_cut_is_a_coin_toss_and_far_from_it_sure():
    wrong = losses(np.array([0.0, 2.0, 40.0]), np.full(3, 4.0), 9.0, 3)
    assert wrong[0, 0] == pytest.approx(0.5)
    assert wrong[1, 0] == pytest.approx(0.158655, abs=1e-6), "one standard deviation away"
    assert wrong[2, 0] < 1e-12
    assert (np.diff(wrong, axis=1) <= 1e-12).all(), "a reading never makes it worse in expectation"


def test_readings_bring_the_loss_that_simulation_finds():
    """One reading of noise 9 on a quality N(1, 4), cut at 0."""
    random = np.random.default_rng(1)
    quality = random.normal(1, 2, 400_000)
    seen = quality + random.normal(0, 3, 400_000)
    after = (1 / 4 * 1 + seen / 9) / (1 / 4 + 1 / 9)
    assert losses(np.array([1.0]), np.array([4.0]), 9.0, 1)[0, 1] == pytest.approx(
        np.mean((after > 0) != (quality > 0)), abs=3e-3
    )


def test_the_budget_is_spent_near_the_cut():
    _, sheets = made(1, readings=3)
    found = calibrate(sheets)
    plan = next_readings(found, best(45).cuts(found.score), 210)
    assert plan.extra.sum() == 210
    assert plan.then < plan.now
    away = np.abs(found.score - cut(found.score, 45))
    assert away[plan.extra > 0].mean() < 0.4 * away[plan.extra == 0].mean()


def test_with_more_to_come_the_readings_are_spread_wider():
    found = calibrate(made(1, readings=2)[1])
    cuts = best(45).cuts(found.score)
    alone, first_of_many = (next_readings(found, cuts, 100, later).extra for later in (0, 400))
    assert (first_of_many > 0).sum() > (alone > 0).sum()


@settings(max_examples=40, deadline=None)
@given(rows(), st.integers(0, 40), st.integers(1, 12))
def test_room_is_kept_and_the_budget_never_passed(given_rows: list[Row], budget: int, n: int):
    sheets = of(given_rows)
    room = len(sheets.jurors) - sheets.readings
    found = calibrate(sheets)
    plan = next_readings(found, best(n).cuts(found.score), budget, room=room)
    assert (plan.extra <= room).all()
    assert plan.extra.sum() == min(budget, int(np.minimum(room, 12).sum()))


def test_three_rounds_find_more_of_the_true_first_than_one():
    found = {"once": [], "rounds": []}
    for seed in range(15):
        one = world(Shape(), seed)
        truth = first(one.quality, 45)
        found["once"].append(_share(calibrate(one.read(*mixed(one, 5, seed))).score, truth))
        proposal, juror = mixed(one, 2, seed)
        for later in (315, 0):
            seen = calibrate(one.read(proposal, juror))
            plan = next_readings(seen, best(45).cuts(seen.score), 315, later)
            random = np.random.default_rng(seed)
            for i in np.flatnonzero(plan.extra):
                free = np.setdiff1d(np.arange(30), juror[proposal == i])
                drawn = random.choice(free, plan.extra[i], replace=False)
                proposal, juror = np.r_[proposal, np.full(len(drawn), i)], np.r_[juror, drawn]
        assert len(proposal) == 1050
        found["rounds"].append(_share(calibrate(one.read(proposal, juror)).score, truth))
    assert np.mean(found["rounds"]) > np.mean(found["once"]) + 0.02


def _share(score, truth) -> float:
    return float((first(score, 45) & truth).sum() / 45)

"""Jurors who do otherwise are flagged, and honest ones hardly ever."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings

from app.judging.calibration import calibrate
from app.judging.diagnostics import Diagnosis, diagnose
from app.judging.sheets import Sheets
from tests.judging.fields import Row, finite, made, of, rows

WORLDS = 8


def found_in(change, near=None) -> list[Diagnosis]:
    """Diagnoses of worlds in which *change* (sheets, random) has altered the scores."""
    told = []
    for seed in range(WORLDS):
        _, sheets = made(seed)
        altered = sheets.with_scores(np.clip(change(sheets, np.random.default_rng(seed)), 0, 100))
        told.append(diagnose(altered, calibrate(altered), None if near is None else near(sheets)))
    return told


def flags_of(told: list[Diagnosis], juror: int) -> Counter:
    return Counter(flag.code for one in told for flag in one.flags if juror in (flag.juror, flag.other))


def near_by_lot(sheets: Sheets):
    return (sheets.proposal * 7 + sheets.juror) % 5 == 0


def test_honest_jurors_are_left_alone():
    told = found_in(lambda sheets, _: sheets.score, near_by_lot)
    assert sum(len(one.flags) for one in told) <= WORLDS, "at most one a stage on average, of 30 jurors and 400 pairs"
    assert abs(np.mean([one.near_all for one in told])) < 1


def test_a_juror_who_always_gives_the_same_is_flagged():
    def change(sheets, random):
        return np.where((sheets.juror == 4) & (random.random(len(sheets.score)) < 0.85), 75, sheets.score)

    assert flags_of(found_in(change), 4)["same_scores"] == WORLDS


def test_a_juror_against_all_others_is_flagged():
    told = flags_of(found_in(lambda sheets, _: np.where(sheets.juror == 4, 140 - sheets.score, sheets.score)), 4)
    assert told["contrary"] == WORLDS
    assert told["outliers"] >= WORLDS - 2


def test_two_who_copy_are_flagged_as_a_pair():
    def change(sheets, _):
        by_pair = {
            pair: y
            for *pair, y in zip(sheets.proposal, sheets.juror, sheets.score, strict=True)
            for pair in [tuple(pair)]
        }
        return np.array([
            by_pair.get((i, 5), y) if j == 4 else y
            for i, j, y in zip(sheets.proposal, sheets.juror, sheets.score, strict=True)
        ])  # fmt: skip

    pairs = [
        (flag.juror, flag.other)
        for one in (found_in_many(change))
        for flag in one.flags
        if flag.code in ("copied", "alike")
    ]
    assert Counter(pairs)[(4, 5)] >= WORLDS - 1


def found_in_many(change) -> list[Diagnosis]:
    """With 12 readings each, so that two jurors have some thirty proposals in common."""
    told = []
    for seed in range(WORLDS):
        _, sheets = made(seed, readings=12)
        altered = sheets.with_scores(change(sheets, None))
        told.append(diagnose(altered, calibrate(altered)))
    return told


def test_one_who_lifts_the_own_region_is_flagged():
    def change(sheets, _):
        return sheets.score + 20 * ((sheets.juror == 4) & near_by_lot(sheets))

    told = found_in(change, near_by_lot)
    assert flags_of(told, 4)["favours"] >= WORLDS - 3
    assert np.mean([one.jurors.near[4] for one in told]) > 10


def test_colluders_agree_less_with_the_others():
    """Consistency tells them; the severity of a juror would not."""
    better = []
    for seed in range(WORLDS):
        _, sheets = made(seed, fickle=0.3, colluders=0.1)
        found = diagnose(sheets, calibrate(sheets)).jurors.consistency
        better.append((found[:3, None] < found[None, 3:]).mean())
    assert np.mean(better) > 0.85


def test_jurors_by_hand():
    sheets = of([("a", "x", 70.0), ("b", "x", 70.0), ("c", "x", 90.0), ("a", "y", 60.0), ("b", "y", 61.0)])
    jurors = diagnose(sheets, calibrate(sheets)).jurors
    assert jurors.loads.tolist() == [3, 2]
    assert jurors.distinct.tolist() == [2, 2]
    assert jurors.commonest.tolist() == [pytest.approx(2 / 3), 0.5]
    assert (jurors.lenience_low < jurors.lenience).all()


@settings(max_examples=60, deadline=None)
@given(rows())
def test_nothing_is_ever_not_a_number(given_rows: list[Row]):
    sheets = of(given_rows)
    told = diagnose(sheets, calibrate(sheets), sheets.proposal % 2 == 0)
    assert finite(*vars(told.jurors).values(), told.near_all, told.near_all_error)
    assert finite([[flag.value, flag.usual, flag.chance] for flag in told.flags])

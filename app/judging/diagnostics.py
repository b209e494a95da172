"""What each juror is like, and what an organiser should look at: numbers and codes. A flag changes no score."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from scipy.special import bdtrc, fdtrc, ndtr

from app.judging.calibration import Calibration
from app.judging.pairs import Pairs, pairs
from app.judging.residuals import Residuals, consistency, residuals
from app.judging.sheets import BoolArray, FloatArray, IntArray, Sheets, mean_by, sum_by

Code: TypeAlias = Literal[
    "severe", "lenient", "narrow", "wide", "noisy", "outliers", "contrary", "same_scores", "copied", "alike", "favours"
]

OUTLYING = 2.5
"""Standard deviations from what the others say."""
LEAST_LOAD = 5
"""Sheets of a juror before anything is said of them."""
CHANCE = 0.01
"""Probability of a single false flag of one kind in the whole stage, shared out over all that are looked at."""
NORMAL_90 = 1.6448536269514722


@dataclass(frozen=True)
class Jurors:
    """Of each juror (J,): lenience in points with its 90 % interval, scale, noise in points.

    ``outliers``: the share of sheets more than 2.5 standard deviations from what the others say. ``consistency``:
    correlation with the others, −1 to 1. ``distinct``: different scores given; ``commonest``: the share of the
    commonest. ``near``: points by which they lift proposals marked near to them, with its error; 0 where none is.
    """

    loads: IntArray
    lenience: FloatArray
    lenience_low: FloatArray
    lenience_high: FloatArray
    scale: FloatArray
    noise: FloatArray
    outliers: FloatArray
    consistency: FloatArray
    distinct: IntArray
    commonest: FloatArray
    near: FloatArray
    near_error: FloatArray


@dataclass(frozen=True)
class Flag:
    """Something to look at: of one juror, or with ``other`` of two.

    ``value`` is what was seen, ``usual`` what to expect, ``sheets`` on how many it rests, ``chance`` how probable so
    much or more is among honest jurors: units by code, see docs/judging.md.
    """

    code: Code
    juror: int
    other: int | None
    value: float
    usual: float
    sheets: int
    chance: float


@dataclass(frozen=True)
class Diagnosis:
    """All jurors, and the flags in order of juror and code; ``near_all`` is the lift of near proposals by all."""

    jurors: Jurors
    flags: tuple[Flag, ...]
    near_all: float
    near_all_error: float


def diagnose(sheets: Sheets, found: Calibration, near: BoolArray | None = None) -> Diagnosis:
    """Diagnoses the jurors of *sheets*, given their calibration; *near* (R,) marks sheets on one's own region, say."""
    left = residuals(sheets, found)
    marked = np.zeros(len(sheets.score), np.bool_) if near is None else near
    jurors = _jurors(sheets, found, left, marked)
    met = pairs(sheets, found, left)
    flags = [*_of_jurors(sheets, found, left, jurors), *_of_pairs(met)]
    whole, error = _lift(np.zeros(len(left.points), np.intp), left, marked, 1)
    ordered = tuple(sorted(flags, key=lambda flag: (flag.juror, flag.code, -1 if flag.other is None else flag.other)))
    return Diagnosis(jurors, ordered, float(whole[0]), float(error[0]))


def _jurors(sheets: Sheets, found: Calibration, left: Residuals, near: BoolArray) -> Jurors:
    size, j = len(sheets.jurors), sheets.juror
    distinct, commonest = _values(sheets)
    lift, error = _lift(j, left, near, size)
    return Jurors(
        loads=sheets.loads,
        lenience=found.lenience,
        lenience_low=found.lenience - NORMAL_90 * found.lenience_error,
        lenience_high=found.lenience + NORMAL_90 * found.lenience_error,
        scale=found.scale,
        noise=found.noise,
        outliers=mean_by(j, (np.abs(left.z) > OUTLYING).astype(np.float64), size),
        consistency=consistency(sheets, left),
        distinct=distinct,
        commonest=commonest,
        near=lift,
        near_error=error,
    )


def _values(sheets: Sheets) -> tuple[IntArray, FloatArray]:
    """How many different scores each juror gave (J,), and the share of the commonest."""
    size = len(sheets.jurors)
    hundredths = np.round(sheets.score * 100).astype(np.intp)
    key, count = np.unique(sheets.juror * 100_000 + hundredths, return_counts=True)
    most = np.zeros(size)
    np.maximum.at(most, key // 100_000, count.astype(np.float64))
    return np.bincount(key // 100_000, minlength=size), most / np.maximum(sheets.loads, 1)


def _lift(group: IntArray, left: Residuals, near: BoolArray, size: int) -> tuple[FloatArray, FloatArray]:
    """Mean residual of near sheets less that of the others, in points, and its standard error, for each group."""
    inside = np.bincount(group[near], minlength=size)
    outside = np.bincount(group[~near], minlength=size)
    able = (inside > 0) & (outside > 0)
    both = mean_by(group[near], left.points[near], size) - mean_by(group[~near], left.points[~near], size)
    variance = mean_by(group, left.points**2, size)
    error = np.sqrt(variance * (1 / np.maximum(inside, 1) + 1 / np.maximum(outside, 1)))
    return np.where(able, both, 0.0), np.where(able, error, 0.0)


def _of_jurors(sheets: Sheets, found: Calibration, left: Residuals, jurors: Jurors) -> list[Flag]:
    """Flags of single jurors: each against what the jurors of this stage are like."""
    loads, size = np.maximum(jurors.loads, 1), len(jurors.loads)
    judged = jurors.loads >= LEAST_LOAD
    spread = np.hypot(_middle(jurors.lenience, judged), found.lenience_error)
    logs = np.log(found.scale)
    stretch = np.hypot(_middle(logs, judged), found.scale_error / found.scale)
    squares = sum_by(sheets.juror, left.z**2, size) / loads
    rate = max(float((np.abs(left.z) > OUTLYING).mean()), 2 * float(ndtr(-OUTLYING)))
    often = float(np.median(jurors.commonest[judged])) if judged.any() else 1.0
    with_others = float(np.median(jurors.consistency[judged])) if judged.any() else 0.0
    off = (_fisher(jurors.consistency) - _fisher(with_others)) * np.sqrt(np.maximum(loads - 3, 1))
    lift = jurors.near / np.where(jurors.near_error > 0, jurors.near_error, np.inf)
    noise = float(np.median(jurors.noise))
    counts = np.round(jurors.outliers * loads), np.round(jurors.commonest * loads)
    told: list[tuple[Code, FloatArray, float, FloatArray]] = [
        ("severe", jurors.lenience, 0.0, ndtr(jurors.lenience / spread)),
        ("lenient", jurors.lenience, 0.0, ndtr(-jurors.lenience / spread)),
        ("narrow", jurors.scale, 1.0, ndtr(logs / stretch)),
        ("wide", jurors.scale, 1.0, ndtr(-logs / stretch)),
        ("noisy", jurors.noise, noise, fdtrc(loads, found.spreads.degrees, squares)),
        ("outliers", jurors.outliers, rate, bdtrc(counts[0] - 1, loads, rate)),
        ("contrary", jurors.consistency, with_others, ndtr(off)),
        ("same_scores", jurors.commonest, often, bdtrc(counts[1] - 1, loads, often)),
        ("favours", jurors.near, 0.0, np.where(lift > 0, ndtr(-lift), 1.0)),
    ]
    limit = CHANCE / max(int(judged.sum()), 1)
    return [
        Flag(code, int(j), None, float(value[j]), usual, int(jurors.loads[j]), float(chance[j]))
        for code, value, usual, chance in told
        for j in np.flatnonzero(judged & (chance < limit))
    ]


def _middle(value: FloatArray, judged: BoolArray) -> float:
    """A spread that a few extreme jurors do not move: the scaled median of absolute values, and never nothing."""
    return max(1.4826 * float(np.median(np.abs(value[judged]))), 1e-6) if judged.any() else 1.0


def _fisher(correlation: FloatArray | float) -> FloatArray:
    whole: FloatArray = np.arctanh(np.clip(np.asarray(correlation), -0.999999, 0.999999))
    return whole


def _of_pairs(met: Pairs) -> list[Flag]:
    """Flags of two jurors: the codes "copied" (equal scores) and "alike" (equal deviations)."""
    limit = CHANCE / max(len(met.one), 1)
    share = met.equal / np.maximum(met.common, 1)
    usual = float(share.mean()) if len(share) else 0.0
    told: list[tuple[Code, FloatArray, float, FloatArray]] = [
        ("copied", share, usual, met.equal_chance),
        ("alike", met.alike, 0.0, met.alike_chance),
    ]
    return [
        Flag(code, int(met.one[k]), int(met.other[k]), float(value[k]), usual, int(met.common[k]), float(chance[k]))
        for code, value, usual, chance in told
        for k in np.flatnonzero(chance < limit)
    ]

"""What would be otherwise: without a juror, by the raw mean, with another N. None of it touches the official result."""

from dataclasses import dataclass

import numpy as np

from app.judging.calibration import Calibration, calibrate
from app.judging.sheets import FloatArray, IntArray, Sheets
from app.judging.standing import first, middle_ranks, ranks


@dataclass(frozen=True)
class Difference:
    """Two rankings of the same proposals: ranks (P,) of either, indices of those who come in and drop out.

    ``rho`` is Spearman's rank correlation of the two, 1 where they are the same order.
    """

    before: IntArray
    after: IntArray
    entering: IntArray
    leaving: IntArray
    rho: float


def compare(before: FloatArray, after: FloatArray, n: int, n_after: int | None = None) -> Difference:
    """How the first *n* by scores *before* (P,) differ from the first *n_after* (else *n*) by *after* (P,)."""
    inside, then = first(before, n), first(after, n if n_after is None else n_after)
    entering, leaving = np.flatnonzero(then & ~inside), np.flatnonzero(inside & ~then)
    return Difference(ranks(before), ranks(after), entering, leaving, _correlation(before, after))


def _correlation(before: FloatArray, after: FloatArray) -> float:
    one, other = middle_ranks(before), middle_ranks(after)
    return float(np.corrcoef(one, other)[0, 1]) if np.ptp(one) and np.ptp(other) else float(not np.ptp(one - other))


def without_juror(sheets: Sheets, found: Calibration, juror: int, n: int) -> Difference | None:
    """Without all sheets of one juror; None where no sheet is left."""
    keep = sheets.juror != juror
    if not keep.any():
        return None
    return compare(found.score, calibrate(sheets.only(keep)).score, n)


def by_mean(found: Calibration, n: int) -> Difference:
    """By the raw mean."""
    return compare(found.score, found.mean, n)


def with_places(found: Calibration, n: int, other: int) -> Difference:
    """With *other* places instead of *n*."""
    return compare(found.score, found.score, n, other)

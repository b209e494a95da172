"""What would be otherwise: without a juror, by the raw mean, with another N. None of it touches the official result."""

from dataclasses import dataclass

import numpy as np
from scipy.stats import kendalltau

from app.judging.calibration import Calibration, calibrate
from app.judging.sheets import FloatArray, IntArray, Sheets
from app.judging.standing import first, ranks


@dataclass(frozen=True)
class Difference:
    """Two rankings of the same proposals: ranks (P,) of either, indices of those who come in and drop out.

    ``tau`` is Kendall's tau-b between the two, 1 where they are the same order.
    """

    before: IntArray
    after: IntArray
    entering: IntArray
    leaving: IntArray
    tau: float


def compare(before: FloatArray, after: FloatArray, n: int, n_after: int | None = None) -> Difference:
    """How the first *n* by scores *before* (P,) differ from the first *n_after* (else *n*) by *after* (P,)."""
    inside, then = first(before, n), first(after, n if n_after is None else n_after)
    one, other = ranks(before), ranks(after)
    tau = float(kendalltau(one, other).statistic) if np.ptp(one) and np.ptp(other) else 1.0
    return Difference(one, other, np.flatnonzero(then & ~inside), np.flatnonzero(inside & ~then), tau)


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

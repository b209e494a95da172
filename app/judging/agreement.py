"""How far the jurors agree: intraclass correlation and Krippendorff's alpha, for any number of sheets each.

Every figure is a function of each proposal's count, sum and sum of squares: so the bootstrap over proposals is a matrix
product. Sources: Shrout and Fleiss 1979 (ICC), with n₀ for unequal counts as in Donner 1986; Krippendorff 2011
(alpha, interval metric); Kendall and Babington Smith 1939 (W, corrected for ties).
"""

from dataclasses import dataclass

import numpy as np

from app.judging.posterior import MOST_JURORS
from app.judging.severity import reml
from app.judging.sheets import FloatArray, Sheets, mean_by, sum_by
from app.judging.standing import middle_ranks

RESAMPLES = 1000
MOST_NUMBERS = 20_000_000
"""Resamples × proposals at most: a large field needs fewer."""


@dataclass(frozen=True)
class Estimate:
    """A figure with its 90 % bootstrap interval; all three are finite."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Agreement:
    """None where the sheets cannot tell: nobody read twice, or all scores are equal.

    ``alpha``: Krippendorff's, interval metric, 1 for perfect, 0 for chance. ``icc_single`` and ``icc_mean``: ICC(1) of
    one score and of a proposal's mean, whoever reads. ``icc_crossed`` and ``icc_crossed_mean``: ICC(2,1) and ICC(2,k)
    by REML. ``kendall_w``: only where everybody read everything.
    """

    alpha: Estimate | None
    icc_single: Estimate | None
    icc_mean: Estimate | None
    icc_crossed: float | None
    icc_crossed_mean: float | None
    kendall_w: float | None


def agreement(sheets: Sheets, seed: int = 0) -> Agreement:
    """All figures for totals, or for one criterion by ``sheets.with_scores``; intervals are repeatable by seed."""
    sums = _sums(sheets)
    resamples = min(RESAMPLES, MOST_NUMBERS // max(len(sums), 1))
    chances = np.full(len(sums), 1 / max(len(sums), 1))
    weights = np.random.default_rng(seed).multinomial(len(sums), chances, size=resamples).astype(np.float64)
    drawn = weights @ sums if len(sums) else np.zeros((0, sums.shape[1]))
    whole = sums.sum(0, keepdims=True)
    single, single_mean = _icc(whole)
    singles, means = _icc(drawn)
    crossed = _crossed(sheets)
    return Agreement(
        alpha=_estimate(_alpha(whole), _alpha(drawn)),
        icc_single=_estimate(single, singles),
        icc_mean=_estimate(single_mean, means),
        icc_crossed=crossed[0] if crossed else None,
        icc_crossed_mean=crossed[1] if crossed else None,
        kendall_w=kendall_w(sheets),
    )


def krippendorff_alpha(sheets: Sheets) -> float | None:
    """Krippendorff's alpha with the interval metric; None where no proposal was read twice or all scores are equal."""
    value = float(_alpha(_sums(sheets).sum(0, keepdims=True))[0])
    return value if np.isfinite(value) else None


def kendall_w(sheets: Sheets) -> float | None:
    """Kendall's W, 0–1, where each of two or more jurors read each of two or more proposals; else None."""
    p, j = int((sheets.readings > 0).sum()), int((sheets.loads > 0).sum())
    if min(p, j) < 2 or len(sheets.score) != p * j:
        return None
    table = np.column_stack([middle_ranks(column) for column in sheets.score.reshape(p, j).T])
    ties = sum(
        (counts**3 - counts).sum() for column in table.T for counts in [np.unique(column, return_counts=True)[1]]
    )
    off = ((table.sum(1) - j * (p + 1) / 2) ** 2).sum()
    most = j**2 * (p**3 - p) / 12 - j * ties / 12
    return float(off / most) if most > 0 else None


def spread(sheets: Sheets) -> tuple[FloatArray, FloatArray]:
    """Standard deviation (R − 1) and range of each proposal's scores, (P,) each, in points; 0 with fewer than two."""
    size = len(sheets.proposals)
    off = sheets.score - mean_by(sheets.proposal, sheets.score, size)[sheets.proposal]
    deviation: FloatArray = np.sqrt(sum_by(sheets.proposal, off**2, size) / np.maximum(sheets.readings - 1, 1))
    highest, lowest = np.full(size, -np.inf), np.full(size, np.inf)
    np.maximum.at(highest, sheets.proposal, sheets.score)
    np.minimum.at(lowest, sheets.proposal, sheets.score)
    return deviation, np.where(sheets.readings > 0, highest - lowest, 0.0)


def _sums(sheets: Sheets) -> FloatArray:
    """Columns a proposal, of centred scores: once for all that were read, once for those read twice or more."""
    size = len(sheets.proposals)
    centred = sheets.score - (sheets.score.mean() if len(sheets.score) else 0.0)
    n = sheets.readings.astype(np.float64)
    total, squares = sum_by(sheets.proposal, centred, size), sum_by(sheets.proposal, centred**2, size)
    within = np.maximum(squares - total**2 / np.maximum(n, 1), 0)
    twice = n > 1
    pairs = np.where(twice, 2 * n * within / np.maximum(n - 1, 1), 0)
    return np.column_stack([
        n > 0, n, n**2, total, total**2 / np.maximum(n, 1), within,
        twice * n, twice * total, twice * squares, pairs,
    ])[n > 0].astype(np.float64)  # fmt: skip


def _alpha(sums: FloatArray) -> FloatArray:
    n, total, squares, pairs = sums[:, 6:10].T
    expected = 2 * (n * squares - total**2) / np.maximum(n * (n - 1), 1)
    able = (n > 1) & (expected > 1e-12)
    return np.where(able, 1 - pairs / np.maximum(n, 1) / np.where(able, expected, 1), np.nan)


def _icc(sums: FloatArray) -> tuple[FloatArray, FloatArray]:
    """ICC(1) and ICC(1, n₀) of sums a row; NaN where they cannot be told."""
    groups, n, squared, total, means, within = sums[:, :6].T
    between = (means - total**2 / np.maximum(n, 1)) / np.maximum(groups - 1, 1)
    inside = within / np.maximum(n - groups, 1)
    size = (n - squared / np.maximum(n, 1)) / np.maximum(groups - 1, 1)
    whole = between + (size - 1) * inside
    able = (groups > 1) & (n > groups) & (whole > 1e-12) & (between > 1e-12)
    single = np.where(able, (between - inside) / np.where(able, whole, 1), np.nan)
    return single, np.where(able, 1 - inside / np.where(able, between, 1), np.nan)


def _estimate(value: FloatArray, drawn: FloatArray) -> Estimate | None:
    if not np.isfinite(value[0]):
        return None
    told = drawn[np.isfinite(drawn)]
    low, high = np.quantile(told, [0.05, 0.95]) if len(told) else (value[0], value[0])
    return Estimate(float(value[0]), float(low), float(high))


def _crossed(sheets: Sheets) -> tuple[float, float] | None:
    if len(sheets.jurors) > MOST_JURORS or not (sheets.readings > 1).any():
        return None
    fit = reml(sheets)
    other = fit.lenience_variance + fit.noise_variance
    if fit.quality_variance + other < 1e-12:
        return None
    readings = sheets.readings[sheets.readings > 0]
    usual = len(readings) / float((1 / readings).sum())
    return (
        float(fit.quality_variance / (fit.quality_variance + other)),
        float(fit.quality_variance / (fit.quality_variance + other / usual)),
    )

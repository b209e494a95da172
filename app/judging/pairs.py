"""Pairs of jurors whose sheets are too alike: equal scores, or the same deviations, more often than by chance."""

from dataclasses import dataclass

import numpy as np
from scipy.special import bdtrc, ndtr

from app.judging.calibration import Calibration
from app.judging.residuals import Residuals
from app.judging.sheets import FloatArray, IntArray, Sheets, meetings, sum_by

LEAST_COMMON = 5
"""Proposals that two jurors must both have read before anything is said of them."""
MOST_MEETINGS = 20_000_000


@dataclass(frozen=True)
class Pairs:
    """Pairs of jurors with five or more proposals in common, all (K,), ``one`` < ``other``.

    ``common`` proposals; ``equal`` scores among them; ``equal_chance``: the probability of so many or more by chance.
    ``alike``: the correlation of what both deviate from the others by, −1 to 1; ``alike_chance``: its tail probability.
    """

    one: IntArray
    other: IntArray
    common: IntArray
    equal: IntArray
    equal_chance: FloatArray
    alike: FloatArray
    alike_chance: FloatArray


def pairs(sheets: Sheets, found: Calibration, left: Residuals) -> Pairs:
    """All pairs that have enough in common; none in a field with more than 20 million meetings of two jurors."""
    first, second = meetings(sheets) if _is_few(sheets) else (np.zeros(0, np.intp), np.zeros(0, np.intp))
    size = len(sheets.jurors)
    key = sheets.juror[first] * size + sheets.juror[second]
    names, inverse, common = np.unique(key, return_inverse=True, return_counts=True)
    same = (np.abs(sheets.score[first] - sheets.score[second]) < 0.005).astype(np.float64)
    equal = sum_by(inverse, same, len(names))
    expected = sum_by(inverse, _chance_of_equal(sheets, found, first, second, same), len(names))
    product = sum_by(inverse, left.z[first] * left.z[second], len(names))
    squares = np.sqrt(
        sum_by(inverse, left.z[first] ** 2, len(names)) * sum_by(inverse, left.z[second] ** 2, len(names))
    )
    alike = np.where(squares > 1e-9, product / np.maximum(squares, 1e-9), 0.0)
    enough = common >= LEAST_COMMON
    common, equal, alike = common[enough], equal[enough].astype(np.intp), alike[enough]
    chance = np.clip(expected[enough] / np.maximum(common, 1), 1e-6, 1.0)
    return Pairs(
        one=names[enough] // size,
        other=names[enough] % size,
        common=common,
        equal=equal,
        equal_chance=bdtrc(equal - 1, common, chance),
        alike=alike,
        alike_chance=ndtr(-np.arctanh(np.clip(alike, -0.999999, 0.999999)) * np.sqrt(np.maximum(common - 3, 1))),
    )


def _is_few(sheets: Sheets) -> bool:
    return int((sheets.readings * (sheets.readings - 1) // 2).sum()) <= MOST_MEETINGS


def _chance_of_equal(
    sheets: Sheets, found: Calibration, first: IntArray, second: IntArray, same: FloatArray
) -> FloatArray:
    """The probability that two scores of one proposal are equal: by the model at the grain of the scores (the least
    gap seen, at most 5 points), and no less than the field's own share of equal scores."""
    values = np.unique(sheets.score)
    grain = float(np.clip(np.diff(values).min(initial=5.0), 0.01, 5.0))
    one, other = sheets.juror[first], sheets.juror[second]
    spread = np.sqrt(found.noise[one] ** 2 + found.noise[other] ** 2)
    quality = found.quality[sheets.proposal[first]] / found.factor
    gap = found.lenience[one] - found.lenience[other] + (found.scale[one] - found.scale[other]) * quality
    by_model = ndtr((gap + grain / 2) / spread) - ndtr((gap - grain / 2) / spread)
    chance: FloatArray = np.maximum(by_model, float(same.mean()) if len(same) else 0.0)
    return chance

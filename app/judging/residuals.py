"""How far each sheet is from what the other sheets of its proposal say: the raw material of diagnostics."""

from dataclasses import dataclass

import numpy as np

from app.judging.calibration import Calibration
from app.judging.sheets import FloatArray, Sheets, mean_by, sum_by


@dataclass(frozen=True)
class Residuals:
    """Of each sheet (R,): ``points`` above what the others lead to expect, and the same in standard deviations (``z``).

    ``expected`` is the quality, in points of quality, that the other sheets of the proposal (or, without any, the
    field) suggest.
    """

    points: FloatArray
    z: FloatArray
    expected: FloatArray


def residuals(sheets: Sheets, found: Calibration) -> Residuals:
    """Leave-one-out residuals, given the calibration's lenience, scale and weights.

    With P the precision of a proposal's quality and lambda that of the sheet, the others alone give the mean
    (P·q − lambda·seen) / (P − lambda) with variance 1/(P − lambda). ``z`` is taken with the common noise, so that a
    juror of much noise has many large ones.
    """
    i, j = sheets.proposal, sheets.juror
    own = found.precision[j]
    rest = found.joint.conditional[i] - own
    seen = found.slope[j] * (found.scores - found.level - found.lenience[j])
    expected = (found.joint.conditional[i] * found.joint.quality[i] - own * seen) / rest
    points = (seen - expected) * found.scale[j]
    z = (seen - expected) / np.sqrt(found.spreads.noise_variance + 1 / rest)
    return Residuals(points, z, expected)


def consistency(sheets: Sheets, left: Residuals) -> FloatArray:
    """Of each juror (J,) the correlation, −1 to 1, of their scores with what the others say; 0 where it has none."""
    size, j = len(sheets.jurors), sheets.juror
    one = sheets.score - mean_by(j, sheets.score, size)[j]
    other = left.expected - mean_by(j, left.expected, size)[j]
    product = sum_by(j, one * other, size)
    scale = np.sqrt(sum_by(j, one**2, size) * sum_by(j, other**2, size))
    correlation: FloatArray = np.where(scale > 1e-9, product / np.maximum(scale, 1e-9), 0.0)
    return np.clip(correlation, -1, 1)

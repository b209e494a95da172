"""Quality and lenience given everything else: one joint normal distribution, through a J × J matrix.

    y_r = lenience_j + scale_j · (quality_i + noise_r),   noise_r ~ N(0, 1/precision_j),
    quality ~ N(0, tau²), lenience ~ N(mu, sigma_s²).

The precision matrix of (quality, lenience) is [[diag(P), C], [C', diag(D)]]; S = D − C'P⁻¹C is the Schur complement.
Where the field is too large for S⁻¹ the lenience of different jurors is taken as independent a posteriori, and the
means come by block Gauss–Seidel (backfitting; Ghosh, Hastie and Owen 2022).
"""

from dataclasses import dataclass, field

import numpy as np
from scipy import linalg, sparse

from app.judging.sheets import FloatArray, IntArray, Sheets, sum_by

MOST_EXACT = 20_000_000
"""Largest P × J for the exact covariance: 160 MB for each array of that size."""
MOST_JURORS = 1_500


@dataclass(frozen=True)
class Given:
    """What the joint posterior of quality and lenience is given: of each juror (J,), and of all."""

    precision: FloatArray
    """1 / noise variance, per point² of quality."""
    slope: FloatArray
    """E[1 / scale]."""
    slope_square: FloatArray
    """E[1 / scale²]."""
    mu: float
    quality_variance: float
    lenience_variance: float


@dataclass(frozen=True)
class Joint:
    """Means and covariances: ``quality`` (P,), ``lenience`` (J,), and ``cross`` (R,), that of each reading's two.

    ``covariance`` is that of lenience, (J, J), or its diagonal (J,) in a large field. ``conditional`` (P,) is the
    precision of quality given lenience.
    """

    quality: FloatArray
    lenience: FloatArray
    quality_variance: FloatArray
    lenience_variance: FloatArray
    cross: FloatArray
    conditional: FloatArray
    covariance: FloatArray = field(repr=False)
    coupling: FloatArray = field(repr=False)
    """C as one number a reading (R,)."""


class Field:
    """The readings as index arrays, made once for many posteriors."""

    def __init__(self, sheets: Sheets) -> None:
        self.proposal: IntArray = sheets.proposal
        self.juror: IntArray = sheets.juror
        self.size = len(sheets.score)
        self.proposals, self.jurors = len(sheets.proposals), len(sheets.jurors)
        self.loads: FloatArray = sheets.loads.astype(np.float64)
        self.starts = np.concatenate([[0], np.cumsum(sheets.readings)])
        self.is_exact = self.jurors <= MOST_JURORS and self.proposals * self.jurors <= MOST_EXACT

    def by_proposal(self, value: FloatArray) -> FloatArray:
        return sum_by(self.proposal, value, self.proposals)

    def by_juror(self, value: FloatArray) -> FloatArray:
        return sum_by(self.juror, value, self.jurors)

    def matrix(self, value: FloatArray) -> sparse.csr_array:
        """One number a reading (R,) as a sparse P × J matrix."""
        return sparse.csr_array((value, self.juror, self.starts), shape=(self.proposals, self.jurors))


def joint(on: Field, y: FloatArray, given: Given, start: FloatArray) -> Joint:
    """The posterior given scores *y* (R,); *start* (J,) is the lenience to begin from in a large field."""
    weight = given.precision * given.slope_square
    coupling = (given.precision * given.slope)[on.juror]
    conditional = 1 / given.quality_variance + on.by_proposal(given.precision[on.juror])
    prior = 1 / given.lenience_variance
    diagonal = prior + on.loads * weight
    right_quality = on.by_proposal(coupling * y)
    right_lenience = weight * on.by_juror(y) + given.mu * prior
    if on.is_exact:
        return _exact(on, coupling, conditional, diagonal, right_quality, right_lenience)
    return _large(on, coupling, conditional, diagonal, right_quality, right_lenience, start)


def _exact(
    on: Field, coupling: FloatArray, conditional: FloatArray, diagonal: FloatArray,
    right_quality: FloatArray, right_lenience: FloatArray,
) -> Joint:  # fmt: skip
    couple = on.matrix(coupling)
    by_conditional = on.matrix(coupling / conditional[on.proposal])
    schur = np.diag(diagonal) - (couple.T @ by_conditional).toarray()
    covariance: FloatArray = linalg.inv(schur, check_finite=False)
    lenience = covariance @ (right_lenience - by_conditional.T @ right_quality)
    quality = right_quality / conditional - by_conditional @ lenience
    across = by_conditional @ covariance
    cross = -across[on.proposal, on.juror]
    own = 1 / conditional - on.by_proposal(cross * coupling) / conditional
    variance = np.diag(covariance).copy()
    return Joint(quality, lenience, own, variance, cross, conditional, covariance, coupling)


def _large(
    on: Field, coupling: FloatArray, conditional: FloatArray, diagonal: FloatArray,
    right_quality: FloatArray, right_lenience: FloatArray, start: FloatArray,
) -> Joint:  # fmt: skip
    share = coupling / conditional[on.proposal]
    quality = (right_quality - on.by_proposal(coupling * start[on.juror])) / conditional
    lenience = (right_lenience - on.by_juror(coupling * quality[on.proposal])) / diagonal
    variance = 1 / (diagonal - on.by_juror(share * coupling))
    cross = -share * variance[on.juror]
    own = 1 / conditional - on.by_proposal(cross * coupling) / conditional
    return Joint(quality, lenience, own, variance, cross, conditional, variance, coupling)


def errors(
    on: Field, y: FloatArray, given: Given, found: Joint, scale: float, log_variance: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Standard errors (P,), in points, of mean lenience + *scale* · quality: the score from the jurors all together.

    The mean is over the jurors who read. With u = 1/J and g_i = u − scale · c_i/P_i the variance is
    scale²/P_i + g_i' S⁻¹ g_i; and what a juror's log scale is unsure by (*log_variance*, (J,)) moves z_r, the quality
    as the juror saw it, by z_r times as much.

    The second (P,) is the part that is the proposal's own: all but g_i' S⁻¹ g_i.
    """
    reads = on.loads > 0
    mean = reads / max(reads.sum(), 1)
    share = found.coupling / found.conditional[on.proposal]
    if found.covariance.ndim == 2:
        towards: FloatArray = found.covariance @ mean
        whole = float(mean @ towards)
    else:
        towards = found.covariance * mean
        whole = float((mean * towards).sum())
    between = on.by_proposal(share * towards[on.juror])
    seen = given.slope[on.juror] * (y - found.lenience[on.juror])
    weight = given.precision[on.juror] / found.conditional[on.proposal]
    stretched = on.by_proposal((weight * seen) ** 2 * log_variance[on.juror])
    own = scale**2 * (1 / found.conditional + stretched)
    shared = scale**2 * (found.quality_variance - 1 / found.conditional) + whole - 2 * scale * between
    return np.sqrt(own + np.maximum(shared, 0)), np.sqrt(own)

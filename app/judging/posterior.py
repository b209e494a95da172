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
MOST_DENSE = 100_000
"""Largest P × J that is quicker as a full table."""


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
    """Means and variances of ``quality`` (P,) and ``lenience`` (J,); points less ``Field.centre``.

    ``crossed`` (J,) is the sum, over a juror's readings, of the covariance of lenience and quality. ``covariance`` is
    that of lenience, (J, J), or its diagonal (J,) in a large field. ``conditional`` (P,) is the precision of quality
    given lenience, ``coupling`` (J,) the entry of C for each reading of the juror.
    """

    quality: FloatArray
    lenience: FloatArray
    quality_variance: FloatArray
    lenience_variance: FloatArray
    crossed: FloatArray
    conditional: FloatArray
    coupling: FloatArray
    covariance: FloatArray = field(repr=False)


class Field:
    """The readings as matrices, made once for many posteriors: N (1 where read) and Y (score less centre), (P, J).

    Dense in a small field, sparse else. All sums over readings are products with one of them.
    """

    def __init__(self, sheets: Sheets) -> None:
        self.proposals, self.jurors = len(sheets.proposals), len(sheets.jurors)
        self.size = len(sheets.score)
        self.proposal, self.juror = sheets.proposal, sheets.juror
        self.centre = float(sheets.score.mean()) if self.size else 0.0
        self.given: FloatArray = sheets.score - self.centre
        self.y = self.given.copy()
        self.loads: FloatArray = sheets.loads.astype(np.float64)
        self.readings: FloatArray = sheets.readings.astype(np.float64)
        self.active = self.loads > 0
        self.is_exact = self.jurors <= MOST_JURORS and self.proposals * self.jurors <= MOST_EXACT
        starts = np.concatenate([[0], np.cumsum(sheets.readings)])
        shape = (self.proposals, self.jurors)
        reads = sparse.csr_array((np.ones(self.size), sheets.juror, starts), shape=shape)
        scores = sparse.csr_array((self.given.copy(), sheets.juror, starts), shape=shape)
        self.is_dense = self.proposals * self.jurors <= MOST_DENSE
        self.reads = reads.toarray() if self.is_dense else reads
        self.scores = scores.toarray() if self.is_dense else scores
        self.given_sums = sum_by(sheets.juror, self.given, self.jurors)
        self.given_squares = sum_by(sheets.juror, self.given**2, self.jurors)
        self.sums, self.squares = self.given_sums, self.given_squares

    def read_as(self, where: IntArray, y: FloatArray, variance: FloatArray) -> None:
        """Takes the readings *where* (K,) as *y* (K,), less centre, with a *variance* (K,), instead of as given."""
        juror = self.juror[where]
        self.y[where] = y
        if self.is_dense:
            self.scores[self.proposal[where], juror] = y
        else:
            self.scores.data[where] = y
        before = self.given[where]
        self.sums = self.given_sums + sum_by(juror, y - before, self.jurors)
        self.squares = self.given_squares + sum_by(juror, y**2 + variance - before**2, self.jurors)


def joint(on: Field, given: Given, start: FloatArray) -> Joint:
    """The posterior; *start* (J,) is the lenience to begin from in a large field."""
    coupling = given.precision * given.slope
    weight = given.precision * given.slope_square
    conditional = 1 / given.quality_variance + on.reads @ given.precision
    prior = 1 / given.lenience_variance
    diagonal = prior + on.loads * weight
    right_quality = on.scores @ coupling
    right_lenience = weight * on.sums + given.mu * prior
    if on.is_exact:
        return _exact(on, coupling, conditional, diagonal, right_quality, right_lenience)
    return _large(on, coupling, conditional, diagonal, right_quality, right_lenience, start)


def _exact(
    on: Field, coupling: FloatArray, conditional: FloatArray, diagonal: FloatArray,
    right_quality: FloatArray, right_lenience: FloatArray,
) -> Joint:  # fmt: skip
    coupled = on.reads * coupling if on.is_dense else on.reads @ sparse.diags_array(coupling)
    shares = coupled / conditional[:, None] if on.is_dense else sparse.diags_array(1 / conditional) @ coupled
    across = coupled.T @ shares
    schur = np.diag(diagonal) - (across if on.is_dense else across.toarray())
    covariance: FloatArray = linalg.inv(schur, check_finite=False)
    lenience = covariance @ (right_lenience - coupling * (on.reads.T @ (right_quality / conditional)))
    quality = (right_quality - on.reads @ (coupling * lenience)) / conditional
    moved = shares @ covariance
    crossed = -(on.reads * moved).sum(axis=0) if on.is_dense else -on.reads.multiply(moved).sum(axis=0)
    shared = (moved * shares).sum(axis=1) if on.is_dense else shares.multiply(moved).sum(axis=1)
    own = 1 / conditional + np.asarray(shared).ravel()
    variance = np.diag(covariance).copy()
    return Joint(quality, lenience, own, variance, np.asarray(crossed).ravel(), conditional, coupling, covariance)


def _large(
    on: Field, coupling: FloatArray, conditional: FloatArray, diagonal: FloatArray,
    right_quality: FloatArray, right_lenience: FloatArray, start: FloatArray,
) -> Joint:  # fmt: skip
    quality = (right_quality - on.reads @ (coupling * start)) / conditional
    lenience = (right_lenience - coupling * (on.reads.T @ quality)) / diagonal
    spread = on.reads.T @ (1 / conditional)
    variance = 1 / (diagonal - coupling**2 * spread)
    own = 1 / conditional + (on.reads @ (coupling**2 * variance)) / conditional**2
    return Joint(quality, lenience, own, variance, -coupling * variance * spread, conditional, coupling, variance)


def errors(
    on: Field, given: Given, found: Joint, scale: float, log_variance: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Standard errors (P,), in points, of mean lenience + *scale* · quality: the score from the jurors all together.

    The mean is over the jurors who read. With u = 1/J and g_i = u − scale · c_i/P_i the variance is
    scale²/P_i + g_i' S⁻¹ g_i; and what a juror's log scale is unsure by (*log_variance*, (J,)) moves z_r, the quality
    as the juror saw it, by z_r times as much.

    The second (P,) is the part that is the proposal's own: all but g_i' S⁻¹ g_i.
    """
    mean = on.active / max(on.active.sum(), 1)
    towards = found.covariance @ mean if found.covariance.ndim == 2 else found.covariance * mean
    whole = float(mean @ towards)
    between = (on.reads @ (found.coupling * towards)) / found.conditional
    seen = given.slope[on.juror] * (on.y - found.lenience[on.juror])
    unsure = given.precision**2 * log_variance
    stretched = sum_by(on.proposal, unsure[on.juror] * seen**2, on.proposals) / found.conditional**2
    own = scale**2 * (1 / found.conditional + stretched)
    shared = scale**2 * (found.quality_variance - 1 / found.conditional) + whole - 2 * scale * between
    return np.sqrt(own + np.maximum(shared, 0)), np.sqrt(own)

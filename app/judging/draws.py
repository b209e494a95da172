"""What the scores could as well be: draws from the posterior of a calibration, repeatable by seed.

Of a stage of usual size: a Gibbs sampler of the whole model of calibration.py, its spreads too, in many short chains
side by side that start from the variational posterior (so ten sweeps are enough to leave it). Its sums over readings
are products with sparse matrices, the same for all chains. Of a large field, where the spreads are known well: the
normal posterior at the estimated spreads.
"""

from typing import TypeAlias

import numpy as np
from scipy import sparse

from app.judging.calibration import Calibration
from app.judging.ends import ends
from app.judging.posterior import Field
from app.judging.sheets import FloatArray, IntArray, Sheets, meetings
from app.judging.variational import DEGREES, FIXED_VARIANCE, LEAST_SCALE_VARIANCE, LEAST_VARIANCE

_Three: TypeAlias = tuple[FloatArray, FloatArray, FloatArray]

CHAINS = 50
FIRST_SWEEPS = 10
MOST_SAMPLED = 1_000_000
"""Largest J³ and largest sum of readings² for the sampler (100 jurors): above, the normal posterior is near enough."""
SCALE_PRIOR = (2.0, 0.04)
"""Of sigma_a²: imagined jurors, and the sum of their squares."""


def draws(sheets: Sheets, found: Calibration, count: int = 500, seed: int = 0) -> FloatArray:
    """*count* draws of all scores, (count, P), in points; the same for the same sheets, count and seed.

    *found* is what ``calibrate`` made of *sheets*. Takes 8 · count · P bytes.
    """
    random = np.random.default_rng(seed)
    if found.rounds == 0 or not _is_sampled(sheets):
        return _normal(Field(sheets), found, count, random)
    chains = min(CHAINS, count)
    sampler = _Gibbs(sheets, found, chains, random)
    for _ in range(FIRST_SWEEPS):
        sampler.sweep()
    kept = [sampler.sweep() for _ in range(-(-count // chains))]
    return np.concatenate(kept)[:count]


def _is_sampled(sheets: Sheets) -> bool:
    """A sweep costs K · J³ for the jurors and K · the meetings of two for the proposals."""
    return max(len(sheets.jurors) ** 3, int((sheets.readings**2).sum())) <= MOST_SAMPLED


def _normal(on: Field, found: Calibration, count: int, random: np.random.Generator) -> FloatArray:
    """Lenience from its marginal, quality given lenience."""
    joint, reads = found.joint, on.active
    noise = random.normal(size=(count, on.jurors))
    if joint.covariance.ndim == 2:
        moved = noise @ np.linalg.cholesky(joint.covariance).T
    else:
        moved = noise * np.sqrt(joint.covariance)
    factor = found.factor
    dragged = (on.reads @ (moved * joint.coupling).T).T / joint.conditional
    centre = found.score - factor * dragged + moved[:, reads].mean(1, keepdims=True)
    drawn: FloatArray = centre + found.own_error * random.normal(size=(count, on.proposals))
    return drawn


class _OpenEnds:
    """What the sheets at an end of the scale (M of them) stand for in each of K chains, less what was given."""

    def __init__(self, on: Field, sheets: Sheets, found: Calibration, chains: int) -> None:
        self.at = ends(sheets.score, on.centre)
        if not found.open_ends:
            self.at = self.at.none()
        where = self.at.where
        self.proposal, self.juror, self.given = on.proposal[where], on.juror[where], on.given[where]
        place, ones = np.arange(len(where)), np.ones(len(where))
        self.to_proposal = _Sums(ones, place, self.proposal, (len(where), on.proposals))
        self.to_juror = _Sums(ones, place, self.juror, (len(where), on.jurors))
        self.take(np.tile(found.scores[where] - on.centre, (chains, 1)))

    def take(self, latent: FloatArray) -> None:
        self.more = latent - self.given
        self.sums = self.to_juror(self.more)
        self.squares = self.to_juror(latent**2 - self.given**2)

    def by_proposal(self, coupling: FloatArray) -> FloatArray:
        return self.to_proposal(self.more * coupling[:, self.juror])

    def products(self, quality: FloatArray) -> FloatArray:
        return self.to_juror(self.more * quality[:, self.proposal])

    def draw(
        self, lenience: FloatArray, quality: FloatArray, log_slope: FloatArray, precision: FloatArray,
        random: np.random.Generator,
    ) -> None:  # fmt: skip
        if not len(self.given):
            return
        scale = np.exp(-log_slope[:, self.juror])
        mean = lenience[:, self.juror] + scale * quality[:, self.proposal]
        self.take(self.at.drawn(mean, scale / np.sqrt(precision[:, self.juror]), random))


class _Sums:
    """A sparse matrix (A, B) that sums columns: (K, A) to (K, B). Sparse, since few of all pairs were read."""

    def __init__(self, value: FloatArray, row: IntArray, column: IntArray, shape: tuple[int, int]) -> None:
        self.turned = sparse.csr_array((value, (column, row)), shape=shape[::-1])

    def __call__(self, given: FloatArray) -> FloatArray:
        summed: FloatArray = (self.turned @ given.T).T
        return summed


class _Gibbs:
    """K chains side by side: arrays (K, P) and (K, J), spreads (K, 1)."""

    def __init__(self, sheets: Sheets, found: Calibration, chains: int, random: np.random.Generator) -> None:
        tables = self.tables = Field(sheets)
        self.random, self.active = random, tables.active
        self.ends = _OpenEnds(tables, sheets, found, chains)
        i, j, size = tables.proposal, tables.juror, (tables.proposals, tables.jurors)
        ones = np.ones(tables.size)
        self.reads_by_juror, self.scores_by_juror = _Sums(ones, i, j, size), _Sums(tables.given, i, j, size)
        self.reads_by_proposal = _Sums(ones, j, i, size[::-1])
        self.scores_by_proposal = _Sums(tables.given, j, i, size[::-1])
        first, second = meetings(sheets)
        one, other = np.r_[j, j[first], j[second]], np.r_[j, j[second], j[first]]
        self.met = _Sums(
            np.ones(len(one)), np.r_[i, i[first], i[first]], one * size[1] + other, (size[0], size[1] ** 2)
        )
        """Of any two jurors the sum over the proposals that both read, (K, P) to (K, J²)."""
        self.jurors, self.read = int(self.active.sum()), int((found.readings > 0).sum())
        shape = (chains, len(tables.loads))
        level = found.joint.lenience[self.active].mean()
        spreads = found.spreads
        self.step = 1.7 * found.scale_error / found.scale
        self.log_slope = -np.log(found.scale) + self.step / 1.7 * random.normal(size=shape)
        self.degrees = float(np.clip(spreads.degrees, *DEGREES))
        shapes = (self.degrees + tables.loads) / 2
        self.precision = found.precision * random.gamma(shapes, size=shape) / shapes
        self.mu = np.full((chains, 1), level)
        self.is_fixed = spreads.lenience_variance >= FIXED_VARIANCE
        self.quality_variance = np.full((chains, 1), spreads.quality_variance)
        self.lenience_variance = np.full((chains, 1), spreads.lenience_variance)
        self.scale_variance = np.full((chains, 1), max(spreads.scale_variance, LEAST_SCALE_VARIANCE))
        self.noise_variance = np.full((chains, 1), spreads.noise_variance)
        self.has_own_noise = found.own_noise

    def sweep(self) -> FloatArray:
        """One round of draws; the scores (K, P) after it."""
        self.draw_effects()
        sums = self.sums()
        self.draw_slopes(sums)
        self.draw_precisions(sums)
        self.draw_spreads()
        self.ends.draw(self.lenience, self.quality, self.log_slope, self.precision, self.random)
        factor = np.exp(-self.log_slope[:, self.active]).mean(1, keepdims=True)
        level = self.tables.centre + self.lenience[:, self.active].mean(1, keepdims=True)
        scores: FloatArray = level + factor * self.quality
        return scores

    def draw_effects(self) -> None:
        """Lenience with quality integrated out, then quality given lenience."""
        tables, slope = self.tables, np.exp(self.log_slope)
        coupling = self.precision * slope
        conditional = 1 / self.quality_variance + self.reads_by_proposal(self.precision)
        right_quality = self.scores_by_proposal(coupling) + self.ends.by_proposal(coupling)
        across = self.met(1 / conditional).reshape(len(coupling), *(2 * [len(tables.loads)]))
        schur = -coupling[:, :, None] * across * coupling[:, None, :]
        diagonal = np.arange(len(tables.loads))
        weight = coupling * slope
        schur[:, diagonal, diagonal] += 1 / self.lenience_variance + tables.loads * weight
        right = weight * (tables.sums + self.ends.sums) + self.mu / self.lenience_variance
        right -= coupling * self.reads_by_juror(right_quality / conditional)
        noise = self.random.normal(size=right.shape)
        moved = right[:, :, None] + np.linalg.cholesky(schur) @ noise[:, :, None]  # S⁻¹(b + Lz) has covariance S⁻¹
        self.lenience = np.linalg.solve(schur, moved)[:, :, 0]
        mean = (right_quality - self.reads_by_proposal(coupling * self.lenience)) / conditional
        self.quality = mean + self.random.normal(size=mean.shape) / np.sqrt(conditional)

    def sums(self) -> _Three:
        """Of each juror (K, J): the sums of level², level · quality and quality², where level = score − lenience."""
        tables, lenience = self.tables, self.lenience
        total, squares = tables.sums + self.ends.sums, tables.squares + self.ends.squares
        levels = squares - 2 * lenience * total + tables.loads * lenience**2
        products = self.scores_by_juror(self.quality) + self.ends.products(self.quality)
        products -= lenience * self.reads_by_juror(self.quality)
        return levels, products, self.reads_by_juror(self.quality**2)

    def off(self, log_slope: FloatArray, sums: _Three) -> FloatArray:
        """The sum of each juror's squared noise (K, J)."""
        levels, products, squares = sums
        slope = np.exp(log_slope)
        whole: FloatArray = levels * slope**2 - 2 * products * slope + squares
        return np.maximum(whole, 0)

    def residual(self, log_slope: FloatArray, sums: _Three) -> FloatArray:
        return self.degrees * self.noise_variance + self.off(log_slope, sums)

    def draw_slopes(self, sums: _Three) -> None:
        """Two Metropolis steps on −log scale, with a noise of the juror's own integrated out."""
        for _ in range(2):
            offered = self.log_slope + self.step * self.random.normal(size=self.log_slope.shape)
            gain = self.density(offered, sums) - self.density(self.log_slope, sums)
            taken = np.log(self.random.random(gain.shape)) < gain
            self.log_slope = np.where(taken, offered, self.log_slope)

    def density(self, log_slope: FloatArray, sums: _Three) -> FloatArray:
        loads = self.tables.loads
        prior: FloatArray = log_slope**2 / (2 * self.scale_variance)
        if not self.has_own_noise:
            common: FloatArray = loads * log_slope - self.precision * self.off(log_slope, sums) / 2
            return common - prior
        fit: FloatArray = loads * log_slope - (self.degrees + loads) / 2 * np.log(self.residual(log_slope, sums))
        return fit - prior

    def draw_precisions(self, sums: _Three) -> None:
        if not self.has_own_noise:
            off = self.off(self.log_slope, sums).sum(1, keepdims=True)
            self.noise_variance = self.inverse_gamma(self.tables.size, off + LEAST_VARIANCE)
            self.precision = np.tile(1 / self.noise_variance, len(self.tables.loads))
            return
        shape = (self.degrees + self.tables.loads) / 2
        rate: FloatArray = self.residual(self.log_slope, sums) / 2
        self.precision = self.random.gamma(shape, size=rate.shape) / rate

    def draw_spreads(self) -> None:
        """Each from its inverse gamma (or gamma) distribution, with about one imagined observation."""
        lenience, slopes = self.lenience[:, self.active], self.log_slope[:, self.active]
        spread = self.random.normal(size=self.mu.shape)
        self.mu = lenience.mean(1, keepdims=True) + spread * np.sqrt(self.lenience_variance / self.jurors)
        if not self.is_fixed:
            off = ((lenience - self.mu) ** 2).sum(1, keepdims=True)
            self.lenience_variance = self.inverse_gamma(self.jurors, off + LEAST_VARIANCE)
        read = self.tables.readings > 0
        squares = (self.quality[:, read] ** 2).sum(1, keepdims=True)
        self.quality_variance = self.inverse_gamma(self.read, squares + LEAST_VARIANCE)
        imagined, sum_of_squares = SCALE_PRIOR
        bent = (slopes**2).sum(1, keepdims=True) + sum_of_squares
        self.scale_variance = self.inverse_gamma(self.jurors + imagined, bent)
        if not self.has_own_noise:
            return
        half = self.jurors * self.degrees / 2
        rate = self.degrees * self.precision[:, self.active].sum(1, keepdims=True) / 2
        self.noise_variance = np.maximum(self.random.gamma(half, size=rate.shape) / rate, LEAST_VARIANCE)

    def inverse_gamma(self, observations: float, squares: FloatArray) -> FloatArray:
        drawn: FloatArray = squares / 2 / self.random.gamma(observations / 2, size=squares.shape)
        return drawn

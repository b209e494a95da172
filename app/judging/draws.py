"""What the scores could as well be: draws from the posterior of a calibration, repeatable by seed.

Of a stage of usual size: a Gibbs sampler of the whole model of calibration.py, its spreads too, in many short chains
side by side that start from the variational posterior (so ten sweeps are enough to leave it). Its sums over readings
are matrix products of P × J tables, the same for all chains. Of a large field, where the spreads are known well: the
normal posterior at the estimated spreads.
"""

from typing import TypeAlias

import numpy as np

from app.judging.calibration import Calibration
from app.judging.ends import ends
from app.judging.posterior import MOST_DENSE, Field
from app.judging.sheets import FloatArray, IntArray, Sheets
from app.judging.variational import DEGREES, FIXED_VARIANCE, LEAST_SCALE_VARIANCE, LEAST_VARIANCE

_Sums: TypeAlias = tuple[FloatArray, FloatArray, FloatArray]

CHAINS = 50
FIRST_SWEEPS = 10
MOST_SAMPLED = 5_000_000
"""Largest P × J² for the sampler: above, the normal posterior is near enough and much cheaper."""
SCALE_PRIOR = (2.0, 0.04)
"""Of sigma_a²: imagined jurors, and the sum of their squares."""


def draws(sheets: Sheets, found: Calibration, count: int = 500, seed: int = 0) -> FloatArray:
    """*count* draws of all scores, (count, P), in points; the same for the same sheets, count and seed.

    *found* is what ``calibrate`` made of *sheets*. Takes 8 · count · P bytes.
    """
    random = np.random.default_rng(seed)
    if found.rounds == 0 or not _is_sampled(len(sheets.proposals), len(sheets.jurors)):
        return _normal(Field(sheets), found, count, random)
    chains = min(CHAINS, count)
    sampler = _Gibbs(sheets, found, chains, random)
    for _ in range(FIRST_SWEEPS):
        sampler.sweep()
    kept = [sampler.sweep() for _ in range(-(-count // chains))]
    return np.concatenate(kept)[:count]


def _is_sampled(proposals: int, jurors: int) -> bool:
    return proposals * jurors <= MOST_DENSE and proposals * jurors**2 <= MOST_SAMPLED


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
        self.to_proposal = _sorter(self.proposal, on.proposals)
        self.to_juror = _sorter(self.juror, on.jurors)
        self.take(np.tile(found.scores[where] - on.centre, (chains, 1)))

    def take(self, latent: FloatArray) -> None:
        self.more = latent - self.given
        self.sums: FloatArray = self.more @ self.to_juror
        self.squares: FloatArray = (latent**2 - self.given**2) @ self.to_juror

    def by_proposal(self, coupling: FloatArray) -> FloatArray:
        summed: FloatArray = (self.more * coupling[:, self.juror]) @ self.to_proposal
        return summed

    def products(self, quality: FloatArray) -> FloatArray:
        summed: FloatArray = (self.more * quality[:, self.proposal]) @ self.to_juror
        return summed

    def draw(
        self, lenience: FloatArray, quality: FloatArray, log_slope: FloatArray, precision: FloatArray,
        random: np.random.Generator,
    ) -> None:  # fmt: skip
        if not len(self.given):
            return
        scale = np.exp(-log_slope[:, self.juror])
        mean = lenience[:, self.juror] + scale * quality[:, self.proposal]
        self.take(self.at.drawn(mean, scale / np.sqrt(precision[:, self.juror]), random))


def _sorter(index: IntArray, size: int) -> FloatArray:
    """A matrix (M, size) that sums columns by *index* (M,)."""
    sorter = np.zeros((len(index), size))
    sorter[np.arange(len(index)), index] = 1
    return sorter


class _Gibbs:
    """K chains side by side: arrays (K, P) and (K, J), spreads (K, 1)."""

    def __init__(self, sheets: Sheets, found: Calibration, chains: int, random: np.random.Generator) -> None:
        tables = self.tables = Field(sheets)
        self.random, self.active = random, tables.active
        self.ends = _OpenEnds(tables, sheets, found, chains)
        both = tables.reads[:, :, None] * tables.reads[:, None, :]
        self.pairs: FloatArray = both.reshape(tables.proposals, -1)
        """Which two jurors both read a proposal, (P, J²)."""
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
        conditional = 1 / self.quality_variance + self.precision @ tables.reads.T
        right_quality = coupling @ tables.scores.T + self.ends.by_proposal(coupling)
        across = ((1 / conditional) @ self.pairs).reshape(len(coupling), *(2 * [len(tables.loads)]))
        schur = -coupling[:, :, None] * across * coupling[:, None, :]
        diagonal = np.arange(len(tables.loads))
        weight = coupling * slope
        schur[:, diagonal, diagonal] += 1 / self.lenience_variance + tables.loads * weight
        right = weight * (tables.sums + self.ends.sums) + self.mu / self.lenience_variance
        right -= coupling * ((right_quality / conditional) @ tables.reads)
        root = np.linalg.cholesky(schur).swapaxes(1, 2)
        noise = self.random.normal(size=right.shape)
        moved = np.linalg.solve(schur, right[:, :, None]) + np.linalg.solve(root, noise[:, :, None])
        self.lenience = moved[:, :, 0]
        mean = (right_quality - (coupling * self.lenience) @ tables.reads.T) / conditional
        self.quality = mean + self.random.normal(size=mean.shape) / np.sqrt(conditional)

    def sums(self) -> _Sums:
        """Of each juror (K, J): the sums of level², level · quality and quality², where level = score − lenience."""
        tables, lenience = self.tables, self.lenience
        total, squares = tables.sums + self.ends.sums, tables.squares + self.ends.squares
        levels = squares - 2 * lenience * total + tables.loads * lenience**2
        products = self.quality @ tables.scores + self.ends.products(self.quality)
        products -= lenience * (self.quality @ tables.reads)
        return levels, products, self.quality**2 @ tables.reads

    def residual(self, log_slope: FloatArray, sums: _Sums) -> FloatArray:
        levels, products, squares = sums
        slope = np.exp(log_slope)
        prior = self.degrees * self.noise_variance
        whole: FloatArray = prior + levels * slope**2 - 2 * products * slope + squares
        return np.maximum(whole, prior)

    def draw_slopes(self, sums: _Sums) -> None:
        """Two Metropolis steps on −log scale, with the noise integrated out."""
        for _ in range(2):
            offered = self.log_slope + self.step * self.random.normal(size=self.log_slope.shape)
            gain = self.density(offered, sums) - self.density(self.log_slope, sums)
            taken = np.log(self.random.random(gain.shape)) < gain
            self.log_slope = np.where(taken, offered, self.log_slope)

    def density(self, log_slope: FloatArray, sums: _Sums) -> FloatArray:
        loads = self.tables.loads
        fit: FloatArray = loads * log_slope - (self.degrees + loads) / 2 * np.log(self.residual(log_slope, sums))
        prior: FloatArray = log_slope**2 / (2 * self.scale_variance)
        return fit - prior

    def draw_precisions(self, sums: _Sums) -> None:
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
        half = self.jurors * self.degrees / 2
        rate = self.degrees * self.precision[:, self.active].sum(1, keepdims=True) / 2
        self.noise_variance = np.maximum(self.random.gamma(half, size=rate.shape) / rate, LEAST_VARIANCE)

    def inverse_gamma(self, observations: float, squares: FloatArray) -> FloatArray:
        drawn: FloatArray = squares / 2 / self.random.gamma(observations / 2, size=squares.shape)
        return drawn

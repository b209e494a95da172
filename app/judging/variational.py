"""The variational Bayes of calibration.py: its factors, where they start, and one round of their updates."""

from dataclasses import dataclass, replace

import numpy as np
from scipy.special import digamma, polygamma

from app.judging.ends import Ends
from app.judging.posterior import Field, Given, Joint
from app.judging.sheets import BoolArray, FloatArray, IntArray, Sheets, mean_by

LEAST_VARIANCE = 0.01
"""Points²: what even equal scores are taken to vary by."""
UNKNOWN_VARIANCE = 100.0
"""Points²: what a single score is taken to vary by."""
FIXED_VARIANCE = 1e6
"""Points²: so large that severity is as good as a fixed effect."""
FIRST_SCALE_VARIANCE = 0.04
LEAST_SCALE_VARIANCE = 1e-5
FIRST_DEGREES = 10.0
DEGREES = (2.0, 1e4)
"""Bounds of nu."""
FEWEST_JURORS = 12
"""With fewer, all have one noise: two who consult each other would look like the only steady ones of a small panel,
and decide alone."""
MOST_STEADY = 4.0
"""A reading weighs at most so many times that of the middle juror."""


@dataclass(frozen=True)
class Spreads:
    """What the jurors and proposals of a stage are like, estimated from its sheets; variances in points²."""

    mu: float
    quality_variance: float
    lenience_variance: float
    scale_variance: float
    """Of the scales around 1, no unit."""
    noise_variance: float
    degrees: float
    """nu: the larger, the more alike are the jurors in noise."""


@dataclass(frozen=True)
class Method:
    """What is estimated of each juror besides severity; and whether severity is a fixed effect, not shrunk at all.

    Then a constant added to all scores of a juror changes no rank; else it changes them little.
    """

    own_scale: bool = True
    own_noise: bool = True
    fixed_severity: bool = False
    open_ends: bool = True
    """Whether 100 is read as "100 or more" and 0 as "0 or less"."""

    def of_panel(self, jurors: int) -> "Method":
        """The same for a panel of so many."""
        return self if jurors >= FEWEST_JURORS else replace(self, own_noise=False)


FULL = Method()
SEVERITY_ONLY = Method(own_scale=False, own_noise=False, open_ends=False)


@dataclass
class State:
    """The factors of q while they move."""

    log_scale: FloatArray
    log_variance: FloatArray
    shape: FloatArray
    rate: FloatArray
    spreads: Spreads
    joint: Joint

    @property
    def precision(self) -> FloatArray:
        return self.shape / self.rate

    @property
    def slope(self) -> FloatArray:
        """E[1 / scale]."""
        return np.exp(self.log_variance / 2 - self.log_scale)

    @property
    def slope_square(self) -> FloatArray:
        """E[1 / scale²]."""
        return np.exp(2 * self.log_variance - 2 * self.log_scale)

    def given(self) -> Given:
        s = self.spreads
        return Given(self.precision, self.slope, self.slope_square, s.mu, s.quality_variance, s.lenience_variance)


def start(on: Field, sheets: Sheets, method: Method) -> State:
    """Before the first round: equal scales, common noise, and the spreads that moments suggest."""
    spreads = _first_spreads(on, sheets, method)
    zeros = np.zeros(on.jurors)
    quality = mean_by(sheets.proposal, on.y, on.proposals)
    none = Joint(quality, zeros, quality, zeros, zeros, quality, zeros, zeros)
    degrees = np.full(on.jurors, spreads.degrees)
    return State(zeros, zeros, degrees / 2, degrees / 2 * spreads.noise_variance, spreads, none)


def _first_spreads(on: Field, sheets: Sheets, method: Method) -> Spreads:
    """By moments: near enough to start from."""
    whole = max(float(np.var(on.y)), LEAST_VARIANCE) if on.size > 1 else UNKNOWN_VARIANCE
    quality, lenience, noise = (max(one, 0.02 * whole) for one in _moments(sheets, on.y, whole))
    lenience = FIXED_VARIANCE if method.fixed_severity else lenience
    return Spreads(0.0, quality, lenience, FIRST_SCALE_VARIANCE if method.own_scale else 0.0, noise, FIRST_DEGREES)


def _moments(sheets: Sheets, y: FloatArray, whole: float) -> tuple[float, float, float]:
    """The variance between proposals, between jurors, and the rest; what cannot be told apart has equal parts of it."""
    quality = _between(sheets.proposal, y, sheets.readings)
    lenience = _between(sheets.juror, y, sheets.loads)
    unknown = 1 + (quality is None) + (lenience is None)
    rest = max(whole - (quality or 0) - (lenience or 0), 0) / unknown
    return rest if quality is None else quality, rest if lenience is None else lenience, rest


def _between(group: IntArray, y: FloatArray, counts: IntArray) -> float | None:
    """The variance of *y* (R,) less that within groups; None where no group has two."""
    spare = len(y) - int((counts > 0).sum())
    if spare == 0:
        return None
    within = float(((y - mean_by(group, y, len(counts))[group]) ** 2).sum()) / spare
    return max(float(np.var(y)) - within, 0)


def update(on: Field, state: State, method: Method) -> None:
    """One round: scales, noises, spreads, from each juror's expected sums of level², level · quality and quality²."""
    found = state.joint
    lenience, quality = found.lenience, found.quality
    levels = on.squares - 2 * lenience * on.sums + on.loads * (lenience**2 + found.lenience_variance)
    products = on.scores.T @ quality - lenience * (on.reads.T @ quality) - found.crossed
    squares = on.reads.T @ (quality**2 + found.quality_variance)
    if method.own_scale:
        _scales(on, state, levels, products)
    residual = np.maximum(state.slope_square * levels - 2 * state.slope * products + squares, 0)
    _noises(on, state, residual, method.own_noise)
    state.spreads = _spreads(on, state, method)
    if method.own_scale:
        _rescale(state, on.active)


def reread(on: Field, state: State, at_ends: Ends) -> None:
    """Reads the scores at the ends of the scale as what they are expected to stand for."""
    i, j = on.proposal[at_ends.where], on.juror[at_ends.where]
    mean = state.joint.lenience[j] + state.joint.quality[i] * (state.slope / state.slope_square)[j]
    spread = 1 / np.sqrt((state.precision * state.slope_square)[j])
    on.read_as(at_ends.where, *at_ends.expected(mean, spread))


def _scales(on: Field, state: State, levels: FloatArray, products: FloatArray) -> None:
    """One of Newton's steps for each log scale with the curvature there (Laplace), and one scoring step for sigma_a².

    With t = 1/scale the likelihood of log t is loads · log t − lambda (levels · t² − 2 products · t) / 2.
    """
    precision, prior = state.precision, 1 / state.spreads.scale_variance
    slope = np.exp(-state.log_scale)
    gradient = precision * (levels * slope**2 - products * slope) - on.loads
    curve = np.maximum(precision * (2 * levels * slope**2 - products * slope), on.loads)
    state.log_variance = 1 / (curve + prior)
    step = (gradient - prior * state.log_scale) * state.log_variance
    state.log_scale = state.log_scale + np.clip(step, -0.5, 0.5)
    reads = on.active
    curve, own = curve[reads], state.log_scale[reads]
    unshrunk = own * (1 + prior / curve)
    weight = (1 / (1 / curve + state.spreads.scale_variance)) ** 2
    found = float((weight * (unshrunk**2 - 1 / curve)).sum() / weight.sum())
    state.spreads = replace(state.spreads, scale_variance=max(found, LEAST_SCALE_VARIANCE))


def _noises(on: Field, state: State, squares: FloatArray, own_noise: bool) -> None:
    s = state.spreads
    if own_noise:
        state.shape = (s.degrees + on.loads) / 2
        rate = (s.degrees * s.noise_variance + squares) / 2
        steady = MOST_STEADY * np.median((state.shape / rate)[on.active])
        state.rate = np.maximum(rate, state.shape / steady)
    else:
        common = (LEAST_VARIANCE + float(squares.sum())) / (1 + on.size)
        state.shape = np.full(on.jurors, 1e6)
        state.rate = state.shape * common


def _spreads(on: Field, state: State, method: Method) -> Spreads:
    """The spreads that make the bound largest, each held up by one imagined observation of little variance."""
    found, reads, read = state.joint, on.active, on.readings > 0
    mu = float(found.lenience[reads].mean())
    quality = _moderate((found.quality**2 + found.quality_variance)[read])
    lenience = _moderate(((found.lenience - mu) ** 2 + found.lenience_variance)[reads])
    lenience = FIXED_VARIANCE if method.fixed_severity else lenience
    noise, degrees = _noise_prior(
        state.shape[reads], state.rate[reads], state.spreads.degrees if method.own_noise else None
    )
    return Spreads(mu, quality, lenience, state.spreads.scale_variance, noise, degrees)


def _moderate(squares: FloatArray) -> float:
    return float((squares.sum() + LEAST_VARIANCE) / (len(squares) + 1))


def _noise_prior(shape: FloatArray, rate: FloatArray, degrees: float | None) -> tuple[float, float]:
    """s² and nu of greatest likelihood given q(lambda): 1/s² = mean E[lambda], and one of Newton's steps for nu."""
    expected = shape / rate
    noise = max(float(1 / expected.mean()), LEAST_VARIANCE)
    if degrees is None:
        return noise, DEGREES[1]
    if len(shape) < 2:
        return noise, FIRST_DEGREES
    gap = float(np.log(expected.mean()) - (digamma(shape) - np.log(rate)).mean())
    half = degrees / 2
    slope = 1 / half - float(polygamma(1, half))
    step = (np.log(half) - float(digamma(half)) - gap) / slope
    half = 1 / (1 / half + step / half**2) if 1 / half + step / half**2 > 0 else 2 * half
    return noise, float(np.clip(2 * half, *DEGREES))


def _rescale(state: State, reads: BoolArray) -> None:
    """Keeps the geometric mean of the scales at 1; what it takes from them goes to quality."""
    shift = float(state.log_scale[reads].mean())
    state.log_scale = np.where(reads, state.log_scale - shift, 0.0)
    mean = float(np.exp(shift))
    state.rate = state.rate * mean**2
    s = state.spreads
    state.spreads = replace(s, quality_variance=s.quality_variance * mean**2, noise_variance=s.noise_variance * mean**2)

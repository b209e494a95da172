"""Scores as if everybody had been read by everybody: each juror's severity, scale and noise estimated and taken out.

    score_r = lenience_j + scale_j · (quality_i + noise_r),
    quality ~ N(0, tau²), lenience ~ N(mu, sigma_s²), log scale ~ N(0, sigma_a²),
    noise_r ~ N(0, 1/lambda_j), lambda_j ~ Gamma(nu/2, rate nu·s²/2).

Variational Bayes: q(quality, lenience) jointly, q(scale), q(lambda), and every spread by maximum of the bound
(empirical Bayes). A juror's noise is moderated towards the common one (Smyth 2004), the scale shrunk to 1.
Sources: Paul 1981 and Ge, Welling and Ghahramani 2013 for the model; Bishop 2006, ch. 10 for the method.
"""

from dataclasses import dataclass, field, replace

import numpy as np
from scipy.special import digamma, polygamma

from app.judging.graph import components
from app.judging.posterior import Field, Given, Joint, errors, joint
from app.judging.sheets import BoolArray, FloatArray, IntArray, SheetProblem, Sheets, mean_by

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


FULL = Method()
SEVERITY_ONLY = Method(own_scale=False, own_noise=False)


@dataclass(frozen=True)
class Calibration:
    """Of each proposal (P,): ``score`` in points, its standard ``error``, the raw ``mean`` and ``readings``.

    A proposal without a sheet has the field's mean as score, a large error, and NaN in no place: its ``mean`` is the
    field's. ``quality`` is the score above the average proposal. Scores may pass 0 and 100.
    Of each juror (J,): ``lenience`` in points above (+) or below (−) the average juror, ``scale`` (1: as the others)
    and ``noise`` (standard deviation in points), with standard errors where they have one.
    ``parts`` (P + J,) numbers what hangs together; ``part_count`` > 1 says that scores of different parts rest on the
    assumption that their jurors, and their proposals, are alike on average.
    """

    score: FloatArray
    error: FloatArray
    own_error: FloatArray
    """The part of ``error`` that is not shared with other proposals of the same jurors."""
    mean: FloatArray
    readings: IntArray
    quality: FloatArray
    lenience: FloatArray
    lenience_error: FloatArray
    scale: FloatArray
    scale_error: FloatArray
    noise: FloatArray
    precision: FloatArray
    """E[lambda] (J,), what a reading weighs, per point²."""
    slope: FloatArray
    """E[1 / scale], (J,)."""
    level: float
    """The lenience of the average juror: points of an average proposal."""
    factor: float
    """The mean scale: points of one point of quality, to the jurors all together."""
    spreads: Spreads
    part_count: int
    parts: IntArray
    rounds: int
    joint: Joint = field(repr=False)


@dataclass
class _State:
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


def calibrate(sheets: Sheets, method: Method = FULL, *, rounds: int = 60, tolerance: float = 2e-3) -> Calibration:
    """Calibrated scores with standard errors, of any number of sheets from one on.

    Stops after *rounds*, or once no score moves by *tolerance* points. Raises SheetProblem("shape") where there is no
    sheet.
    """
    if not len(sheets.score):
        raise SheetProblem("shape")
    on = Field(sheets)
    state = _start(on, sheets, method)
    done, moved = 0, np.inf
    while _is_told_apart(sheets) and done < rounds and moved >= tolerance:
        before = state.joint.quality
        state.joint = joint(on, state.given(), state.joint.lenience)
        _update(on, state, method)
        moved = float(np.abs(state.joint.quality - before).max())
        done += 1
    state.joint = joint(on, state.given(), state.joint.lenience)
    return _answer(on, sheets, state, done)


def _is_told_apart(sheets: Sheets) -> bool:
    """Whether a proposal has two readings, and a juror has read two: else noise looks like quality or lenience."""
    return bool((sheets.readings > 1).any() and (sheets.loads > 1).any())


def _start(on: Field, sheets: Sheets, method: Method) -> _State:
    spreads = _first_spreads(on, sheets, method)
    zeros = np.zeros(on.jurors)
    quality = mean_by(sheets.proposal, on.y, on.proposals)
    none = Joint(quality, zeros, quality, zeros, zeros, quality, zeros, zeros)
    degrees = np.full(on.jurors, spreads.degrees)
    return _State(zeros, zeros, degrees / 2, degrees / 2 * spreads.noise_variance, spreads, none)


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


def _update(on: Field, state: _State, method: Method) -> None:
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


def _scales(on: Field, state: _State, levels: FloatArray, products: FloatArray) -> None:
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


def _noises(on: Field, state: _State, squares: FloatArray, own_noise: bool) -> None:
    s = state.spreads
    if own_noise:
        state.shape = (s.degrees + on.loads) / 2
        state.rate = (s.degrees * s.noise_variance + squares) / 2
    else:
        common = (LEAST_VARIANCE + float(squares.sum())) / (1 + on.size)
        state.shape = np.full(on.jurors, 1e6)
        state.rate = state.shape * common


def _spreads(on: Field, state: _State, method: Method) -> Spreads:
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


def _rescale(state: _State, reads: BoolArray) -> None:
    """Keeps the geometric mean of the scales at 1; what it takes from them goes to quality."""
    shift = float(state.log_scale[reads].mean())
    state.log_scale = np.where(reads, state.log_scale - shift, 0.0)
    mean = float(np.exp(shift))
    state.rate = state.rate * mean**2
    s = state.spreads
    state.spreads = replace(s, quality_variance=s.quality_variance * mean**2, noise_variance=s.noise_variance * mean**2)


def _answer(on: Field, sheets: Sheets, state: _State, rounds: int) -> Calibration:
    found, reads = state.joint, on.active
    level = float(found.lenience[reads].mean()) + on.centre
    scale = np.exp(state.log_scale)
    factor = float(scale[reads].mean())
    error, own_error = errors(on, sheets, state.given(), found, factor, state.log_variance)
    part_count, parts = components(sheets.proposal, sheets.juror, on.proposals, on.jurors)
    return Calibration(
        score=level + factor * found.quality,
        error=error,
        own_error=own_error,
        mean=mean_by(sheets.proposal, sheets.score, on.proposals, level),
        readings=sheets.readings,
        quality=factor * found.quality,
        lenience=found.lenience + on.centre - level,
        lenience_error=np.sqrt(found.lenience_variance),
        scale=scale,
        scale_error=scale * np.sqrt(state.log_variance),
        noise=scale / np.sqrt(state.precision),
        precision=state.precision,
        slope=state.slope,
        level=level,
        factor=factor,
        spreads=replace(state.spreads, mu=state.spreads.mu + on.centre),
        part_count=part_count,
        parts=parts,
        rounds=rounds,
        joint=found,
    )

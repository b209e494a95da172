"""Scores as if everybody had been read by everybody: each juror's severity, scale and noise estimated and taken out.

    score_r = lenience_j + scale_j · (quality_i + noise_r),
    quality ~ N(0, tau²), lenience ~ N(mu, sigma_s²), log scale ~ N(0, sigma_a²),
    noise_r ~ N(0, 1/lambda_j), lambda_j ~ Gamma(nu/2, rate nu·s²/2).

Variational Bayes: q(quality, lenience) jointly, q(scale), q(lambda), and every spread by maximum of the bound
(empirical Bayes). A juror's noise is moderated towards the common one (Smyth 2004), in a small panel it is that one;
the scale is shrunk to 1; scores of 0 and 100 are read as "or less" and "or more" (ends.py).
Sources: Paul 1981 and Ge, Welling and Ghahramani 2013 for the model; Bishop 2006, ch. 10 for the method.
"""

from dataclasses import dataclass, field, replace

import numpy as np

from app.judging.ends import ends
from app.judging.graph import components
from app.judging.posterior import Field, Joint, errors, joint
from app.judging.sheets import FloatArray, IntArray, SheetProblem, Sheets, mean_by
from app.judging.variational import FULL, Method, Spreads, State, reread, start, update


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
    scores: FloatArray
    """The sheets (R,) as they were read: as given, but 0 and 100 as the scores that they are likely to stand for."""
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
    open_ends: bool
    own_noise: bool
    """Whether each juror has a noise of the own: not in panels of less than twelve."""
    part_count: int
    parts: IntArray
    rounds: int
    joint: Joint = field(repr=False)


def calibrate(sheets: Sheets, method: Method = FULL, *, rounds: int = 60, tolerance: float = 2e-3) -> Calibration:
    """Calibrated scores with standard errors, of any number of sheets from one on.

    Stops after *rounds*, or once no score moves by *tolerance* points. Raises SheetProblem("shape") where there is no
    sheet.
    """
    if not len(sheets.score):
        raise SheetProblem("shape")
    on = Field(sheets)
    method = method.of_panel(int(on.active.sum()))
    state = start(on, sheets, method)
    at_ends = ends(sheets.score, on.centre) if method.open_ends else None
    done, moved = 0, np.inf
    while _is_told_apart(sheets) and done < rounds and moved >= tolerance:
        before = state.joint.quality
        state.joint = joint(on, state.given(), state.joint.lenience)
        update(on, state, method)
        if at_ends is not None and len(at_ends.where):
            reread(on, state, at_ends)
        moved = float(np.abs(state.joint.quality - before).max())
        done += 1
    state.joint = joint(on, state.given(), state.joint.lenience)
    return _answer(on, sheets, state, done, method)


def _is_told_apart(sheets: Sheets) -> bool:
    """Whether a proposal has two readings, and a juror has read two: else noise looks like quality or lenience."""
    return bool((sheets.readings > 1).any() and (sheets.loads > 1).any())


def _answer(on: Field, sheets: Sheets, state: State, rounds: int, method: Method) -> Calibration:
    found, reads = state.joint, on.active
    level = float(found.lenience[reads].mean()) + on.centre
    scale = np.exp(state.log_scale)
    factor = float(scale[reads].mean())
    error, own_error = errors(on, state.given(), found, factor, state.log_variance)
    part_count, parts = components(sheets.proposal, sheets.juror, on.proposals, on.jurors)
    return Calibration(
        score=level + factor * found.quality,
        error=error,
        own_error=own_error,
        scores=on.y + on.centre,
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
        open_ends=method.open_ends,
        own_noise=method.own_noise,
        part_count=part_count,
        parts=parts,
        rounds=rounds,
        joint=found,
    )

"""Why a proposal has the score it has: from the raw mean to the calibrated score in steps that add up exactly."""

from dataclasses import dataclass

import numpy as np

from app.judging.calibration import Calibration
from app.judging.sheets import BoolArray, FloatArray, Sheets
from app.judging.standing import Standing


@dataclass(frozen=True)
class Reading:
    """One sheet: the juror's index, the score given, the same as the jurors all together would have put it, the
    juror's lenience in points, and the share (0–1) that the sheet has in the calibrated score."""

    juror: int
    score: float
    adjusted: float
    lenience: float
    weight: float


@dataclass(frozen=True)
class Account:
    """One proposal, in points: ``mean`` + ``ends`` + ``lenience`` + ``scale`` + ``weighting`` + ``caution`` =
    ``score``.

    ``ends``: a score of 100 may stand for more, one of 0 for less. ``lenience``: severe jurors made up for (+), lenient
    ones taken off (−). ``scale``: jurors who use more or less of the scale than others. ``weighting``: steady jurors
    count for more. ``caution``: towards the field's mean, the more so the fewer the readings; its share is
    ``prior_weight``. ``worth``: by how much the score rises for one point more from each of its jurors, the rest
    unchanged; 0 where nobody read it.
    """

    mean: float
    ends: float
    lenience: float
    scale: float
    weighting: float
    caution: float
    score: float
    prior_weight: float
    worth: float
    readings: tuple[Reading, ...]


@dataclass(frozen=True)
class Explanation(Account):
    """The same with where that puts it: ``low`` to ``high`` hold the truth with 90 %.

    ``gap`` is the score less the cut; ``needed`` how many points more from each of its jurors would
    have reached the cut, the rest unchanged: None where it is reached, or nobody read it.
    """

    rank: int
    low_rank: int
    high_rank: int
    low: float
    high: float
    top: float
    gap: float
    needed: float | None


def account(sheets: Sheets, found: Calibration, proposal: int) -> Account:
    """How the calibrated score of the proposal with index *proposal* comes about; *found* is that of *sheets*."""
    own = sheets.proposal == proposal
    steps, weights, adjusted = _steps(sheets, found, own, proposal)
    mean, score = float(found.mean[proposal]), float(found.score[proposal])
    return Account(
        mean=mean,
        ends=steps[0] - mean,
        lenience=steps[1] - steps[0],
        scale=steps[2] - steps[1],
        weighting=steps[3] - steps[2],
        caution=score - steps[3],
        score=score,
        prior_weight=float(1 - weights.sum()),
        worth=float((weights * _stretch(sheets, found, own)).sum()),
        readings=tuple(
            Reading(int(j), float(y), float(level), float(found.lenience[j]), float(weight))
            for j, y, level, weight in zip(sheets.juror[own], sheets.score[own], adjusted, weights, strict=True)
        ),
    )


def explain(sheets: Sheets, found: Calibration, standing: Standing, cut: float, proposal: int) -> Explanation:
    """The explanation of the proposal with index *proposal*; *found* and *standing* are those of *sheets*,
    *cut* what it has to reach (``Selection.cuts``)."""
    told = account(sheets, found, proposal)
    gap = told.score - cut
    return Explanation(
        **vars(told),
        rank=int(standing.rank[proposal]),
        low_rank=int(standing.low_rank[proposal]),
        high_rank=int(standing.high_rank[proposal]),
        low=float(standing.low_score[proposal]),
        high=float(standing.high_score[proposal]),
        top=float(standing.top[proposal]),
        gap=gap,
        needed=-gap / told.worth if gap < 0 < told.worth else None,
    )


def _steps(
    sheets: Sheets, found: Calibration, own: BoolArray, proposal: int
) -> tuple[list[float], FloatArray, FloatArray]:
    """The score after each step but the last, the weights of the readings, and the readings put right."""
    juror = sheets.juror[own]
    level = float(found.level)
    weights = found.precision[juror] / found.joint.conditional[proposal]
    adjusted = level + _stretch(sheets, found, own) * (found.scores[own] - level - found.lenience[juror])
    if not len(juror):
        return [float(found.mean[proposal])] * 4, weights, adjusted
    read = float(found.scores[own].mean())
    without = read - float(found.lenience[juror].mean())
    steps = [read, without, float(adjusted.mean()), float(np.average(adjusted, weights=weights))]
    return steps, weights, adjusted


def _stretch(sheets: Sheets, found: Calibration, own: BoolArray) -> FloatArray:
    """What a point of each reading is in points of the jurors all together."""
    stretch: FloatArray = found.factor * found.slope[sheets.juror[own]]
    return stretch

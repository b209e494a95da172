"""What the signed sheets of a stage say beyond their means: calibrated scores, how sure each place is, the jurors.

Computed once for each set of sheets: what is signed or opened again makes another set, so nothing has to be forgotten.
"""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from app.models.judging import AgreementRead, EstimateRead, JurorFinding, JurorFlag

if TYPE_CHECKING:
    from app.judging.agreement import Estimate
    from app.judging.calibration import Calibration
    from app.judging.diagnostics import Flag
    from app.judging.sheets import Sheets

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # read when NumPy is loaded: a stage is too small to be shared out
Row = tuple[str, str, float]
"""Proposal id, juror id, total (0–100) of a signed sheet."""
Pair = tuple[str, str]
"""Proposal id, juror id."""
SCORE_PLACES, CHANCE_PLACES = 6, 3
"""Decimals that are kept: of scores as of means, of probabilities as many as a thousand draws can tell."""
DRAWS, MOST_NUMBERS = 1_000, 20_000_000
"""Draws, fewer where a field is so large that draws × proposals would pass the second (8 bytes each)."""


@dataclass(frozen=True)
class Place:
    """Of one proposal: the calibrated score with its standard error (points), its 90 % rank interval, and the
    probability of truly being among those who go on, None where everybody does; whether that leaves it open."""

    calibrated: float
    standard_error: float
    rank_low: int
    rank_high: int
    probability_top: float | None
    is_open: bool


@dataclass(frozen=True)
class Standings:
    """Places by proposal id; what the jurors are like, by juror id; how far they agree."""

    places: Mapping[str, Place]
    jurors: Mapping[str, JurorFinding]
    agreement: AgreementRead
    is_connected: bool
    """Whether every proposal can be compared with every other through jurors they share."""

    @property
    def scores(self) -> dict[str, float]:
        """The calibrated scores by proposal id."""
        return {id_: place.calibrated for id_, place in self.places.items()}


def of(rows: Iterable[Row], n: int | None) -> Standings | None:
    """The standings of these sheets where the best *n* go on (None: all do); None where there is no sheet."""
    ordered = tuple(sorted(rows))
    return _of(ordered, n) if ordered else None


def jurors(rows: Iterable[Row], near: Iterable[Pair]) -> dict[str, JurorFinding]:
    """What the jurors are like, told too whether they lift the *near* ones among what they read."""
    return _told_apart(tuple(sorted(rows)), frozenset(near))


@lru_cache(maxsize=8)
def calibrated(rows: tuple[Row, ...]) -> "tuple[Sheets, Calibration]":
    """The sheets (one at least, sorted) as arrays with their calibration."""
    # NumPy and SciPy are loaded by the first who asks: a process that serves no judging does without 60 MB.
    from app.judging.calibration import calibrate
    from app.judging.sheets import from_rows

    sheets = from_rows(rows)
    return sheets, calibrate(sheets)


@lru_cache(maxsize=8)
def _of(rows: tuple[Row, ...], n: int | None) -> Standings:
    sheets, found = calibrated(rows)
    return Standings(
        _places(sheets, found, n), _told_apart(rows, frozenset()), agreement(sheets), found.part_count == 1
    )


@lru_cache(maxsize=8)
def _told_apart(rows: tuple[Row, ...], near: frozenset[Pair]) -> dict[str, JurorFinding]:
    sheets, found = calibrated(rows)
    return _jurors(sheets, found, near)


def _places(sheets: "Sheets", found: "Calibration", n: int | None) -> dict[str, Place]:
    from app.judging.draws import draws
    from app.judging.standing import standing

    size = len(sheets.proposals)
    drawn = draws(sheets, found, min(DRAWS, MOST_NUMBERS // size))
    where = standing(found.score, drawn, size if n is None else n)
    return {
        id_: Place(
            round(float(found.score[i]), SCORE_PLACES),
            round(float(found.error[i]), SCORE_PLACES),
            int(where.low_rank[i]),
            int(where.high_rank[i]),
            None if n is None else round(float(where.top[i]), CHANCE_PLACES),
            n is not None and bool(where.zone[i]),
        )
        for i, id_ in enumerate(sheets.proposals)
    }


def _jurors(sheets: "Sheets", found: "Calibration", near: frozenset[Pair]) -> dict[str, JurorFinding]:
    from numpy import array, bool_

    from app.judging.diagnostics import diagnose

    read = zip(sheets.proposal, sheets.juror, strict=True)
    marked = array([(sheets.proposals[i], sheets.jurors[j]) in near for i, j in read], bool_)
    diagnosis = diagnose(sheets, found, marked)
    them = diagnosis.jurors
    flags: dict[int, list[JurorFlag]] = {}
    for flag in diagnosis.flags:
        for one, other in ((flag.juror, flag.other), (flag.other, flag.juror)):
            if one is not None:
                flags.setdefault(one, []).append(_flag(sheets, flag, other))
    return {
        id_: JurorFinding(
            juror_id=id_, readings=int(them.loads[j]), severity=-float(them.lenience[j]),
            severity_low=-float(them.lenience_high[j]), severity_high=-float(them.lenience_low[j]),
            scale=float(them.scale[j]), noise=float(them.noise[j]), consistency=float(them.consistency[j]),
            outliers=float(them.outliers[j]), flags=flags.get(j, []),
        )
        for j, id_ in enumerate(sheets.jurors)
    }  # fmt: skip


def _flag(sheets: "Sheets", flag: "Flag", other: int | None) -> JurorFlag:
    return JurorFlag(code=flag.code, other_id=None if other is None else sheets.jurors[other], value=flag.value,
                     usual=flag.usual, sheets=flag.sheets, chance=flag.chance)  # fmt: skip


def agreement(sheets: "Sheets") -> AgreementRead:
    """How far the jurors of these sheets agree, on whatever the scores are of."""
    from app.judging import agreement as judging

    found = judging.agreement(sheets)
    return AgreementRead(
        alpha=_estimate(found.alpha), icc_single=_estimate(found.icc_single), icc_mean=_estimate(found.icc_mean),
        icc_crossed=found.icc_crossed, icc_crossed_mean=found.icc_crossed_mean, kendall_w=found.kendall_w,
    )  # fmt: skip


def _estimate(found: "Estimate | None") -> EstimateRead | None:
    return None if found is None else EstimateRead(value=found.value, low=found.low, high=found.high)

"""What the signed sheets of a stage say beyond their means: calibrated scores, how sure each place is, the jurors.

Computed once for each set of sheets: what is signed or opened again makes another set, so nothing has to be forgotten.
"""

import os
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from app.models.edition import Stage
from app.models.judging import AgreementRead, EstimateRead, JurorFinding, JurorFlag
from app.rules.ranking import Earlier, places_of

if TYPE_CHECKING:
    from app.judging.agreement import Estimate
    from app.judging.calibration import Calibration
    from app.judging.diagnostics import Flag
    from app.judging.selection import Selection
    from app.judging.sheets import FloatArray, Sheets

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


@dataclass(frozen=True)
class Line:
    """Where the line of a stage is drawn: so many ``places`` (None: no limit) in each pool, or ``grade`` points."""

    places: tuple[int | None, ...] = (None,)
    pools: tuple[tuple[str, int], ...] = ()
    """The pool of each proposal id, where there are several."""
    grade: float | None = None
    weight: float = 1
    earlier: tuple[tuple[str, Earlier], ...] = ()
    """What the stages before give each proposal id, where they count."""

    @property
    def lets_all_in(self) -> bool:
        """Whether everybody goes on."""
        return self.grade is None and all(places is None for places in self.places)

    def has_room_for(self, size: int) -> bool:
        """Whether all *size* that take part go on, however they are scored."""
        sizes = Counter(pool for _, pool in self.pools) if self.pools else {0: size}
        fits = (places is None or sizes[pool] <= places for pool, places in enumerate(self.places))
        return self.grade is None and all(fits)

    def selection(self, proposals: Sequence[str]) -> "Selection":
        """The same by index, for proposals in this order."""
        import numpy as np

        from app.judging.selection import Selection

        if not self.pools:
            return Selection(self.places, None, self.grade)
        pool = dict(self.pools)
        return Selection(self.places, np.array([pool[id_] for id_ in proposals], np.intp), self.grade)

    def official(self, proposals: Sequence[str], scores: "FloatArray") -> "FloatArray":
        """Scores of this stage (…, P) as the official order takes them: together with those before."""
        if not self.earlier:
            return scores
        base, share = self._before(proposals)
        together: FloatArray = base + share * scores
        return together

    def to_reach(self, proposals: Sequence[str], scores: "FloatArray") -> "FloatArray":
        """The score of this stage (P,) that each proposal needs to go on."""
        base, share = self._before(proposals)
        needed: FloatArray = (self.selection(proposals).cuts(base + share * scores) - base) / share
        return needed

    def _before(self, proposals: Sequence[str]) -> "tuple[FloatArray, FloatArray]":
        import numpy as np

        earlier = dict(self.earlier)
        before = [earlier.get(id_, Earlier(0, 0)) for id_ in proposals]
        whole = np.array([one.weight + self.weight for one in before])
        return np.array([one.sum for one in before]) / whole, self.weight / whole


def line_of(stage: Stage, pools: Mapping[str, str], earlier: Mapping[str, Earlier]) -> Line:
    """The line of a stage; *pools* is the group or category of each proposal id, *earlier* what it has so far."""
    rule = stage.advance
    names = sorted({*pools.values()})
    index = {name: place for place, name in enumerate(names)}
    is_quota = rule.kind == "quota"
    return Line(
        tuple(places_of(rule, name) for name in names) if is_quota else (places_of(rule, ""),),
        tuple(sorted((id_, index[name]) for id_, name in pools.items())) if is_quota else (),
        None if rule.kind == "all" else rule.grade,
        stage.weight if earlier else 1,
        tuple(sorted(earlier.items())),
    )


def of(rows: Iterable[Row], line: Line) -> Standings | None:
    """The standings of these sheets and that line; None where there is no sheet."""
    ordered = tuple(sorted(rows))
    return _of(ordered, line) if ordered else None


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
def _of(rows: tuple[Row, ...], line: Line) -> Standings:
    sheets, found = calibrated(rows)
    return Standings(
        _places(sheets, found, line), _told_apart(rows, frozenset()), agreement(sheets), found.part_count == 1
    )


@lru_cache(maxsize=8)
def _told_apart(rows: tuple[Row, ...], near: frozenset[Pair]) -> dict[str, JurorFinding]:
    sheets, found = calibrated(rows)
    return _jurors(sheets, found, near)


def _places(sheets: "Sheets", found: "Calibration", line: Line) -> dict[str, Place]:
    from app.judging.draws import draws
    from app.judging.standing import standing

    names = sheets.proposals
    drawn = draws(sheets, found, min(DRAWS, MOST_NUMBERS // len(names)))
    where = standing(line.official(names, found.score), line.official(names, drawn), line.selection(names))
    return {
        id_: Place(
            round(float(found.score[i]), SCORE_PLACES),
            round(float(found.error[i]), SCORE_PLACES),
            int(where.low_rank[i]),
            int(where.high_rank[i]),
            None if line.lets_all_in else round(float(where.top[i]), CHANCE_PLACES),
            not line.lets_all_in and bool(where.zone[i]),
        )
        for i, id_ in enumerate(names)
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

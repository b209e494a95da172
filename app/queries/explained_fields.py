"""The field that a published result is explained beside: read once for each publication, which is frozen.

A process keeps the last few: quartiles, and the calibration as arrays, a few MB of the largest stage.
"""

import statistics
from collections import OrderedDict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from threading import Lock
from typing import TYPE_CHECKING, Any

from sqlmodel import Session, col, select

from app.models import Assignment, Evaluation, Publication, Result
from app.models.edition import Stage
from app.models.explanation import Quartiles
from app.queries import stages
from app.rules.ranking import places_of

if TYPE_CHECKING:
    from app.judging.calibration import Calibration
    from app.judging.sheets import Sheets

FEWEST = 10
"""Proposals that a field has at least: quartiles of fewer would tell single ones."""
PLACES = 6
"""Decimals that are told of scores, as are kept of them."""
MOST_KEPT = 4
"""Publications that a process keeps."""
AT_ONCE = 1_000
"""Sheets that are read at a time, so that their marks need not all be held."""


@dataclass(frozen=True)
class Field:
    """The stage as it was published: how many proposals, quartiles of scores and by criterion, and what it took."""

    of: int
    scores: Quartiles | None
    criteria: Mapping[str, Quartiles | None]
    cuts: Mapping[str, float | None]
    """By pool what it took to go on by the rule; None where nobody or everybody did."""
    moved: int
    """Proposals on which the plenary decided otherwise than the rule."""
    calibration: "tuple[Sheets, Calibration] | None"


_kept: OrderedDict[tuple[str, int], Field] = OrderedDict()
_turn = Lock()


def field_of(session: Session, publication: Publication, stage: Stage) -> Field:
    """The field of a publication, read from the database the first time it is asked for."""
    key = (publication.id, publication.version)
    with _turn:  # one reads, however many ask at the moment of the publication
        if key not in _kept:
            _kept[key] = _read(session, publication, stage)
            while len(_kept) > MOST_KEPT:
                _kept.popitem(last=False)
        _kept.move_to_end(key)
        return _kept[key]


def _read(session: Session, publication: Publication, stage: Stage) -> Field:
    lines: Sequence[Any] = session.execute(
        select(Result.proposal_id, Result.score, Result.advanced, Result.by_rule,  # type: ignore[call-overload]
               col(Result.calibrated).is_not(None).label("is_calibrated"))
        .where(Result.publication_id == publication.id)
    ).all()  # fmt: skip
    pools = stages.pools(session, stage, [line.proposal_id for line in lines])
    rows, means = _sheets(session, publication, pools)
    by_criterion = {key: _rounded(quartiles(list(found.values())), 0) for key, found in means.items()}
    return Field(
        of=len(lines), scores=_rounded(quartiles([line.score for line in lines]), PLACES), criteria=by_criterion,
        cuts={pool: _cut([line for line in lines if pools[line.proposal_id] == pool], stage, pool)
              for pool in {*pools.values()}},
        moved=sum(is_moved(line) for line in lines),
        calibration=_calibrated(rows) if rows and any(line.is_calibrated for line in lines) else None,
    )  # fmt: skip


def is_moved(line: Any) -> bool:
    """Whether the plenary decided on this line of a ranking otherwise than the rule."""
    return line.by_rule not in (None, line.advanced)


def _sheets(
    session: Session, publication: Publication, of: Collection[str]
) -> tuple[list[tuple[str, str, float]], dict[str, dict[str, float]]]:
    """Proposal, juror and total of every signed sheet; by criterion the mean mark of every proposal."""
    read = session.execute(
        select(Assignment.proposal_id, Assignment.juror_id, Evaluation.total, Evaluation.scores)
        .join(Evaluation, col(Evaluation.assignment_id) == Assignment.id)
        .where(Assignment.edition_id == publication.edition_id, Assignment.stage == publication.stage)
        .where(col(Evaluation.signed_at).is_not(None))
    ).yield_per(AT_ONCE)
    rows: list[tuple[str, str, float]] = []
    sums: dict[str, dict[str, tuple[float, int]]] = {}
    for proposal_id, juror_id, total, scores in read:
        if proposal_id not in of or total is None:
            continue
        rows.append((proposal_id, juror_id, total))
        for key, mark in scores.items():
            before, count = sums.setdefault(key, {}).get(proposal_id, (0.0, 0))
            sums[key][proposal_id] = (before + mark, count + 1)
    return rows, {key: {id_: total / count for id_, (total, count) in found.items()} for key, found in sums.items()}


def _calibrated(rows: list[tuple[str, str, float]]) -> "tuple[Sheets, Calibration]":
    """As it was calculated for the publication, without what only the uncertainty of a field takes."""
    from app.judging.calibration import calibrate
    from app.judging.sheets import from_rows

    sheets = from_rows(rows)
    found = calibrate(sheets)
    return sheets, replace(found, joint=replace(found.joint, covariance=found.joint.lenience_variance))


def _cut(same: Sequence[Any], stage: Stage, pool: str) -> float | None:
    """What it took to go on by the rule in a pool: the lowest score that did, or the grade where it left places."""
    rule = stage.advance
    ahead = [one.score for one in same if (one.advanced if one.by_rule is None else one.by_rule)]
    places = places_of(rule, pool)
    if len(ahead) == len(same):
        return None
    if rule.grade is not None and (places is None or len(ahead) < places):
        return rule.grade
    return min(ahead) if ahead else None


def quartiles(values: Sequence[float]) -> Quartiles | None:
    """None of so few that they would tell single ones."""
    if len(values) < FEWEST:
        return None
    low, middle, high = statistics.quantiles(values, n=4, method="inclusive")
    return Quartiles(low=low, middle=middle, high=high)


def _rounded(found: Quartiles | None, places: int) -> Quartiles | None:
    """Those of a criterion are told to whole points: where they fall on a proposal it is not told exactly."""
    return found and Quartiles(**{name: round(value, places) for name, value in found.model_dump().items()})

"""Proposals of a stage in order of how far its jurors are apart."""

import math
import statistics
from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlmodel import Session, col, select

from app.models import Assignment, Discussion, Evaluation, Proposal
from app.models.discussion import DisputedProposal
from app.models.edition import EditionRead, Stage
from app.models.ranking import RankingItem
from app.queries import rankings
from app.queries.analyses import IN_COMPETITION

DIGITS = 6
LEAST = 0.005
"""Points of spread that are something when shown."""
Mark = tuple[str, float]
"""Juror id and total of a signed sheet."""


def of_stage(session: Session, edition: EditionRead, stage: Stage) -> list[DisputedProposal]:
    """The proposals whose jurors are apart as far as the upper quartile of the stage or further, the furthest first.

    What is compared is the spread once each juror's severity is taken out: of two jurors of whom one is severe
    throughout, nobody has to discuss anything.
    """
    totals, unsigned = _sheets(session, edition.id, stage.key)
    ranking = rankings.computed(session, edition, stage)
    severity = {one.juror_id: one.severity for one in ranking.jurors or ()}
    spreads = {id_: (_spread([total for _, total in marks]),
                     _spread([total + severity.get(juror, 0) for juror, total in marks]))
               for id_, marks in totals.items() if len(marks) > 1}  # fmt: skip
    usual = _upper_quartile([adjusted for _, adjusted in spreads.values()])
    named, threads = _named(session, edition.id), _discussions(session, edition.id, stage.key)
    places = {item.proposal_id: item for item in ranking.items}
    lines = [
        _line(id_, [total for _, total in totals[id_]], spread, usual, unsigned[id_], named[id_], threads.get(id_),
              places.get(id_))
        for id_, spread in spreads.items()
        if (spread[1] >= usual and spread[1] >= LEAST) or id_ in threads
    ]  # fmt: skip
    return sorted(lines, key=lambda line: (-line.adjusted, line.proposal_number or "", line.proposal_id))


def _sheets(session: Session, edition_id: str, stage: str) -> tuple[Mapping[str, list[Mark]], Mapping[str, int]]:
    """By proposal the signed totals, and how many are not signed."""
    rows = session.exec(
        select(Assignment.proposal_id, Assignment.juror_id, Evaluation.total)
        .join(Evaluation, col(Evaluation.assignment_id) == Assignment.id)
        .where(Assignment.edition_id == edition_id, Assignment.stage == stage, IN_COMPETITION)
        .order_by(col(Assignment.id))
    ).all()
    totals: dict[str, list[Mark]] = defaultdict(list)
    unsigned: dict[str, int] = defaultdict(int)
    for proposal_id, juror_id, total in rows:
        if total is None:
            unsigned[proposal_id] += 1
        else:
            totals[proposal_id].append((juror_id, total))
    return totals, unsigned


def _spread(marks: Sequence[float]) -> float:
    middle = math.fsum(marks) / len(marks)
    return round(math.sqrt(math.fsum((mark - middle) ** 2 for mark in marks) / (len(marks) - 1)), DIGITS)


def _upper_quartile(spreads: Sequence[float]) -> float:
    """Of one or none whatever there is; to the decimals of the spreads, so that one on it is not missed."""
    if len(spreads) < 2:
        return max(spreads, default=0.0)
    return round(statistics.quantiles(spreads, n=4, method="inclusive")[2], DIGITS)


def _line(
    id_: str, marks: list[float], spread: tuple[float, float], usual: float, unsigned: int,
    named: tuple[str | None, str], thread: tuple[str, bool] | None, place: RankingItem | None,
) -> DisputedProposal:  # fmt: skip
    return DisputedProposal(
        proposal_id=id_, proposal_number=named[0], proposal_title=named[1], signed=len(marks), unsigned=unsigned,
        lowest=min(marks), highest=max(marks), deviation=spread[0], adjusted=spread[1], usual=usual,
        rank=place.rank if place else None, is_open=bool(place and rankings.NEAR_CUT in place.flags),
        discussion_id=thread[0] if thread else None, is_discussed=bool(thread and thread[1]),
    )  # fmt: skip


def _named(session: Session, edition_id: str) -> dict[str, tuple[str | None, str]]:
    found = select(Proposal.id, Proposal.number, Proposal.title).where(Proposal.edition_id == edition_id)
    return {id_: (number, title) for id_, number, title in session.exec(found).all()}


def _discussions(session: Session, edition_id: str, stage: str) -> dict[str, tuple[str, bool]]:
    """The newest discussion of each proposal, and whether it is open."""
    found = (
        select(Discussion.proposal_id, Discussion.id, Discussion.closed_at)
        .where(Discussion.edition_id == edition_id, Discussion.stage == stage)
        .order_by(col(Discussion.id))
    )
    return {proposal_id: (id_, closed_at is None) for proposal_id, id_, closed_at in session.exec(found).all()}

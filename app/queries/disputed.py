"""Proposals of a stage in order of how far its jurors are apart."""

import math
from collections import defaultdict

from sqlmodel import Session, col, select

from app.models import Assignment, Discussion, Evaluation, Proposal
from app.models.discussion import DisputedProposal
from app.queries.analyses import IN_COMPETITION

DIGITS = 6


def of_stage(session: Session, edition_id: str, stage: str) -> list[DisputedProposal]:
    """Every proposal with two signed sheets or more, those whose jurors disagree most first."""
    rows = session.exec(
        select(Assignment.proposal_id, Evaluation.total)
        .join(Evaluation, col(Evaluation.assignment_id) == Assignment.id)
        .where(Assignment.edition_id == edition_id, Assignment.stage == stage, IN_COMPETITION)
        .order_by(col(Assignment.id))
    ).all()
    totals: dict[str, list[float]] = defaultdict(list)
    unsigned: dict[str, int] = defaultdict(int)
    for proposal_id, total in rows:
        if total is None:
            unsigned[proposal_id] += 1
        else:
            totals[proposal_id].append(total)
    named, threads = _named(session, edition_id), _discussions(session, edition_id, stage)
    lines = [
        _line(id_, marks, unsigned[id_], named[id_], threads.get(id_))
        for id_, marks in totals.items()
        if len(marks) > 1
    ]
    return sorted(lines, key=lambda line: (-line.deviation, line.proposal_number or "", line.proposal_id))


def _line(
    id_: str, marks: list[float], unsigned: int, named: tuple[str | None, str], thread: tuple[str, bool] | None
) -> DisputedProposal:
    middle = math.fsum(marks) / len(marks)
    deviation = math.sqrt(math.fsum((mark - middle) ** 2 for mark in marks) / (len(marks) - 1))
    return DisputedProposal(
        proposal_id=id_, proposal_number=named[0], proposal_title=named[1], signed=len(marks), unsigned=unsigned,
        lowest=min(marks), highest=max(marks), deviation=round(deviation, DIGITS),
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

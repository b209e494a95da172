"""How far a stage is, by juror and by proposal: what an organiser looks at on the last night."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, case, func
from sqlmodel import Session, col, select

from app.models import Assignment, Evaluation, Proposal
from app.queries.reminders import GONE


@dataclass(frozen=True)
class Activity:
    """A juror's work in a stage: sheets begun and not signed, and when something was last saved or signed."""

    drafts: int
    last_at: datetime | None


def activity(session: Session, edition_id: str, stage: str) -> Mapping[str, Activity]:
    """The work of each juror with sheets, by juror id."""
    is_begun = col(Evaluation.version) > 1
    is_draft = and_(is_begun, col(Evaluation.signed_at).is_(None))
    rows = session.exec(
        select(Assignment.juror_id, func.sum(case((is_draft, 1), else_=0)),
               func.max(case((is_begun, col(Evaluation.updated_at)))))
        .join(Evaluation, col(Evaluation.assignment_id) == Assignment.id)
        .where(Assignment.edition_id == edition_id, Assignment.stage == stage)
        .group_by(col(Assignment.juror_id))
    ).all()  # fmt: skip
    return {juror_id: Activity(drafts, last_at) for juror_id, drafts, last_at in rows}


@dataclass(frozen=True)
class Reads:
    """The proposals of a stage by how far they are read."""

    complete: int
    """As many signed sheets as the stage asks for, none awaited."""
    under_way: int
    """Some signed."""
    unread: int
    """Handed out, and none signed."""


def by_proposal(session: Session, edition_id: str, stage: str, wanted: int) -> Reads:
    """How many proposals are read to the end, in part, or by nobody; those that left the competition do not count."""
    sheets = (
        select(func.count().label("held"), func.count(col(Evaluation.signed_at)).label("signed"))
        .select_from(Assignment)
        .join(Evaluation, col(Evaluation.assignment_id) == Assignment.id)
        .join(Proposal, col(Proposal.id) == Assignment.proposal_id)
        .where(Assignment.edition_id == edition_id, Assignment.stage == stage)
        .where(col(Proposal.status).not_in(GONE))
        .group_by(col(Assignment.proposal_id))
        .subquery()
    )
    is_complete = and_(sheets.c.signed == sheets.c.held, sheets.c.signed >= wanted)
    total, complete, unread = session.exec(
        select(func.count(), func.sum(case((is_complete, 1), else_=0)),
               func.sum(case((sheets.c.signed == 0, 1), else_=0))).select_from(sheets)
    ).one()  # fmt: skip
    return Reads(complete or 0, total - (complete or 0) - (unread or 0), unread or 0)

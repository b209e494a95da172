"""How far the reading of a stage is: a juror's own desk, and all sheets of a stage."""

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import and_, func
from sqlmodel import Session, col, select

from app.models import Assignment, Evaluation, Proposal
from app.models.proposal import ProposalStatus
from app.queries.evaluations import SHEET_STATUS
from app.rules.permissions import Actor


@dataclass(frozen=True)
class StageProgress:
    """A juror's sheets of one stage by their status."""

    edition_id: str
    stage: str
    untouched: int
    draft: int
    signed: int

    @property
    def total(self) -> int:
        """All sheets of the stage."""
        return self.untouched + self.draft + self.signed


def of_juror(session: Session, actor: Actor) -> list[StageProgress]:
    """The actor's own sheets, counted by stage; the latest edition first."""
    rows = session.execute(
        select(Assignment.edition_id, Assignment.stage, SHEET_STATUS, func.count())
        .join(Evaluation, col(Evaluation.assignment_id) == Assignment.id)
        .where(Assignment.juror_id == (actor.id or ""))
        .group_by(Assignment.edition_id, Assignment.stage, SHEET_STATUS.element)
    ).all()
    counts: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: {"untouched": 0, "draft": 0, "signed": 0})
    for edition_id, stage, status, count in rows:
        counts[edition_id, stage][status] += count
    return [
        StageProgress(edition_id, stage, **held) for (edition_id, stage), held in sorted(counts.items(), reverse=True)
    ]


def where_i_was(session: Session, actor: Actor) -> str | None:
    """The sheet to go on with: the draft touched last, else the first untouched one; None when all are signed."""
    own = (
        select(Assignment.id)
        .join(Evaluation, col(Evaluation.assignment_id) == Assignment.id)
        .join(Proposal, col(Proposal.id) == Assignment.proposal_id)
        .where(Assignment.juror_id == (actor.id or ""), col(Evaluation.signed_at).is_(None))
    )
    begun = own.where(Evaluation.version > 1).order_by(col(Evaluation.updated_at).desc())
    fresh = own.order_by(col(Assignment.edition_id).desc(), col(Proposal.sequence), col(Assignment.id))
    return session.exec(begun.limit(1)).first() or session.exec(fresh.limit(1)).first()


@dataclass(frozen=True)
class DeskPlace:
    """The neighbours of a sheet on its juror's desk, by registration number, and how many are not signed yet."""

    previous: str | None
    next: str | None
    position: int
    total: int
    left: int
    next_unsigned: str | None
    """The sheet to go to after this one is signed; None when it is the last."""


def place_on_desk(session: Session, assignment_id: str) -> DeskPlace:
    """Where the sheet lies among its juror's sheets of the same stage."""
    this = select(Assignment).where(Assignment.id == assignment_id).subquery()
    same = and_(col(Assignment.juror_id) == this.c.juror_id, col(Assignment.stage) == this.c.stage,
                col(Assignment.edition_id) == this.c.edition_id)  # fmt: skip
    rows = session.execute(
        select(Assignment.id, col(Evaluation.signed_at).is_(None))
        .join(this, same)
        .join(Evaluation, col(Evaluation.assignment_id) == Assignment.id)
        .join(Proposal, col(Proposal.id) == Assignment.proposal_id)
        .order_by(col(Proposal.sequence), col(Assignment.id))
    ).all()
    ids = [row[0] for row in rows]
    place = ids.index(assignment_id)
    unsigned = [id_ for id_, is_open in [*rows[place + 1 :], *rows[:place]] if is_open]
    return DeskPlace(
        previous=ids[place - 1] if place else None, next=ids[place + 1] if place + 1 < len(ids) else None,
        position=place + 1, total=len(ids), left=sum(1 for row in rows if row[1]),
        next_unsigned=unsigned[0] if unsigned else None,
    )  # fmt: skip


def of_stage(session: Session, edition_id: str, stage: str) -> dict[str, int]:
    """The sheets of a stage by their status, and how many proposals they are about (``proposals``).

    Sheets of proposals that left the competition since are not counted: nobody waits for them.
    """
    gone = (ProposalStatus.withdrawn, ProposalStatus.disqualified)
    out = select(Proposal.id).where(Proposal.edition_id == edition_id, col(Proposal.status).in_(gone))
    held = (Assignment.edition_id == edition_id, Assignment.stage == stage, col(Assignment.proposal_id).not_in(out))
    rows = session.execute(
        select(SHEET_STATUS, func.count())
        .select_from(Assignment)
        .join(Evaluation, col(Evaluation.assignment_id) == Assignment.id)
        .where(*held)
        .group_by(SHEET_STATUS.element)
    ).all()
    proposals = session.exec(select(func.count(func.distinct(col(Assignment.proposal_id)))).where(*held)).one()
    return {"untouched": 0, "draft": 0, "signed": 0, **{row[0]: row[1] for row in rows}, "proposals": proposals}

"""Reads of the plenary's decisions."""

from sqlmodel import Session, col, select

from app.models import PlenaryDecision, Proposal
from app.models.plenary import PlenaryDecisionRead


def decisions(session: Session, edition_id: str, stage: str) -> dict[str, PlenaryDecision]:
    """The decisions of a stage by proposal id."""
    found = select(PlenaryDecision).where(PlenaryDecision.edition_id == edition_id, PlenaryDecision.stage == stage)
    return {row.proposal_id: row for row in session.exec(found).all()}


def list_(session: Session, edition_id: str, stage: str) -> list[PlenaryDecisionRead]:
    """The same with the proposals' numbers and titles, in the order in which they were decided."""
    rows = session.exec(
        select(PlenaryDecision, Proposal.number, Proposal.title)
        .join(Proposal, col(Proposal.id) == PlenaryDecision.proposal_id)
        .where(PlenaryDecision.edition_id == edition_id, PlenaryDecision.stage == stage)
        .order_by(col(PlenaryDecision.id))
    ).all()
    return [as_read(row, number, title) for row, number, title in rows]


def as_read(row: PlenaryDecision, number: str | None, title: str) -> PlenaryDecisionRead:
    """A row as its read schema."""
    kept = row.model_dump(include={*PlenaryDecisionRead.model_fields})
    return PlenaryDecisionRead(proposal_number=number, proposal_title=title, **kept)


def read(session: Session, row: PlenaryDecision) -> PlenaryDecisionRead:
    """One decision as its read schema."""
    named = select(Proposal.number, Proposal.title).where(Proposal.id == row.proposal_id)
    return as_read(row, *session.exec(named).one())

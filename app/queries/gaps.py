"""Proposals of a stage that too few jurors read: those nobody was given to as well."""

from sqlalchemy import func
from sqlmodel import Session, col, select

from app.models import Assignment, Proposal
from app.models.edition import EditionRead, Stage
from app.models.room import Gap
from app.queries import stages


def of_stage(session: Session, edition: EditionRead, stage: Stage) -> list[Gap]:
    """Those with fewer sheets, signed or not, than the stage asks for; by registration number."""
    candidates = set(stages.candidates(session, edition, stage.key))
    rows = session.exec(
        select(Proposal.id, Proposal.number, Proposal.title, func.count(col(Assignment.id)))
        .outerjoin(Assignment, (col(Assignment.proposal_id) == Proposal.id) & (col(Assignment.stage) == stage.key))
        .where(Proposal.edition_id == edition.id)
        .group_by(col(Proposal.id), col(Proposal.number), col(Proposal.title), col(Proposal.sequence))
        .having(func.count(col(Assignment.id)) < stage.jurors_per_proposal)
        .order_by(col(Proposal.sequence), col(Proposal.id))
    ).all()
    return [
        Gap(proposal_id=id_, number=number, title=title, readings=held, missing=stage.jurors_per_proposal - held)
        for id_, number, title, held in rows
        if id_ in candidates
    ]

"""Reads of evidence files."""

from sqlmodel import Session, col, select

from app.errors import NotFound
from app.models import Document, Proposal
from app.models.proposal import DocumentRead
from app.queries.proposals.visibility import visible_to
from app.queries.rows import read_all
from app.rules.permissions import Actor

_COLUMNS = tuple(col(getattr(Document, name)) for name in DocumentRead.model_fields)


def list_(session: Session, actor: Actor, proposal_id: str) -> list[DocumentRead]:
    """The files of a proposal, oldest first; ``NotFound`` where the actor may not see the proposal."""
    seen = select(Proposal.id).where(Proposal.id == proposal_id, visible_to(actor))
    if session.exec(seen).first() is None:
        raise NotFound
    statement = select(*_COLUMNS).where(Document.proposal_id == proposal_id)
    return read_all(DocumentRead, session.execute(statement.order_by(col(Document.id))).all())


def get(session: Session, actor: Actor, document_id: str) -> DocumentRead:
    """One file's description."""
    statement = (
        select(*_COLUMNS)
        .join(Proposal, col(Proposal.id) == Document.proposal_id)
        .where(Document.id == document_id, visible_to(actor))
    )
    row = session.execute(statement).first()
    if row is None:
        raise NotFound
    return DocumentRead.model_validate(row)


def kinds(session: Session, proposal_id: str) -> set[str]:
    """Which kinds of document the proposal has."""
    return set(session.exec(select(Document.kind).where(Document.proposal_id == proposal_id)).all())

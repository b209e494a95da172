"""Reads of evidence files."""

from pathlib import Path
from typing import Any

from sqlalchemy import bindparam
from sqlalchemy import select as sa_select
from sqlmodel import Session, col, select

from app.errors import NotFound
from app.models import Document
from app.models.proposal import DocumentRead
from app.prepared.statements import run
from app.queries.proposals.blind import is_hidden
from app.queries.proposals.visibility import NOWHERE, sees
from app.queries.rows import read_all
from app.rules.permissions import Actor

_COLUMNS = tuple(col(getattr(Document, name)) for name in DocumentRead.model_fields)


def list_(session: Session, actor: Actor, proposal_id: str) -> list[DocumentRead]:
    """The files of a proposal, oldest first; ``NotFound`` where the actor may not see the proposal."""
    if not sees(session, actor, proposal_id):
        raise NotFound
    statement = select(*_COLUMNS).where(Document.proposal_id == proposal_id)
    found = read_all(DocumentRead, session.execute(statement.order_by(col(Document.id))).all())
    return [_unnamed(one) for one in found] if found and is_hidden(session, actor, proposal_id) else found


def get(session: Session, actor: Actor, document_id: str) -> DocumentRead:
    """One file's description."""
    row = session.execute(
        sa_select(*_COLUMNS, col(Document.proposal_id)).where(col(Document.id) == document_id)
    ).first()
    if not sees(session, actor, row.proposal_id if row else NOWHERE.id) or row is None:
        raise NotFound
    found = DocumentRead.model_validate(row)
    return _unnamed(found) if is_hidden(session, actor, row.proposal_id) else found


def _unnamed(document: DocumentRead) -> DocumentRead:
    """A file's own name often says whose it is."""
    return document.model_copy(update={"filename": document.kind + Path(document.filename).suffix})


def attached(session: Session, proposal_id: str) -> tuple[frozenset[str], frozenset[str]]:
    """Which kinds of document the proposal has, and which sections of its text they support."""
    rows = run(session, "documents attached", _attached, {"proposal_id": proposal_id})
    return frozenset(kind for kind, _ in rows), frozenset(section for _, section in rows if section)


def _attached() -> Any:
    return select(Document.kind, Document.section).where(Document.proposal_id == bindparam("proposal_id"))

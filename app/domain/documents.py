"""Deeds on evidence files."""

from sqlalchemy import func
from sqlmodel import Session, select

from app.domain.proposals.access import check_editable, edition_of, find_for, load_for
from app.domain.versions import check_version
from app.errors import Conflict, NotFound, invalid
from app.files.intake import Received
from app.models import Document, Proposal
from app.models.edition import EditionRead
from app.rules.permissions import Actor
from app.settings import settings

EVIDENCE = "evidence"


def check_may_attach(session: Session, actor: Actor, proposal_id: str) -> None:
    """What ``attach`` will refuse whatever the file is, before work is spent on it."""
    proposal = find_for(session, actor, "proposals:write", proposal_id)
    check_editable(edition_of(session, proposal), proposal)
    _check_room(session, proposal, 1)


def attach(
    session: Session, actor: Actor, proposal_id: str, received: Received, kind: str, section: str | None
) -> Document:
    """Adds a file that was taken in (app/files/intake.py) to a proposal that may still be changed."""
    proposal = load_for(session, actor, "proposals:write", proposal_id)
    edition = edition_of(session, proposal)
    check_editable(edition, proposal)
    _check_place(edition, kind, section)
    _check_room(session, proposal, received.size)
    document = Document(
        proposal_id=proposal.id, kind=kind, section=section, filename=received.filename,
        media_type=received.media_type, size=received.size, sha256=received.sha256, uploaded_by=actor.user_id,
    )  # fmt: skip
    session.add(document)
    session.flush()
    return document


def _check_place(edition: EditionRead, kind: str, section: str | None) -> None:
    if kind != EVIDENCE and kind not in {document.key for document in edition.required_documents}:
        raise invalid("kind", "unknown", value=kind)
    if section is not None and section not in {item.key for item in edition.form}:
        raise invalid("section", "unknown", value=section)


def _check_room(session: Session, proposal: Proposal, size: int) -> None:
    figures = select(func.count(), func.coalesce(func.sum(Document.size), 0))
    count, used = session.exec(figures.where(Document.proposal_id == proposal.id)).one()
    if count >= settings().max_documents_per_proposal:
        raise Conflict("too-many-documents", limit=settings().max_documents_per_proposal)
    if used + size > settings().max_documents_bytes_per_proposal:
        limit = settings().max_documents_bytes_per_proposal
        raise Conflict("documents-too-large", limit=f"{limit // 1_048_576} MB")


def remove(session: Session, actor: Actor, document_id: str, expected: int | None) -> None:
    """Removes a file from a proposal that may still be changed."""
    document = session.get(Document, document_id)
    proposal = load_for(session, actor, "proposals:write", document.proposal_id if document else "")
    if document is None:
        raise NotFound
    check_editable(edition_of(session, proposal), proposal)
    check_version(document, expected)
    session.delete(document)
    session.flush()

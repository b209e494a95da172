"""Deeds on evidence files."""

import re
from typing import BinaryIO

import puremagic
from sqlalchemy import func
from sqlmodel import Session, select

from app import files
from app.domain.proposals.access import check_editable, edition_of, load_for
from app.domain.versions import check_version
from app.errors import Conflict, NotFound, UnsupportedType, invalid
from app.models import Document, Proposal
from app.models.edition import EditionRead
from app.rules.permissions import Actor
from app.settings import settings

EVIDENCE = "evidence"
ALLOWED = {
    "application/pdf": ".pdf", "image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": ".pptx",
    "application/vnd.oasis.opendocument.text": ".odt",
}  # fmt: skip
"""Media types taken, by what the bytes say, with the ending their names get."""


def attach(
    session: Session, actor: Actor, proposal_id: str, source: BinaryIO, filename: str, kind: str, section: str | None
) -> Document:
    """Adds a file to a proposal that may still be changed. 415 for other types, 413 above the size limit."""
    proposal = load_for(session, actor, "proposals:write", proposal_id)
    edition = edition_of(session, proposal)
    check_editable(edition, proposal)
    _check_place(edition, kind, section)
    _check_count(session, proposal)
    sha256, size = files.store(source, settings().max_document_bytes)
    media_type = _sniff(sha256)
    document = Document(
        proposal_id=proposal.id, kind=kind, section=section, filename=_safe_name(filename, media_type),
        media_type=media_type, size=size, sha256=sha256, uploaded_by=actor.user_id,
    )  # fmt: skip
    session.add(document)
    session.flush()
    return document


def _check_place(edition: EditionRead, kind: str, section: str | None) -> None:
    if kind != EVIDENCE and kind not in {document.key for document in edition.required_documents}:
        raise invalid("kind", "unknown", value=kind)
    if section is not None and section not in {item.key for item in edition.form}:
        raise invalid("section", "unknown", value=section)


def _check_count(session: Session, proposal: Proposal) -> None:
    count = session.exec(select(func.count()).where(Document.proposal_id == proposal.id)).one()
    if count >= settings().max_documents_per_proposal:
        raise Conflict("too-many-documents", limit=settings().max_documents_per_proposal)


def _sniff(sha256: str) -> str:
    """The media type that the bytes themselves show; the sender's claim and the file's ending count for nothing."""
    try:
        found = puremagic.magic_file(files.path_of(sha256))
    except (puremagic.PureError, ValueError):
        raise UnsupportedType from None
    for match in found:
        if match.mime_type in ALLOWED and match.confidence >= 0.4:
            return str(match.mime_type)
    raise UnsupportedType


def _safe_name(filename: str, media_type: str) -> str:
    """The last part of the name, without what a path or a header could trip over, with the ending of its type."""
    stem = re.split(r"[/\\]", filename)[-1].rsplit(".", 1)[0]
    stem = re.sub(r"[^\w .()-]+", "_", stem).strip(" .") or "berkas"
    return stem[:120] + ALLOWED[media_type]


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

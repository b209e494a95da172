"""Files of a replication: the agreement of both sides, and evidence that it runs."""

from sqlalchemy import func
from sqlmodel import Session, select

from app.domain.public import public_changed
from app.domain.replications.access import load_for
from app.domain.versions import check_version
from app.errors import Conflict, NotFound
from app.files.intake import Received
from app.models import Replication, ReplicationDocument
from app.models.replication import DocumentKind
from app.queries.replications import WRITE
from app.rules.permissions import Actor

MOST = 20
"""Files of one replication."""


def check_may_attach(session: Session, actor: Actor, replication_id: str) -> None:
    """What ``attach`` will refuse whatever the file is, before work is spent on it."""
    row, _innovation = load_for(session, actor, WRITE, replication_id, lock=False)
    _check_room(session, row)


def attach(
    session: Session, actor: Actor, replication_id: str, received: Received, kind: DocumentKind, *, is_public: bool
) -> ReplicationDocument:
    """Adds a file that was taken in (app/files/intake.py)."""
    row, _innovation = load_for(session, actor, WRITE, replication_id)
    _check_room(session, row)
    document = ReplicationDocument(
        replication_id=row.id, kind=kind, filename=received.filename, media_type=received.media_type,
        size=received.size, sha256=received.sha256, is_public=is_public, uploaded_by=actor.user_id,
    )  # fmt: skip
    session.add(document)
    if row.confirmed_at is not None:
        public_changed(session)
    session.flush()
    return document


def _check_room(session: Session, row: Replication) -> None:
    held = select(func.count()).where(ReplicationDocument.replication_id == row.id)
    if session.exec(held).one() >= MOST:
        raise Conflict("too-many-files", limit=MOST)


def remove(session: Session, actor: Actor, replication_id: str, document_id: str, expected: int | None) -> None:
    """Removes a file; 409 once the origin unit has confirmed what it saw."""
    row, _innovation = load_for(session, actor, WRITE, replication_id)
    document = session.get(ReplicationDocument, document_id)
    if document is None or document.replication_id != row.id:
        raise NotFound
    if row.confirmed_at is not None:
        raise Conflict("replication-confirmed")
    check_version(document, expected)
    session.delete(document)
    session.flush()

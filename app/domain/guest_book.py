"""Deeds on the guest book: visitors write, the organiser or the secretariat reads before anybody else does."""

from sqlalchemy import func
from sqlmodel import Session, col, select

from app.domain.permits import require
from app.domain.versions import check_version, load
from app.domain.visiting import running, visitor_id
from app.errors import Conflict
from app.models import GuestBookEntry
from app.models.visitor import EntryStatus, GuestBookCreate, Moderation
from app.rules.permissions import Actor

MOST_WAITING = 5
"""Lines of one visitor that nobody has read yet."""


def write(session: Session, exhibition_id: str, ballot: str, body: GuestBookCreate) -> GuestBookEntry:
    """Adds a line that waits to be read; 409 where five of the same visitor already wait."""
    running(session, exhibition_id)
    visitor = visitor_id(session, exhibition_id, ballot)
    waiting = select(func.count()).where(
        col(GuestBookEntry.visitor_id) == visitor, col(GuestBookEntry.status) == EntryStatus.pending
    )
    if session.exec(waiting).one() >= MOST_WAITING:
        raise Conflict("too-many-entries", limit=MOST_WAITING)
    entry = GuestBookEntry(exhibition_id=exhibition_id, visitor_id=visitor, name=body.name, text=body.text)
    session.add(entry)
    session.flush()
    return entry


def moderate(session: Session, actor: Actor, entry_id: str, body: Moderation, expected: int | None) -> GuestBookEntry:
    """Shows a line, or hides it."""
    require(actor, "visitors:write")
    entry = load(session, GuestBookEntry, entry_id)
    check_version(entry, expected)
    entry.status = body.status
    session.flush()
    return entry

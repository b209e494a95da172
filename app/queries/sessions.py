"""Reads of browser sessions."""

from sqlmodel import Session, col, select

from app.clock import now
from app.errors import NotFound
from app.models import UserSession
from app.models.user import SessionRead, SessionSummary
from app.queries import users
from app.queries.actors import still_open
from app.queries.reach import require_person
from app.rules.permissions import Actor


def read(session: Session, session_id: str, csrf_token: str) -> SessionRead:
    """Who is signed in with this session, and until when."""
    row = session.get(UserSession, session_id)
    if row is None:
        raise NotFound
    user = users.read(session, row.user_id)
    return SessionRead(id=row.id, user=user, expires_at=row.expires_at, csrf_token=csrf_token, version=row.version,
                       has_second_factor=row.has_second_factor)  # fmt: skip


def own(session: Session, actor: Actor) -> list[SessionSummary]:
    """The person's sessions that are still open, newest first; ``NotFound`` for a key, which has none."""
    user_id = require_person(actor)
    rows = session.exec(
        select(UserSession)
        .where(UserSession.user_id == user_id, *still_open(now()))
        .order_by(col(UserSession.id).desc())
    )
    return [_summary(row, actor) for row in rows]


def _summary(row: UserSession, actor: Actor) -> SessionSummary:
    shown = row.model_dump(include=set(SessionSummary.model_fields))
    return SessionSummary(**shown, is_current=row.id == actor.session_id)

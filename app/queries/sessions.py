"""Reads of browser sessions."""

from sqlmodel import Session

from app.errors import NotFound
from app.models import UserSession
from app.models.user import SessionRead
from app.queries import users


def read(session: Session, session_id: str, csrf_token: str) -> SessionRead:
    """Who is signed in with this session, and until when."""
    row = session.get(UserSession, session_id)
    if row is None:
        raise NotFound
    user = users.read(session, row.user_id)
    return SessionRead(id=row.id, user=user, expires_at=row.expires_at, csrf_token=csrf_token)

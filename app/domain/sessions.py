"""Deeds of signing in and out."""

from datetime import timedelta

from sqlalchemy import delete
from sqlmodel import Session, col, select

from app.clock import now
from app.credentials import digest, new_token, password_matches
from app.domain.versions import check_version
from app.errors import NotFound, Unauthenticated
from app.models import User, UserSession
from app.rules.permissions import Actor
from app.settings import settings

LONGEST_USER_AGENT = 300


def verify(session: Session, email: str, password: str) -> str:
    """The id of the account that this e-mail and password open; 401 in the same time whichever of them is wrong.

    Argon2 is slow by design: ask with a reading session, before any writing one is open.
    """
    account = None
    if "\x00" not in email:
        found = select(User.id, User.password_hash).where(User.email == email.strip().lower(), col(User.is_active))
        account = session.exec(found).first()
    if not password_matches(password, account[1] if account else None) or account is None:
        raise Unauthenticated("wrong-password")
    return account[0]


def start(session: Session, user_id: str, user_agent: str) -> tuple[str, UserSession]:
    """A new session of the person: the cookie's value, which is stored nowhere, and the row."""
    moment = now()
    session.connection().execute(
        delete(UserSession).where(col(UserSession.user_id) == user_id, col(UserSession.expires_at) <= moment)
    )
    token = new_token()
    started = UserSession(
        token_hash=digest(token), user_id=user_id, user_agent=user_agent[:LONGEST_USER_AGENT],
        expires_at=moment + timedelta(hours=settings().session_hours),
    )  # fmt: skip
    session.add(started)
    session.flush()
    return token, started


def end(session: Session, session_id: str) -> None:
    """Closes one session."""
    session.connection().execute(delete(UserSession).where(col(UserSession.id) == session_id))


def end_own(session: Session, actor: Actor, session_id: str, expected: int | None) -> None:
    """Closes one of the person's sessions, whichever browser it is in; ``NotFound`` where it is somebody else's."""
    row = session.get(UserSession, session_id)
    if row is None or actor.user_id is None or row.user_id != actor.user_id:
        raise NotFound
    check_version(row, expected)
    end(session, session_id)


def end_all(session: Session, user_id: str) -> None:
    """Closes every session of a person."""
    session.connection().execute(delete(UserSession).where(col(UserSession.user_id) == user_id))

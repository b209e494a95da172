"""Deeds of signing in and out."""

from datetime import datetime, timedelta

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from app.audit import admissions
from app.audit.entries import note
from app.clock import now
from app.credentials import digest, new_token, password_matches
from app.domain import throttle
from app.domain.permits import require
from app.domain.throttle import Buckets
from app.domain.versions import check_version, load
from app.errors import Forbidden, NotFound, Unauthenticated
from app.models import User, UserSession
from app.queries import factors
from app.rules.permissions import Actor
from app.settings import settings

LONGEST_USER_AGENT = 300
USE_NOTED_EVERY = timedelta(minutes=5)
CONFIRMATION_HOLDS = timedelta(minutes=10)
"""After a person has shown who it is, for what is delicate."""


class SecondFactorRequired(Unauthenticated):
    """The password was right, and the account asks for more."""

    code = "second-factor-required"

    def __init__(self, user_id: str) -> None:
        super().__init__()
        self.user_id = user_id


def verify(session: Session, email: str, password: str, buckets: Buckets) -> str:
    """The id of the account that this e-mail and password open; 401 in the same time whichever of them is wrong.

    429 with the wait where too many were wrong lately (app/domain/throttle.py). Argon2 is slow by design: ask with a
    reading session, before any writing one is open.
    """
    throttle.admit(buckets)
    account = None
    if "\x00" not in email:
        found = select(User.id, User.password_hash).where(User.email == email.strip().lower(), col(User.is_active))
        account = session.exec(found).first()
    if not password_matches(password, account[1] if account else None) or account is None:
        raise Unauthenticated("wrong-password")
    throttle.succeeded(buckets)
    return account[0]


def check_needs_no_more(session: Session, user_id: str) -> None:
    """``SecondFactorRequired`` where the account has a second factor."""
    if factors.has_any(session, user_id):
        raise SecondFactorRequired(user_id)


def email_of(session: Session, user_id: str) -> str:
    """The e-mail of an account that may sign in; 401 for a closed one."""
    email = session.exec(select(User.email).where(User.id == user_id, col(User.is_active))).first()
    if email is None:
        raise Unauthenticated("wrong-password")
    return email


def start(
    session: Session, user_id: str, user_agent: str, *, has_second_factor: bool = False, instead_of: str | None = None
) -> tuple[str, UserSession]:
    """A new session of the person: the cookie's value, which is stored nowhere, and the row.

    The session whose cookie was *instead_of* ends: nobody goes on with a session that was there before signing in.
    """
    moment = now()
    sessions = delete(UserSession)
    session.connection().execute(
        sessions.where(col(UserSession.user_id) == user_id, col(UserSession.expires_at) <= moment)
    )
    if instead_of is not None:
        session.connection().execute(sessions.where(col(UserSession.token_hash) == digest(instead_of)))
    token = new_token()
    started = UserSession(
        token_hash=digest(token), user_id=user_id, user_agent=user_agent[:LONGEST_USER_AGENT],
        expires_at=moment + timedelta(hours=settings().session_hours), has_second_factor=has_second_factor,
        authenticated_at=moment, last_used_at=moment,
    )  # fmt: skip
    session.add(started)
    session.flush()
    note(session, admissions.SIGNED_IN, admissions.session_bound(started))
    return token, started


def renew(session: Session, session_id: str, *, has_second_factor: bool | None = None) -> str:
    """Another token for the session of somebody who has just shown who it is; the one before opens nothing more."""
    row = load(session, UserSession, session_id)
    token = new_token()
    row.token_hash, row.authenticated_at = digest(token), now()
    if has_second_factor is not None:
        row.has_second_factor = has_second_factor
    session.flush()
    note(session, admissions.CONFIRMED, admissions.session_bound(row))
    return token


def end(session: Session, session_id: str) -> None:
    """Closes one session."""
    note(session, "signed-out", {"session": session_id})
    session.connection().execute(delete(UserSession).where(col(UserSession.id) == session_id))


def end_own(session: Session, actor: Actor, session_id: str, expected: int | None) -> None:
    """Closes one of the person's sessions, whichever browser it is in; ``NotFound`` where it is somebody else's."""
    row = session.get(UserSession, session_id)
    if row is None or actor.user_id is None or row.user_id != actor.user_id:
        raise NotFound
    check_version(row, expected)
    end(session, session_id)


def end_all(session: Session, user_id: str, *, but: str | None = None) -> int:
    """Closes every session of a person, or every one but *but*; how many there were."""
    of_person = delete(UserSession).where(col(UserSession.user_id) == user_id, col(UserSession.id) != (but or ""))
    return int(session.connection().execute(of_person).rowcount)


def end_all_of(session: Session, actor: Actor, user_id: str) -> int:
    """Closes every session of somebody, by an organiser."""
    require(actor, "users:write")
    load(session, User, user_id)
    return end_all(session, user_id)


def confirmed_until(session: Session, actor: Actor) -> datetime | None:
    """Until when the person counts as having just shown who it is; None for a key, which shows it each time."""
    if actor.session_id is None:
        return None
    found = session.exec(select(UserSession.authenticated_at).where(UserSession.id == actor.session_id)).first()
    return found + CONFIRMATION_HOLDS if found else now()


def require_confirmed(session: Session, actor: Actor) -> None:
    """``Forbidden("confirm-first")`` where a person has not shown for ten minutes who it is."""
    until = confirmed_until(session, actor)
    if until is not None and until <= now():
        raise Forbidden("confirm-first")


def is_use_due(session: Session, session_id: str) -> bool:
    """Whether the session's last use was noted more than five minutes ago."""
    last = session.exec(select(UserSession.last_used_at).where(UserSession.id == session_id)).first()
    return last is not None and last < now() - USE_NOTED_EVERY


def note_use(session: Session, session_id: str) -> None:
    """Notes that the session was used now, without a new version of the row."""
    session.connection().execute(
        update(UserSession)
        .where(col(UserSession.id) == session_id, col(UserSession.last_used_at) < now() - USE_NOTED_EVERY)
        .values(last_used_at=now(), updated_at=UserSession.updated_at)
    )

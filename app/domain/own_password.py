"""Deeds of a person on the own password: change it, or show once more that one knows it."""

from sqlmodel import Session

from app.credentials import password_matches
from app.domain import throttle
from app.domain.passwords import checked_hash
from app.domain.security_notices import tell_person
from app.domain.sessions import end_all
from app.domain.throttle import Buckets
from app.domain.versions import load
from app.errors import invalid
from app.models import User
from app.models.sign_in import PasswordChange
from app.queries.reach import require_person
from app.rules.permissions import Actor


def confirm(session: Session, actor: Actor, password: str, buckets: Buckets, field: str = "password") -> None:
    """422 at *field* where it is not the person's password. Slow by design: ask with a reading session."""
    user_id = require_person(actor)
    throttle.admit(buckets)
    if not password_matches(password, load(session, User, user_id).password_hash):
        raise invalid(field, "wrong_password")
    throttle.succeeded(buckets)


def new_hash(actor: Actor, body: PasswordChange) -> str:
    """The hash of the new password; 422 where it is easy to guess, or the old one."""
    if body.password == body.current:
        raise invalid("password", "same_password")
    return checked_hash(body.password, actor.name, actor.email)


def change(session: Session, actor: Actor, password_hash: str) -> None:
    """Sets the new password, and ends the person's sessions in all other browsers."""
    user = load(session, User, actor.user_id or "")
    user.password_hash = password_hash
    session.flush()
    end_all(session, user.id, but=actor.session_id)
    tell_person(session, user.id, "password-changed")

"""Choosing a password: by the one-time link of an invitation, or of a mail to somebody who forgot it.

Nobody sets another's password. The secret of a link is made when its mail is sent, so that the outbox holds none; of
a mail that may have gone out twice both links work, until one of them is used.
"""

from datetime import datetime, timedelta

from sqlalchemy import delete, func
from sqlmodel import Session, col, select

from app.audit import admissions
from app.audit.entries import note
from app.clock import now
from app.credentials import digest, hash_password, new_token
from app.domain import outbox
from app.domain.security_notices import tell_person
from app.domain.sessions import end_all
from app.errors import DomainError, invalid
from app.models import OutboxMessage, PasswordLink, User
from app.models.outbox import Kind, MessageStatus
from app.models.password import LinkRead
from app.rules.passwords import weakness
from app.settings import settings

INVITATION, RESET = "invitation", "reset"
LINK = "/password?link="
"""Where a link leads; the secret follows. In the query: logs of paths do not hold it."""
RESETS_AN_HOUR = 3
_HOUR = timedelta(hours=1)


class LinkUnusable(DomainError):
    """The one-time link was used, has expired, was replaced by a newer one, or never existed."""

    status = 410
    code = "link-unusable"


def checked_hash(password: str, name: str, email: str) -> str:
    """The hash of a password that is hard enough to guess for this person; 422 otherwise. Slow by design."""
    advice = weakness(password, [name, email, email.partition("@")[0], settings().organisation])
    if advice is not None:
        raise invalid("password", "weak_password", advice=advice)
    return hash_password(password)


def send_link(session: Session, user: User) -> str | None:
    """Sends the person a link to choose a password; older links and mails are void from now on.

    Gives the secret of the link back where no mail can be sent, so that it is handed on in person.
    """
    _void(session, user.id)
    topic = RESET if user.password_hash else INVITATION
    outbox.add(session, Kind.mail, topic, {}, user_id=user.id)
    return None if settings().smtp_host else new_link(session, user.id, now() + lifetime(topic))


def _void(session: Session, user_id: str) -> None:
    # The messages first: who is just now making a link for one of them waits here, and its link is seen below.
    outbox.cancel(session, col(OutboxMessage.user_id) == user_id,
                  col(OutboxMessage.topic).in_((INVITATION, RESET)))  # fmt: skip
    session.connection().execute(delete(PasswordLink).where(col(PasswordLink.user_id) == user_id))


def lifetime(topic: str) -> timedelta:
    """How long a link works, from the moment that it was asked for."""
    chosen = settings()
    if topic == INVITATION:
        return timedelta(days=chosen.invitation_days)
    return timedelta(minutes=chosen.password_reset_minutes)


def new_link(session: Session, user_id: str, expires_at: datetime) -> str:
    """A further link of the person: its secret, which is stored nowhere."""
    token = new_token()
    session.connection().execute(delete(PasswordLink).where(col(PasswordLink.expires_at) <= now()))
    link = PasswordLink(token_hash=digest(token), user_id=user_id, expires_at=expires_at)
    session.add(link)
    session.flush()
    note(session, admissions.LINK_MADE, admissions.link_bound(link))
    return token


def forgotten(session: Session, email: str) -> None:
    """Notes that somebody forgot the password of this account, in the same time whether there is one or not."""
    outbox.add(session, Kind.request, RESET, {"email": email.lower()})


def answer_request(session: Session, email: str) -> None:
    """Sends a link to an account that is asked for, at most three an hour; to nobody where there is no such account."""
    found = select(User).where(User.email == email, col(User.is_active))
    user = session.exec(found).first() if "\x00" not in email else None
    if user is None:
        return
    recent = select(func.count()).where(
        OutboxMessage.user_id == user.id, OutboxMessage.topic == RESET,
        OutboxMessage.status != MessageStatus.cancelled, OutboxMessage.created_at > now() - _HOUR,
    )  # fmt: skip
    if session.exec(recent).one() < RESETS_AN_HOUR:
        outbox.add(session, Kind.mail, RESET, {}, user_id=user.id)


def whose(session: Session, token: str) -> LinkRead:
    """The person of a link; looking does not use it up. ``LinkUnusable`` where it opens nothing (any more)."""
    found = session.exec(
        select(User.name, User.email, User.password_hash)
        .join(PasswordLink, col(PasswordLink.user_id) == User.id)
        .where(PasswordLink.token_hash == digest(token), col(PasswordLink.expires_at) > now(), col(User.is_active))
    ).first()
    if found is None:
        raise LinkUnusable
    return LinkRead(name=found[0], email=found[1], is_invitation=not found[2])


def choose(session: Session, token: str, password_hash: str) -> User:
    """Sets the password by a link and uses it up; every link, waiting mail and session of the person ends."""
    used = session.connection().execute(
        delete(PasswordLink)
        .where(col(PasswordLink.token_hash) == digest(token), col(PasswordLink.expires_at) > now())
        .returning(col(PasswordLink.user_id))
    )
    user_id = used.scalar_one_or_none()
    user = session.get(User, user_id, with_for_update=True) if user_id else None
    if user is None or not user.is_active:
        raise LinkUnusable
    is_another = bool(user.password_hash)
    user.password_hash = password_hash
    _void(session, user.id)
    end_all(session, user.id)
    if is_another:  # the first one comes of an invitation, which is news enough
        tell_person(session, user.id, "password-changed")
    session.flush()
    return user

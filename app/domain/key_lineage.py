"""Whose keys are whose: a key belongs to who was shown its secret, a person or another key, and ends with it.

A key that a person put in another's place is that person's: nobody else has seen its secret.
"""

from collections.abc import Iterable, Iterator, Sequence

from sqlmodel import Session, col, select

from app.clock import now
from app.errors import Unauthenticated
from app.models import ApiKey, User
from app.rules.permissions import Actor


def maker(session: Session, actor: Actor) -> ApiKey | None:
    """The key that asks for another, None where a person does; it cannot end before this transaction does.

    401 where it has just ended: a key that was revoked in the same moment leaves none behind.
    """
    if actor.user_id is not None:
        person = session.get(User, actor.user_id, with_for_update={"read": True}, populate_existing=True)
        if person is None or not person.is_active:
            raise Unauthenticated
    if actor.kind != "key":
        return None
    key = session.get(ApiKey, actor.id, with_for_update=True, populate_existing=True)
    if key is None or key.revoked_at is not None:
        raise Unauthenticated("invalid-key")
    return key


def revoke_with_its_own(session: Session, key: ApiKey) -> None:
    """Ends a key, and every key that was made with it, or with one whose place it took, however far down."""
    _revoke(session, [key, *_made_with(session, [key, *_before(session, key)])])


def revoke_all_of(session: Session, user_id: str) -> None:
    """Ends every key of a person, and all that were made with them."""
    session.flush()  # the account first: who is just now making a key for it waits there, and its key is seen below
    keys = session.exec(select(ApiKey).where(ApiKey.created_by == user_id).with_for_update()).all()
    _revoke(session, [*keys, *_made_with(session, keys)])


def _revoke(session: Session, keys: Iterable[ApiKey]) -> None:
    moment = now()
    for key in keys:
        if key.revoked_at is None:
            key.revoked_at = moment
    session.flush()


def _made_with(session: Session, keys: Sequence[ApiKey]) -> Iterator[ApiKey]:
    """The keys that were made with these, and with them in turn."""
    while keys:
        of_these = col(ApiKey.made_with).in_([key.id for key in keys])
        keys = session.exec(select(ApiKey).where(of_these).with_for_update()).all()
        yield from keys


def _before(session: Session, key: ApiKey) -> Iterator[ApiKey]:
    """The keys whose place this one took, the latest first."""
    taker = key.id
    while found := session.exec(select(ApiKey).where(ApiKey.replaced_by == taker)).first():
        yield found
        taker = found.id

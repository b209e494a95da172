"""Followers: asked for, confirmed and left without an account; told what is new about an innovation.

Whether an address follows already is found out beside the request (app/delivery/requests.py), so that its answer, and
the time that it takes, tell nothing. No address gets more than a few letters, however often somebody types it.
"""

from datetime import timedelta
from typing import Any, Literal

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, delete, select

from app.clock import now
from app.database import is_sqlite
from app.domain import outbox
from app.domain.citizen_tokens import CONFIRM, LEAVE, id_in
from app.domain.innovations import ours
from app.domain.passwords import LinkUnusable
from app.domain.versions import load
from app.models import Follower, Innovation
from app.models.follower import FollowerCreate, FollowerRead
from app.models.outbox import Kind
from app.queries import followers

ASKED, NEWS = "follow", "follow-news"
"""Of the requests, and of the letters that come of them."""
CONFIRMED_WITHIN = timedelta(days=7)
NOT_AGAIN_FOR = timedelta(minutes=10)
MOST_LETTERS = 3
"""About one innovation, before somebody confirms or leaves."""
MOST_A_DAY = 5
"""Innovations about which one address is written to in a day, where it did not follow before."""
News = Literal["answer", "replication", "award"]
"""What there is to tell (app/delivery/citizen_letters.py has the words)."""


def ask(session: Session, innovation_id: str, body: FollowerCreate, locale: str) -> None:
    """Notes that somebody wants to follow; 409 ``not-ours`` where nothing new is to be expected."""
    ours(load(session, Innovation, innovation_id))
    payload = {"innovation_id": innovation_id, "email": body.email, "locale": locale}
    outbox.add(session, Kind.request, ASKED, payload)


def take_up(session: Session, payload: dict[str, Any]) -> None:
    """Sends the letter whose link makes somebody a follower, or takes one away; no more than a few."""
    follower = _found_or_made(session, payload)
    if follower is None or not _may_write(session, follower):
        return
    follower.letters, follower.lettered_at, follower.locale = follower.letters + 1, now(), payload["locale"]
    session.flush()
    outbox.add(session, Kind.mail, ASKED, {"follower_id": follower.id})


def _found_or_made(session: Session, payload: dict[str, Any]) -> Follower | None:
    innovation_id, email = payload["innovation_id"], payload["email"]
    wanted = select(Follower).where(Follower.innovation_id == innovation_id, Follower.email == email)
    found = session.exec(wanted.with_for_update()).first()
    if found is not None:
        return found
    if followers.written_to_since(session, email, now() - timedelta(days=1)) >= MOST_A_DAY:
        return None
    insert = sqlite.insert if is_sqlite(session) else postgresql.insert
    made = Follower(innovation_id=innovation_id, email=email, locale=payload["locale"])
    table = Follower.__table__  # type: ignore[attr-defined]
    session.connection().execute(insert(table).values(made.model_dump()).on_conflict_do_nothing())
    return session.exec(wanted.with_for_update()).first()  # another worker may have been quicker


def _may_write(session: Session, follower: Follower) -> bool:
    if follower.lettered_at is None:
        return True
    moment = now()
    if follower.lettered_at > moment - NOT_AGAIN_FOR:
        return False
    if follower.confirmed_at is None:
        return follower.letters < MOST_LETTERS
    day_ago = moment - timedelta(days=1)  # who lost the link to leave by can ask for it again, once a day
    return follower.lettered_at < day_ago and followers.written_to_since(session, follower.email, day_ago) < MOST_A_DAY


def confirm(session: Session, token: str) -> FollowerRead:
    """Makes somebody a follower by the link of the letter; using it again changes nothing."""
    found = _follower(session, CONFIRM, token)
    if found.confirmed_at is None:
        found.confirmed_at, found.letters = now(), 0
        session.flush()
    return followers.read(session, found.id)


def leave(session: Session, token: str) -> None:
    """Deletes the follower by the link of any letter."""
    session.delete(_follower(session, LEAVE, token))
    session.flush()


def by_link(session: Session, purpose: str, token: str) -> FollowerRead:
    """What a link is about; looking does not use it up. ``LinkUnusable`` where it leads nowhere."""
    return followers.read(session, _follower(session, purpose, token).id)


def _follower(session: Session, purpose: str, token: str) -> Follower:
    id_ = id_in(purpose, token)
    found = session.get(Follower, id_) if id_ else None
    if found is None or _is_forgotten(found):
        raise LinkUnusable
    return found


def _is_forgotten(follower: Follower) -> bool:
    return follower.confirmed_at is None and follower.created_at < now() - CONFIRMED_WITHIN


def tell_followers(session: Session, innovation_id: str, what: News) -> None:
    """Tells everybody who follows the innovation, in the transaction of what there is to tell.

    One row whoever follows: the letters are put in the outbox beside the request (``spread``).
    """
    outbox.add(session, Kind.request, NEWS, {"innovation_id": innovation_id, "what": what})


def spread(session: Session, payload: dict[str, Any]) -> None:
    """A letter to each follower."""
    for id_ in followers.confirmed(session, payload["innovation_id"]):
        outbox.add(session, Kind.mail, NEWS, {"follower_id": id_, "what": payload["what"]})


def forget_unconfirmed(session: Session) -> int:
    """Erases the addresses that nobody confirmed in time; how many."""
    over = delete(Follower).where(col(Follower.confirmed_at).is_(None),
                                  col(Follower.created_at) < now() - CONFIRMED_WITHIN)  # fmt: skip
    return int(session.connection().execute(over).rowcount)

"""Deeds on peers: add one, switch it off, take it away, and what its feed brings."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pydantic import ValidationError
from sqlalchemy import func, or_
from sqlmodel import Session, col, select

from app.clock import now
from app.domain.permits import require
from app.domain.public import public_changed
from app.domain.versions import check_version, load
from app.errors import invalid
from app.models import Innovation, Peer
from app.models.base import is_id
from app.models.innovation import InnovationRead
from app.models.peer import PeerCreate, PeerState, PeerUpdate
from app.rules.addresses import url_fault
from app.rules.feed import NOTHING, moved
from app.rules.peers import shown, wait
from app.rules.permissions import Actor
from app.settings import settings

BATCH = 500
"""Innovations taken away in one transaction."""


def create(session: Session, actor: Actor, body: PeerCreate) -> Peer:
    """A network to mirror; 422 where its address may not be called, or is there already."""
    require(actor, "peers:write")
    chosen = settings()
    fault = url_fault(body.url, allow_http=chosen.webhook_allow_http, allowed=chosen.networks)
    if fault is not None:
        raise invalid("url", fault)
    url = body.url.rstrip("/")
    if session.exec(select(Peer.id).where(Peer.url == url)).first() is not None:
        raise invalid("url", "already_exists")
    peer = Peer(name=body.name, url=url, due_at=now())
    session.add(peer)
    public_changed(session)
    session.flush()
    return peer


def update(session: Session, actor: Actor, peer_id: str, body: PeerUpdate, expected: int | None) -> Peer:
    """Changes a peer; its innovations bear its new name from the next snapshot on."""
    require(actor, "peers:write")
    peer = load(session, Peer, peer_id)
    check_version(peer, expected)
    peer.sqlmodel_update(body.model_dump(exclude_unset=True))
    if body.name is not None:
        _begin_anew(peer)
    public_changed(session)
    session.flush()
    return peer


def look_again(session: Session, actor: Actor, peer_id: str) -> Peer:
    """Has a peer looked at now."""
    require(actor, "peers:write")
    peer = load(session, Peer, peer_id)
    peer.due_at, peer.failures = now(), 0
    session.flush()
    return peer


def remove(session: Session, actor: Actor, peer_id: str, expected: int | None) -> None:
    """Takes a peer away with everything that was fetched from it."""
    require(actor, "peers:write")
    peer = load(session, Peer, peer_id)
    check_version(peer, expected)
    for row in session.exec(select(Innovation).where(Innovation.peer_id == peer.id)).all():
        session.delete(row)
    session.flush()
    session.delete(peer)
    public_changed(session)
    session.flush()


def claim(session: Session) -> Peer | None:
    """A peer that is to be looked at, for this process alone: until then it is due to nobody else."""
    moment = now()
    due = (
        select(Peer)
        .where(col(Peer.is_active), or_(col(Peer.due_at).is_(None), col(Peer.due_at) <= moment))
        .order_by(col(Peer.due_at))
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    peer = session.exec(due).first()
    if peer is not None:
        peer.due_at = moment + wait(0)
        session.flush()
    return peer


def begin_snapshot(session: Session, peer_id: str, cursor: str) -> None:
    """Notes where the feed goes on after the snapshot that now begins."""
    peer = load(session, Peer, peer_id)
    if peer.snapshot_cursor is None:
        peer.snapshot_cursor, peer.snapshot_after = cursor, None
        peer.round += 1
    peer.state = PeerState.fetching


def take(session: Session, peer_id: str, documents: Sequence[dict[str, Any]], gone: Sequence[str] = (), *,
         snapshot_after: str | None = None, cursor: str | None = None) -> None:  # fmt: skip
    """Puts in what came, takes out what is gone, and moves on, in one transaction: who is stopped goes on from there.

    ``ValueError`` for a document that is none.
    """
    peer = load(session, Peer, peer_id)
    checked = [_checked(document) for document in documents]
    ids = [str(document["id"]) for document in checked] + list(gone)
    known = {row.peer_entity_id: row for row in session.exec(
        select(Innovation).where(Innovation.peer_id == peer_id, col(Innovation.peer_entity_id).in_(ids))
    ).all()}  # fmt: skip
    for document in checked:
        _put(session, peer, known.get(str(document["id"])), document)
    for id_ in gone:
        if id_ in known:
            session.delete(known[id_])
    if snapshot_after is not None:
        peer.snapshot_after = snapshot_after
    if cursor is not None:
        peer.cursor = cursor
    if ids:
        public_changed(session)
    session.flush()


def _checked(document: dict[str, Any]) -> dict[str, Any]:
    """The document as our schema reads it, with the digest of how it came."""
    try:
        read = InnovationRead.model_validate(document)
    except ValidationError as error:
        raise ValueError("no innovation") from error
    if not is_id(read.id):
        raise ValueError("no id")
    return read.model_dump(mode="json") | {"started_on": read.started_on, "digest": document["digest"]}


def _put(session: Session, peer: Peer, known: Innovation | None, document: dict[str, Any]) -> None:
    """The row of a document; digests are of the document as it came."""
    id_ = str(document["id"])
    values = shown(document) | {
        "peer_digest": document["digest"], "peer_round": peer.round, "origin_name": peer.name,
        "origin_url": f"{peer.url}/innovations/{id_}",
    }  # fmt: skip
    if known is None:
        session.add(Innovation(peer_id=peer.id, peer_entity_id=id_, source=peer.name, **values))
    elif known.peer_digest != values["peer_digest"] or known.origin_name != peer.name:
        known.sqlmodel_update(values)
    else:
        known.peer_round = peer.round


def finish_snapshot(session: Session, peer_id: str) -> bool:
    """Takes away, some at a time, what the snapshot no longer had; True once all of it is gone and the feed goes on."""
    peer = load(session, Peer, peer_id)
    old = select(Innovation).where(Innovation.peer_id == peer_id, col(Innovation.peer_round) < peer.round).limit(BATCH)
    rows = session.exec(old).all()
    for row in rows:
        session.delete(row)
    if rows:
        public_changed(session)
        return False
    peer.cursor, peer.snapshot_cursor, peer.snapshot_after = peer.snapshot_cursor, None, None
    return True


def _begin_anew(peer: Peer) -> None:
    peer.cursor = peer.snapshot_cursor = peer.snapshot_after = None
    peer.due_at = now()


def begin_anew(session: Session, peer_id: str) -> None:
    """Forgets the cursor: the next look takes a snapshot."""
    _begin_anew(load(session, Peer, peer_id))


def digest(session: Session, peer_id: str) -> tuple[int, str]:
    """How many innovations are mirrored, and their digest as the peer counts it."""
    digests = session.exec(select(Innovation.peer_digest).where(Innovation.peer_id == peer_id)).all()
    return len(digests), moved(NOTHING, [], [one or NOTHING for one in digests])


def settle(session: Session, peer_id: str, error: str = "", equal_at: datetime | None = None) -> None:
    """Writes down how a look went, and when the next is due."""
    peer = load(session, Peer, peer_id)
    peer.failures = peer.failures + 1 if error else 0
    peer.state = PeerState.failing if error else PeerState.current if equal_at else PeerState.fetching
    peer.error, peer.due_at = error, now() + wait(peer.failures)
    peer.equal_at = equal_at or peer.equal_at
    peer.count = session.exec(select(func.count()).where(Innovation.peer_id == peer_id)).one()

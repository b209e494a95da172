"""Reads of peers."""

from sqlmodel import Session, col, select

from app.errors import NotFound
from app.models import Peer
from app.models.peer import PeerRead
from app.queries.rows import read_all

_COLUMNS = [col(getattr(Peer, name)) for name in PeerRead.model_fields]


def read(session: Session, peer_id: str) -> PeerRead:
    """A peer, or ``NotFound``."""
    rows = session.execute(select(*_COLUMNS).where(Peer.id == peer_id)).all()
    if not rows:
        raise NotFound
    return read_all(PeerRead, rows)[0]


def list_(session: Session) -> list[PeerRead]:
    """All peers by name: there are as many as provinces, at most."""
    return read_all(PeerRead, session.execute(select(*_COLUMNS).order_by(col(Peer.name), col(Peer.id))).all())

"""Reads of followers. Nobody reads their addresses but the delivery of letters."""

from datetime import datetime

from sqlmodel import Session, col, func, select

from app.errors import NotFound
from app.models import Follower, Innovation
from app.models.follower import FollowerRead


def read(session: Session, follower_id: str) -> FollowerRead:
    """What somebody follows, or ``NotFound``."""
    row = session.exec(
        select(Follower.innovation_id, Innovation.title, Follower.confirmed_at)
        .join(Innovation, col(Innovation.id) == Follower.innovation_id)
        .where(Follower.id == follower_id)
    ).first()
    if row is None:
        raise NotFound
    return FollowerRead(innovation_id=row[0], innovation_title=row[1], is_confirmed=row[2] is not None)


def confirmed(session: Session, innovation_id: str) -> list[str]:
    """Ids of those who follow an innovation."""
    wanted = select(Follower.id).where(Follower.innovation_id == innovation_id,
                                       col(Follower.confirmed_at).is_not(None))  # fmt: skip
    return list(session.exec(wanted.order_by(col(Follower.id))).all())


def written_to_since(session: Session, email: str, since: datetime) -> int:
    """About how many innovations this address was asked whether it wants to follow them."""
    written = select(func.count()).where(Follower.email == email, col(Follower.lettered_at) > since)
    return session.exec(written).one()

"""The outbox: what is to be sent is written with the change; whoever sends it claims it by a lease in the database.

A message is delivered at least once. A worker that dies leaves a lease that runs out; somebody else then sends the
message again with the same ``event_id``, by which receivers know the repetition.
"""

import threading
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, func, or_, select, update
from sqlmodel import Session, SQLModel, col

from app.clock import new_id, now
from app.models import OutboxMessage
from app.models.outbox import Kind, MessageStatus
from app.prepared.rows import add as add_row
from app.settings import settings

KEPT = timedelta(days=30)
"""How long a message stays in the log after it was done with."""
LONGEST_EXCERPT = 1024
awake = threading.Event()
"""Set when there may be something to send: who sends in this process looks at once instead of at its next round."""
_TABLE = SQLModel.metadata.tables["outbox_messages"]
_PENDING = col(OutboxMessage.status) == MessageStatus.pending


@dataclass(frozen=True)
class Claimed:
    """A message that is ours to send until the lease runs out."""

    id: str
    event_id: str
    kind: str
    topic: str
    payload: dict[str, Any]
    user_id: str | None
    webhook_id: str | None
    attempts: int
    created_at: datetime
    lease: str


@dataclass(frozen=True)
class Outcome:
    """How an attempt went: sent, or why not, and what was answered."""

    error: str = ""
    is_final: bool = False
    """Whether another attempt would go as wrong."""
    response_code: int | None = None
    duration_ms: int | None = None
    response_excerpt: str = ""
    retry_after: timedelta | None = None


def add(
    session: Session, kind: Kind, topic: str, payload: dict[str, Any], *, user_id: str | None = None,
    webhook_id: str | None = None, event_id: str | None = None,
) -> str:  # fmt: skip
    """Puts a message in the outbox, in this transaction; its id."""
    message_id, moment = new_id(), now()
    add_row(session, OutboxMessage, id=message_id, event_id=event_id or message_id, kind=kind.value, topic=topic,
            payload=payload, user_id=user_id, webhook_id=webhook_id, status=MessageStatus.pending.value, due_at=moment,
            created_at=moment)  # fmt: skip
    awake.set()
    return message_id


def told(session: Session, user_ids: Collection[str], topic: str, payload: dict[str, Any]) -> set[str]:
    """Those of them who got this very letter or will; one that was of no use when it was to be sent is no letter."""
    found = select(_TABLE.c.user_id, _TABLE.c.payload).where(
        col(OutboxMessage.user_id).in_(user_ids), col(OutboxMessage.topic) == topic,
        col(OutboxMessage.status).in_((MessageStatus.pending, MessageStatus.sent)),
    )  # fmt: skip
    return {user_id for user_id, sent in session.execute(found).all() if sent == payload}


def sent_kinds() -> list[Kind]:
    """What this installation sends: letters only where it has a mail server; without one they wait for it."""
    return [kind for kind in Kind if kind is not Kind.mail or settings().smtp_host]


def waiting(session: Session) -> int:
    """How many messages of those kinds are still to be sent."""
    is_ours = (_PENDING, col(OutboxMessage.kind).in_(sent_kinds()))
    return int(session.execute(select(func.count()).select_from(OutboxMessage).where(*is_ours)).scalar_one())


def lateness(session: Session) -> timedelta:
    """How long the oldest of them has been due; zero where none is."""
    due = next_due(session, sent_kinds())
    return timedelta(0) if due is None else max(timedelta(0), now() - due)


def next_due(session: Session, kinds: Collection[Kind]) -> datetime | None:
    """When the next message is to be sent; None where nothing waits."""
    found: datetime | None = session.execute(
        select(func.min(OutboxMessage.due_at)).where(_PENDING, col(OutboxMessage.kind).in_(kinds))
    ).scalar_one()
    return found


def claim(session: Session, kinds: Collection[Kind], busy: Collection[str], seconds: int) -> Claimed | None:
    """Takes the message that has waited longest, for so many seconds; None where none is due.

    *busy* are webhooks that have enough on their way already.
    """
    moment, lease = now(), new_id()
    due = (
        select(_TABLE.c.id)
        .where(_PENDING, col(OutboxMessage.kind).in_(kinds), col(OutboxMessage.due_at) <= moment, _is_free(busy))
        .order_by(col(OutboxMessage.due_at), col(OutboxMessage.id))
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    taken = (
        update(_TABLE)
        .where(_TABLE.c.id == due.scalar_subquery())
        .values(lease=lease, due_at=moment + timedelta(seconds=seconds), attempts=_TABLE.c.attempts + 1)
        .returning(*(_TABLE.c[name] for name in Claimed.__dataclass_fields__))
    )
    row = session.connection().execute(taken).first()
    return Claimed(**row._mapping) if row else None


def _is_free(busy: Collection[str]) -> ColumnElement[bool]:
    webhook = col(OutboxMessage.webhook_id)
    return or_(webhook.is_(None), webhook.not_in(busy))


def settle(session: Session, message: Claimed, outcome: Outcome, again_in: timedelta | None) -> bool:
    """Writes how the attempt went; *again_in* is when it is tried again, None where it is not.

    False where the lease ran out and somebody else has the message by now.
    """
    moment = now()
    status = MessageStatus.sent if not outcome.error else MessageStatus.failed
    done = {"status": status.value, "finished_at": moment} if again_in is None else {"due_at": moment + again_in}
    changed = session.connection().execute(
        update(_TABLE)
        .where(_TABLE.c.id == message.id, _TABLE.c.lease == message.lease)
        .values(lease=None, response_code=outcome.response_code, duration_ms=outcome.duration_ms,
                response_excerpt=outcome.response_excerpt, error=outcome.error, **done)
    )  # fmt: skip
    return changed.rowcount == 1


def cancel(session: Session, *of: ColumnElement[bool], error: str = "") -> None:
    """Calls off what still waits and fits; what is being sent right now is sent."""
    session.connection().execute(
        update(_TABLE)
        .where(_TABLE.c.status == MessageStatus.pending.value, *of)
        .values(status=MessageStatus.cancelled.value, finished_at=now(), lease=None, error=error)
    )


def remove(session: Session, message_id: str) -> None:
    """Takes a message out for good: one whose payload should not stay."""
    session.connection().execute(delete(_TABLE).where(_TABLE.c.id == message_id))


def requeue(session: Session, message_id: str) -> None:
    """Has a message sent again from the start, as the same event."""
    session.connection().execute(
        update(_TABLE)
        .where(_TABLE.c.id == message_id)
        .values(status=MessageStatus.pending.value, due_at=now(), lease=None, attempts=0, finished_at=None, error="")
    )
    awake.set()


def purge(session: Session) -> int:
    """Deletes what was done with long ago; how many."""
    old = delete(_TABLE).where(_TABLE.c.finished_at < now() - KEPT)
    return int(session.connection().execute(old).rowcount)

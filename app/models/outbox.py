"""The outbox: mail and webhooks still to be sent, written in the transaction of what they tell of."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, String
from sqlmodel import Field

from app.models.base import JSONColumn, Table, UTCDateTime
from app.models.privacy import personal

_MONTH = "30 days"


class Kind(StrEnum):
    """What has to be done with a message."""

    mail = "mail"
    webhook = "webhook"
    request = "request"
    """Somebody forgot a password: find out beside the request whether there is such an account."""
    certificates = "certificates"
    """The next certificates of a batch are to be made."""


class MessageStatus(StrEnum):
    """How it went."""

    pending = "pending"
    """To be sent from ``due_at`` on; while somebody sends it, ``due_at`` is the end of the lease."""
    sent = "sent"
    failed = "failed"
    """Given up; a webhook's can be sent again by hand."""
    cancelled = "cancelled"
    """No longer of use: a newer one took its place, or the account is closed."""


class OutboxMessage(Table, table=True):
    """One thing to send to one receiver. The payload names ids and holds neither secrets nor addresses of accounts."""

    __tablename__ = "outbox_messages"
    __table_args__ = (
        Index("ix_outbox_messages_due", "status", "due_at"),
        Index("ix_outbox_messages_webhook", "webhook_id", "id"),
        Index("ix_outbox_messages_user", "user_id", "id"),
    )

    event_id: str = Field(sa_type=String(36))
    """What receivers know a repetition by: ``webhook-id``, or the first part of the ``Message-ID``."""
    kind: str = Field(sa_type=String(20))
    topic: str = Field(sa_type=String(60))
    """The type of the event, or which letter."""
    payload: dict[str, Any] = Field(
        sa_type=JSONColumn, default_factory=dict,
        sa_column_kwargs=personal("e-mail address typed by who forgot a password", "a link is sent", "nobody", _MONTH),
    )  # fmt: skip
    user_id: str | None = Field(
        default=None, sa_type=String(36),
        sa_column_kwargs=personal("reference to an account", "a letter reaches the person", "organiser", _MONTH),
    )  # fmt: skip
    """Who a mail is for. No foreign keys here: what is taken away meanwhile never fails the change that tells of it."""
    webhook_id: str | None = Field(default=None, sa_type=String(36))
    status: str = Field(default=MessageStatus.pending, sa_type=String(20))
    due_at: datetime = Field(sa_type=UTCDateTime)
    lease: str | None = Field(default=None, sa_type=String(36))
    """Who is sending it: what a worker whose lease ran out finds out afterwards is not written."""
    attempts: int = 0
    finished_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    response_code: int | None = None
    duration_ms: int | None = None
    response_excerpt: str = Field(
        default="",
        sa_column_kwargs=personal("what a receiver's system answered, may name people", "faults are found",
                                  "coordinators of the unit, organiser, auditor", _MONTH),
    )  # fmt: skip
    error: str = ""
    """Why the last attempt went wrong, as a code."""

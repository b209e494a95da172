"""Webhooks: addresses of a unit's own systems that are told what happens."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field as Limit
from pydantic import StringConstraints
from sqlalchemy import Index, String
from sqlmodel import Field

from app.models.base import Changes, Id, Input, JSONColumn, Line, Recorded, Schema, UTCDateTime
from app.models.outbox import MessageStatus
from app.models.privacy import personal


class Event(StrEnum):
    """What a webhook can be told of."""

    proposal_submitted = "proposal.submitted"
    proposal_returned = "proposal.returned"
    proposal_verified = "proposal.verified"
    proposal_rejected = "proposal.rejected"
    proposal_withdrawn = "proposal.withdrawn"
    proposal_revived = "proposal.revived"
    proposal_advanced = "proposal.advanced"
    proposal_eliminated = "proposal.eliminated"
    proposal_awarded = "proposal.awarded"
    proposal_disqualified = "proposal.disqualified"
    edition_opened = "edition.opened"
    edition_closed = "edition.closed"
    stage_published = "stage.published"
    replication_reported = "replication.reported"
    replication_moved = "replication.moved"
    replication_confirmed = "replication.confirmed"


TEST_EVENT = "webhook.test"
"""Sent on request, whatever the webhook is subscribed to."""


class Webhook(Recorded, table=True):
    """An address of a unit. The secret signs what is sent, so it is stored as it is; it is shown once."""

    __tablename__ = "webhooks"
    UNRECORDED = frozenset({"last_success_at", "updated_at", "version"})
    __table_args__ = (Index("ix_webhooks_unit_id", "unit_id"),)

    name: str = Field(
        sa_column_kwargs=personal("name of a webhook, may name a person", "the webhooks of a unit can be told apart",
                                  "coordinators of the unit, organiser, auditor")
    )  # fmt: skip
    unit_id: str = Field(foreign_key="units.id")
    url: str = Field(sa_type=String(500))
    events: list[str] = Field(sa_type=JSONColumn)
    secret: str
    previous_secret: str | None = None
    previous_until: datetime | None = Field(default=None, sa_type=UTCDateTime)
    is_active: bool = True
    disabled_reason: str = Field(default="", sa_type=String(20))
    """Why it was switched off by itself: ``failing`` for three days, or the receiver said ``gone``."""
    last_success_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    created_by: str | None = Field(default=None, foreign_key="users.id")


Address = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
Overlap = Annotated[int, Limit(ge=0, le=168)]
"""Hours for which the old secret still signs: 0–168."""


class WebhookCreate(Input):
    """A new webhook: whose, where to, and which events."""

    name: Line
    unit_id: Id
    url: Address
    events: Annotated[list[Event], Limit(min_length=1, max_length=50)]


class WebhookUpdate(Changes):
    """Changes to a webhook; ``is_active: true`` switches it on again."""

    name: Line | None = None
    url: Address | None = None
    events: Annotated[list[Event], Limit(min_length=1, max_length=50)] | None = None
    is_active: bool | None = None


class SecretRotation(Input):
    """For how long the old secret goes on signing beside the new one."""

    overlap_hours: Overlap = 24


class WebhookRead(Schema):
    """A webhook without its secret."""

    id: str
    name: str
    unit_id: str
    url: str
    events: list[str]
    is_active: bool
    disabled_reason: str
    previous_until: datetime | None
    last_success_at: datetime | None
    created_at: datetime
    version: int


class WebhookCreated(WebhookRead):
    """A webhook with its secret, at its making or rotation: the only time that it is shown."""

    secret: str

    def without_secret(self) -> "WebhookCreated":
        """What may be kept of the answer."""
        return self.model_copy(update={"secret": ""})


class DeliveryRead(Schema):
    """One event on its way to one webhook, with how the last attempt went."""

    id: str
    event_id: str
    """The ``webhook-id`` that the receiver sees: the same at each attempt."""
    topic: str
    payload: dict[str, Any]
    status: MessageStatus
    attempts: int
    due_at: datetime
    created_at: datetime
    finished_at: datetime | None
    response_code: int | None
    duration_ms: int | None
    response_excerpt: str
    error: str

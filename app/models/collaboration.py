"""Collaborations (rembug nyekrup): other units that take part in a proposal, each invited and asked to agree."""

from datetime import datetime
from enum import StrEnum
from typing import Literal

from sqlalchemy import Index, String, UniqueConstraint
from sqlmodel import Field

from app.models.base import Id, Input, Recorded, Schema, ShortText, UTCDateTime
from app.models.listing import ListQuery
from app.models.privacy import personal
from app.models.unit import UnitKind


class CollaborationStatus(StrEnum):
    """Whether the invited unit takes part."""

    invited = "invited"
    accepted = "accepted"
    declined = "declined"


class Collaboration(Recorded, table=True):
    """One unit in one proposal beside the unit that writes it. Once the proposal is sent in, it changes no more."""

    __tablename__ = "collaborations"
    CHAIN = "proposal_id"
    __table_args__ = (UniqueConstraint("proposal_id", "unit_id"), Index("ix_collaborations_unit_id", "unit_id"))

    proposal_id: str = Field(foreign_key="proposals.id")
    unit_id: str = Field(foreign_key="units.id")
    status: str = Field(default=CollaborationStatus.invited, sa_type=String(10))
    part: str = Field(default="", sa_column_kwargs=personal(
        "text, may name people", "it is known who does what", "both units, secretariat, jurors (not in a blind stage), "
        "organiser, auditor; everybody once awarded",
    ))  # fmt: skip
    reason: str = Field(default="", sa_column_kwargs=personal(
        "text, may name people", "it is known why a unit declined", "both units, organiser, secretariat, auditor",
    ))  # fmt: skip
    answered_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    is_sample: bool = False


class CollaborationCreate(Input):
    """Invites a unit; ``part`` is what it contributes."""

    unit_id: Id
    part: ShortText = ""


class CollaborationAnswer(Input):
    """Whether the invited unit takes part; ``reason`` may say why not."""

    is_accepted: bool
    reason: ShortText = ""


class CollaborationFilters(ListQuery):
    """Filters of the collaborations, newest first."""

    proposal_id: Id | None = None
    unit_id: Id | None = None
    """Who is invited."""
    status: CollaborationStatus | None = None
    side: Literal["invited", "inviting"] | None = None
    """Only those in which units that one writes for were invited, or invite."""


class CollaborationRead(Schema):
    """A collaboration. ``is_open`` tells whether it can still change: while the proposal is written, or mended after
    its return and in time. An invitation that is not open any more was never answered."""

    id: str
    proposal_id: str
    proposal_title: str
    edition_id: str
    proposal_unit_id: str
    proposal_unit_name: str
    unit_id: str
    unit_name: str
    unit_kind: UnitKind
    status: CollaborationStatus
    part: str
    reason: str
    created_at: datetime
    answered_at: datetime | None
    is_open: bool
    is_sample: bool
    version: int


class Collaborator(Schema):
    """A unit that took part in an innovation, as everybody sees it."""

    unit_id: str
    unit_name: str
    unit_kind: UnitKind
    part: str

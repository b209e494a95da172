"""Replications (replikasi): another unit, or an organisation elsewhere, takes an innovation over and adapts it."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import EmailStr
from pydantic import Field as Limit
from sqlalchemy import BigInteger, Index, String, UniqueConstraint
from sqlmodel import Field

from app.models.base import Changes, Id, Line, Prose, Recorded, Schema, ShortText, UTCDateTime, Year
from app.models.listing import ListQuery
from app.models.privacy import personal
from app.models.unit import RegionCode


class ReplicationStage(StrEnum):
    """How far a replication has come."""

    interest = "interest"
    agreement = "agreement"
    implementation = "implementation"
    running = "running"
    stopped = "stopped"
    """From any of the others; may be taken up again where it was left."""


class OrganisationKind(StrEnum):
    """What an organisation outside the registry is."""

    province = "province"
    regency = "regency"
    city = "city"
    ministry = "ministry"
    hospital = "hospital"
    school = "school"
    enterprise = "enterprise"
    community = "community"
    other = "other"


_NOTES = personal("text, may name people", "others learn from it", "everybody, once the origin unit confirmed")


class Replication(Recorded, table=True):
    """One innovation at one replicator: a unit of the registry, or an organisation outside it."""

    __tablename__ = "replications"
    __table_args__ = (
        UniqueConstraint("innovation_id", "unit_id"),
        Index("ix_replications_unit_id", "unit_id"),
        Index("ix_replications_begun_on", "begun_on"),
    )

    innovation_id: str = Field(foreign_key="innovations.id")
    unit_id: str | None = Field(default=None, foreign_key="units.id")
    organisation_name: str = ""
    organisation_kind: str = Field(default="", sa_type=String(20))
    organisation_province: str = ""
    region_code: str | None = Field(default=None, sa_type=String(13))
    """Of an outside organisation; a unit's is in the registry."""
    contact_email: str = Field(
        default="", sa_column_kwargs=personal("e-mail address of an outside organisation's contact",
                                              "whoever replicates is answered", "both sides, organiser, auditor"),
    )  # fmt: skip
    stage: str = Field(sa_type=String(20))
    begun_on: date
    """The day of the first stage that was reported."""
    interest_on: date | None = None
    agreement_on: date | None = None
    implementation_on: date | None = None
    running_on: date | None = None
    stopped_on: date | None = None
    adaptation_notes: str = Field(default="", sa_column_kwargs=_NOTES)
    difficulty: int | None = None
    """1 (easy) – 5 (hard)."""
    difficulty_notes: str = Field(default="", sa_column_kwargs=_NOTES)
    cost: int | None = Field(default=None, sa_type=BigInteger)
    """Rupiah."""
    cost_notes: str = Field(default="", sa_column_kwargs=_NOTES)
    stop_reason: str = Field(default="", sa_column_kwargs=_NOTES)
    confirmed_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    """When the origin unit said that this is so; from then on the public sees it. Who said so is in the steps."""
    proposal_id: str | None = Field(default=None, foreign_key="proposals.id")
    """The proposal that it was entered as, in the group for replications of an edition."""
    is_sample: bool = False


class StepAction(StrEnum):
    """What happened to a replication."""

    reported = "reported"
    moved = "moved"
    confirmed = "confirmed"
    unconfirmed = "unconfirmed"


class ReplicationStep(Recorded, table=True):
    """A step of a replication's history; it is never changed."""

    __tablename__ = "replication_steps"

    replication_id: str = Field(foreign_key="replications.id", index=True)
    action: str = Field(sa_type=String(20))
    stage: str = Field(sa_type=String(20))
    """The stage from then on."""
    on: date | None = None
    """The day that the stage was reached on."""
    reason: str = Field(
        default="", sa_column_kwargs=personal("text, may name people", "it is known why", "both sides, organiser, "
                                              "auditor"),
    )  # fmt: skip
    actor_id: str | None = Field(
        default=None, sa_column_kwargs=personal("who reported or confirmed", "two vouch for each replication",
                                                "both sides, organiser, auditor"),
    )  # fmt: skip
    actor_name: str = Field(
        default="", sa_column_kwargs=personal("who reported or confirmed", "two vouch for each replication",
                                              "both sides, organiser, auditor"),
    )  # fmt: skip


class ReplicationDocument(Recorded, table=True):
    """A file of a replication: the agreement, or evidence. Its bytes lie in the store under their SHA-256."""

    __tablename__ = "replication_documents"

    replication_id: str = Field(foreign_key="replications.id", index=True)
    kind: str = Field(sa_type=String(20))
    filename: str = Field(
        sa_column_kwargs=personal("name of a file, may name a person", "a file is found again",
                                  "as the replication; everybody where it was released")
    )  # fmt: skip
    media_type: str
    size: int
    sha256: str = Field(sa_type=String(64), index=True)
    is_public: bool = False
    """Whether everybody may read it once the replication is confirmed: who sent it says so."""
    uploaded_by: str | None = Field(
        default=None, sa_column_kwargs=personal("who sent a file", "who decided what, to be accounted for",
                                                "nobody but the person, by the export"),
    )  # fmt: skip


Difficulty = Annotated[int, Limit(ge=1, le=5)]
"""1 (easy) – 5 (hard)."""
Rupiah = Annotated[int, Limit(ge=0, le=1_000_000_000_000_000)]
"""Whole rupiah, up to 10^15."""
Contact = EmailStr | Literal[""]


class ReplicationFields(Changes):
    """What whoever replicates may report. ``stage_on`` is the day that ``stage`` was reached on; today when left out.

    ``stop_reason`` goes with the stage ``stopped``.
    """

    CLEARABLE = frozenset({"difficulty", "cost", "region_code"})

    stage: ReplicationStage | None = None
    stage_on: date | None = None
    adaptation_notes: Prose | None = None
    difficulty: Difficulty | None = None
    difficulty_notes: Prose | None = None
    cost: Rupiah | None = None
    cost_notes: Prose | None = None
    stop_reason: ShortText | None = None
    organisation_name: ShortText | None = None
    organisation_kind: OrganisationKind | None = None
    organisation_province: ShortText | None = None
    region_code: RegionCode | None = None
    contact_email: Contact | None = None


class ReplicationCreate(ReplicationFields):
    """A replication of a unit (``unit_id``), or of an organisation outside the registry (``organisation_…``)."""

    CLEARABLE = ReplicationFields.CLEARABLE | {"unit_id"}

    unit_id: Id | None = None


class ReplicationUpdate(ReplicationFields):
    """Changes to a replication; what is left out stays."""


class ReplicationFilters(ListQuery):
    """Filters of the replications, newest first."""

    innovation_id: Id | None = None
    unit_id: Id | None = None
    """Who replicates."""
    origin_unit_id: Id | None = None
    """Whose innovation it is."""
    region_code: RegionCode | None = None
    """Where it is replicated: `35` finds `35.07` too."""
    stage: ReplicationStage | None = None
    year: Year | None = None
    """In which it began."""
    confirmed: bool | None = None
    side: Literal["replicating", "origin"] | None = None
    """Only those of the units that one reports for, or whose innovations one confirms replications of."""


class ReplicationSummary(Schema):
    """A replication in a list."""

    id: str
    innovation_id: str
    innovation_title: str
    origin_unit_id: str | None
    origin_unit_name: str
    unit_id: str | None
    replicator: str
    """The name of the unit or organisation that replicates."""
    replicator_kind: str
    organisation_province: str
    region_code: str | None
    stage: ReplicationStage
    begun_on: date
    interest_on: date | None
    agreement_on: date | None
    implementation_on: date | None
    running_on: date | None
    stopped_on: date | None
    days_to_running: int | None
    """From interest to running; null unless both days are known."""
    confirmed_at: datetime | None
    is_sample: bool
    version: int


class ReplicationDeed(StrEnum):
    """What may be done with a replication."""

    change = "change"
    confirm = "confirm"
    take_back = "take_back"
    """The confirmation."""
    enter = "enter"
    """As a proposal."""


class StepRead(Schema):
    """A step of the history."""

    action: StepAction
    stage: ReplicationStage
    on: date | None
    reason: str
    actor_name: str
    created_at: datetime


class ReplicationRead(ReplicationSummary):
    """A replication whole. The public gets neither contact, proposal nor history."""

    adaptation_notes: str
    difficulty: int | None
    difficulty_notes: str
    cost: int | None
    cost_notes: str
    stop_reason: str
    created_at: datetime
    contact_email: str | None
    proposal_id: str | None
    next_stages: list[ReplicationStage]
    """Where it may go from here, nearest first."""
    allowed: list[ReplicationDeed]
    """What this reader may do with it now."""
    history: list[StepRead]
    """Newest first."""


DocumentKind = Literal["agreement", "evidence"]


class ReplicationDocumentRead(Schema):
    """A file of a replication without its bytes."""

    id: str
    replication_id: str
    kind: DocumentKind
    filename: str
    media_type: str
    size: int
    sha256: str
    is_public: bool
    created_at: datetime
    version: int


class ReplicationEntry(Changes):
    """Enters a running replication as a draft proposal; what is left out comes from the innovation."""

    edition_id: Id
    title: Line | None = None
    category: Annotated[str, Limit(max_length=50)] | None = None

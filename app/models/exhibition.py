"""Exhibitions (pameran): an event of some days with booths, where innovations are shown and the public votes."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field as Limit
from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint
from sqlmodel import Field

from app.models.base import (
    Changes,
    Id,
    Input,
    Key,
    Line,
    Moment,
    Prose,
    Recorded,
    Schema,
    ShortText,
    UTCDateTime,
)
from app.models.privacy import personal
from app.models.unit import Latitude, Longitude

Label = Annotated[Line, Limit(max_length=20)]
"""What stands above a booth: ``A-12``."""
MOST_AT_A_BOOTH = 50
Ids = Annotated[list[Id], Limit(max_length=MOST_AT_A_BOOTH)]


class ExhibitionStatus(StrEnum):
    """Where an exhibition stands."""

    draft = "draft"
    published = "published"
    ended = "ended"


class Exhibition(Recorded, table=True):
    """A row. With ``edition_id`` and ``stage`` its votes on proposals are the votes of that stage."""

    __tablename__ = "exhibitions"
    CHAIN = "edition_id"
    __table_args__ = (
        UniqueConstraint("edition_id", "stage"), Index("ix_exhibitions_starts_on_id", "starts_on", "id"),
    )  # fmt: skip

    edition_id: str | None = Field(default=None, foreign_key="editions.id")
    stage: str | None = Field(default=None, sa_type=String(50))
    name: str
    about: str = ""
    place: str
    address: str = ""
    latitude: float | None = None
    longitude: float | None = None
    starts_on: date
    ends_on: date
    hours: str = ""
    status: str = Field(default=ExhibitionStatus.draft, sa_type=String(20))
    votes_open_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    votes_close_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    votes_need_ticket: bool = False
    is_sample: bool = False


class Booth(Recorded, table=True):
    """A booth. Its ``code`` is in the QR that hangs there: no secret, only short."""

    __tablename__ = "booths"
    __table_args__ = (UniqueConstraint("exhibition_id", "label"),)

    exhibition_id: str = Field(foreign_key="exhibitions.id")
    label: str = Field(sa_type=String(20))
    code: str = Field(sa_type=String(8), unique=True)
    unit_id: str | None = Field(default=None, foreign_key="units.id")
    title: str


class Exhibit(Recorded, table=True):
    """What a booth shows, and what is voted for: an innovation, or a proposal of the stage. Each once an exhibition."""

    __tablename__ = "exhibits"
    CHAIN = "proposal_id"
    __table_args__ = (
        UniqueConstraint("exhibition_id", "innovation_id"), UniqueConstraint("exhibition_id", "proposal_id"),
        CheckConstraint("(innovation_id IS NULL) <> (proposal_id IS NULL)", name="one_thing"),
    )  # fmt: skip

    exhibition_id: str = Field(foreign_key="exhibitions.id")
    booth_id: str = Field(foreign_key="booths.id", index=True)
    innovation_id: str | None = Field(default=None, foreign_key="innovations.id")
    proposal_id: str | None = Field(default=None, foreign_key="proposals.id")


class ProgrammeItem(Recorded, table=True):
    """A point of the programme: a talk, a demonstration, a ceremony."""

    __tablename__ = "programme_items"
    __table_args__ = (Index("ix_programme_items_exhibition", "exhibition_id", "starts_at"),)

    exhibition_id: str = Field(foreign_key="exhibitions.id")
    starts_at: datetime = Field(sa_type=UTCDateTime)
    ends_at: datetime = Field(sa_type=UTCDateTime)
    title: str
    place: str = ""
    speaker: str = Field(
        default="", sa_column_kwargs=personal("name of who speaks", "visitors choose what to listen to",
                                              "everybody: the programme is public"),
    )  # fmt: skip


class ExhibitionCreate(Input):
    """A new exhibition, a draft at first. The vote is open on the days of the event unless its moments are given."""

    name: Line
    place: Line
    starts_on: date
    ends_on: date
    about: Prose = ""
    address: ShortText = ""
    latitude: Latitude | None = None
    longitude: Longitude | None = None
    hours: ShortText = ""
    """When it is open, in words: ``09.00–17.00 WIB``."""
    edition_id: Id | None = None
    stage: Key | None = None
    """A stage of the edition that the public decides: booths may then show its proposals."""
    votes_open_at: Moment | None = None
    votes_close_at: Moment | None = None
    votes_need_ticket: bool = False
    """Whether only those vote who were handed a ticket at the entrance."""


class ExhibitionUpdate(Changes):
    """Changes to an exhibition; what is left out stays."""

    CLEARABLE: ClassVar[frozenset[str]] = frozenset(
        {"latitude", "longitude", "edition_id", "stage", "votes_open_at", "votes_close_at"}
    )

    name: Line | None = None
    place: Line | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    about: Prose | None = None
    address: ShortText | None = None
    latitude: Latitude | None = None
    longitude: Longitude | None = None
    hours: ShortText | None = None
    edition_id: Id | None = None
    stage: Key | None = None
    votes_open_at: Moment | None = None
    votes_close_at: Moment | None = None
    votes_need_ticket: bool | None = None


class ExhibitionSummary(Schema):
    """An exhibition in a list."""

    id: str
    name: str
    place: str
    starts_on: date
    ends_on: date
    status: ExhibitionStatus
    is_sample: bool
    version: int


class VoteWindow(Schema):
    """Between which moments votes are taken."""

    opens_at: datetime
    closes_at: datetime


class ExhibitionRead(ExhibitionSummary):
    """An exhibition whole."""

    about: str
    address: str
    latitude: float | None
    longitude: float | None
    hours: str
    edition_id: str | None
    stage: str | None
    votes_open_at: datetime | None
    """As set; null where the days of the stage or of the event count."""
    votes_close_at: datetime | None
    votes_need_ticket: bool
    vote_window: VoteWindow
    """What counts."""


class BoothCreate(Input):
    """A new booth. What it shows is named by ids: innovations of the catalogue, proposals of the exhibition's stage."""

    label: Label
    title: Line
    unit_id: Id | None = None
    innovation_ids: Ids = []
    proposal_ids: Ids = []


class BoothUpdate(Changes):
    """Changes to a booth; a list given replaces the whole list."""

    CLEARABLE: ClassVar[frozenset[str]] = frozenset({"unit_id"})

    label: Label | None = None
    title: Line | None = None
    unit_id: Id | None = None
    innovation_ids: Ids | None = None
    proposal_ids: Ids | None = None


class ExhibitRead(Schema):
    """What a booth shows; ``id`` is what a vote names."""

    id: str
    innovation_id: str | None
    proposal_id: str | None
    title: str
    unit_name: str


class BoothRead(Schema):
    """A booth with what it shows."""

    id: str
    exhibition_id: str
    label: str
    code: str
    """In its QR: ``/e/{code}`` is its page."""
    title: str
    unit_id: str | None
    unit_name: str | None
    exhibits: list[ExhibitRead]
    version: int


class ScannedBooth(Schema):
    """What a phone finds that read a booth's QR."""

    exhibition: ExhibitionRead
    booth: BoothRead


class ProgrammeItemCreate(Input):
    """A new point of the programme."""

    starts_at: Moment
    ends_at: Moment
    title: Line
    place: ShortText = ""
    speaker: ShortText = ""


class ProgrammeItemUpdate(Changes):
    """Changes to a point of the programme; what is left out stays."""

    starts_at: Moment | None = None
    ends_at: Moment | None = None
    title: Line | None = None
    place: ShortText | None = None
    speaker: ShortText | None = None


class ProgrammeItemRead(Schema):
    """A point of the programme."""

    id: str
    exhibition_id: str
    starts_at: datetime
    ends_at: datetime
    title: str
    place: str
    speaker: str
    updated_at: datetime
    version: int

"""Assessment rounds (putaran penilaian): an instrument, a year, the units that take part, who owns which indicator."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field as Limit
from sqlalchemy import Index, String, UniqueConstraint
from sqlmodel import Field

from app.models.base import Changes, Id, Input, Key, Line, Recorded, Schema, Year
from app.models.instrument import InstrumentName
from app.models.league import YearMean
from app.models.listing import ListQuery

MOST_UNITS = 2_000


class RoundStatus(StrEnum):
    """How far a round has come."""

    draft = "draft"
    open = "open"
    """Units assess themselves."""
    verifying = "verifying"
    """The owners of the indicators check."""
    panel = "panel"
    """The organiser decides what is disputed, and makes results final."""
    final = "final"


class AssessmentRound(Recorded, table=True):
    """A row."""

    __tablename__ = "assessment_rounds"
    __table_args__ = (Index("ix_assessment_rounds_year", "year", "id"),)

    instrument_id: str = Field(foreign_key="instruments.id", index=True)
    title: str
    year: int
    status: str = Field(default=RoundStatus.draft, sa_type=String(10))
    assess_until: date | None = None
    verify_until: date | None = None
    decide_until: date | None = None
    is_public: bool = False
    """Whether everybody reads the results once the round is final."""
    is_sample: bool = False


class IndicatorOwner(Recorded, table=True):
    """Who verifies an indicator (pengampu), for all units of the round."""

    __tablename__ = "indicator_owners"
    __table_args__ = (UniqueConstraint("round_id", "item"),)

    round_id: str = Field(foreign_key="assessment_rounds.id")
    item: str = Field(sa_type=String(60))
    unit_id: str = Field(foreign_key="units.id", index=True)


UnitIds = Annotated[list[Id], Limit(max_length=MOST_UNITS)]
RoundYear = Annotated[int, Limit(ge=2000, le=2100)]


class AssessmentRoundCreate(Input):
    """A new round, to be set up. Without ``unit_ids`` all active units of the instrument's kinds take part.

    ``year`` is the one that is assessed: an instrument may serve for years after that of its regulation. Without it
    the instrument's own.
    """

    instrument_id: InstrumentName
    year: RoundYear | None = None
    title: Line | None = None
    unit_ids: UnitIds | None = None
    assess_until: date | None = None
    verify_until: date | None = None
    decide_until: date | None = None


class AssessmentRoundUpdate(Changes):
    """Changes to a round; ``year`` and ``unit_ids`` only while it is a draft.

    A title that nobody chose follows the year.
    """

    CLEARABLE = frozenset({"assess_until", "verify_until", "decide_until"})

    year: RoundYear | None = None
    title: Line | None = None
    unit_ids: UnitIds | None = None
    assess_until: date | None = None
    verify_until: date | None = None
    decide_until: date | None = None
    status: RoundStatus | None = None
    is_public: bool | None = None


class IndicatorOwnerPut(Input):
    """The unit that verifies the indicator from now on."""

    unit_id: Id


class AssessmentRoundFilters(ListQuery):
    """Filters of the rounds, newest year first."""

    year: Year | None = None
    status: RoundStatus | None = None
    instrument: Key | None = None


class AssessmentRoundSummary(Schema):
    """A round in a list."""

    id: str
    instrument_id: str
    """The instrument's name: ``cettar_opd_2024``."""
    instrument: str
    title: str
    year: int
    status: RoundStatus
    assess_until: date | None
    verify_until: date | None
    decide_until: date | None
    is_public: bool
    unit_count: int
    submitted_count: int
    final_count: int
    is_sample: bool
    version: int


class RoundItem(Schema):
    """An indicator of a round: who owns it, and how far it is."""

    item: str
    title: str
    """With that of its component, where the aspect alone does not say what it is of."""
    parent: str | None
    owner: str | None
    """As the file says."""
    unit_id: str | None
    """The owner in the registry, None where nobody was named."""
    unit_name: str | None
    source: str | None
    scale: str | None
    choices: list[str]
    """What may be answered; empty where a number is asked."""
    minimum: float | None
    maximum: float | None
    evidence: str | None
    """What is to be shown."""
    answered_count: int
    verified_count: int
    is_own: bool
    """Whether this reader verifies it."""


class OpenWork(Schema):
    """What would become final as it stands, of the assessments that are not final yet."""

    unsent: int
    """Assessments that their units have not sent in."""
    unanswered: int
    """Indicators without any value; they count 0."""
    unverified: int
    """Own values, where no source fills them in, that nobody has checked as they are now: not at all, or changed after
    their owner verified them."""


class AssessmentRoundRead(AssessmentRoundSummary):
    """A round whole."""

    regulation: str
    notice: str
    items: list[RoundItem]
    may_manage: bool
    open_work: OpenWork | None
    """For who manages it; null to others."""
    next_statuses: list[RoundStatus]
    """Where it may go from here."""
    years: list[YearMean]
    """How the units of each kind stood by this instrument over the years, as far as the reader may see them."""

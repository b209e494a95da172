"""Editions: one year's competition. Everything that changes by year is data here, never a constant in code."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Literal, Self

from pydantic import Discriminator, Tag, model_validator
from pydantic import Field as Limit
from pydantic_core import PydanticCustomError
from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlmodel import Field

from app.models.base import (
    Changes,
    Id,
    Input,
    JSONColumn,
    Key,
    Line,
    Moment,
    Prose,
    Recorded,
    Schema,
    ShortText,
    Table,
    UTCDateTime,
)
from app.models.form import Category, FormField, FormSection, Group, RequiredDocument, Weight
from app.models.unit import UnitKind

SHARED_POOL = "*"
"""Group of a quota rule that covers all counting groups together."""


class EditionStatus(StrEnum):
    """The phases of a year, in order."""

    draft = "draft"
    open = "open"
    judging = "judging"
    concluded = "concluded"


class Criterion(Input):
    """A node of a rubric. Only leaves are scored, 0–100; a node with children weighs what they weigh together."""

    key: Key
    title: Line
    guidance: Prose = ""
    weight: Weight
    section: Key | None = None
    """The form section a juror reads for it."""
    children: list["Criterion"] = []


Places = Annotated[int, Limit(ge=0, le=100_000)]
"""How many go on."""


class AdvanceRule(Input):
    """Who goes on after publication; ties at the last place all do.

    ``top_n``: the best ``n``. ``passing_grade``: everybody with ``grade`` points or more. ``quota``: of each group or
    category (``by``) as many as ``quotas`` says, ``n`` of each that it does not name (null: none). ``all``: everybody.
    A ``grade`` beside ``top_n`` or ``quota`` keeps out whoever is below it.
    """

    kind: Literal["top_n", "passing_grade", "quota", "all"] = "top_n"
    n: Annotated[int, Limit(ge=1, le=100_000)] | None = None
    grade: Annotated[float, Limit(ge=0, le=100, allow_inf_nan=False)] | None = None
    by: Literal["group", "category"] = "group"
    quotas: dict[Key, Places] = {}

    @model_validator(mode="after")
    def check(self) -> Self:
        """A rule needs the number that it is named after."""
        for kind, given, code in (
            ("top_n", self.n, "top_n_needs_n"),
            ("passing_grade", self.grade, "grade_missing"),
            ("quota", self.quotas or None, "quotas_missing"),
        ):
            if self.kind == kind and given is None:
                raise PydanticCustomError(code, "incomplete rule")
        return self


Aggregate = Literal["mean", "calibrated"]
"""The mean of the jurors' totals, or what they say once each juror's severity, scale and noise is taken out."""
StageKind = Literal["proposal", "presentation", "field", "public_vote"]
"""Jurors read the text, hear the presentation, go and see; or the public votes on who is useful."""


class Stage(Input):
    """A scored stage (tahap)."""

    key: Key
    name: Line
    kind: StageKind = "proposal"
    rubric: list[Criterion] = []
    """Empty where the public votes."""
    jurors_per_proposal: Annotated[int, Limit(ge=1, le=50)] = 3
    blind: bool = False
    aggregate: Aggregate = "mean"
    """How the sheets become the official score; see docs/judging.md."""
    cumulative: bool = False
    """Whether the order is by the mean of this and all earlier stages, weighted by their ``weight``."""
    plenary: bool = False
    """Whether a plenary (pleno) may decide otherwise than the rule, with a reason and names."""
    advance: AdvanceRule
    weight: Weight = 100
    starts_at: Moment | None = None
    ends_at: Moment | None = None


class QuotaRule(Input):
    """How many proposals a participant of this kind may submit in a group, or in all counting groups together ("*")."""

    unit_kind: UnitKind
    group: Annotated[str, Limit(pattern=r"^(\*|[a-z][a-z0-9_]{0,49})$")] = SHARED_POOL
    limit: Annotated[int, Limit(ge=0, le=10_000)]


class AwardTier(Input):
    """A label of the award, best first; ``size`` null means no fixed number."""

    key: Key
    title: Line
    size: Annotated[int, Limit(ge=1, le=10_000)] | None = None


class Configuration(Input):
    """All that a year decides."""

    name: Line
    theme: ShortText = ""
    note: ShortText = ""
    """What a reader has to know about this configuration, e.g. which parts are a default to be checked."""
    opens_at: Moment
    closes_at: Moment
    minimum_age_months: Annotated[int, Limit(ge=0, le=240)] = 12
    groups: list[Group]
    categories: list[Category]
    form: list[FormSection]
    fields: list[FormField] = []
    required_documents: list[RequiredDocument] = []
    stages: list[Stage]
    quota_rules: list[QuotaRule]
    award_tiers: list[AwardTier] = []


PARTS = ("groups", "categories", "form", "fields", "required_documents", "stages", "quota_rules", "award_tiers")
"""The list-valued parts of the configuration, stored as JSON columns of the same name."""


class Edition(Recorded, table=True):
    """A row: the configuration's lists are JSON columns, validated by ``Configuration`` before they get here."""

    __tablename__ = "editions"
    CHAIN = "id"

    year: int = Field(unique=True)
    name: str
    theme: str = ""
    note: str = ""
    status: str = Field(default=EditionStatus.draft, sa_type=String(20))
    opens_at: datetime = Field(sa_type=UTCDateTime)
    closes_at: datetime = Field(sa_type=UTCDateTime)
    minimum_age_months: int = 12
    is_sample: bool = False
    groups: list[dict[str, object]] = Field(sa_type=JSONColumn)
    categories: list[dict[str, object]] = Field(sa_type=JSONColumn)
    form: list[dict[str, object]] = Field(sa_type=JSONColumn)
    fields: list[dict[str, object]] = Field(sa_type=JSONColumn)
    required_documents: list[dict[str, object]] = Field(sa_type=JSONColumn)
    stages: list[dict[str, object]] = Field(sa_type=JSONColumn)
    quota_rules: list[dict[str, object]] = Field(sa_type=JSONColumn)
    award_tiers: list[dict[str, object]] = Field(sa_type=JSONColumn)


class EditionCounter(Table, table=True):
    """The last registration number given in an edition: one row, locked while a number is given, so none is skipped."""

    __tablename__ = "edition_counters"

    edition_id: str = Field(foreign_key="editions.id", unique=True)
    last_number: int = 0


class EditionTally(Table, table=True):
    """How many proposals of an edition are in each status; kept in step by every change of status."""

    __tablename__ = "edition_tallies"
    __table_args__ = (
        CheckConstraint("count >= 0", name="count_not_negative"),
        UniqueConstraint("edition_id", "status"),
    )

    edition_id: str = Field(foreign_key="editions.id")
    status: str = Field(sa_type=String(20))
    count: int = 0


class Invitation(Recorded, table=True):
    """A participant invited to a group by invitation."""

    __tablename__ = "invitations"
    CHAIN = "edition_id"
    __table_args__ = (UniqueConstraint("edition_id", "group", "unit_id"),)

    edition_id: str = Field(foreign_key="editions.id")
    group: str = Field(sa_type=String(50))
    unit_id: str = Field(foreign_key="units.id")


class _OfYear(Input):
    year: Annotated[int, Limit(ge=2000, le=2200)]


class EditionConfigured(_OfYear, Configuration):
    """A new edition with its whole configuration."""


class EditionCopied(_OfYear):
    """A new edition from another one or from a preset, moved to the new year."""

    copy_from: Id | None = None
    preset: Key | None = None

    @model_validator(mode="after")
    def check(self) -> Self:
        """Exactly one source."""
        if (self.copy_from is None) == (self.preset is None):
            raise PydanticCustomError("one_source", "not one source")
        return self


def _source(sent: Any) -> str:
    names = sent if isinstance(sent, dict) else getattr(sent, "__dict__", {})  # anything at all may have been sent
    return "edition[copied]" if {"copy_from", "preset"} & set(names) else "edition[configured]"


EditionCreate = Annotated[
    Annotated[EditionConfigured, Tag("edition[configured]")] | Annotated[EditionCopied, Tag("edition[copied]")],
    Discriminator(_source),
]
"""A new edition: its configuration, or ``copy_from`` or ``preset`` alone."""


class EditionUpdate(Changes):
    """Changes to an edition; what is left out stays, a list given replaces the whole list."""

    name: Line | None = None
    theme: ShortText | None = None
    note: ShortText | None = None
    opens_at: Moment | None = None
    closes_at: Moment | None = None
    minimum_age_months: Annotated[int, Limit(ge=0, le=240)] | None = None
    groups: list[Group] | None = None
    categories: list[Category] | None = None
    form: list[FormSection] | None = None
    fields: list[FormField] | None = None
    required_documents: list[RequiredDocument] | None = None
    stages: list[Stage] | None = None
    quota_rules: list[QuotaRule] | None = None
    award_tiers: list[AwardTier] | None = None


class EditionSummary(Schema):
    """An edition in a list."""

    id: str
    year: int
    name: str
    theme: str
    status: EditionStatus
    opens_at: datetime
    closes_at: datetime
    is_sample: bool
    version: int


class EditionRead(EditionSummary):
    """An edition with its whole configuration."""

    note: str = ""
    minimum_age_months: int
    groups: list[Group]
    categories: list[Category]
    form: list[FormSection]
    fields: list[FormField]
    required_documents: list[RequiredDocument]
    stages: list[Stage]
    quota_rules: list[QuotaRule]
    award_tiers: list[AwardTier]
    published_stages: list[str]


class InvitationRead(Schema):
    """Who is invited to which group."""

    group: str
    unit_id: str
    unit_name: str

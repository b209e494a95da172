"""Assessments (penilaian): what a unit says of itself, what the owners verify, what the panel decides, the result."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

from pydantic import Field as Limit
from sqlalchemy import Index, String, UniqueConstraint
from sqlmodel import Field

from app.models.assessment_levels import LevelRead
from app.models.assessment_round import RoundStatus
from app.models.base import (
    Id,
    Input,
    JSONColumn,
    Key,
    Moment,
    Reason,
    Recorded,
    Schema,
    ShortText,
    UTCDateTime,
    Year,
)
from app.models.listing import ListQuery
from app.models.privacy import personal

_NOTE = personal("text, may name people", "it is known why a value is what it is", "the unit, owners, organiser, "
                 "auditor; everybody once published")  # fmt: skip


class AssessmentStatus(StrEnum):
    """How far a unit's assessment is."""

    assessing = "assessing"
    """The unit writes."""
    submitted = "submitted"
    final = "final"


class Assessment(Recorded, table=True):
    """A unit in a round. The figures are those of the last change; ``changed_at`` is when it was."""

    __tablename__ = "assessments"
    __table_args__ = (
        UniqueConstraint("round_id", "unit_id"),
        Index("ix_assessments_unit_id", "unit_id"),
    )

    round_id: str = Field(foreign_key="assessment_rounds.id")
    unit_id: str = Field(foreign_key="units.id")
    status: str = Field(default=AssessmentStatus.assessing, sa_type=String(10))
    changed_at: datetime = Field(sa_type=UTCDateTime)
    submitted_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    finalised_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    reopening_reason: str = Field(default="", sa_column_kwargs=_NOTE)
    score: float | None = None
    """The rounded total in points of the instrument; None as long as nothing is known."""
    letter: str | None = None
    predicate: str | None = None
    asked_count: int = 0
    """Indicators that apply to the unit."""
    answered_count: int = 0
    """Those of them with a value."""
    sources: dict[str, str] | None = Field(default=None, sa_type=JSONColumn)
    """What other results gave, source → exact fraction and year (``767/10 2024``); kept once it is final."""
    feeds: dict[str, str] | None = Field(default=None, sa_type=JSONColumn)
    """What a final result gives other instruments: ``sakip.total`` → exact fraction."""
    is_sample: bool = False


class Step(StrEnum):
    """Whose value it is; the later wins."""

    answer = "answer"
    """The unit's own."""
    verification = "verification"
    """Of the indicator's owner."""
    panel = "panel"


class AssessmentValue(Recorded, table=True):
    """The value of one indicator in one step."""

    __tablename__ = "assessment_values"
    __table_args__ = (UniqueConstraint("assessment_id", "item", "step"),)

    assessment_id: str = Field(foreign_key="assessments.id")
    item: str = Field(sa_type=String(60))
    step: str = Field(sa_type=String(12))
    value: str | None = None
    """A number with a decimal point, a letter or a word, as the scale has it."""
    target: str | None = None
    """Of a percentage: what was aimed at."""
    is_absent: bool = False
    """Said not to apply to the unit; ``note`` says why."""
    note: str = Field(default="", sa_column_kwargs=_NOTE)
    recommendation: str = Field(default="", sa_column_kwargs=_NOTE)


class AssessmentFact(Recorded, table=True):
    """What a gate asks for: opinion of the auditors, SPIP …"""

    __tablename__ = "assessment_facts"
    __table_args__ = (UniqueConstraint("assessment_id", "fact"),)

    assessment_id: str = Field(foreign_key="assessments.id")
    fact: str = Field(sa_type=String(60))
    value: str


class AssessmentDocument(Recorded, table=True):
    """Evidence for an indicator. Its bytes lie in the store under their SHA-256."""

    __tablename__ = "assessment_documents"

    assessment_id: str = Field(foreign_key="assessments.id", index=True)
    item: str = Field(sa_type=String(60))
    filename: str = Field(
        sa_column_kwargs=personal("name of a file, may name a person", "a file is found again",
                                  "the unit, owner of the indicator, organiser, auditor")
    )  # fmt: skip
    media_type: str
    size: int
    sha256: str = Field(sa_type=String(64), index=True)


Typed = Annotated[float, Limit(strict=True, allow_inf_nan=False)] | ShortText
"""A number of JSON, or what somebody typed."""


class ValuePut(Input):
    """A value as its scale has it: a number (or its text, 1.234,5), a letter, ya/tidak, a word; of a percentage also
    the target. ``is_absent`` says with its ``note`` that the indicator does not apply. Neither takes the value away."""

    value: Typed | None = None
    target: Typed | None = None
    is_absent: bool = False
    note: Annotated[ShortText, Limit(max_length=2_000)] = ""


class VerificationPut(ValuePut):
    """What the owner found; ``is_confirmed`` takes the unit's own value, as it was when it was read.

    ``seen_until`` says when that was (its ``changed_at`` will do): needed to confirm, possible with a correction. 412
    where the unit's value changed after it."""

    is_confirmed: bool = False
    seen_until: Moment | None = None
    recommendation: ShortText = ""


class FactPut(Input):
    """A fact; null takes it away."""

    value: Typed | None


class Holder(StrEnum):
    """Who has an assessment once it is opened again."""

    panel = "panel"
    unit = "unit"
    """It answers and sends in again, also while the panel decides."""


class ReopeningPut(Input):
    """Why an assessment is opened again, and who has it then: without ``to`` it goes one step back, a final one to the
    panel, a sent one to the unit. To the panel goes only what is final."""

    reason: Reason
    to: Holder | None = None


class AssessmentFilters(ListQuery):
    """Filters of the assessments, by round (newest first) and unit."""

    round_id: Id | None = None
    unit_id: Id | None = None
    status: AssessmentStatus | None = None
    year: Year | None = None
    instrument: Key | None = None
    is_own: bool | None = None
    """Only those that one writes."""


class AssessmentSummary(Schema):
    """An assessment in a list."""

    id: str
    round_id: str
    round_title: str
    round_status: RoundStatus
    instrument: str
    year: int
    unit_id: str
    unit_name: str
    unit_kind: str
    status: AssessmentStatus
    is_final: bool
    """False: all figures are provisional (sementara)."""
    is_reopened: bool
    """Whether the organiser ever opened it again; the unit then writes in the panel's stage too."""
    changed_at: datetime
    submitted_at: datetime | None
    finalised_at: datetime | None
    score: float | None
    letter: str | None
    predicate: str | None
    asked_count: int
    answered_count: int
    is_sample: bool
    version: int


class AssessmentDocumentRead(Schema):
    """A file of evidence without its bytes."""

    id: str
    assessment_id: str
    item: str
    filename: str
    media_type: str
    size: int
    sha256: str
    created_at: datetime
    version: int


class ValueRead(Schema):
    """The value of one step."""

    step: Step
    value: str | None
    target: str | None
    is_absent: bool
    note: str
    recommendation: str
    changed_at: datetime
    version: int


class ItemRead(Schema):
    """An item of the tree: points out of weight, and of an indicator all its values."""

    item: str
    title: str
    depth: int
    parent: str | None
    is_component: bool
    scale: str | None
    choices: list[str]
    """What may be answered; empty for numbers."""
    minimum: float | None
    maximum: float | None
    evidence: str | None
    """What is to be shown."""
    owner: str | None
    owner_unit_id: str | None
    source: str | None
    source_year: int | None
    """The year that its source's value is of; null without one, and where it is not known."""
    open: str | None
    """What of the regulation is not known here."""
    state: str
    """answered, fed, missing or absent."""
    weight: float
    points: float
    converted: float | None
    """0–100."""
    raw: str | None
    """The value that counts."""
    counts: str | None
    """Whose it is: answer, verification, panel or source."""
    fault: str | None
    """Why a value that is there does not count."""
    is_answer_newer: bool
    """The owner's value counts, and the unit changed its own after it was verified."""
    values: list[ValueRead]
    documents: list[AssessmentDocumentRead]


class FactRead(Schema):
    """A fact that gates ask for."""

    fact: str
    title: str
    kind: str
    choices: list[str]
    value: str | None
    version: int
    """0 while nothing is known."""


class AssessmentDeed(StrEnum):
    """What may be done with an assessment."""

    answer = "answer"
    submit = "submit"
    decide = "decide"
    finalise = "finalise"
    reopen = "reopen"
    follow = "follow"
    """Follow-ups may be written."""


class AssessmentRead(AssessmentSummary):
    """An assessment whole: the raport."""

    regulation: str
    notice: str
    assess_until: date | None
    """The last day for the unit's own values."""
    reopening_reason: str
    total: float
    maximum: float
    items: list[ItemRead]
    levels: list[LevelRead]
    facts: list[FactRead]
    open: list[str]
    letters: list[str]
    """The letters there are, best first."""
    allowed: list[AssessmentDeed]

"""Nominations (naik level): an awarded innovation on its way to a national competition, and what came of it."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field as Limit
from pydantic import HttpUrl
from sqlalchemy import Date, String, UniqueConstraint
from sqlmodel import Field

from app.models.base import Changes, Id, Input, JSONColumn, Key, Line, Prose, Recorded, Schema, ShortText, Year
from app.models.national import NationalRules
from app.models.privacy import personal


class NominationStatus(StrEnum):
    """Where a nomination stands."""

    draft = "draft"
    sent = "sent"
    decided = "decided"


class NationalResult(StrEnum):
    """What the national competition decided."""

    passed_administration = "passed_administration"
    finalist = "finalist"
    top = "top"
    not_selected = "not_selected"


AWARDED = frozenset({NationalResult.finalist, NationalResult.top})
"""Results that the innovation bears as a national award."""
_READERS = "the unit and those above it, secretariat, organiser, auditor; the national competition"
_TEXT = personal("text, may name people", "the innovation is put up for the national competition", _READERS)


class Nomination(Recorded, table=True):
    """A nomination; an innovation is put up once for a competition and year. Wide columns come last."""

    __tablename__ = "nominations"
    __table_args__ = (UniqueConstraint("innovation_id", "competition", "year"),)

    innovation_id: str = Field(foreign_key="innovations.id")
    competition: str = Field(sa_type=String(50))
    year: int
    rules: str = Field(sa_type=String(50))
    """The file of app/national that it is written and checked by."""
    group: str = Field(sa_type=String(50))
    title: str
    title_key: str = Field(index=True)
    status: str = Field(default=NominationStatus.draft, sa_type=String(10))
    closes_on: date | None = Field(default=None, sa_type=Date)
    """The last day of the national registration; the organiser enters it."""
    started_on: date | None = Field(default=None, sa_type=Date)
    earlier_award: str = ""
    """A national award that the innovation has from before; empty for none."""
    sent_on: date | None = Field(default=None, sa_type=Date)
    reference: str = ""
    """The number that the national system gave."""
    result: str | None = Field(default=None, sa_type=String(30))
    result_label: str = ""
    """As it is called there, for instance "Top 99"."""
    decided_on: date | None = Field(default=None, sa_type=Date)
    result_url: str = ""
    is_sample: bool = False
    editor: str | None = Field(default=None, sa_type=String(60))
    """Which open editor saved last: its retry after a lost answer is not stale."""
    notes: str = Field(default="", sa_column_kwargs=_TEXT)
    english_abstract: str = Field(default="", sa_column_kwargs=_TEXT)
    documents: list[str] = Field(default_factory=list, sa_type=JSONColumn)
    """Files of the proposal that the unit releases for the national competition."""
    answers: dict[str, str] = Field(default_factory=dict, sa_type=JSONColumn, sa_column_kwargs=_TEXT)
    """To the gate criteria, by key."""
    sections: dict[str, str] = Field(default_factory=dict, sa_type=JSONColumn, sa_column_kwargs=_TEXT)


class NominationCreate(Input):
    """Puts an innovation up; its text is taken over as far as the national form has the same sections."""

    innovation_id: Id
    competition: Key = "kipp"
    year: Year
    group: Key = "umum"
    closes_on: date | None = None


class NominationUpdate(Changes):
    """What is written; ``sections`` and ``answers`` are merged by key, ``documents`` replaced.

    ``group``, ``closes_on`` and ``notes`` are the organiser's.
    """

    CLEARABLE = frozenset({"closes_on", "started_on"})

    title: Line | None = None
    group: Key | None = None
    closes_on: date | None = None
    started_on: date | None = None
    earlier_award: ShortText | None = None
    english_abstract: Prose | None = None
    notes: Prose | None = None
    sections: dict[Key, Prose] | None = None
    answers: dict[Key, Prose] | None = None
    documents: Annotated[list[Id], Limit(max_length=100)] | None = None


OF_ORGANISER = frozenset({"group", "closes_on", "notes"})
"""Fields that only the organiser changes."""


class Sending(Input):
    """The nomination went to the national competition."""

    sent_on: date
    reference: ShortText = ""


class ResultEntry(Input):
    """What the national competition decided, and where that is published."""

    result: NationalResult
    label: ShortText = ""
    decided_on: date
    url: HttpUrl | Literal[""] = ""


class NominationSummary(Schema):
    """A nomination in a list."""

    id: str
    innovation_id: str
    innovation_title: str
    unit_id: str | None
    unit_name: str
    competition: str
    year: int
    group: str
    title: str
    status: NominationStatus
    closes_on: date | None
    sent_on: date | None
    result: NationalResult | None
    result_label: str
    decided_on: date | None
    is_sample: bool
    updated_at: datetime
    version: int


class NominationRead(NominationSummary):
    """A nomination whole, with the form that it is written by."""

    proposal_id: str | None
    """Of the innovation here, which has the documents; null where it came from elsewhere."""
    started_on: date | None
    earlier_award: str
    reference: str
    result_url: str
    notes: str
    english_abstract: str
    documents: list[str]
    answers: dict[str, str]
    sections: dict[str, str]
    form: NationalRules


class ChecklistRule(Schema):
    """One rule of the national competition; a failing ``warning`` is advice."""

    rule: str
    ok: bool
    level: Literal["error", "warning"]
    message: str
    who: Literal["unit", "organiser"]
    """Who can mend it."""
    field: str | None = None


class Checklist(Schema):
    """Whether the nomination meets the national rules as far as they can be checked here."""

    complete: bool
    rules: list[ChecklistRule]


class PackagedText(Schema):
    """One part of the form, with its words counted."""

    key: str
    title: str
    text: str
    words: int
    max_words: int
    weight: float | None = None
    """Its share of the score; null for a gate criterion."""


class PackagedDocument(Schema):
    """An attachment, by its name in the ZIP file."""

    name: str
    kind: str
    title: str
    media_type: str
    size: int
    sha256: str


class NominationPackage(Schema):
    """All that goes to the national competition, always in Indonesian."""

    id: str
    innovation_id: str
    status: NominationStatus
    competition: str
    year: int
    group: str
    title: str
    unit: str
    region_code: str | None
    provincial_award: str
    category: str
    sdgs: list[int]
    started_on: date | None
    closes_on: date | None
    criteria: list[PackagedText]
    sections: list[PackagedText]
    english_abstract: str
    documents: list[PackagedDocument]
    complete: bool
    """Whether the checklist has no open point."""
    is_sample: bool
    version: int


class NationalAward(Schema):
    """A national award as everybody may see it."""

    competition: str
    year: int
    label: str
    decided_on: date
    url: str
    """Where the result is published; empty where nobody said."""

"""Satisfaction surveys (SKM): asked by link and QR, answered by nobody in particular, nine elements of 1 to 4."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, StringConstraints
from pydantic import Field as Limit
from sqlalchemy import Index, SmallInteger, String, UniqueConstraint
from sqlmodel import Field

from app.clock import random_id
from app.models.base import Changes, Id, Input, Line, Recorded, Schema, ShortText, Table, UTCDateTime, Year, clean_text
from app.models.listing import ListQuery
from app.models.privacy import personal

KEPT_DAYS = 365
"""Days after the last day of a survey until what was written in words is cleared."""
LONGEST_COMMENT = 1_000
SLIPS_AT_ONCE = 96
"""In one PDF: four pages."""
MOST_SLIPS = 20_000
"""Of a survey: what its visitors can answer by slips in all."""
LARGEST_POPULATION = 100_000_000
_WORDS = personal("words of whoever was served, may name people", "the unit learns what to mend",
                  "the unit, units above, organiser, secretariat, auditor",
                  f"{KEPT_DAYS} days after the survey")  # fmt: skip
_BAND = personal("sex, age band, schooling or occupation, given freely, of nobody named",
                 "the regulation asks for the profile of who answered",
                 "the unit, units above, organiser, secretariat, auditor; only where five or more are alike",
                 f"{KEPT_DAYS} days after the survey")  # fmt: skip


class SurveyStatus(StrEnum):
    """Where a survey stands."""

    draft = "draft"
    open = "open"
    closed = "closed"


class AgeBand(StrEnum):
    """How old, coarsely."""

    under_25 = "under_25"
    from_25 = "from_25"
    from_40 = "from_40"
    from_60 = "from_60"


class Sex(StrEnum):
    """As the regulation's form asks."""

    female = "female"
    male = "male"


class Education(StrEnum):
    """The last school."""

    primary = "primary"
    junior = "junior"
    senior = "senior"
    diploma = "diploma"
    bachelor = "bachelor"
    postgraduate = "postgraduate"


class Occupation(StrEnum):
    """What somebody does, coarsely."""

    civil_servant = "civil_servant"
    armed_forces = "armed_forces"
    private = "private"
    self_employed = "self_employed"
    student = "student"
    other = "other"


class Survey(Recorded, table=True):
    """What a unit asks."""

    __tablename__ = "surveys"
    __table_args__ = (Index("ix_surveys_unit_id", "unit_id", "ends_on"), Index("ix_surveys_ends_on", "ends_on", "id"))

    unit_id: str = Field(foreign_key="units.id")
    title: str
    service: str = ""
    """The service asked about; empty for the unit as a whole."""
    starts_on: date
    ends_on: date
    """The last day on which answers are taken (WIB)."""
    status: str = Field(default=SurveyStatus.draft, sa_type=String(10))
    code: str = Field(sa_type=String(12), unique=True)
    """In the link and the QR: ``/s/{code}``."""
    population: int | None = None
    """People served in the time of the survey."""
    is_public: bool = False
    """Whether everybody may see the results once it is closed."""
    closed_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    is_sample: bool = False


class SurveyAnswer(Table, table=True):
    """What somebody answered. Its id is random and its times are those of a day: nothing says when it was given.

    Nor does its place: without SQLite's row numbers, which count up, rows lie in the order of their ids.
    """

    __tablename__ = "survey_answers"
    __table_args__ = (UniqueConstraint("survey_id", "visit"), {"sqlite_with_rowid": False})

    id: str = Field(default_factory=random_id, primary_key=True, sa_type=String(36))
    survey_id: str = Field(foreign_key="surveys.id")
    u1: int = Field(sa_type=SmallInteger)
    u2: int = Field(sa_type=SmallInteger)
    u3: int = Field(sa_type=SmallInteger)
    u4: int = Field(sa_type=SmallInteger)
    u5: int = Field(sa_type=SmallInteger)
    u6: int = Field(sa_type=SmallInteger)
    u7: int = Field(sa_type=SmallInteger)
    u8: int = Field(sa_type=SmallInteger)
    u9: int = Field(sa_type=SmallInteger)
    age: str | None = Field(default=None, sa_type=String(20), sa_column_kwargs=_BAND)
    sex: str | None = Field(default=None, sa_type=String(20), sa_column_kwargs=_BAND)
    education: str | None = Field(default=None, sa_type=String(20), sa_column_kwargs=_BAND)
    occupation: str | None = Field(default=None, sa_type=String(20), sa_column_kwargs=_BAND)
    comment: str = Field(default="", sa_column_kwargs=_WORDS)
    is_paper: bool = False
    """Written on paper and entered by the unit."""
    visit: str | None = Field(default=None, sa_type=String(64))
    """A keyed digest of the slip, else of device and day, so that each counts once; null on paper and once closed."""


Score = Annotated[int, Limit(strict=True, ge=1, le=4)]
"""1 (not good) to 4 (very good)."""
Population = Annotated[int, Limit(strict=True, ge=1, le=LARGEST_POPULATION)]
Code = Annotated[str, StringConstraints(pattern=r"^[0-9a-z]{6,12}$")]
VisitCode = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z-]{1,20}$")]
"""Of a slip that the unit handed out. It counts once; one that nobody handed out is as none."""


Comment = Annotated[str, StringConstraints(max_length=LONGEST_COMMENT), AfterValidator(clean_text)]


class SurveyCreate(Input):
    """A new survey, a draft at first."""

    unit_id: Id
    title: Line
    service: ShortText = ""
    starts_on: date
    ends_on: date
    population: Population | None = None
    is_public: bool = True


class SurveyUpdate(Changes):
    """Changes; once it is closed only ``population`` and ``is_public``."""

    CLEARABLE = frozenset({"population"})

    title: Line | None = None
    service: ShortText | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    population: Population | None = None
    is_public: bool | None = None


class SurveyFilters(ListQuery):
    """Filters of the surveys, the newest first."""

    unit_id: Id | None = None
    """This unit and every unit below it."""
    status: SurveyStatus | None = None
    year: Year | None = None
    """In which it ends."""
    sort: Literal["ends_on", "-ends_on"] = "-ends_on"


class SurveyRead(Schema):
    """A survey."""

    id: str
    unit_id: str
    unit_name: str
    title: str
    service: str
    starts_on: date
    ends_on: date
    status: SurveyStatus
    code: str
    population: int | None
    is_public: bool
    answer_count: int
    index: float | None
    """The index (IKM), 25 to 100; null below five answers."""
    letter: str | None
    closed_at: datetime | None
    created_at: datetime
    is_sample: bool
    version: int


class SurveyDeed(StrEnum):
    """What may be done with a survey."""

    answers = "answers"
    """See what was answered, not only what came of it."""
    change = "change"


class SurveyDetail(SurveyRead):
    """One survey, with what this reader may do with it."""

    allowed: list[SurveyDeed]


class SurveyForm(Schema):
    """What whoever opens the link is asked."""

    code: str
    title: str
    unit_name: str
    service: str
    is_open: bool
    """Whether answers are taken today."""
    starts_on: date
    ends_on: date
    status: SurveyStatus
    results_id: str | None
    """The survey's id where everybody may see its results."""
    has_answered: bool
    """Whether the slip asked about was used; without one, whether the asking device has answered today."""
    is_sample: bool


class Profile(Input):
    """Who answers, as far as they like to say."""

    age: AgeBand | None = None
    sex: Sex | None = None
    education: Education | None = None
    occupation: Occupation | None = None


class SurveyAnswerCreate(Profile):
    """An answer: nine marks, and what else somebody likes to say."""

    u1: Score
    u2: Score
    u3: Score
    u4: Score
    u5: Score
    u6: Score
    u7: Score
    u8: Score
    u9: Score
    comment: Comment = ""
    visit: VisitCode | None = None


class SlipQuery(Input):
    """Which slips are printed."""

    first: Annotated[int, Limit(ge=1, le=MOST_SLIPS - SLIPS_AT_ONCE + 1)] = 1


class VisitQuery(Input):
    """Which visit the link was opened on."""

    visit: VisitCode | None = None


class SurveyAnswerRead(Schema):
    """Whether the answer is new: false where the same visit had answered."""

    is_new: bool


class SurveyMarks(Schema):
    """An answer without what tells who gave it: profile and paper are null where fewer than five share them.

    They are shared all together: five or more have the same ``is_paper``, ``sex``, ``age``, ``education`` and
    ``occupation`` as shown here; of a rarer combination the last of these are left out first.
    """

    u1: int
    u2: int
    u3: int
    u4: int
    u5: int
    u6: int
    u7: int
    u8: int
    u9: int
    age: AgeBand | None
    sex: Sex | None
    education: Education | None
    occupation: Occupation | None
    is_paper: bool | None


class SurveyComment(Schema):
    """Words that somebody wrote, without their marks and profile."""

    comment: str


class SurveyImportError(Schema):
    """What is wrong with a row of the file."""

    row: int
    field: str | None
    code: str
    message: str


class SurveyImportReport(Schema):
    """What an import of paper answers did, or would do."""

    dry_run: bool
    rows: int
    created: int
    errors: list[SurveyImportError]

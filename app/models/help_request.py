"""Requests for help (rembug): a unit looks for who solved a problem; other units answer with innovations or offers."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, StringConstraints
from sqlalchemy import Index, String
from sqlmodel import Field

from app.models.base import Changes, Id, Input, Line, Recorded, Schema, ShortText, UTCDateTime, clean_text
from app.models.listing import ListQuery
from app.models.privacy import personal

LONGEST = 5_000
"""Characters of a request and of an answer."""
Text = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=10, max_length=LONGEST), AfterValidator(clean_text)
]
_TEXT = personal("text, may name people", "units help each other", "whoever is signed in for a unit or the province")


class HelpStatus(StrEnum):
    """Whether help is still looked for."""

    open = "open"
    solved = "solved"
    closed = "closed"
    """Not solved, and not looked for any more."""


class HelpRequest(Recorded, table=True):
    """What a unit looks for."""

    __tablename__ = "help_requests"
    __table_args__ = (Index("ix_help_requests_status", "status", "id"), Index("ix_help_requests_unit_id", "unit_id"))

    unit_id: str = Field(foreign_key="units.id")
    title: str = Field(sa_column_kwargs=_TEXT)
    text: str = Field(sa_column_kwargs=_TEXT)
    status: str = Field(default=HelpStatus.open, sa_type=String(10))
    closed_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    """Since when it is solved or closed."""
    is_sample: bool = False


class HelpAnswer(Recorded, table=True):
    """What a unit answers: an innovation that solved it, or an offer to help."""

    __tablename__ = "help_answers"

    help_request_id: str = Field(foreign_key="help_requests.id", index=True)
    unit_id: str = Field(foreign_key="units.id", index=True)
    innovation_id: str | None = Field(default=None, foreign_key="innovations.id")
    text: str = Field(sa_column_kwargs=_TEXT)
    is_helpful: bool = False
    """Whether the unit that asked said so."""
    is_sample: bool = False


class HelpRequestCreate(Input):
    """A unit asks the others."""

    unit_id: Id
    title: Line
    text: Text


class HelpRequestUpdate(Changes):
    """Mends the text, or says that it is solved or closed; ``open`` asks again."""

    title: Line | None = None
    text: Text | None = None
    status: HelpStatus | None = None


class HelpAnswerCreate(Input):
    """A unit answers: with ``innovation_id`` it points to what solved it, without it offers help."""

    unit_id: Id
    text: Text
    innovation_id: Id | None = None


class HelpRequestFilters(ListQuery):
    """Filters of the requests, newest first."""

    status: HelpStatus | None = None
    unit_id: Id | None = None
    q: ShortText | None = None
    """Words in the title or the text."""
    is_own: bool | None = None
    """Only those of units that one asks for."""


class HelpRequestSummary(Schema):
    """A request in a list."""

    id: str
    unit_id: str
    unit_name: str
    region_code: str | None
    title: str
    text: str
    status: HelpStatus
    answer_count: int
    created_at: datetime
    closed_at: datetime | None
    is_sample: bool
    version: int


class HelpDeed(StrEnum):
    """What may be done with a request."""

    change = "change"
    answer = "answer"


class HelpRequestRead(HelpRequestSummary):
    """One request, with what this reader may do with it."""

    allowed: list[HelpDeed]


class HelpAnswerRead(Schema):
    """An answer."""

    id: str
    help_request_id: str
    unit_id: str
    unit_name: str
    innovation_id: str | None
    innovation_title: str | None
    text: str
    is_helpful: bool
    is_own: bool
    """Whether this reader writes for the unit that answered."""
    created_at: datetime
    is_sample: bool
    version: int

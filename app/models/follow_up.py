"""Follow-ups (tindak lanjut): what was recommended to a unit, what it plans, who does it until when."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import StringConstraints
from sqlalchemy import String
from sqlmodel import Field

from app.models.base import Changes, Input, Key, Line, Recorded, Schema, ShortText
from app.models.privacy import personal

_TEXT = personal("text, may name people", "a recommendation is followed", "the unit, organiser, auditor; everybody "
                 "once published")  # fmt: skip
Advice = Annotated[Line, StringConstraints(max_length=300)]


class FollowUpStatus(StrEnum):
    """How far it is."""

    open = "open"
    doing = "doing"
    done = "done"
    dropped = "dropped"


class FollowUp(Recorded, table=True):
    """A row of the matrix."""

    __tablename__ = "follow_ups"

    assessment_id: str = Field(foreign_key="assessments.id", index=True)
    item: str | None = Field(default=None, sa_type=String(60))
    recommendation: str = Field(sa_column_kwargs=_TEXT)
    plan: str = Field(default="", sa_column_kwargs=_TEXT)
    owner: str = Field(default="", sa_column_kwargs=_TEXT)
    """The unit or post that does it, no person."""
    due_on: date | None = None
    status: str = Field(default=FollowUpStatus.open, sa_type=String(10))
    is_sample: bool = False


class FollowUpCreate(Input):
    """A new row of the matrix."""

    item: Key | None = None
    recommendation: Advice
    plan: ShortText = ""
    owner: ShortText = ""
    due_on: date | None = None


class FollowUpUpdate(Changes):
    """Changes; what is left out stays."""

    CLEARABLE = frozenset({"due_on"})

    recommendation: Advice | None = None
    plan: ShortText | None = None
    owner: ShortText | None = None
    due_on: date | None = None
    status: FollowUpStatus | None = None


class FollowUpRead(Schema):
    """A row of the matrix."""

    id: str
    assessment_id: str
    item: str | None
    recommendation: str
    plan: str
    owner: str
    due_on: date | None
    status: FollowUpStatus
    is_overdue: bool
    is_sample: bool
    version: int

"""Mentorships (pendampingan): one unit helps another over time; both agree, and each meeting leaves a record."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, StringConstraints
from pydantic import Field as Limit
from sqlalchemy import Date, Index, String
from sqlmodel import Field

from app.models.base import Changes, Id, Input, Prose, Recorded, Schema, ShortText, clean_text
from app.models.listing import ListQuery
from app.models.privacy import personal

_TEXT = personal("text, may name people", "what was agreed is found again", "both units, secretariat, organiser, "
                 "auditor")  # fmt: skip
Goal = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=3, max_length=1_000), AfterValidator(clean_text)
]
Minutes = Annotated[int, Limit(ge=5, le=1_440)]
"""Length of a meeting, 5 minutes to a day."""


class MentorshipStatus(StrEnum):
    """How a mentorship stands."""

    proposed = "proposed"
    running = "running"
    finished = "finished"
    stopped = "stopped"
    """Before its goal was reached; also what the other side did not take up."""


class MentorshipSide(StrEnum):
    """Who is who."""

    mentor = "mentor"
    mentee = "mentee"


class Mentorship(Recorded, table=True):
    """One unit (mentor) helps another (mentee) towards a goal."""

    __tablename__ = "mentorships"
    __table_args__ = (
        Index("ix_mentorships_mentor_unit_id", "mentor_unit_id"),
        Index("ix_mentorships_mentee_unit_id", "mentee_unit_id"),
    )

    mentor_unit_id: str = Field(foreign_key="units.id")
    mentee_unit_id: str = Field(foreign_key="units.id")
    proposed_by: str = Field(sa_type=String(10))
    """The side that proposed it; the other one agrees."""
    help_request_id: str | None = Field(default=None, foreign_key="help_requests.id")
    """What it came from, where it did."""
    goal: str = Field(sa_column_kwargs=_TEXT)
    status: str = Field(default=MentorshipStatus.proposed, sa_type=String(10))
    began_on: date | None = Field(default=None, sa_type=Date)
    ended_on: date | None = Field(default=None, sa_type=Date)
    outcome: str = Field(default="", sa_column_kwargs=_TEXT)
    is_sample: bool = False


class MentoringSession(Recorded, table=True):
    """One meeting of a mentorship."""

    __tablename__ = "mentoring_sessions"

    mentorship_id: str = Field(foreign_key="mentorships.id", index=True)
    held_on: date = Field(sa_type=Date)
    minutes: int
    is_online: bool = False
    topics: str = Field(sa_column_kwargs=_TEXT)
    agreed: str = Field(default="", sa_column_kwargs=_TEXT)
    """What is to be done until the next one."""


class MentorshipCreate(Input):
    """One side proposes; the other accepts. Who writes for both units begins it at once."""

    mentor_unit_id: Id
    mentee_unit_id: Id
    goal: Goal
    help_request_id: Id | None = None


class MentorshipUpdate(Changes):
    """Changes goal and outcome; ``finished`` needs an outcome, ``stopped`` ends it (or declines it) without one."""

    goal: Goal | None = None
    outcome: Prose | None = None
    status: Literal[MentorshipStatus.finished, MentorshipStatus.stopped] | None = None


class MentoringSessionCreate(Input):
    """A meeting that took place."""

    held_on: Annotated[date, Limit(ge=date(2000, 1, 1))]
    minutes: Minutes
    is_online: bool = False
    topics: Goal
    agreed: ShortText = ""


class MentorshipFilters(ListQuery):
    """Filters of the mentorships, newest first."""

    status: MentorshipStatus | None = None
    unit_id: Id | None = None
    """On either side."""
    side: MentorshipSide | None = None
    """Only those in which units that one writes for are on this side."""


class MentorshipSummary(Schema):
    """A mentorship in a list."""

    id: str
    mentor_unit_id: str
    mentor_unit_name: str
    mentee_unit_id: str
    mentee_unit_name: str
    proposed_by: MentorshipSide
    help_request_id: str | None
    goal: str
    status: MentorshipStatus
    began_on: date | None
    ended_on: date | None
    outcome: str
    session_count: int
    minutes: int
    """Of all meetings together."""
    created_at: datetime
    is_sample: bool
    version: int


class MentorshipDeed(StrEnum):
    """What may be done with a mentorship."""

    accept = "accept"
    change = "change"
    record = "record"
    """A meeting."""


class MentorshipRead(MentorshipSummary):
    """One mentorship, with what this reader may do with it now."""

    allowed: list[MentorshipDeed]


class MentoringSessionRead(Schema):
    """A meeting."""

    id: str
    mentorship_id: str
    held_on: date
    minutes: int
    is_online: bool
    topics: str
    agreed: str
    created_at: datetime
    version: int

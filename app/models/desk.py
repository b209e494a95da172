"""The juror's desk: sheets that were declined, the time they took, a sheet beside the juror's other ones."""

from datetime import datetime
from typing import Literal

from sqlalchemy import Index, String, UniqueConstraint
from sqlmodel import Field

from app.models.base import Input, Reason, Recorded, Schema, Table
from app.models.privacy import personal

Cause = Literal["no_time", "not_my_field", "other"]
"""Why a juror gives a sheet back. What makes somebody partial is a conflict of interest (app/models/conflict.py)."""
_WHY = personal("why a juror does not read a proposal", "readings are handed to somebody else, to be accounted for",
                "the juror, organiser, auditor")  # fmt: skip
_TIME = personal("how long a juror spent on a sheet", "loads are planned, hasty sheets are seen",
                 "the juror, organiser, auditor")  # fmt: skip


class Declination(Recorded, table=True):
    """A juror gave a sheet back: in this stage the proposal goes to others, until the row is taken away."""

    __tablename__ = "declinations"
    CHAIN = "edition_id"
    __table_args__ = (UniqueConstraint("edition_id", "stage", "juror_id", "proposal_id"),)

    edition_id: str = Field(foreign_key="editions.id")
    stage: str = Field(sa_type=String(50))
    proposal_id: str = Field(foreign_key="proposals.id")
    juror_id: str = Field(foreign_key="users.id", index=True)
    cause: str = Field(sa_type=String(20))
    reason: str = Field(default="", sa_column_kwargs=_WHY)


class SheetTime(Table, table=True):
    """How long a sheet was worked on in one view of it. Sent again, a view's time is the greater, not the sum."""

    __tablename__ = "sheet_times"
    __table_args__ = (
        UniqueConstraint("assignment_id", "view"),
        Index("ix_sheet_times_juror", "juror_id"),
    )

    assignment_id: str = Field(foreign_key="assignments.id")
    juror_id: str = Field(foreign_key="users.id")
    view: str = Field(sa_type=String(60))
    """The mark of the open editor."""
    seconds: int = Field(sa_column_kwargs=_TIME)


class DeclinationCreate(Input):
    """Giving a sheet back. ``other`` needs a reason in words."""

    cause: Cause
    reason: Reason | None = None


class DeclinationRead(Schema):
    """A sheet that a juror gave back."""

    id: str
    edition_id: str
    stage: str
    proposal_id: str
    proposal_number: str | None
    proposal_title: str
    juror_id: str
    juror_name: str
    cause: Cause
    reason: str
    created_at: datetime
    version: int


class ComparedSheet(Schema):
    """One of the juror's sheets of a stage."""

    assignment_id: str
    proposal_id: str
    proposal_number: str | None
    proposal_title: str
    scores: dict[str, float]
    total: float | None
    """0–100; null as long as a mark is missing."""
    is_signed: bool


class ComparedCriterion(Schema):
    """What the juror gave on a leaf, here and on the other sheets; marks are 0–100."""

    criterion: str
    score: float | None
    """On this sheet."""
    count: int
    """Other sheets with a mark here; the next three are null without any."""
    mean: float | None
    low: float | None
    high: float | None


class ComparisonRead(Schema):
    """A sheet beside the others that the same juror has marks on in the stage."""

    assignment_id: str
    edition_id: str
    stage: str
    total: float | None
    mean: float | None
    """Of the other sheets' totals; null where none is complete."""
    place: int | None
    """Of this total among all complete ones, 1 the highest; equal totals share it."""
    of: int
    """Complete sheets, with this one."""
    criteria: list[ComparedCriterion]
    sheets: list[ComparedSheet]
    """The other sheets, the highest total first, those without one last."""

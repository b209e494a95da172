"""Reminders (pengingat): who was told by mail that score sheets are still unsigned, and when."""

from datetime import datetime

from sqlalchemy import Index, String
from sqlmodel import Field

from app.models.base import Id, Input, Recorded, Schema
from app.models.privacy import personal

_WHO = personal("who reminded whom", "who decided what, to be accounted for", "organiser, secretariat, auditor")


class Reminder(Recorded, table=True):
    """A juror was reminded of a stage's sheets that are not signed."""

    __tablename__ = "reminders"
    CHAIN = "edition_id"
    __table_args__ = (Index("ix_reminders_edition_stage", "edition_id", "stage", "juror_id"),)

    edition_id: str = Field(foreign_key="editions.id")
    stage: str = Field(sa_type=String(50))
    juror_id: str = Field(foreign_key="users.id")
    unsigned: int
    """Sheets that were not signed then."""
    is_automatic: bool = False
    actor_id: str | None = Field(default=None, sa_column_kwargs=_WHO)
    actor_name: str = Field(default="", sa_column_kwargs=_WHO)


class ReminderCreate(Input):
    """Whom to remind: jurors of the stage, or nobody named for everybody who has sheets left."""

    juror_ids: list[Id] = []


class ReminderRead(Schema):
    """One that was sent."""

    id: str
    juror_id: str
    juror_name: str
    unsigned: int
    """Sheets that were not signed then."""
    is_automatic: bool
    """Sent by itself, because the stage's end came near."""
    actor_name: str
    created_at: datetime


class RemindersSent(Schema):
    """Who was reminded now, and who was not."""

    reminded: list[str]
    """Juror ids."""
    not_yet: list[str]
    """Jurors with sheets left who were reminded within the last twelve hours."""
    nothing_left: list[str]
    """Jurors who were named and have signed all their sheets."""

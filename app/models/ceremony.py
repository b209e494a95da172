"""The ceremony of an edition: when and where, who signs, under which decree; and in which order awards are called."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field as Limit
from sqlalchemy import Date
from sqlmodel import Field

from app.models.base import Changes, Id, Input, Recorded, Schema, ShortText, UTCDateTime
from app.models.privacy import personal

_SIGNATORY = personal("name of the official who signs", "a certificate says who gives it", "everybody")


class Ceremony(Recorded, table=True):
    """A row: one for each edition that has begun to give awards."""

    __tablename__ = "ceremonies"
    CHAIN = "edition_id"

    edition_id: str = Field(foreign_key="editions.id", unique=True)
    title: str = ""
    """Of the evening; the edition's name where it is empty."""
    place: str = ""
    """City, and the place of the certificates."""
    held_on: date | None = Field(default=None, sa_type=Date)
    signatory_title: str = ""
    """The office: "Gubernur Jawa Timur"."""
    signatory_name: str = Field(default="", sa_column_kwargs=_SIGNATORY)
    decree_number: str = ""
    decree_date: date | None = Field(default=None, sa_type=Date)
    decree_title: str = ""
    """What the decree is about (tentang), for the head of its annex; the edition's name where it is empty."""
    contact: str = ""
    """Where the press asks: an office, never a private person's."""
    published_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    """Since when the awards are public."""


class CeremonyUpdate(Changes):
    """Changes to the ceremony; what is left out stays."""

    CLEARABLE = frozenset({"held_on", "decree_date"})

    title: ShortText | None = None
    place: ShortText | None = None
    held_on: date | None = None
    signatory_title: ShortText | None = None
    signatory_name: ShortText | None = None
    decree_number: ShortText | None = None
    decree_date: date | None = None
    decree_title: ShortText | None = None
    contact: ShortText | None = None


class CeremonyRead(Schema):
    """The ceremony as everybody may see it once the awards are published."""

    edition_id: str
    title: str
    place: str
    held_on: date | None
    signatory_title: str
    signatory_name: str
    decree_number: str
    decree_date: date | None
    decree_title: str
    contact: str
    published_at: datetime | None
    awards: int
    """How many are given and not revoked."""
    version: int


class RunningOrder(Input):
    """The awards in the order in which they are called; those left out follow in the order that they had."""

    award_ids: Annotated[list[Id], Limit(min_length=1, max_length=2_000)]


class Called(Schema):
    """One line of the running order (susunan acara)."""

    position: int
    award_id: str
    title: str
    category: str
    result: str
    rank: int | None
    innovation_title: str | None
    unit_name: str
    reason: str
    supplementary_reason: str | None
    """Why it was given after the publication of the others; null for those published together."""
    is_sample: bool

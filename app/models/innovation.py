"""Innovations: the public catalogue. An entry comes from a proposal, or from a public source named in it."""

from datetime import datetime
from typing import Literal

from sqlalchemy import Index, String
from sqlmodel import Field

from app.models.base import JSONColumn, Recorded, Schema
from app.models.privacy import personal


class Innovation(Recorded, table=True):
    """A published innovation."""

    __tablename__ = "innovations"
    CHAIN = "proposal_id"
    __table_args__ = (Index("ix_innovations_year_id", "year", "id"),)

    proposal_id: str | None = Field(default=None, foreign_key="proposals.id", unique=True)
    unit_id: str | None = Field(default=None, foreign_key="units.id")
    unit_name: str
    region_code: str | None = Field(default=None, sa_type=String(13))
    title: str
    year: int
    category: str | None = Field(default=None, sa_type=String(50))
    category_title: str = ""
    award: str = ""
    """The result as its source names it, for instance "KOVABLIK Top 30"."""
    source: str = ""
    """Where an entry that did not come from a proposal here was found."""
    summary: str = ""
    is_digital: bool | None = None
    is_sample: bool = False
    sdgs: list[int] = Field(default_factory=list, sa_type=JSONColumn)
    sections: list[dict[str, str]] = Field(
        default_factory=list, sa_type=JSONColumn,
        sa_column_kwargs=personal("text, may name people", "innovations are shared", "everybody: it is published"),
    )  # fmt: skip
    """The released text: ``[{"title", "text"}]``."""


class InnovationSummary(Schema):
    """An innovation in a list."""

    id: str
    title: str
    unit_id: str | None
    unit_name: str
    region_code: str | None
    year: int
    category_title: str
    award: str
    is_sample: bool
    summary: str


class InnovationRead(InnovationSummary):
    """An innovation whole."""

    proposal_id: str | None
    source: str
    is_digital: bool | None
    sdgs: list[int]
    sections: list[dict[Literal["title", "text"], str]]
    created_at: datetime
    version: int

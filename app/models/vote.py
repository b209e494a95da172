"""The public's votes in a stage: each visitor has one ballot, on which any number of proposals can be ticked."""

from datetime import datetime
from typing import Annotated

from pydantic import Field as Limit
from sqlalchemy import Index, String, UniqueConstraint
from sqlmodel import Field

from app.models.base import Id, Input, Schema, Table


class Vote(Table, table=True):
    """A tick on a ballot. Nobody is named: ``ballot`` is a digest of what only the voter's browser keeps."""

    __tablename__ = "votes"
    __table_args__ = (
        UniqueConstraint("edition_id", "stage", "ballot", "proposal_id"),
        Index("ix_votes_proposal", "edition_id", "stage", "proposal_id"),
    )

    edition_id: str = Field(foreign_key="editions.id")
    stage: str = Field(sa_type=String(50))
    proposal_id: str = Field(foreign_key="proposals.id")
    ballot: str = Field(sa_type=String(64))


class BallotUpdate(Input):
    """A ballot as the visitor wants it: what was ticked before and is not named is taken back."""

    proposal_ids: Annotated[list[Id], Limit(max_length=500)]


class Choice(Schema):
    """A proposal that can be voted for."""

    proposal_id: str
    number: str | None
    title: str
    unit: str
    is_chosen: bool


class BallotRead(Schema):
    """The own ballot."""

    edition_id: str
    stage: str
    is_open: bool
    """Whether votes are taken now."""
    opens_at: datetime | None
    closes_at: datetime | None
    choices: list[Choice]

"""Followers (pengikut): who wants to be told by e-mail of what is new about an innovation. No account is needed.

Nobody follows before the link of a letter was used. The secrets of links are made from the row's id, so none is stored
(app/domain/citizen_tokens.py); leaving deletes the row.
"""

from datetime import datetime
from typing import Annotated

from pydantic import StringConstraints
from sqlalchemy import String, UniqueConstraint
from sqlmodel import Field

from app.models.base import Input, Schema, Table, UTCDateTime
from app.models.privacy import personal
from app.models.question import Email

Token = Annotated[str, StringConstraints(max_length=100)]
"""The secret of a link in a letter."""


class Follower(Table, table=True):
    """An address that follows an innovation, or was asked whether it wants to."""

    __tablename__ = "followers"
    __table_args__ = (UniqueConstraint("innovation_id", "email"),)

    innovation_id: str = Field(foreign_key="innovations.id")
    email: str = Field(sa_type=String(254), index=True, sa_column_kwargs=personal(
        "e-mail address that a citizen gave", "the person is told what is new about an innovation", "nobody",
        "until the person leaves by the link of any letter; 7 days without a confirmation",
    ))  # fmt: skip
    locale: str = "id"
    confirmed_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    letters: int = 0
    """How often a letter was asked for with this address."""
    lettered_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class FollowerCreate(Input):
    """Who wants to follow an innovation."""

    email: Email


class FollowAsked(Schema):
    """The same whether the address follows already or not: what comes next is in the letter."""

    innovation_id: str


class FollowerRead(Schema):
    """What a link is about."""

    innovation_id: str
    innovation_title: str
    is_confirmed: bool

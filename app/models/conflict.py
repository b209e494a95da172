"""Conflicts of interest (benturan kepentingan): who must not read what, and what was allowed all the same."""

from typing import Literal

from sqlalchemy import Index, String
from sqlmodel import Field

from app.models.base import Id, Input, Reason, Recorded, Schema
from app.models.privacy import personal

Kind = Literal["unit", "participant", "collaborator", "region", "domain", "declared", "organiser"]
"""``declared`` by the juror, noted by the ``organiser``. The others are found by themselves: the juror holds a role in
the unit or above it; in the participant; in a unit named as partner; in the same region; or shares the domain of the
e-mail address with who began the proposal, and no other participant does."""
_WHY = personal("why somebody should not, or may, judge", "judging is fair, to be accounted for",
                "the juror, organiser, auditor")  # fmt: skip


class ConflictOfInterest(Recorded, table=True):
    """A juror must not read a proposal, or a unit's proposals; or ``allowed``: may, though it was found or declared.

    What is found by itself has no row: only that it was allowed has one.
    """

    __tablename__ = "conflicts"
    CHAIN = "edition_id"
    __table_args__ = (Index("ix_conflicts_edition_juror", "edition_id", "juror_id"),)

    edition_id: str = Field(foreign_key="editions.id")
    juror_id: str = Field(foreign_key="users.id")
    proposal_id: str | None = Field(default=None, foreign_key="proposals.id")
    unit_id: str | None = Field(default=None, foreign_key="units.id")
    kind: str | None = Field(default=None, sa_type=String(20))
    """Of what is allowed the kind it is about, null for every."""
    allowed: bool = False
    reason: str = Field(default="", sa_column_kwargs=_WHY)
    actor_id: str | None = Field(default=None, sa_column_kwargs=_WHY)


class ConflictCreate(Input):
    """A juror declares (no ``juror_id``, the reason is optional), an organiser adds or allows.

    A conflict is with a proposal or with a unit and all below it. What is allowed is one proposal, or with ``kind``
    alone everything of that kind.
    """

    edition_id: Id
    juror_id: Id | None = None
    proposal_id: Id | None = None
    unit_id: Id | None = None
    allowed: bool = False
    kind: Kind | None = None
    """Of what is allowed; null for every kind."""
    reason: Reason | None = None


class ConflictRead(Schema):
    """One that was declared, added or allowed."""

    id: str
    edition_id: str
    juror_id: str
    juror_name: str
    proposal_id: str | None
    unit_id: str | None
    kind: Kind | None
    allowed: bool
    reason: str
    version: int


class StageConflict(Schema):
    """A juror of the panel and a proposal of the stage that do not go together."""

    juror_id: str
    juror_name: str
    proposal_id: str
    proposal_title: str
    kind: Kind
    is_allowed: bool
    """An organiser allowed it, with a reason."""

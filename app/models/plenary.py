"""The plenary of a stage (pleno): what it decided otherwise than the rule, why, and who was there."""

from datetime import datetime
from typing import Annotated

from pydantic import Field as Limit
from sqlalchemy import String, UniqueConstraint
from sqlmodel import Field

from app.models.base import Id, Input, JSONColumn, Line, Reason, Recorded, Schema
from app.models.privacy import personal

_WHY = personal("a reason, may name people", "a decision is explained", "everybody, once published")
_WHO = personal("the names of those who decided", "who decided what, to be accounted for", "organiser, auditor")


class PlenaryDecision(Recorded, table=True):
    """A proposal goes on, or does not, whatever the rule says."""

    __tablename__ = "plenary_decisions"
    CHAIN = "edition_id"
    __table_args__ = (UniqueConstraint("edition_id", "stage", "proposal_id"),)

    edition_id: str = Field(foreign_key="editions.id")
    stage: str = Field(sa_type=String(50))
    proposal_id: str = Field(foreign_key="proposals.id")
    advances: bool
    reason: str = Field(sa_column_kwargs=_WHY)
    members: list[str] = Field(sa_type=JSONColumn, sa_column_kwargs=_WHO)
    actor_id: str | None = Field(default=None, sa_column_kwargs=_WHO)


class PlenaryDecisionCreate(Input):
    """A decision; the reason becomes public with the ranking, the names do not."""

    proposal_id: Id
    advances: bool
    reason: Reason
    members: Annotated[list[Line], Limit(min_length=1, max_length=50)]
    """The names of those who decided."""


class PlenaryDecisionRead(Schema):
    """A decision with the proposal it is about (organiser, auditor)."""

    id: str
    edition_id: str
    stage: str
    proposal_id: str
    proposal_number: str | None
    proposal_title: str
    advances: bool
    reason: str
    members: list[str]
    created_at: datetime
    version: int

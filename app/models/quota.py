"""Quotas: how many proposals a participant may have sent in, and how many it has. The rules are the edition's."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field as Limit
from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlmodel import Field

from app.models.base import Input, Reason, Recorded, Schema

Pool = Annotated[str, Limit(pattern=r"^(\*|[a-z][a-z0-9_]{0,49})$")]
"""The key of a group, or ``*`` for the pool that groups share."""


class Quota(Recorded, table=True):
    """A participant's counter in one pool of an edition; the CHECK is what no race can pass."""

    __tablename__ = "quotas"
    CHAIN = "edition_id"
    UNRECORDED = frozenset({"used", "version", "updated_at"})
    __table_args__ = (
        CheckConstraint('used >= 0 AND used <= "limit"', name="within_limit"),
        UniqueConstraint("edition_id", "unit_id", "group"),
    )

    edition_id: str = Field(foreign_key="editions.id")
    unit_id: str = Field(foreign_key="units.id", index=True)
    group: str = Field(sa_type=String(50))
    limit: int
    used: int = 0
    reason: str | None = None
    """Why this participant has an exception; null when the limit follows the rule."""

    @classmethod
    def is_recorded(cls, state: Mapping[str, Any]) -> bool:
        """An exception is a matter of record; a counter under the rule can be counted again."""
        return state["reason"] is not None


class QuotaException(Input):
    """A limit of its own for one participant, with the reason; for all counting groups together unless one is named."""

    limit: Annotated[int, Limit(ge=0, le=10_000)]
    reason: Reason
    group: Pool | None = None


class QuotaRead(Schema):
    """Slots of one participant in one pool."""

    edition_id: str
    unit_id: str
    unit_name: str
    group: str
    limit: int
    used: int
    remaining: int
    rule: str
    """Which rule or exception gave the limit, for instance ``rule:agency:*`` or ``exception:*``."""
    reason: str | None
    version: int
    """0 as long as nothing was submitted and there is no exception."""

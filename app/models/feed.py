"""The change feed: every change of the public catalogue, numbered in the order of commit."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field as Limit
from sqlalchemy import BigInteger, Index, String
from sqlmodel import Field, SQLModel

from app.models.base import Input, Schema, UTCDateTime
from app.models.innovation import InnovationRead

Kind = Literal["innovation"]
Action = Literal["upsert", "removal"]


class FeedState(SQLModel, table=True):
    """One row: where the feed stands. Whoever changes the catalogue holds it until the commit, so that numbers are
    given in the order of commit and none is lost."""

    __tablename__ = "feed_state"

    id: int = Field(default=1, primary_key=True)
    epoch: str = Field(sa_type=String(16))
    """Random; another one after a restore, because numbers may then be given a second time."""
    sequence: int = Field(default=0, sa_type=BigInteger)
    count: int = 0
    """Innovations in the catalogue that are our own."""
    digest: str = Field(sa_type=String(32))
    """The sum of their digests (app/rules/feed.py)."""
    indexed: int = Field(default=0, sa_type=BigInteger)
    """Changes of the index: those of the feed, and those of innovations mirrored from elsewhere."""
    removed: int = Field(default=0, sa_type=BigInteger)
    """``indexed`` at the last removal: who has read the index before reads all of it again."""


class FeedChange(SQLModel, table=True):
    """One change. Rows are only ever added."""

    __tablename__ = "feed_changes"
    __table_args__ = (Index("ix_feed_changes_entity", "entity_id", "sequence"),)

    sequence: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    kind: str = Field(sa_type=String(20))
    entity_id: str = Field(sa_type=String(36))
    action: str = Field(sa_type=String(10))
    at: datetime = Field(sa_type=UTCDateTime)
    digest: str = Field(sa_type=String(32))
    """Of the document as it was then; zeros for a removal."""


class ChangeQuery(Input):
    """The query of the feed."""

    after: Annotated[str | None, Limit(max_length=100, description="`next` of the page before")] = None
    limit: Annotated[int, Limit(ge=1, le=1000, description="Changes per page")] = 200


class Change(Schema):
    """A change with the innovation as it is now; null where it is no longer there."""

    sequence: int
    kind: Kind
    id: str
    action: Action
    at: datetime
    data: InnovationRead | None


class Changes(Schema):
    """A page of the feed. ``next`` is where to go on, also when nothing is new."""

    items: list[Change]
    next: str
    has_more: bool


class CatalogueDigest(Schema):
    """Where the catalogue stands: the last sequence, the cursor behind it, how many innovations, and their digest."""

    sequence: int
    next: str
    count: int
    digest: str


class SnapshotQuery(Input):
    """The query of a snapshot."""

    after_id: Annotated[str | None, Limit(max_length=36, description="The last entity that has arrived")] = None


Document = dict[str, Any]

"""Peers: the networks of other provinces whose catalogues are shown beside our own."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import StringConstraints
from sqlalchemy import String
from sqlmodel import Field

from app.models.base import Changes, Input, Line, Recorded, Schema, UTCDateTime

PeerUrl = Annotated[str, StringConstraints(max_length=300, pattern=r"^https?://[^\s/?#]+(/[^\s?#]*)?$")]
"""Where the other JIPP is: its address without what follows the path."""


class PeerState(StrEnum):
    """How the mirror stands."""

    waiting = "waiting"
    """Nothing was fetched yet."""
    fetching = "fetching"
    """The first snapshot, or a new one, is under way."""
    current = "current"
    """Equal to what is there, by its digest."""
    failing = "failing"
    """The last attempt failed; what was fetched before stays."""


class Peer(Recorded, table=True):
    """Another network. What was fetched from it lies among the innovations."""

    __tablename__ = "peers"
    UNRECORDED = frozenset(
        {"state", "error", "failures", "cursor", "snapshot_cursor", "snapshot_after", "round", "count",
         "equal_at", "due_at", "updated_at", "version"}
    )  # fmt: skip

    name: str
    url: str = Field(sa_type=String(300), unique=True)
    is_active: bool = True
    state: str = Field(default=PeerState.waiting, sa_type=String(20))
    error: str = Field(default="", sa_type=String(60))
    """Why the last attempt failed."""
    failures: int = 0
    """Attempts that failed since the last that did not."""
    cursor: str | None = Field(default=None, sa_type=String(100))
    """Where the feed goes on; null until a snapshot is whole."""
    snapshot_cursor: str | None = Field(default=None, sa_type=String(100))
    """Where the feed goes on after the snapshot that is under way."""
    snapshot_after: str | None = Field(default=None, sa_type=String(36))
    """The last innovation of it that has arrived."""
    round: int = 0
    """How many snapshots were begun."""
    count: int = 0
    """Innovations mirrored."""
    equal_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    """When it was last found equal."""
    due_at: datetime | None = Field(default=None, sa_type=UTCDateTime, index=True)
    """When it is looked at again."""


class PeerCreate(Input):
    """A network to mirror."""

    name: Line
    url: PeerUrl


class PeerUpdate(Changes):
    """Changes to a peer; what is left out stays. Switched off, what was fetched stays as it is."""

    name: Line | None = None
    is_active: bool | None = None


class PeerRead(Schema):
    """A peer as everybody may see it."""

    id: str
    name: str
    url: str
    is_active: bool
    state: PeerState
    error: str
    """Why the last attempt failed, empty where it did not: ``unknown_host``, ``connection``, ``timeout`` (no answer),
    ``no_tls``, ``tls`` (certificate), ``redirected``, ``http_503`` and other statuses, ``not_a_feed`` (no JIPP),
    ``other_version``, ``cut_short``, ``too_many``, ``too_large``, ``differs``, ``private_address`` …"""
    count: int
    equal_at: datetime | None
    version: int

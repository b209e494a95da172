"""Figures of replications: the network, the league and the recap."""

from typing import Annotated

from pydantic import Field as Limit

from app.models.base import Id, Input, Schema, Year
from app.models.replication import ReplicationStage
from app.models.unit import RegionCode


class NetworkFilters(Input):
    """Which confirmed replications the network shows: the newest, so many."""

    innovation_id: Id | None = None
    region_code: RegionCode | None = None
    year: Year | None = None
    limit: Annotated[int, Limit(ge=1, le=200, description="Most edges")] = 40


class NetworkNode(Schema):
    """Somebody in the network; ``id`` is a unit's, or stands for an outside organisation."""

    id: str
    name: str
    unit_id: str | None
    taught: int
    """Edges that begin here."""
    learned: int
    """Edges that end here."""


class NetworkEdge(Schema):
    """Who learned from whom: from the origin unit to the replicator."""

    source: str
    target: str
    replication_id: str
    innovation_id: str
    innovation_title: str
    stage: ReplicationStage
    year: int
    """In which it began."""
    is_sample: bool


class Network(Schema):
    """Who learned from whom, by confirmed replications."""

    nodes: list[NetworkNode]
    edges: list[NetworkEdge]
    total: int
    """Edges there are in all, of which the newest are shown."""


class LeagueFilters(Input):
    """Which confirmed replications the league counts."""

    year: Year | None = None
    limit: Annotated[int, Limit(ge=1, le=200)] = 20


class LeagueLine(Schema):
    """An innovation by its confirmed replications."""

    rank: int
    """Ties share a rank."""
    innovation_id: str
    innovation_title: str
    unit_id: str | None
    unit_name: str
    replications: int
    running: int
    outside: int
    """By organisations outside the registry."""
    days_to_running: float | None
    """Mean of those whose days are known."""


class RecapLine(Schema):
    """Replications of a region that began in a year, by the stage they are at now."""

    region_code: str | None
    region: str
    """The regency, city or province; of an outside organisation without a code the province it named."""
    year: int
    interest: int
    agreement: int
    implementation: int
    running: int
    stopped: int
    total: int
    confirmed: int
    days_to_running: float | None
    """Mean of those whose days are known."""

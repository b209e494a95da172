"""Figures of replications: who learned from whom, which innovation most, where and when."""

from typing import Annotated

from fastapi import APIRouter, Request

from app.http.actor import Visitor
from app.http.listing import whole
from app.http.public import Public
from app.http.query import query_of
from app.http.routes import ResourceRoute
from app.http.sessions import Reading
from app.models.base import Input, Page, Year
from app.models.replication import ReplicationFilters
from app.models.replication_figures import LeagueFilters, LeagueLine, Network, NetworkFilters, RecapLine
from app.models.unit import RegionCode
from app.queries import replication_figures as queries

router = APIRouter(tags=["replications"], prefix="/api/v1", route_class=ResourceRoute, dependencies=[Public])


class RecapFilters(Input):
    """Of which region and year; all where nothing is said."""

    region_code: RegionCode | None = None
    year: Year | None = None


@router.get("/replications/network")
def read_network(query: Annotated[NetworkFilters, query_of(NetworkFilters)], session: Reading) -> Network:
    """Who learned from whom, by confirmed replications: the newest, so many as `limit` says."""
    return queries.network(session, query)


@router.get("/replications/league")
@router.get("/replications/league.csv", include_in_schema=False)
def list_league(
    query: Annotated[LeagueFilters, query_of(LeagueFilters)], session: Reading, request: Request
) -> Page[LeagueLine]:
    """The most replicated innovations, by confirmed replications."""
    return whole(request, LeagueLine, queries.league(session, query))  # type: ignore[return-value]


@router.get("/replications/recap")
@router.get("/replications/recap.csv", include_in_schema=False)
def list_recap(
    query: Annotated[RecapFilters, query_of(RecapFilters)], session: Reading, actor: Visitor, request: Request
) -> Page[RecapLine]:
    """Replications by region and year in which they began, by the stage they are at now.

    The public's recap counts confirmed ones; who sees others gets them counted too.
    """
    filters = ReplicationFilters(**query.model_dump())
    return whole(request, RecapLine, queries.recap(session, actor, filters))  # type: ignore[return-value]

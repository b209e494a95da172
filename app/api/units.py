"""Units: the registry."""

from typing import Annotated

from fastapi import APIRouter, Request, Response

from app.domain import units as deeds
from app.http.actor import Known, Visitor
from app.http.at_once import at_once
from app.http.etag import IfMatch, tag
from app.http.listing import listing, whole
from app.http.public import Public
from app.http.query import query_of
from app.http.routes import ResourceRoute
from app.http.sessions import Reading, Writing
from app.models.base import Id, Page
from app.models.unit import UnitCreate, UnitDetail, UnitRead, UnitUpdate
from app.models.unit_record import RecordLine
from app.queries import unit_records
from app.queries import units as queries
from app.queries.units import UnitFilters

router = APIRouter(tags=["units"], prefix="/api/v1", route_class=ResourceRoute)


@router.get("/units", dependencies=[Public])
@router.get("/units.csv", dependencies=[Public], include_in_schema=False)
@at_once
def list_units(
    query: Annotated[UnitFilters, query_of(UnitFilters)], session: Reading, request: Request, response: Response
) -> Page[UnitRead]:
    """The registry, by code; `parent_id` gives the units directly below one."""
    return listing(request, response, session, query, queries.list_)  # type: ignore[return-value]


@router.post("/units", status_code=201)
def create_unit(body: UnitCreate, session: Writing, actor: Known, response: Response) -> UnitDetail:
    """Adds a unit (organiser)."""
    unit = deeds.create(session, actor, body)
    tag(response, unit.version)
    response.headers["Location"] = f"/api/v1/units/{unit.id}"
    return queries.read(session, unit.id)


@router.get("/units/{unit_id}", dependencies=[Public])
@at_once
def read_unit(unit_id: Id, session: Reading, response: Response) -> UnitDetail:
    """A unit with its place in the tree."""
    unit = queries.read(session, unit_id)
    tag(response, unit.version)
    return unit


@router.get("/units/{unit_id}/children", dependencies=[Public])
@router.get("/units/{unit_id}/children.csv", dependencies=[Public], include_in_schema=False)
def list_children(
    unit_id: Id,
    query: Annotated[UnitFilters, query_of(UnitFilters)],
    session: Reading,
    request: Request,
    response: Response,
) -> Page[UnitRead]:
    """The units directly below one."""
    queries.get(session, unit_id)
    below = query.model_copy(update={"parent_id": unit_id})
    return listing(request, response, session, below, queries.list_)  # type: ignore[return-value]


@router.get("/units/{unit_id}/record")
@router.get("/units/{unit_id}/record.csv", include_in_schema=False)
def list_unit_record(unit_id: Id, session: Reading, actor: Visitor, request: Request) -> Page[RecordLine]:
    """What is known of a unit over the years, newest first: proposals of published rankings, awards, innovations,
    replications, assessments, surveys. Each line as far as the reader may see the thing; at most 200 of a kind."""
    return whole(request, RecordLine, unit_records.read(session, actor, unit_id))  # type: ignore[return-value]


@router.patch("/units/{unit_id}")
def update_unit(
    unit_id: Id, body: UnitUpdate, expected: IfMatch, session: Writing, actor: Known, response: Response
) -> UnitDetail:
    """Changes a unit (organiser); needs `If-Match`."""
    unit = deeds.update(session, actor, unit_id, body, expected)
    tag(response, unit.version)
    return queries.read(session, unit.id)

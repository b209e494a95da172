"""Declinations: sheets that jurors gave back with a reason."""

from typing import Annotated

from fastapi import APIRouter, Request, Response

from app.domain.judging import declining
from app.http.actor import Known
from app.http.etag import IfMatch, tag
from app.http.listing import listing
from app.http.query import query_of
from app.http.routes import ResourceRoute
from app.http.sessions import Reading, Writing
from app.models.base import Id, Key, Page
from app.models.desk import DeclinationCreate, DeclinationRead
from app.queries import declinations
from app.queries.declinations import DeclinationFilters
from app.queries.evaluations import edition_and_stage
from app.queries.reach import require_somewhere

router = APIRouter(tags=["judging"], prefix="/api/v1", route_class=ResourceRoute)


@router.post("/evaluations/{assignment_id}/declination", status_code=201)
def decline(
    assignment_id: Id, body: DeclinationCreate, session: Writing, actor: Known, response: Response
) -> DeclinationRead:
    """The juror gives a sheet back that is not signed, for another reason than a conflict of interest.

    In this stage the proposal is never handed to the same juror again, unless the organiser takes this away.
    """
    row = declining.decline(session, actor, assignment_id, body)
    tag(response, row.version)
    return declinations.read(session, row)


@router.get("/editions/{edition_id}/stages/{stage}/declinations")
@router.get("/editions/{edition_id}/stages/{stage}/declinations.csv", include_in_schema=False)
def list_declinations(
    edition_id: Id, stage: Key, query: Annotated[DeclinationFilters, query_of(DeclinationFilters)], session: Reading,
    actor: Known, request: Request, response: Response,
) -> Page[DeclinationRead]:  # fmt: skip
    """Who gave back what, and why, newest first; a juror sees the own."""
    require_somewhere(actor, "assignments:read")
    edition_and_stage(session, actor, edition_id, stage)
    return listing(request, response, session, query,
                   lambda s, q: declinations.list_(s, actor, edition_id, stage, q))  # type: ignore[return-value]  # fmt: skip


@router.delete("/declinations/{declination_id}", status_code=204)
def remove_declination(declination_id: Id, expected: IfMatch, session: Writing, actor: Known) -> None:
    """Takes one away (organiser): the juror may be given the proposal again."""
    declining.remove(session, actor, declination_id, expected)

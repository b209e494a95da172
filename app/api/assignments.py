"""Assignments: who reads what."""

from typing import Annotated

from fastapi import APIRouter, Request, Response

from app.domain.judging import assigning, next_readings
from app.domain.permits import require
from app.http.actor import Known
from app.http.etag import IfMatch
from app.http.listing import listing, whole
from app.http.query import query_of
from app.http.routes import ResourceRoute
from app.http.sessions import Reading, Writing
from app.models.base import Id, Key, Page
from app.models.evaluation import AssignmentPlan, AssignmentRead, AssignmentReport
from app.models.next_readings import NextReadingsPlan, NextReadingsReport
from app.models.room import Gap
from app.queries import editions, evaluations, gaps
from app.queries.evaluations import AssignmentFilters, MyAssignmentFilters, edition_and_stage
from app.queries.reach import require_somewhere

router = APIRouter(tags=["judging"], prefix="/api/v1", route_class=ResourceRoute)


@router.get("/editions/{edition_id}/stages/{stage}/assignments")
@router.get("/editions/{edition_id}/stages/{stage}/assignments.csv", include_in_schema=False)
def list_assignments(
    edition_id: Id, stage: Key, query: Annotated[AssignmentFilters, query_of(AssignmentFilters)], session: Reading,
    actor: Known, request: Request, response: Response,
) -> Page[AssignmentRead]:  # fmt: skip
    """Who reads what and how far, by registration number; a juror sees only the own."""
    require_somewhere(actor, "assignments:read")
    edition_and_stage(session, actor, edition_id, stage)
    return listing(request, response, session, query,
                   lambda s, q: evaluations.assignments(s, actor, edition_id, stage, q))  # type: ignore[return-value]  # fmt: skip


@router.get("/assignments")
@router.get("/assignments.csv", include_in_schema=False)
def list_my_assignments(
    query: Annotated[MyAssignmentFilters, query_of(MyAssignmentFilters)],
    session: Reading,
    actor: Known,
    request: Request,
    response: Response,
) -> Page[AssignmentRead]:
    """The same over all editions and stages: a juror's desk."""
    require_somewhere(actor, "assignments:read")
    return listing(request, response, session, query,
                   lambda s, q: evaluations.assignments(s, actor, q.edition_id, q.stage, q))  # type: ignore[return-value]  # fmt: skip


@router.post("/editions/{edition_id}/stages/{stage}/assignments", status_code=201)
def assign(edition_id: Id, stage: Key, body: AssignmentPlan, session: Writing, actor: Known) -> AssignmentReport:
    """Hands out readings, automatically or by hand; `dry_run` shows the loads without changing anything (organiser)."""
    edition = edition_and_stage(session, actor, edition_id, stage)
    return assigning.assign(session, actor, edition, editions.stage_of(edition, stage), body)


@router.post("/editions/{edition_id}/stages/{stage}/next-readings", status_code=201)
def plan_next_readings(
    edition_id: Id, stage: Key, body: NextReadingsPlan, session: Writing, actor: Known
) -> NextReadingsReport:
    """Hands out the readings that decide most who goes on; `dry_run` shows them without changing anything (organiser).

    Only signed sheets tell where the cut is; unsigned ones count as readings to come, so doing it twice adds nothing.
    """
    edition = edition_and_stage(session, actor, edition_id, stage)
    return next_readings.plan(session, actor, edition, editions.stage_of(edition, stage), body)


@router.get("/editions/{edition_id}/stages/{stage}/gaps")
@router.get("/editions/{edition_id}/stages/{stage}/gaps.csv", include_in_schema=False)
def list_gaps(edition_id: Id, stage: Key, session: Reading, actor: Known, request: Request) -> Page[Gap]:
    """The proposals that fewer jurors were given than the stage asks for (organiser, auditor)."""
    require(actor, "assignments:read")
    edition = edition_and_stage(session, actor, edition_id, stage)
    rows = gaps.of_stage(session, edition, editions.stage_of(edition, stage))
    return whole(request, Gap, rows)  # type: ignore[return-value]


@router.delete("/assignments/{assignment_id}", status_code=204)
def unassign(assignment_id: Id, expected: IfMatch, session: Writing, actor: Known) -> None:
    """Takes a reading back that is not signed (organiser). `If-Match` is the score sheet's ETag."""
    assigning.unassign(session, actor, assignment_id, expected)

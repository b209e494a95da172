"""Conflicts of interest of jurors."""

from typing import Annotated

from fastapi import APIRouter, Request, Response

from app.domain.judging import conflicts as deeds
from app.domain.permits import require
from app.http.actor import Known
from app.http.etag import IfMatch, tag
from app.http.listing import listing, whole
from app.http.query import query_of
from app.http.routes import ResourceRoute
from app.http.sessions import Reading, Writing
from app.models.base import Id, Key, Page
from app.models.conflict import ConflictCreate, ConflictRead, StageConflict
from app.queries import conflicts, stages
from app.queries.conflicts import ConflictFilters
from app.queries.evaluations import edition_and_stage
from app.queries.reach import require_somewhere

router = APIRouter(tags=["judging"], prefix="/api/v1", route_class=ResourceRoute)


@router.get("/conflicts")
@router.get("/conflicts.csv", include_in_schema=False)
def list_conflicts(
    query: Annotated[ConflictFilters, query_of(ConflictFilters)], session: Reading, actor: Known, request: Request,
    response: Response,
) -> Page[ConflictRead]:  # fmt: skip
    """Those that were declared, added or allowed, newest first; a juror sees the own."""
    require_somewhere(actor, "conflicts:read")
    return listing(request, response, session, query, lambda s, q: conflicts.list_(s, actor, q))  # type: ignore[return-value]


@router.post("/conflicts", status_code=201)
def create_conflict(body: ConflictCreate, session: Writing, actor: Known, response: Response) -> ConflictRead:
    """A juror declares one, an organiser adds one or allows what was found.

    Sheets that are not signed are taken back from the juror at once; assign again to fill the gap.
    """
    row = deeds.create(session, actor, body)
    tag(response, row.version)
    return conflicts.read(session, row)


@router.delete("/conflicts/{conflict_id}", status_code=204)
def remove_conflict(conflict_id: Id, expected: IfMatch, session: Writing, actor: Known) -> None:
    """Takes one back that was declared, added or allowed (organiser)."""
    deeds.remove(session, actor, conflict_id, expected)


@router.get("/editions/{edition_id}/stages/{stage}/conflicts")
@router.get("/editions/{edition_id}/stages/{stage}/conflicts.csv", include_in_schema=False)
def list_stage_conflicts(
    edition_id: Id, stage: Key, session: Reading, actor: Known, request: Request
) -> Page[StageConflict]:
    """Every juror of the panel with every proposal of the stage that they must not read, and why (organiser, auditor).

    Found by itself: a role in the unit, the participant or a partner, the same region, the same domain of e-mail.
    """
    require(actor, "conflicts:read")
    edition = edition_and_stage(session, actor, edition_id, stage)
    jurors = [juror.user_id for juror in stages.jurors(session, edition_id, stage)]
    rows = conflicts.of_stage(session, edition_id, jurors, stages.candidates(session, edition, stage))
    return whole(request, StageConflict, rows)  # type: ignore[return-value]

"""What the sheets of a stage look like from above (organiser, auditor)."""

from fastapi import APIRouter, Request

from app.domain.permits import require
from app.http.actor import Known
from app.http.listing import whole
from app.http.routes import ResourceRoute
from app.http.sessions import Reading
from app.models.analysis import Connections, CriterionFigures, StageProgressRead
from app.models.base import Id, Key, Page
from app.queries import analyses as queries
from app.queries import editions
from app.queries.evaluations import edition_and_stage

router = APIRouter(tags=["judging"], prefix="/api/v1", route_class=ResourceRoute)


@router.get("/editions/{edition_id}/stages/{stage}/criteria")
@router.get("/editions/{edition_id}/stages/{stage}/criteria.csv", include_in_schema=False)
def list_criteria(
    edition_id: Id, stage: Key, session: Reading, actor: Known, request: Request
) -> Page[CriterionFigures]:
    """How the marks of signed sheets lie on each criterion, and how far jurors agree on it; the totals first."""
    require(actor, "ranking:read")
    edition = edition_and_stage(session, actor, edition_id, stage)
    found = queries.criteria(session, edition_id, editions.stage_of(edition, stage))
    return whole(request, CriterionFigures, found)  # type: ignore[return-value]


@router.get("/editions/{edition_id}/stages/{stage}/connections")
def read_connections(edition_id: Id, stage: Key, session: Reading, actor: Known) -> Connections:
    """Who reads what as a graph of jurors: whether all can be compared, and where the panel is thin."""
    require(actor, "ranking:read")
    edition_and_stage(session, actor, edition_id, stage)
    return queries.connections(session, edition_id, stage)


@router.get("/editions/{edition_id}/stages/{stage}/progress")
def read_progress(edition_id: Id, stage: Key, session: Reading, actor: Known) -> StageProgressRead:
    """How many sheets were signed on each day (WIB), beside the end of the stage."""
    require(actor, "ranking:read")
    edition = edition_and_stage(session, actor, edition_id, stage)
    return queries.progress(session, edition_id, editions.stage_of(edition, stage))

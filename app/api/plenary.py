"""The plenary of a stage: what it decided otherwise than the rule."""

from fastapi import APIRouter, Request, Response

from app.domain.judging import plenary as deeds
from app.domain.permits import require
from app.http.actor import Known
from app.http.etag import IfMatch, tag
from app.http.listing import whole
from app.http.routes import ResourceRoute
from app.http.sessions import Reading, Writing
from app.models.base import Id, Key, Page
from app.models.plenary import PlenaryDecisionCreate, PlenaryDecisionRead
from app.queries import editions, plenary
from app.queries.evaluations import edition_and_stage

router = APIRouter(tags=["judging"], prefix="/api/v1", route_class=ResourceRoute)


@router.get("/editions/{edition_id}/stages/{stage}/plenary")
@router.get("/editions/{edition_id}/stages/{stage}/plenary.csv", include_in_schema=False)
def list_plenary_decisions(
    edition_id: Id, stage: Key, session: Reading, actor: Known, request: Request
) -> Page[PlenaryDecisionRead]:
    """What the plenary decided, why, and who was there, in the order of deciding (organiser, auditor)."""
    require(actor, "ranking:read")
    edition_and_stage(session, actor, edition_id, stage)
    return whole(request, PlenaryDecisionRead, plenary.list_(session, edition_id, stage))  # type: ignore[return-value]


@router.post("/editions/{edition_id}/stages/{stage}/plenary", status_code=201)
def decide_in_plenary(
    edition_id: Id, stage: Key, body: PlenaryDecisionCreate, session: Writing, actor: Known, response: Response
) -> PlenaryDecisionRead:
    """Lets a proposal go on, or not, whatever the rule says (organiser).

    The reason is published with the ranking, the names are not. Only where the edition gives the stage a plenary.
    """
    edition = edition_and_stage(session, actor, edition_id, stage)
    row = deeds.decide(session, actor, edition, editions.stage_of(edition, stage), body)
    tag(response, row.version)
    return plenary.read(session, row)


@router.delete("/plenary/{decision_id}", status_code=204)
def take_back_plenary_decision(decision_id: Id, expected: IfMatch, session: Writing, actor: Known) -> None:
    """Takes a decision back before publication: the rule alone decides again (organiser)."""
    deeds.take_back(session, actor, decision_id, expected)

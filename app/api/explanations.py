"""Why a proposal has the result it has, for its people: as data and as a paper."""

from fastapi import APIRouter, Request, Response

from app.http import explaining, explanation_paper
from app.http.actor import Known
from app.http.routes import ResourceRoute
from app.http.sessions import Reading
from app.models.base import Id, Key
from app.models.explanation import ExplanationRead
from app.queries import explanations as queries

router = APIRouter(tags=["judging"], prefix="/api/v1", route_class=ResourceRoute)
PDF = "application/pdf"


@router.get("/proposals/{proposal_id}/explanations/{stage}")
def read_explanation(proposal_id: Id, stage: Key, session: Reading, actor: Known) -> ExplanationRead:
    """Why the proposal has the result it has in a published stage; 404 before the publication.

    From the published figures and the signed sheets behind them. Jurors have no names, other proposals only quartiles.
    """
    explanation = queries.read(session, actor, proposal_id, stage)
    return explanation.model_copy(update={"told": explaining.told(explanation)})


@router.get(
    "/proposals/{proposal_id}/explanations/{stage}/pdf", response_class=Response,
    responses={200: {"content": {PDF: {"schema": {"type": "string", "format": "binary"}}}}},
)  # fmt: skip
def read_explanation_paper(proposal_id: Id, stage: Key, session: Reading, actor: Known, request: Request) -> Response:
    """The same as an accessible PDF, in the language of the request."""
    explanation = read_explanation(proposal_id=proposal_id, stage=stage, session=session, actor=actor)
    headers = {"Content-Disposition": f'attachment; filename="{explanation_paper.file_name(explanation)}"',
               "Cache-Control": "private, no-store"}  # fmt: skip
    return Response(explanation_paper.draw(explanation, str(request.base_url)), 200, headers, PDF)

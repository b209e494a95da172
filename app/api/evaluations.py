"""Evaluations: score sheets, and the scores on them."""

from typing import Annotated

from fastapi import APIRouter, Request, Response

from app.domain.judging import scoring
from app.http.actor import Known
from app.http.etag import Editor, IfMatch, tag
from app.http.listing import listing
from app.http.query import query_of
from app.http.routes import ResourceRoute
from app.http.sessions import Reading, Writing
from app.models.base import Id, Page
from app.models.desk import ComparisonRead
from app.models.evaluation import EvaluationRead, EvaluationUpdate, ScoreRead, SignatureUpdate
from app.queries import comparison, editions
from app.queries import evaluations as queries
from app.queries.evaluations import ScoreFilters
from app.queries.reach import require_somewhere

router = APIRouter(tags=["judging"], prefix="/api/v1", route_class=ResourceRoute)


@router.get("/evaluations/{assignment_id}")
def read_evaluation(assignment_id: Id, session: Reading, actor: Known, response: Response) -> EvaluationRead:
    """A score sheet: a juror's own, or any for organiser and auditor."""
    sheet = queries.sheet(session, actor, assignment_id)
    tag(response, sheet.version)
    return sheet


@router.put("/evaluations/{assignment_id}")
def save_evaluation(
    assignment_id: Id, body: EvaluationUpdate, expected: IfMatch, session: Writing, actor: Known, response: Response,
    editor: Editor = None,
) -> EvaluationRead:  # fmt: skip
    """Saves marks and notes as a draft (the juror); leaves not named keep their mark, null clears one."""
    sheet = scoring.save(session, actor, assignment_id, body, expected, editor)
    tag(response, sheet.version)
    return sheet


@router.get("/evaluations/{assignment_id}/comparison")
def compare_evaluation(assignment_id: Id, session: Reading, actor: Known) -> ComparisonRead:
    """A score sheet beside the others of the same juror in the stage: never another juror's."""
    return comparison.of_sheet(session, actor, assignment_id)


@router.put("/evaluations/{assignment_id}/signature")
def sign_evaluation(
    assignment_id: Id, body: SignatureUpdate, expected: IfMatch, session: Writing, actor: Known, response: Response
) -> EvaluationRead:
    """Signs a complete sheet (the juror), or opens a signed one again with a reason (organiser)."""
    sheet = scoring.sign(session, actor, assignment_id, body, expected)
    tag(response, sheet.version)
    return sheet


@router.get("/scores")
@router.get("/scores.csv", include_in_schema=False)
def list_scores(
    actor: Known,
    query: Annotated[ScoreFilters, query_of(ScoreFilters)],
    session: Reading,
    request: Request,
    response: Response,
) -> Page[ScoreRead]:
    """The marks of signed sheets. Participants see those of their proposals once the stage is published."""
    require_somewhere(actor, "scores:read")
    editions.get(session, actor, query.edition_id)
    return listing(request, response, session, query, lambda s, q: queries.scores(s, actor, q))  # type: ignore[return-value]

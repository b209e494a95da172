"""Satisfaction surveys (SKM): what a unit asks, and what came of it."""

from typing import Annotated

from fastapi import APIRouter, Request, Response

from app.domain import surveys as deeds
from app.http.actor import Known, Visitor
from app.http.etag import IfMatch, tag
from app.http.listing import listing, rows_as_csv, wants_csv, whole
from app.http.public import Public
from app.http.query import query_of
from app.http.routes import ResourceRoute
from app.http.sessions import Reading, Writing
from app.http.survey_sheet import XLSX, answers_as_sheet
from app.models.base import Id, Page
from app.models.survey import (
    SurveyComment,
    SurveyCreate,
    SurveyDetail,
    SurveyFilters,
    SurveyMarks,
    SurveyRead,
    SurveyUpdate,
)
from app.models.survey_results import (
    ElementResult,
    SurveyResults,
)
from app.queries import surveys as queries
from app.queries.reach import require_somewhere

router = APIRouter(tags=["surveys"], prefix="/api/v1", route_class=ResourceRoute)
_ONE = "/surveys/{survey_id}"


@router.get("/surveys", dependencies=[Public])
@router.get("/surveys.csv", dependencies=[Public], include_in_schema=False)
def list_surveys(
    query: Annotated[SurveyFilters, query_of(SurveyFilters)], session: Reading, actor: Visitor, request: Request,
    response: Response,
) -> Page[SurveyRead]:  # fmt: skip
    """The surveys, those that end last first. Everybody sees what is closed and public, a unit all of its own."""
    return listing(request, response, session, query, lambda s, q: queries.list_(s, actor, q))  # type: ignore[return-value]


@router.post("/surveys", status_code=201)
def create_survey(body: SurveyCreate, session: Writing, actor: Known, response: Response) -> SurveyDetail:
    """A new survey of a unit, a draft at first. Its `code` goes into the link and the QR: `/s/{code}`."""
    row = deeds.create(session, actor, body)
    response.headers["Location"] = f"/api/v1/surveys/{row.id}"
    tag(response, row.version)
    return queries.read(session, actor, row.id)


@router.get(_ONE, dependencies=[Public])
def read_survey(survey_id: Id, session: Reading, actor: Visitor, response: Response) -> SurveyDetail:
    """A survey."""
    found = queries.read(session, actor, survey_id)
    tag(response, found.version)
    return found


@router.patch(_ONE)
def update_survey(
    survey_id: Id, body: SurveyUpdate, expected: IfMatch, session: Writing, actor: Known, response: Response
) -> SurveyDetail:
    """Changes a survey; once it is closed only `population` and `is_public`."""
    row = deeds.update_survey(session, actor, survey_id, body, expected)
    tag(response, row.version)
    return queries.read(session, actor, row.id)


@router.put(_ONE + "/opening")
def open_survey(survey_id: Id, expected: IfMatch, session: Writing, actor: Known, response: Response) -> SurveyDetail:
    """Takes answers from the survey's first day to its last."""
    row = deeds.open_(session, actor, survey_id, expected)
    tag(response, row.version)
    return queries.read(session, actor, row.id)


@router.put(_ONE + "/closing")
def close_survey(survey_id: Id, expected: IfMatch, session: Writing, actor: Known, response: Response) -> SurveyDetail:
    """Takes no more answers, for good. What tells devices apart is deleted; public results can now be seen."""
    row = deeds.close(session, actor, survey_id, expected)
    tag(response, row.version)
    return queries.read(session, actor, row.id)


@router.get(_ONE + "/results", dependencies=[Public])
@router.get(_ONE + "/results.csv", dependencies=[Public], include_in_schema=False)
def read_survey_results(survey_id: Id, session: Reading, actor: Visitor, request: Request) -> SurveyResults:
    """The index (IKM) with its interval, each element, groups of five or more, and how many answers are enough.

    Scored by the instrument `skm_2017`. With fewer than five answers `is_suppressed` is true and nothing is told.
    """
    found = queries.results(session, actor, survey_id)
    return rows_as_csv("results.csv", ElementResult, found.elements) if wants_csv(request) else found  # type: ignore[return-value]


@router.get(_ONE + "/answers")
@router.get(_ONE + "/answers.csv", include_in_schema=False)
@router.get(_ONE + "/answers.xlsx", include_in_schema=False)
def list_survey_answers(survey_id: Id, session: Reading, actor: Known, request: Request) -> Page[SurveyMarks]:
    """The answers of one's own survey, ordered by their marks; 409 below five. Also as `.csv` and `.xlsx`."""
    require_somewhere(actor, queries.READ)
    found = queries.marks(session, actor, survey_id)
    if request.url.path.endswith(".xlsx"):
        headers = {"Content-Disposition": 'attachment; filename="answers.xlsx"', "Cache-Control": "private, no-store"}
        return Response(answers_as_sheet(found), 200, headers, XLSX)  # type: ignore[return-value]
    return whole(request, SurveyMarks, found)  # type: ignore[return-value]


@router.get(_ONE + "/comments")
@router.get(_ONE + "/comments.csv", include_in_schema=False)
def list_survey_comments(survey_id: Id, session: Reading, actor: Known, request: Request) -> Page[SurveyComment]:
    """What was written to one's own unit, without marks and profile, in an order of its own; 409 below five answers."""
    require_somewhere(actor, queries.READ)
    return whole(request, SurveyComment, queries.comments(session, actor, survey_id))  # type: ignore[return-value]

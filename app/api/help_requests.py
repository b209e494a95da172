"""Requests for help (rembug): units ask each other who solved a problem, and answer."""

from typing import Annotated

from fastapi import APIRouter, Request, Response

from app.domain import help_requests
from app.http.actor import Known
from app.http.etag import IfMatch, tag
from app.http.listing import listing, whole
from app.http.query import query_of
from app.http.routes import ResourceRoute
from app.http.sessions import Reading, Writing
from app.models.base import Id, Page
from app.models.help_request import (
    HelpAnswerCreate,
    HelpAnswerRead,
    HelpRequestCreate,
    HelpRequestFilters,
    HelpRequestRead,
    HelpRequestSummary,
    HelpRequestUpdate,
)
from app.queries import help_requests as queries
from app.queries.reach import require_somewhere

router = APIRouter(tags=["help-requests"], prefix="/api/v1", route_class=ResourceRoute)


@router.get("/help-requests")
@router.get("/help-requests.csv", include_in_schema=False)
def list_help_requests(
    query: Annotated[HelpRequestFilters, query_of(HelpRequestFilters)], session: Reading, actor: Known,
    request: Request, response: Response,
) -> Page[HelpRequestSummary]:  # fmt: skip
    """What units look for, newest first; for whoever is signed in for a unit or the province."""
    require_somewhere(actor, queries.READ)
    return listing(request, response, session, query, lambda s, q: queries.list_(s, actor, q))  # type: ignore[return-value]


@router.post("/help-requests", status_code=201)
def ask_for_help(body: HelpRequestCreate, session: Writing, actor: Known, response: Response) -> HelpRequestRead:
    """A unit looks for who solved a problem."""
    row = help_requests.ask(session, actor, body)
    response.headers["Location"] = f"/api/v1/help-requests/{row.id}"
    tag(response, row.version)
    return queries.read(session, actor, row.id)


@router.get("/help-requests/{help_request_id}")
def read_help_request(help_request_id: Id, session: Reading, actor: Known, response: Response) -> HelpRequestRead:
    """One request."""
    found = queries.read(session, actor, help_request_id)
    tag(response, found.version)
    return found


@router.patch("/help-requests/{help_request_id}")
def update_help_request(
    help_request_id: Id, body: HelpRequestUpdate, expected: IfMatch, session: Writing, actor: Known,
    response: Response,
) -> HelpRequestRead:  # fmt: skip
    """Mends a request, says that it is `solved` or `closed`, or opens it again."""
    row = help_requests.update(session, actor, help_request_id, body, expected)
    tag(response, row.version)
    return queries.read(session, actor, row.id)


@router.get("/help-requests/{help_request_id}/answers")
@router.get("/help-requests/{help_request_id}/answers.csv", include_in_schema=False)
def list_help_answers(help_request_id: Id, session: Reading, actor: Known, request: Request) -> Page[HelpAnswerRead]:
    """The answers to a request: what helped first, then in the order of their coming."""
    return whole(request, HelpAnswerRead, queries.answers(session, actor, help_request_id))  # type: ignore[return-value]


@router.post("/help-requests/{help_request_id}/answers", status_code=201)
def answer_help_request(
    help_request_id: Id, body: HelpAnswerCreate, session: Writing, actor: Known, response: Response
) -> HelpAnswerRead:
    """A unit answers: with an innovation of the catalogue that solved it, or with an offer. Who asked is told."""
    row = help_requests.answer(session, actor, help_request_id, body)
    response.headers["Location"] = f"/api/v1/help-answers/{row.id}"
    tag(response, row.version)
    return queries.answer(session, actor, row.id)


@router.get("/help-answers/{help_answer_id}")
def read_help_answer(help_answer_id: Id, session: Reading, actor: Known, response: Response) -> HelpAnswerRead:
    """One answer."""
    found = queries.answer(session, actor, help_answer_id)
    tag(response, found.version)
    return found


@router.put("/help-answers/{help_answer_id}/helpful")
def thank_for_answer(
    help_answer_id: Id, expected: IfMatch, session: Writing, actor: Known, response: Response
) -> HelpAnswerRead:
    """The unit that asked says that the answer helped; who answered is told."""
    row = help_requests.say_whether_it_helped(session, actor, help_answer_id, expected, is_helpful=True)
    tag(response, row.version)
    return queries.answer(session, actor, row.id)


@router.delete("/help-answers/{help_answer_id}/helpful")
def take_back_thanks(
    help_answer_id: Id, expected: IfMatch, session: Writing, actor: Known, response: Response
) -> HelpAnswerRead:
    """Takes back that the answer helped."""
    row = help_requests.say_whether_it_helped(session, actor, help_answer_id, expected, is_helpful=False)
    tag(response, row.version)
    return queries.answer(session, actor, row.id)


@router.delete("/help-answers/{help_answer_id}", status_code=204)
def remove_help_answer(help_answer_id: Id, expected: IfMatch, session: Writing, actor: Known) -> None:
    """Takes an answer away: by the unit that gave it, or the organiser."""
    help_requests.remove_answer(session, actor, help_answer_id, expected)

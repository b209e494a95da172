"""Follow-ups of an assessment: recommendation, plan, who does it, until when, how far it is."""

from fastapi import APIRouter, Request, Response

from app.domain.assessments import follow_ups as deeds
from app.http.actor import Known, Visitor
from app.http.etag import IfMatch, tag
from app.http.listing import whole
from app.http.public import Public
from app.http.routes import ResourceRoute
from app.http.sessions import Reading, Writing
from app.models.base import Id, Page
from app.models.follow_up import FollowUpCreate, FollowUpRead, FollowUpUpdate
from app.queries.assessments import follow_ups as queries

router = APIRouter(tags=["assessments"], prefix="/api/v1", route_class=ResourceRoute)
_ALL = "/assessments/{assessment_id}/follow-ups"


@router.get(_ALL, dependencies=[Public])
@router.get(f"{_ALL}.csv", dependencies=[Public], include_in_schema=False)
def list_follow_ups(assessment_id: Id, session: Reading, actor: Visitor, request: Request) -> Page[FollowUpRead]:
    """The follow-up matrix of an assessment."""
    found = queries.of_assessment(session, actor, assessment_id)
    return whole(request, FollowUpRead, found)  # type: ignore[return-value]


@router.post(_ALL, status_code=201)
def create_follow_up(
    assessment_id: Id, body: FollowUpCreate, session: Writing, actor: Known, response: Response
) -> FollowUpRead:
    """A new row: by the unit, or the organiser. Recommendations of owners become rows by themselves."""
    row = deeds.create(session, actor, assessment_id, body)
    response.headers["Location"] = f"/api/v1/follow-ups/{row.id}"
    tag(response, row.version)
    return queries.read(session, actor, row.id)


@router.get("/follow-ups/{follow_up_id}", dependencies=[Public])
def read_follow_up(follow_up_id: Id, session: Reading, actor: Visitor, response: Response) -> FollowUpRead:
    """One row."""
    found = queries.read(session, actor, follow_up_id)
    tag(response, found.version)
    return found


@router.patch("/follow-ups/{follow_up_id}")
def update_follow_up(
    follow_up_id: Id, body: FollowUpUpdate, expected: IfMatch, session: Writing, actor: Known, response: Response
) -> FollowUpRead:
    """Changes a row: plan, owner, due date, status (unit or organiser)."""
    row = deeds.update(session, actor, follow_up_id, body, expected)
    tag(response, row.version)
    return queries.read(session, actor, row.id)

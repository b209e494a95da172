"""Mentorships (pendampingan): one unit helps another over time, and records the meetings."""

from typing import Annotated

from fastapi import APIRouter, Request, Response

from app.domain import mentorships
from app.http.actor import Known
from app.http.etag import IfMatch, tag
from app.http.listing import listing, whole
from app.http.query import query_of
from app.http.routes import ResourceRoute
from app.http.sessions import Reading, Writing
from app.models.base import Id, Page
from app.models.mentorship import (
    MentoringSessionCreate,
    MentoringSessionRead,
    MentorshipCreate,
    MentorshipFilters,
    MentorshipRead,
    MentorshipSummary,
    MentorshipUpdate,
)
from app.queries import mentorships as queries
from app.queries.reach import require_somewhere

router = APIRouter(tags=["mentorships"], prefix="/api/v1", route_class=ResourceRoute)


@router.get("/mentorships")
@router.get("/mentorships.csv", include_in_schema=False)
def list_mentorships(
    query: Annotated[MentorshipFilters, query_of(MentorshipFilters)], session: Reading, actor: Known,
    request: Request, response: Response,
) -> Page[MentorshipSummary]:  # fmt: skip
    """The mentorships of one's own units, newest first; all for who sees everything."""
    require_somewhere(actor, queries.READ)
    return listing(request, response, session, query, lambda s, q: queries.list_(s, actor, q))  # type: ignore[return-value]


@router.post("/mentorships", status_code=201)
def propose_mentorship(body: MentorshipCreate, session: Writing, actor: Known, response: Response) -> MentorshipRead:
    """Proposes a mentorship for one of the two units; the other one is told, and accepts."""
    row = mentorships.propose(session, actor, body)
    response.headers["Location"] = f"/api/v1/mentorships/{row.id}"
    tag(response, row.version)
    return queries.read(session, actor, row.id)


@router.get("/mentorships/{mentorship_id}")
def read_mentorship(mentorship_id: Id, session: Reading, actor: Known, response: Response) -> MentorshipRead:
    """One mentorship, for both units."""
    found = queries.read(session, actor, mentorship_id)
    tag(response, found.version)
    return found


@router.patch("/mentorships/{mentorship_id}")
def update_mentorship(
    mentorship_id: Id, body: MentorshipUpdate, expected: IfMatch, session: Writing, actor: Known, response: Response
) -> MentorshipRead:
    """Changes goal and outcome; `finished` ends it with an outcome, `stopped` without (or declines it)."""
    row = mentorships.update(session, actor, mentorship_id, body, expected)
    tag(response, row.version)
    return queries.read(session, actor, row.id)


@router.put("/mentorships/{mentorship_id}/acceptance")
def accept_mentorship(
    mentorship_id: Id, expected: IfMatch, session: Writing, actor: Known, response: Response
) -> MentorshipRead:
    """The side that did not propose it agrees; from today on it runs."""
    row = mentorships.accept(session, actor, mentorship_id, expected)
    tag(response, row.version)
    return queries.read(session, actor, row.id)


@router.get("/mentorships/{mentorship_id}/sessions")
@router.get("/mentorships/{mentorship_id}/sessions.csv", include_in_schema=False)
def list_mentoring_sessions(
    mentorship_id: Id, session: Reading, actor: Known, request: Request
) -> Page[MentoringSessionRead]:
    """The meetings, newest first."""
    return whole(request, MentoringSessionRead, queries.sessions(session, actor, mentorship_id))  # type: ignore[return-value]


@router.post("/mentorships/{mentorship_id}/sessions", status_code=201)
def record_mentoring_session(
    mentorship_id: Id, body: MentoringSessionCreate, session: Writing, actor: Known, response: Response
) -> MentoringSessionRead:
    """Records a meeting that took place (either side)."""
    row = mentorships.record(session, actor, mentorship_id, body)
    response.headers["Location"] = f"/api/v1/mentorships/{mentorship_id}/sessions/{row.id}"
    tag(response, row.version)
    return queries.meeting(session, actor, mentorship_id, row.id)


@router.get("/mentorships/{mentorship_id}/sessions/{session_id}")
def read_mentoring_session(
    mentorship_id: Id, session_id: Id, session: Reading, actor: Known, response: Response
) -> MentoringSessionRead:
    """One meeting."""
    found = queries.meeting(session, actor, mentorship_id, session_id)
    tag(response, found.version)
    return found


@router.delete("/mentorships/{mentorship_id}/sessions/{session_id}", status_code=204)
def remove_mentoring_session(
    mentorship_id: Id, session_id: Id, expected: IfMatch, session: Writing, actor: Known
) -> None:
    """Takes a meeting away that was recorded by mistake (either side)."""
    mentorships.remove(session, actor, mentorship_id, session_id, expected)

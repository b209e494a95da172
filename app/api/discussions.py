"""Discussions of proposals that the jurors disagree on."""

from typing import Annotated

from fastapi import APIRouter, Request, Response

from app.domain.judging import discussing
from app.domain.permits import require
from app.http.actor import Known
from app.http.etag import IfMatch, tag
from app.http.listing import listing, whole
from app.http.query import query_of
from app.http.routes import ResourceRoute
from app.http.sessions import Reading, Writing
from app.models.base import Id, Key, Page
from app.models.discussion import (
    Conclusion,
    DiscussionCreate,
    DiscussionFilters,
    DiscussionRead,
    DiscussionSummary,
    DisputedProposal,
    MessageCreate,
)
from app.queries import discussions, disputed, editions
from app.queries.evaluations import edition_and_stage
from app.queries.reach import require_somewhere

router = APIRouter(tags=["judging"], prefix="/api/v1", route_class=ResourceRoute)


@router.get("/editions/{edition_id}/stages/{stage}/disputed")
@router.get("/editions/{edition_id}/stages/{stage}/disputed.csv", include_in_schema=False)
def list_disputed(
    edition_id: Id, stage: Key, session: Reading, actor: Known, request: Request
) -> Page[DisputedProposal]:
    """The quarter of the proposals whose jurors are furthest apart, each juror's severity taken out, the furthest
    first; those that are or were discussed stay listed (organiser, auditor)."""
    require(actor, "scores:read")
    edition = edition_and_stage(session, actor, edition_id, stage)
    found = disputed.of_stage(session, edition, editions.stage_of(edition, stage))
    return whole(request, DisputedProposal, found)  # type: ignore[return-value]


@router.post("/editions/{edition_id}/stages/{stage}/discussions", status_code=201)
def open_discussion(
    edition_id: Id, stage: Key, body: DiscussionCreate, session: Writing, actor: Known, response: Response
) -> DiscussionRead:
    """Opens a discussion between the jurors who signed a sheet of the proposal (organiser); they are told by mail.

    In a blind stage they know each other by number alone. They see each other's scores only with `shows_scores`.
    """
    require_somewhere(actor, "discussions:read")  # the answer is the discussion
    edition = edition_and_stage(session, actor, edition_id, stage)
    row = discussing.open_(session, actor, edition, editions.stage_of(edition, stage), body)
    tag(response, row.version)
    response.headers["Location"] = f"/api/v1/discussions/{row.id}"
    return discussions.read(session, actor, row.id)


@router.get("/discussions")
@router.get("/discussions.csv", include_in_schema=False)
def list_discussions(
    query: Annotated[DiscussionFilters, query_of(DiscussionFilters)], session: Reading, actor: Known, request: Request,
    response: Response,
) -> Page[DiscussionSummary]:  # fmt: skip
    """The discussions, newest first; a juror sees those of proposals that the juror signed a sheet of."""
    require_somewhere(actor, "discussions:read")
    return listing(request, response, session, query, lambda s, q: discussions.list_(s, actor, q))  # type: ignore[return-value]


@router.get("/discussions/{discussion_id}")
def read_discussion(discussion_id: Id, session: Reading, actor: Known, response: Response) -> DiscussionRead:
    """A discussion with what was written in it, as the reader may know who wrote it."""
    found = discussions.read(session, actor, discussion_id)
    tag(response, found.version)
    return found


@router.post("/discussions/{discussion_id}/messages", status_code=201)
def write_message(
    discussion_id: Id, body: MessageCreate, session: Writing, actor: Known, response: Response
) -> DiscussionRead:
    """Adds a message (organiser, a juror who takes part); a juror may ask that the own sheet be opened again."""
    discussing.write(session, actor, discussion_id, body)
    found = discussions.read(session, actor, discussion_id)
    tag(response, found.version)
    return found


@router.put("/discussions/{discussion_id}/conclusion")
def conclude_discussion(
    discussion_id: Id, body: Conclusion, expected: IfMatch, session: Writing, actor: Known, response: Response
) -> DiscussionRead:
    """Ends a discussion with what came of it (organiser); its jurors are told by mail."""
    row = discussing.close(session, actor, discussion_id, body, expected)
    tag(response, row.version)
    return discussions.read(session, actor, row.id)

"""Collaborations (rembug nyekrup): units that take part in a proposal beside the one that writes it."""

from typing import Annotated

from fastapi import APIRouter, Request, Response

from app.domain import collaborations
from app.http.actor import Known
from app.http.etag import IfMatch, tag
from app.http.listing import listing, whole
from app.http.public import Public
from app.http.query import query_of
from app.http.routes import ResourceRoute
from app.http.sessions import Reading, Writing
from app.models.base import Id, Page
from app.models.collaboration import (
    CollaborationAnswer,
    CollaborationCreate,
    CollaborationFilters,
    CollaborationRead,
    Collaborator,
)
from app.queries import collaborations as queries
from app.queries.reach import require_somewhere

router = APIRouter(tags=["collaborations"], prefix="/api/v1", route_class=ResourceRoute)
Filters = Annotated[CollaborationFilters, query_of(CollaborationFilters)]


@router.get("/collaborations")
@router.get("/collaborations.csv", include_in_schema=False)
def list_collaborations(
    query: Filters, session: Reading, actor: Known, request: Request, response: Response
) -> Page[CollaborationRead]:
    """The collaborations that concern one's own units, newest first: those they were asked into, and asked for."""
    require_somewhere(actor, queries.READ)
    return listing(request, response, session, query, lambda s, q: queries.list_(s, actor, q))  # type: ignore[return-value]


@router.get("/proposals/{proposal_id}/collaborations")
@router.get("/proposals/{proposal_id}/collaborations.csv", include_in_schema=False)
def list_collaborations_of_proposal(
    proposal_id: Id, session: Reading, actor: Known, request: Request
) -> Page[CollaborationRead]:
    """The units that take part in a proposal, or were asked to; none to a juror who reads it blind."""
    return whole(request, CollaborationRead, queries.of_proposal(session, actor, proposal_id))  # type: ignore[return-value]


@router.post("/proposals/{proposal_id}/collaborations", status_code=201)
def invite_collaborator(
    proposal_id: Id, body: CollaborationCreate, session: Writing, actor: Known, response: Response
) -> CollaborationRead:
    """Invites another unit into a draft or a returned proposal; it may read the proposal from now on.

    Its people are told by a letter. Where it had declined, it is asked once more.
    """
    row = collaborations.invite(session, actor, proposal_id, body)
    response.headers["Location"] = f"/api/v1/collaborations/{row.id}"
    tag(response, row.version)
    return queries.read(session, actor, row.id)


@router.get("/collaborations/{collaboration_id}")
def read_collaboration(collaboration_id: Id, session: Reading, actor: Known, response: Response) -> CollaborationRead:
    """One collaboration, for both units."""
    found = queries.read(session, actor, collaboration_id)
    tag(response, found.version)
    return found


@router.put("/collaborations/{collaboration_id}/answer")
def answer_collaboration(
    collaboration_id: Id, body: CollaborationAnswer, expected: IfMatch, session: Writing, actor: Known,
    response: Response,
) -> CollaborationRead:  # fmt: skip
    """Says for the invited unit whether it takes part. May be said anew until the proposal is sent in."""
    row = collaborations.answer(session, actor, collaboration_id, body, expected)
    tag(response, row.version)
    return queries.read(session, actor, row.id)


@router.delete("/collaborations/{collaboration_id}", status_code=204)
def remove_collaboration(collaboration_id: Id, expected: IfMatch, session: Writing, actor: Known) -> None:
    """Takes a unit out of a proposal that is not sent in: by either of the two units."""
    collaborations.remove(session, actor, collaboration_id, expected)


@router.get("/innovations/{innovation_id}/collaborators", dependencies=[Public])
@router.get("/innovations/{innovation_id}/collaborators.csv", dependencies=[Public], include_in_schema=False)
def list_collaborators_of_innovation(innovation_id: Id, session: Reading, request: Request) -> Page[Collaborator]:
    """The units that took part in an innovation beside its own, by name."""
    return whole(request, Collaborator, queries.of_innovation(session, innovation_id))  # type: ignore[return-value]

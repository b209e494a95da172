"""Replications: who took an innovation over, and how far that has come."""

from typing import Annotated

from fastapi import APIRouter, Request, Response

from app.database import WriteSession
from app.domain.replications import confirming, entering, reporting
from app.http.actor import Known, Visitor
from app.http.etag import IfMatch, tag
from app.http.listing import listing
from app.http.public import Public
from app.http.query import query_of
from app.http.routes import ResourceRoute
from app.http.sessions import Reading, Writing
from app.models import Replication
from app.models.base import Id, Page
from app.models.proposal import ProposalRead
from app.models.replication import (
    ReplicationCreate,
    ReplicationEntry,
    ReplicationFilters,
    ReplicationRead,
    ReplicationSummary,
    ReplicationUpdate,
)
from app.queries import innovations
from app.queries import replications as queries
from app.queries.proposals import one
from app.rules.permissions import Actor

router = APIRouter(tags=["replications"], prefix="/api/v1", route_class=ResourceRoute)
Filters = Annotated[ReplicationFilters, query_of(ReplicationFilters)]


def _answer(session: WriteSession, actor: Actor, row: Replication, response: Response) -> ReplicationRead:
    tag(response, row.version)
    return queries.read(session, actor, row.id)


@router.get("/replications", dependencies=[Public])
@router.get("/replications.csv", dependencies=[Public], include_in_schema=False)
def list_replications(
    query: Filters, session: Reading, actor: Visitor, request: Request, response: Response
) -> Page[ReplicationSummary]:
    """The replications, newest first. What the origin unit has not confirmed is seen by both sides alone."""
    return listing(request, response, session, query, lambda s, q: queries.list_(s, actor, q))  # type: ignore[return-value]


@router.get("/innovations/{innovation_id}/replications", dependencies=[Public])
@router.get("/innovations/{innovation_id}/replications.csv", dependencies=[Public], include_in_schema=False)
def list_replications_of(
    innovation_id: Id, query: Filters, session: Reading, actor: Visitor, request: Request, response: Response
) -> Page[ReplicationSummary]:
    """The replications of an innovation, newest first."""
    innovations.read(session, innovation_id)
    query = query.model_copy(update={"innovation_id": innovation_id})
    return listing(request, response, session, query, lambda s, q: queries.list_(s, actor, q))  # type: ignore[return-value]


@router.post("/innovations/{innovation_id}/replications", status_code=201)
def report_replication(
    innovation_id: Id, body: ReplicationCreate, session: Writing, actor: Known, response: Response
) -> ReplicationRead:
    """Reports that a unit takes the innovation over; the origin unit is told.

    Of an organisation outside the registry the organiser reports, or it asks by itself (`ask_to_replicate`). An
    outside organisation that reports often is entered in the registry and given a key of its own.
    """
    row = reporting.report(session, actor, innovation_id, body)
    response.headers["Location"] = f"/api/v1/replications/{row.id}"
    return _answer(session, actor, row, response)


@router.get("/replications/{replication_id}", dependencies=[Public])
def read_replication(replication_id: Id, session: Reading, actor: Visitor, response: Response) -> ReplicationRead:
    """A replication with what was adapted, how hard it was and what it cost."""
    found = queries.read(session, actor, replication_id)
    tag(response, found.version)
    return found


@router.patch("/replications/{replication_id}")
def update_replication(
    replication_id: Id, body: ReplicationUpdate, expected: IfMatch, session: Writing, actor: Known, response: Response
) -> ReplicationRead:
    """Changes a report, and moves the replication on where `stage` is another one.

    Forward by any number of stages, `stopped` from anywhere, from there back to where it was. `stage_on` with the stage
    that it is at mends the day.
    """
    return _answer(session, actor, reporting.update(session, actor, replication_id, body, expected), response)


@router.put("/replications/{replication_id}/confirmation")
def confirm_replication(
    replication_id: Id, expected: IfMatch, session: Writing, actor: Known, response: Response
) -> ReplicationRead:
    """The origin unit says that the replication is so; from then on everybody sees it."""
    return _answer(session, actor, confirming.confirm(session, actor, replication_id, expected), response)


@router.delete("/replications/{replication_id}/confirmation")
def take_back_confirmation(
    replication_id: Id, expected: IfMatch, session: Writing, actor: Known, response: Response
) -> ReplicationRead:
    """Takes the confirmation back; the public sees the replication no more."""
    return _answer(session, actor, confirming.take_back(session, actor, replication_id, expected), response)


@router.post("/replications/{replication_id}/proposal", status_code=201)
def enter_replication(
    replication_id: Id, body: ReplicationEntry, session: Writing, actor: Known, response: Response
) -> ProposalRead:
    """Makes a draft proposal of a running replication, in the edition's group that names an origin."""
    proposal = entering.enter(session, actor, replication_id, body)
    tag(response, proposal.version)
    response.headers["Location"] = f"/api/v1/proposals/{proposal.id}"
    return one.read(session, actor, proposal.id)

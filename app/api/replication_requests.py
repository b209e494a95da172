"""Requests to replicate from outside, without an account."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from app.domain.replications import requests as deeds
from app.http.csrf import FromOurSite
from app.http.locale import current_language
from app.http.rate_limits import ByAddress
from app.http.routes import ResourceRoute
from app.http.sessions import Reading, Writing
from app.models.base import Id
from app.models.replication_request import (
    PendingRequest,
    ReplicationRequestCreate,
    ReplicationRequestRead,
    RequestKey,
)

router = APIRouter(tags=["replications"], prefix="/api/v1", route_class=ResourceRoute)


@router.post("/innovations/{innovation_id}/replication-requests", status_code=202,
             dependencies=[FromOurSite, ByAddress])  # fmt: skip
def ask_to_replicate(innovation_id: Id, body: ReplicationRequestCreate, session: Writing) -> ReplicationRequestRead:
    """Asks to take an innovation over; a letter with a link goes to the address, and nobody is told before it is
    followed."""
    expires_at = deeds.ask(session, innovation_id, body, current_language.get())
    return ReplicationRequestRead(expires_at=expires_at)


@router.get("/replication-requests/{request_id}")
def read_replication_request(
    request_id: Id, key: Annotated[str, Query(min_length=1, max_length=200)], session: Reading, response: Response
) -> PendingRequest:
    """What a link is about; looking does not use it up."""
    response.headers["Cache-Control"] = "private, no-store"
    return deeds.pending(session, request_id, key)


@router.put("/replication-requests/{request_id}/confirmation", status_code=204,
            dependencies=[FromOurSite, ByAddress])  # fmt: skip
def confirm_replication_request(request_id: Id, body: RequestKey, session: Writing) -> None:
    """Confirms the address: the request becomes a replication at its first stage, and the origin unit is told."""
    deeds.confirm(session, request_id, body.key)

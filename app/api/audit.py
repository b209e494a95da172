"""The audit log, and the checkpoints of published stages with their proofs."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from app.domain.permits import require
from app.http.actor import Known, Visitor
from app.http.etag import tag
from app.http.listing import listing
from app.http.public import Public
from app.http.routes import ResourceRoute
from app.http.sessions import Reading
from app.models.audit import AuditEntryRead, CheckpointRead, ProofRead
from app.models.base import Id, Page
from app.queries import audit as queries
from app.queries.audit import AuditFilters, CheckpointFilters

router = APIRouter(tags=["audit"], prefix="/api/v1", route_class=ResourceRoute)


@router.get("/audit")
@router.get("/audit.csv", include_in_schema=False)
def list_audit_entries(
    query: Annotated[AuditFilters, Query()], session: Reading, actor: Known, request: Request, response: Response
) -> Page[AuditEntryRead]:
    """Who changed what, newest first (organiser, auditor).

    Entries of an edition are one chain, those of units, accounts, roles and keys another. An entry's `hash` is the
    SHA-256 of the hash before it in its chain (64 zeros at the beginning), a line break and `body`.
    """
    require(actor, "audit:read")
    return listing(request, response, session, query, queries.entries)  # type: ignore[return-value]


@router.get("/audit/checkpoints", dependencies=[Public])
@router.get("/audit/checkpoints.csv", dependencies=[Public], include_in_schema=False)
def list_checkpoints(
    query: Annotated[CheckpointFilters, Query()], session: Reading, request: Request, response: Response
) -> Page[CheckpointRead]:
    """What the province signed at each publication: `note` is a signed note (C2SP) over a tree as in RFC 9162."""
    return listing(request, response, session, query, queries.checkpoints)  # type: ignore[return-value]


@router.get("/audit/checkpoints/{checkpoint_id}", dependencies=[Public])
def read_checkpoint(checkpoint_id: Id, session: Reading, response: Response) -> CheckpointRead:
    """One checkpoint."""
    found = queries.checkpoint(session, checkpoint_id)
    tag(response, found.version)
    return found


@router.get("/audit/checkpoints/{checkpoint_id}/proofs/{proposal_id}", dependencies=[Public])
def read_proof(checkpoint_id: Id, proposal_id: Id, session: Reading, actor: Visitor) -> ProofRead:
    """That a proposal's result is what was signed: save it as a file and check it with `jipp verify` or on /verify.

    The line of the ranking is public. Signed sheets come along for those who may read the scores.
    """
    return queries.proof(session, actor, checkpoint_id, proposal_id)

"""Quotas: how many proposals a participant may submit, and has."""

from typing import Annotated

from fastapi import APIRouter, Request, Response

from app.domain import quotas as deeds
from app.domain.permits import require_for_unit
from app.http.actor import Known
from app.http.etag import IfMatch, tag
from app.http.listing import listing
from app.http.query import query_of
from app.http.routes import ResourceRoute
from app.http.sessions import Reading, Writing
from app.models.base import Id, Page
from app.models.quota import Pool, QuotaException, QuotaRead
from app.queries import editions, quotas
from app.queries.quotas import QuotaFilters
from app.queries.reach import require_somewhere

router = APIRouter(tags=["quotas"], prefix="/api/v1", route_class=ResourceRoute)


@router.get("/quotas")
@router.get("/quotas.csv", include_in_schema=False)
def list_quotas(
    actor: Known,
    query: Annotated[QuotaFilters, query_of(QuotaFilters)],
    session: Reading,
    request: Request,
    response: Response,
) -> Page[QuotaRead]:
    """Slots by participant; with `unit_id` those that this unit's proposals draw on.

    `limit` and `total` count participants: each stands with all its pools.
    """
    if query.unit_id is not None:
        require_for_unit(session, actor, "quotas:read", query.unit_id)
    else:
        require_somewhere(actor, "quotas:read")
    edition = editions.read(session, actor, query.edition_id)
    return listing(request, response, session, query, lambda s, q: quotas.list_(s, actor, edition, q))  # type: ignore[return-value]


@router.put("/editions/{edition_id}/quotas/{unit_id}")
def set_exception(
    edition_id: Id,
    unit_id: Id,
    body: QuotaException,
    expected: IfMatch,
    session: Writing,
    actor: Known,
    response: Response,
) -> QuotaRead:
    """A limit of its own for one participant, with the reason (organiser).

    `group` names a pool that the rules for its kind of unit have; `If-Match: "0"` or `*` where nothing was counted yet.
    """
    pool = deeds.set_exception(session, actor, edition_id, unit_id, body, expected)
    found = quotas.one(session, editions.read(session, actor, edition_id), unit_id, pool)
    tag(response, found.version)
    return found


@router.delete("/editions/{edition_id}/quotas/{unit_id}", status_code=204)
def lift_exception(
    edition_id: Id, unit_id: Id, expected: IfMatch, session: Writing, actor: Known, group: Pool | None = None
) -> None:
    """Ends a participant's exception: the rule of its kind of unit applies again (organiser)."""
    deeds.lift_exception(session, actor, edition_id, unit_id, group, expected)

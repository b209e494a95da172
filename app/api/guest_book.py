"""The guest book of an exhibition: ideas of visitors, shown once somebody has read them."""

from typing import Annotated

from fastapi import APIRouter, Request, Response

from app.domain import guest_book as deeds
from app.http.actor import Known, Visitor
from app.http.ballot import give_ballot
from app.http.csrf import FromOurSite
from app.http.etag import IfMatch, tag
from app.http.listing import listing
from app.http.query import query_of
from app.http.rate_limits import of_a_crowd
from app.http.routes import ResourceRoute
from app.http.sessions import Reading, Writing
from app.models.base import Id, Page
from app.models.visitor import GuestBookCreate, GuestBookFilters, GuestBookRead, Moderation
from app.queries import exhibitions, visitors

router = APIRouter(tags=["exhibitions"], prefix="/api/v1", route_class=ResourceRoute)


@router.get("/exhibitions/{exhibition_id}/guest-book")
@router.get("/exhibitions/{exhibition_id}/guest-book.csv", include_in_schema=False)
def list_guest_book(
    exhibition_id: Id, query: Annotated[GuestBookFilters, query_of(GuestBookFilters)], session: Reading,
    actor: Visitor, request: Request, response: Response,
) -> Page[GuestBookRead]:  # fmt: skip
    """Ideas, newest first. The public sees those that were read and shown; organiser and secretariat all."""
    exhibitions.get(session, actor, exhibition_id)
    return listing(request, response, session, query, lambda s, q: visitors.guest_book(s, actor, exhibition_id, q))  # type: ignore[return-value]


@router.post("/exhibitions/{exhibition_id}/guest-book", status_code=201, dependencies=[FromOurSite])
@of_a_crowd
def write_in_guest_book(
    exhibition_id: Id, body: GuestBookCreate, session: Writing, _actor: Visitor, request: Request, response: Response
) -> GuestBookRead:
    """Adds an idea. It is shown when the organiser or the secretariat has read it."""
    entry = deeds.write(session, exhibition_id, give_ballot(request, response), body)
    return GuestBookRead.model_validate(entry)


@router.put("/guest-book/{entry_id}/moderation")
def moderate_guest_book(
    entry_id: Id, body: Moderation, expected: IfMatch, session: Writing, actor: Known, response: Response
) -> GuestBookRead:
    """Shows an idea or hides it (organiser, secretariat)."""
    entry = deeds.moderate(session, actor, entry_id, body, expected)
    tag(response, entry.version)
    return GuestBookRead.model_validate(entry)

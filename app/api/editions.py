"""Editions: one year's competition and its configuration."""

from typing import Annotated

from fastapi import APIRouter, Request, Response

from app.domain import editions as deeds
from app.http.actor import Known, Visitor
from app.http.etag import IfMatch, tag
from app.http.listing import listing, whole
from app.http.public import Public
from app.http.query import query_of
from app.http.routes import ResourceRoute
from app.http.sessions import Reading, Writing
from app.models.base import Id, Key, Page
from app.models.edition import EditionCreate, EditionRead, EditionSummary, EditionUpdate, InvitationRead
from app.queries import editions as queries
from app.queries.editions import EditionFilters

router = APIRouter(tags=["editions"], prefix="/api/v1", route_class=ResourceRoute)


@router.get("/editions", dependencies=[Public])
@router.get("/editions.csv", dependencies=[Public], include_in_schema=False)
def list_editions(
    query: Annotated[EditionFilters, query_of(EditionFilters)],
    session: Reading,
    actor: Visitor,
    request: Request,
    response: Response,
) -> Page[EditionSummary]:
    """The editions, newest first. Those still being set up are seen only by those who prepare them."""
    return listing(request, response, session, query, lambda s, q: queries.list_(s, actor, q))  # type: ignore[return-value]


@router.post("/editions", status_code=201)
def create_edition(body: EditionCreate, session: Writing, actor: Known, response: Response) -> EditionRead:
    """A new edition: from a whole configuration, a copy of another edition, or a preset (organiser)."""
    edition = deeds.create(session, actor, body)
    tag(response, edition.version)
    response.headers["Location"] = f"/api/v1/editions/{edition.id}"
    return queries.as_read(session, edition)


@router.get("/editions/{edition_id}", dependencies=[Public])
def read_edition(edition_id: Id, session: Reading, actor: Visitor, response: Response) -> EditionRead:
    """An edition with its whole configuration."""
    edition = queries.read(session, actor, edition_id)
    tag(response, edition.version)
    return edition


@router.patch("/editions/{edition_id}")
def update_edition(
    edition_id: Id, body: EditionUpdate, expected: IfMatch, session: Writing, actor: Known, response: Response
) -> EditionRead:
    """Changes the configuration (organiser); what scores depend on is frozen once judging starts."""
    edition = deeds.update(session, actor, edition_id, body, expected)
    tag(response, edition.version)
    return queries.as_read(session, edition)


@router.put("/editions/{edition_id}/opening")
def open_edition(edition_id: Id, expected: IfMatch, session: Writing, actor: Known, response: Response) -> EditionRead:
    """Opens registration (organiser)."""
    edition = deeds.open_(session, actor, edition_id, expected)
    tag(response, edition.version)
    return queries.as_read(session, edition)


@router.put("/editions/{edition_id}/closing")
def close_edition(edition_id: Id, expected: IfMatch, session: Writing, actor: Known, response: Response) -> EditionRead:
    """Closes registration and starts judging (organiser)."""
    edition = deeds.close(session, actor, edition_id, expected)
    tag(response, edition.version)
    return queries.as_read(session, edition)


@router.get("/editions/{edition_id}/invitations")
@router.get("/editions/{edition_id}/invitations.csv", include_in_schema=False)
def list_invitations(edition_id: Id, session: Reading, actor: Known, request: Request) -> Page[InvitationRead]:
    """Who is invited to the groups by invitation."""
    queries.get(session, actor, edition_id)
    return whole(request, InvitationRead, queries.invitations(session, edition_id))  # type: ignore[return-value]


@router.put("/editions/{edition_id}/invitations/{group}/{unit_id}", status_code=204)
def invite(edition_id: Id, group: Key, unit_id: Id, expected: IfMatch, session: Writing, actor: Known) -> None:
    """Invites a participant to a group (organiser). `If-Match` is the edition's ETag, or `*`."""
    deeds.invite(session, actor, edition_id, group, unit_id, expected)


@router.delete("/editions/{edition_id}/invitations/{group}/{unit_id}", status_code=204)
def uninvite(edition_id: Id, group: Key, unit_id: Id, expected: IfMatch, session: Writing, actor: Known) -> None:
    """Takes an invitation back (organiser). `If-Match` is the edition's ETag, or `*`."""
    deeds.uninvite(session, actor, edition_id, group, unit_id, expected)

"""Exhibitions: an event with place and days, at which innovations are shown."""

from typing import Annotated

from fastapi import APIRouter, Request, Response

from app.domain import exhibitions as deeds
from app.http.actor import Known, Visitor
from app.http.etag import IfMatch, tag
from app.http.listing import listing
from app.http.public import Public
from app.http.query import query_of
from app.http.routes import ResourceRoute
from app.http.sessions import Reading, Writing
from app.models.base import Id, Page
from app.models.exhibition import (
    ExhibitionCreate,
    ExhibitionRead,
    ExhibitionStatus,
    ExhibitionSummary,
    ExhibitionUpdate,
)
from app.queries import exhibitions as queries
from app.queries.exhibitions import ExhibitionFilters

router = APIRouter(tags=["exhibitions"], prefix="/api/v1", route_class=ResourceRoute)


@router.get("/exhibitions", dependencies=[Public])
@router.get("/exhibitions.csv", dependencies=[Public], include_in_schema=False)
def list_exhibitions(
    query: Annotated[ExhibitionFilters, query_of(ExhibitionFilters)], session: Reading, actor: Visitor,
    request: Request, response: Response,
) -> Page[ExhibitionSummary]:  # fmt: skip
    """The exhibitions, newest first. Drafts are seen only by those who prepare them."""
    return listing(request, response, session, query, lambda s, q: queries.list_(s, actor, q))  # type: ignore[return-value]


@router.post("/exhibitions", status_code=201)
def create_exhibition(body: ExhibitionCreate, session: Writing, actor: Known, response: Response) -> ExhibitionRead:
    """A new exhibition, a draft at first (organiser).

    With `edition_id` and `stage` its booths may show the proposals of a stage that the public decides, and the votes
    for them are the votes of that stage.
    """
    exhibition = deeds.create(session, actor, body)
    tag(response, exhibition.version)
    response.headers["Location"] = f"/api/v1/exhibitions/{exhibition.id}"
    return queries.as_read(session, exhibition)


@router.get("/exhibitions/{exhibition_id}", dependencies=[Public])
def read_exhibition(exhibition_id: Id, session: Reading, actor: Visitor, response: Response) -> ExhibitionRead:
    """An exhibition."""
    exhibition = queries.read(session, actor, exhibition_id)
    tag(response, exhibition.version)
    return exhibition


@router.patch("/exhibitions/{exhibition_id}")
def update_exhibition(
    exhibition_id: Id, body: ExhibitionUpdate, expected: IfMatch, session: Writing, actor: Known, response: Response
) -> ExhibitionRead:
    """Changes an exhibition (organiser). Its stage stays as long as booths show proposals of it."""
    exhibition = deeds.update(session, actor, exhibition_id, body, expected)
    tag(response, exhibition.version)
    return queries.as_read(session, exhibition)


@router.put("/exhibitions/{exhibition_id}/publication")
def publish_exhibition(
    exhibition_id: Id, expected: IfMatch, session: Writing, actor: Known, response: Response
) -> ExhibitionRead:
    """Makes it public: visitors may come, and vote when it is time (organiser). Also opens one again that was ended."""
    exhibition = deeds.enter(session, actor, exhibition_id, ExhibitionStatus.published, expected)
    tag(response, exhibition.version)
    return queries.as_read(session, exhibition)


@router.put("/exhibitions/{exhibition_id}/ending")
def end_exhibition(
    exhibition_id: Id, expected: IfMatch, session: Writing, actor: Known, response: Response
) -> ExhibitionRead:
    """Ends it: it stays public, but takes no visit, vote or idea any more (organiser)."""
    exhibition = deeds.enter(session, actor, exhibition_id, ExhibitionStatus.ended, expected)
    tag(response, exhibition.version)
    return queries.as_read(session, exhibition)

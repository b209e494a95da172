"""Booths of an exhibition and what they show."""

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from app.domain import booths as deeds
from app.http.actor import Known, Visitor
from app.http.etag import IfMatch, tag
from app.http.listing import whole
from app.http.public import Public
from app.http.routes import ResourceRoute
from app.http.sessions import Reading, Writing
from app.models.base import Id, Page
from app.models.exhibition import BoothCreate, BoothRead, BoothUpdate, ScannedBooth
from app.queries import booths as queries
from app.queries import exhibitions

router = APIRouter(tags=["exhibitions"], prefix="/api/v1", route_class=ResourceRoute)
Code = Annotated[str, Path(pattern=r"^[0-9A-Za-z]{4,8}$")]


@router.get("/exhibitions/{exhibition_id}/booths", dependencies=[Public])
@router.get("/exhibitions/{exhibition_id}/booths.csv", dependencies=[Public], include_in_schema=False)
def list_booths(exhibition_id: Id, session: Reading, actor: Visitor, request: Request) -> Page[BoothRead]:
    """The booths by label, each with what it shows."""
    exhibitions.get(session, actor, exhibition_id)
    return whole(request, BoothRead, queries.of_exhibition(session, exhibition_id))  # type: ignore[return-value]


@router.post("/exhibitions/{exhibition_id}/booths", status_code=201)
def create_booth(exhibition_id: Id, body: BoothCreate, session: Writing, actor: Known, response: Response) -> BoothRead:
    """A new booth (organiser). What it shows is shown nowhere else in the exhibition, so that it is voted for once.

    Its `code` goes into the QR that hangs there: `/e/{code}` is the booth's page for phones.
    """
    booth = deeds.create(session, actor, exhibition_id, body)
    tag(response, booth.version)
    response.headers["Location"] = f"/api/v1/booths/{booth.id}"
    return queries.made(session, booth.id)


@router.get("/booths/{booth_id}", dependencies=[Public])
def read_booth(booth_id: Id, session: Reading, actor: Visitor, response: Response) -> BoothRead:
    """A booth."""
    booth = queries.read(session, actor, booth_id)
    tag(response, booth.version)
    return booth


@router.patch("/booths/{booth_id}")
def update_booth(
    booth_id: Id, body: BoothUpdate, expected: IfMatch, session: Writing, actor: Known, response: Response
) -> BoothRead:
    """Changes a booth (organiser); a list given replaces the whole list. What was voted for stays."""
    booth = deeds.update(session, actor, booth_id, body, expected)
    tag(response, booth.version)
    return queries.made(session, booth.id)


@router.delete("/booths/{booth_id}", status_code=204)
def delete_booth(booth_id: Id, expected: IfMatch, session: Writing, actor: Known) -> None:
    """Takes a booth away that nobody has visited (organiser)."""
    deeds.remove(session, actor, booth_id, expected)


@router.get("/booth-codes/{code}", dependencies=[Public])
def read_scanned_booth(code: Code, session: Reading, actor: Visitor) -> ScannedBooth:
    """The booth whose QR was read, with its exhibition."""
    return queries.scanned(session, actor, code)

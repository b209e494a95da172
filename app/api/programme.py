"""The programme of an exhibition: as data, and as a calendar."""

from fastapi import APIRouter, Request, Response

from app.domain import programme as deeds
from app.http import calendar
from app.http.actor import Known, Visitor
from app.http.etag import IfMatch, tag
from app.http.listing import whole
from app.http.public import Public
from app.http.routes import ResourceRoute
from app.http.sessions import Reading, Writing
from app.models.base import Id, Page
from app.models.exhibition import ProgrammeItemCreate, ProgrammeItemRead, ProgrammeItemUpdate
from app.queries import booths as queries
from app.queries import exhibitions

router = APIRouter(tags=["exhibitions"], prefix="/api/v1", route_class=ResourceRoute)


@router.get("/exhibitions/{exhibition_id}/programme", dependencies=[Public])
@router.get("/exhibitions/{exhibition_id}/programme.csv", dependencies=[Public], include_in_schema=False)
def list_programme(exhibition_id: Id, session: Reading, actor: Visitor, request: Request) -> Page[ProgrammeItemRead]:
    """The programme in the order of time."""
    exhibitions.get(session, actor, exhibition_id)
    return whole(request, ProgrammeItemRead, queries.programme(session, exhibition_id))  # type: ignore[return-value]


@router.get(
    "/exhibitions/{exhibition_id}/programme.ics", response_class=Response,
    responses={200: {"content": {calendar.TYPE: {"schema": {"type": "string"}}}}},
)  # fmt: skip
def read_calendar(exhibition_id: Id, session: Reading, actor: Visitor, request: Request) -> Response:
    """The same as a calendar (iCalendar, RFC 5545) that can be subscribed to: points that change, change there too."""
    exhibition = exhibitions.read(session, actor, exhibition_id)
    text = calendar.draw(exhibition, queries.programme(session, exhibition_id), str(request.base_url))
    headers = {"Content-Disposition": 'attachment; filename="acara-pameran.ics"', "Cache-Control": "no-cache"}
    return Response(text, 200, headers, f"{calendar.TYPE}; charset=utf-8")


@router.post("/exhibitions/{exhibition_id}/programme", status_code=201)
def create_programme_item(
    exhibition_id: Id, body: ProgrammeItemCreate, session: Writing, actor: Known, response: Response
) -> ProgrammeItemRead:
    """A new point of the programme (organiser)."""
    item = deeds.create(session, actor, exhibition_id, body)
    tag(response, item.version)
    response.headers["Location"] = f"/api/v1/programme-items/{item.id}"
    return ProgrammeItemRead.model_validate(item)


@router.get("/programme-items/{item_id}", dependencies=[Public])
def read_programme_item(item_id: Id, session: Reading, actor: Visitor, response: Response) -> ProgrammeItemRead:
    """A point of the programme."""
    item = queries.programme_item(session, actor, item_id)
    tag(response, item.version)
    return item


@router.patch("/programme-items/{item_id}")
def update_programme_item(
    item_id: Id, body: ProgrammeItemUpdate, expected: IfMatch, session: Writing, actor: Known, response: Response
) -> ProgrammeItemRead:
    """Changes a point of the programme (organiser)."""
    item = deeds.update(session, actor, item_id, body, expected)
    tag(response, item.version)
    return ProgrammeItemRead.model_validate(item)


@router.delete("/programme-items/{item_id}", status_code=204)
def delete_programme_item(item_id: Id, expected: IfMatch, session: Writing, actor: Known) -> None:
    """Takes a point out of the programme (organiser)."""
    deeds.remove(session, actor, item_id, expected)

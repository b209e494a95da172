"""Nominations: awarded innovations on their way to a national competition."""

from typing import Annotated

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from app.domain import nominations as deeds
from app.http import nominating, nomination_paper
from app.http.actor import Known
from app.http.etag import Editor, IfMatch, tag
from app.http.listing import listing, whole
from app.http.public import Public
from app.http.query import query_of
from app.http.routes import ResourceRoute
from app.http.sessions import Reading, Writing
from app.models.base import Id, Page
from app.models.nomination import (
    Checklist,
    NationalAward,
    NominationCreate,
    NominationPackage,
    NominationRead,
    NominationSummary,
    NominationUpdate,
    ResultEntry,
    Sending,
)
from app.queries import innovations
from app.queries import nominations as queries
from app.queries.nominations import NominationFilters
from app.queries.reach import require_somewhere
from app.rules.nominations import check, is_complete
from app.rules.permissions import Actor

router = APIRouter(tags=["nominations"], prefix="/api/v1", route_class=ResourceRoute)
PDF, ZIP = "application/pdf", "application/zip"
_FILE = {"type": "string", "format": "binary"}


@router.get("/nominations")
@router.get("/nominations.csv", include_in_schema=False)
def list_nominations(
    query: Annotated[NominationFilters, query_of(NominationFilters)], session: Reading, actor: Known, request: Request,
    response: Response,
) -> Page[NominationSummary]:  # fmt: skip
    """The nominations, the newest year first; coordinators and authors see those of their own units."""
    require_somewhere(actor, "nominations:read")
    return listing(request, response, session, query, lambda s, q: queries.list_(s, actor, q))  # type: ignore[return-value]


@router.post("/nominations", status_code=201)
def create_nomination(body: NominationCreate, session: Writing, actor: Known, response: Response) -> NominationRead:
    """Puts an innovation up for a national competition (organiser); its text is taken over as far as it fits."""
    nomination = deeds.create(session, actor, body)
    response.headers["Location"] = f"/api/v1/nominations/{nomination.id}"
    return _answer(session, actor, nomination.id, response)


@router.get("/nominations/{nomination_id}")
def read_nomination(nomination_id: Id, session: Reading, actor: Known, response: Response) -> NominationRead:
    """A nomination with the form of the national competition."""
    require_somewhere(actor, "nominations:read")
    return _answer(session, actor, nomination_id, response)


@router.patch("/nominations/{nomination_id}")
def update_nomination(
    nomination_id: Id, body: NominationUpdate, expected: IfMatch, session: Writing, actor: Known, response: Response,
    editor: Editor = None,
) -> NominationRead:  # fmt: skip
    """Saves what was written while it is a draft: the unit the text, the organiser the group, the closing day and the
    notes too."""
    deeds.update(session, actor, nomination_id, body, expected, editor)
    return _answer(session, actor, nomination_id, response)


@router.delete("/nominations/{nomination_id}", status_code=204)
def delete_nomination(nomination_id: Id, expected: IfMatch, session: Writing, actor: Known) -> None:
    """Takes a draft away (organiser)."""
    deeds.remove(session, actor, nomination_id, expected)


@router.get("/nominations/{nomination_id}/checklist")
def read_checklist(nomination_id: Id, session: Reading, actor: Known) -> Checklist:
    """The rules of the national competition, one by one: whether each holds, and who can mend it."""
    require_somewhere(actor, "nominations:read")
    return nominating.in_words(check(queries.facts(session, queries.read(session, actor, nomination_id))))


@router.get("/nominations/{nomination_id}/package.json")
def read_package(nomination_id: Id, session: Reading, actor: Known) -> NominationPackage:
    """All that goes to the national competition, in its sections with their words counted; always in Indonesian."""
    return _package(session, actor, nomination_id)[0]


@router.get("/nominations/{nomination_id}/package.pdf", response_class=Response,
            responses={200: {"content": {PDF: {"schema": _FILE}}}})  # fmt: skip
def read_package_paper(nomination_id: Id, session: Reading, actor: Known) -> Response:
    """The same as an accessible PDF (PDF/UA-1)."""
    package, nomination = _package(session, actor, nomination_id)
    headers = _headers(nominating.file_name(package, "pdf"))
    return Response(nomination_paper.draw(package, nomination.updated_at), 200, headers, PDF)


@router.get("/nominations/{nomination_id}/package.zip", response_class=StreamingResponse,
            responses={200: {"content": {ZIP: {"schema": _FILE}}}})  # fmt: skip
def read_package_bundle(nomination_id: Id, session: Reading, actor: Known) -> Response:
    """PDF and JSON with the documents that the unit released, in `lampiran/`."""
    package, nomination = _package(session, actor, nomination_id)
    made = nomination_paper.bundle(package, nomination.updated_at)
    return StreamingResponse(nomination_paper.chunks(made), 200, _headers(nominating.file_name(package, "zip")), ZIP)


@router.put("/nominations/{nomination_id}/sending")
def send_nomination(
    nomination_id: Id, body: Sending, expected: IfMatch, session: Writing, actor: Known, response: Response
) -> NominationRead:
    """Notes that it was sent to the national competition (organiser); 422 while the checklist has an open point."""
    deeds.send(session, actor, nomination_id, body, expected)
    return _answer(session, actor, nomination_id, response)


@router.delete("/nominations/{nomination_id}/sending")
def take_back_nomination(
    nomination_id: Id, expected: IfMatch, session: Writing, actor: Known, response: Response
) -> NominationRead:
    """It was not sent after all: a draft again (organiser)."""
    deeds.take_back(session, actor, nomination_id, expected)
    return _answer(session, actor, nomination_id, response)


@router.put("/nominations/{nomination_id}/result")
def enter_result(
    nomination_id: Id, body: ResultEntry, expected: IfMatch, session: Writing, actor: Known, response: Response
) -> NominationRead:
    """What the national competition decided (organiser); an award shows at the innovation in the catalogue."""
    deeds.decide(session, actor, nomination_id, body, expected)
    return _answer(session, actor, nomination_id, response)


@router.get("/innovations/{innovation_id}/national-awards", dependencies=[Public])
@router.get("/innovations/{innovation_id}/national-awards.csv", dependencies=[Public], include_in_schema=False)
def list_national_awards(innovation_id: Id, session: Reading, request: Request) -> Page[NationalAward]:
    """What an innovation was given in national competitions, the newest first."""
    innovations.read(session, innovation_id)
    return whole(request, NationalAward, queries.awards(session, innovation_id))  # type: ignore[return-value]


def _answer(session: Reading | Writing, actor: Actor, nomination_id: str, response: Response) -> NominationRead:
    nomination = queries.read(session, actor, nomination_id)
    tag(response, nomination.version)
    return nomination


def _package(session: Reading, actor: Actor, nomination_id: str) -> tuple[NominationPackage, NominationRead]:
    require_somewhere(actor, "nominations:read")
    nomination = queries.read(session, actor, nomination_id)
    complete = is_complete(check(queries.facts(session, nomination)))
    innovation = innovations.read(session, nomination.innovation_id)
    papers = queries.released(session, nomination)
    return nominating.package(nomination, innovation, papers, complete=complete), nomination


def _headers(filename: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{filename}"', "Cache-Control": "private, no-store"}

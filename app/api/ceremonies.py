"""The ceremony of an edition: who signs, where, under which decree; the running order; the decree's annex."""

from fastapi import APIRouter, Request, Response

from app.domain import ceremonies as deeds
from app.domain.permits import require
from app.http import decree_annex
from app.http.actor import Known, Visitor
from app.http.etag import IfMatch, tag
from app.http.listing import whole
from app.http.public import Public
from app.http.routes import ResourceRoute
from app.http.sessions import Reading, Writing
from app.models.base import Id, Page
from app.models.ceremony import Called, CeremonyRead, CeremonyUpdate, RunningOrder
from app.queries import awards as queries
from app.queries import editions
from app.rules.permissions import Actor

router = APIRouter(tags=["awards"], prefix="/api/v1", route_class=ResourceRoute)
PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_FILE = {"type": "string", "format": "binary"}


@router.get("/editions/{edition_id}/ceremony", dependencies=[Public])
def read_ceremony(edition_id: Id, session: Reading, actor: Visitor, response: Response) -> CeremonyRead:
    """The ceremony; before the awards are published for organiser, secretariat and auditor only."""
    return _answer(session, actor, edition_id, response)


@router.patch("/editions/{edition_id}/ceremony")
def update_ceremony(
    edition_id: Id, body: CeremonyUpdate, expected: IfMatch, session: Writing, actor: Known, response: Response
) -> CeremonyRead:
    """Says when and where it is, who signs the certificates, and under which decree (organiser)."""
    require(actor, queries.READ)
    editions.get(session, actor, edition_id)
    deeds.update(session, actor, edition_id, body, expected)
    return _answer(session, actor, edition_id, response)


@router.get("/editions/{edition_id}/running-order", dependencies=[Public])
@router.get("/editions/{edition_id}/running-order.csv", dependencies=[Public], include_in_schema=False)
def read_running_order(edition_id: Id, session: Reading, actor: Visitor, request: Request) -> Page[Called]:
    """The order of the evening, without what was revoked; empty for the public before the awards are published."""
    return whole(request, Called, queries.running_order(session, actor, edition_id))  # type: ignore[return-value]


@router.put("/editions/{edition_id}/running-order")
def set_running_order(edition_id: Id, body: RunningOrder, session: Writing, actor: Known) -> Page[Called]:
    """Puts the awards in order (organiser); those left out follow in the order that they had."""
    require(actor, queries.READ)
    editions.get(session, actor, edition_id)
    deeds.arrange(session, actor, edition_id, body.award_ids)
    items = queries.running_order(session, actor, edition_id)
    return Page[Called](items=items, total=len(items))


@router.get("/editions/{edition_id}/decree-annex.pdf", response_class=Response,
            responses={200: {"content": {PDF: {"schema": _FILE}}}})  # fmt: skip
def read_annex_paper(edition_id: Id, session: Reading, actor: Visitor) -> Response:
    """The annex of the decree (lampiran SK) as an accessible PDF: the awards tier by tier.

    What was published keeps its row and number: a revoked award is marked with day and reason, supplementary ones
    come at the end of their tier, and a line says as of when it is and how many there are of both.
    """
    annex = _annex(session, actor, edition_id)
    return _file(decree_annex.pdf(annex), annex, "pdf", PDF)


@router.get("/editions/{edition_id}/decree-annex.docx", response_class=Response,
            responses={200: {"content": {DOCX: {"schema": _FILE}}}})  # fmt: skip
def read_annex_document(edition_id: Id, session: Reading, actor: Visitor) -> Response:
    """The same as a DOCX document, to be put behind the decree."""
    annex = _annex(session, actor, edition_id)
    return _file(decree_annex.docx(annex), annex, "docx", DOCX)


@router.get("/editions/{edition_id}/decree-annex.xlsx", response_class=Response,
            responses={200: {"content": {XLSX: {"schema": _FILE}}}})  # fmt: skip
def read_annex_workbook(edition_id: Id, session: Reading, actor: Visitor) -> Response:
    """The same as a workbook."""
    annex = _annex(session, actor, edition_id)
    return _file(decree_annex.xlsx(annex), annex, "xlsx", XLSX)


def _annex(session: Reading, actor: Actor, edition_id: str) -> decree_annex.Annex:
    """``NotFound`` for the public before the awards are published."""
    ceremony = queries.ceremony_read(session, actor, edition_id)
    return decree_annex.annex(editions.read(session, actor, edition_id), ceremony,
                              queries.of_edition(session, edition_id))  # fmt: skip


def _file(body: bytes, annex: decree_annex.Annex, end: str, kind: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="lampiran-keputusan-{annex.year}.{end}"',
               "Cache-Control": "private, no-store"}  # fmt: skip
    return Response(body, 200, headers, kind)


def _answer(session: Reading | Writing, actor: Actor, edition_id: str, response: Response) -> CeremonyRead:
    ceremony = queries.ceremony_read(session, actor, edition_id)
    tag(response, ceremony.version)
    return ceremony

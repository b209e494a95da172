"""Certificates (piagam): one as a file, all of an edition made in the background, and their public verification."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from app.domain import certificates as deeds
from app.domain.permits import require
from app.http import certificate_paper, certifying
from app.http.actor import Known, Visitor
from app.http.rate_limits import ByAddress
from app.http.routes import ResourceRoute
from app.http.sessions import Reading, Writing
from app.http.site import address
from app.models.base import Id
from app.models.certificate import BatchRead, BatchStart, Verification
from app.queries import awards, certificates, editions
from app.queries.awards import READ, WRITE

router = APIRouter(tags=["awards"], prefix="/api/v1", route_class=ResourceRoute)
PDF, ZIP = "application/pdf", "application/zip"
_FILE = {"type": "string", "format": "binary"}
_PRIVATE = {"Cache-Control": "private, no-store"}


@router.get("/awards/{award_id}/certificate.pdf", response_class=StreamingResponse,
            responses={200: {"content": {PDF: {"schema": _FILE}}}})  # fmt: skip
def read_certificate(award_id: Id, session: Reading, actor: Visitor, request: Request) -> Response:
    """The certificate of an award: an accessible PDF with a QR to its verification, signed where somebody signs.

    What was made last is handed out until it is made again. Before the awards are published for organiser, secretariat
    and auditor only.
    """
    award = awards.read(session, actor, award_id)
    found = certifying.paper(session, award, address(request))
    named = {"Content-Disposition": f'attachment; filename="{certificate_paper.file_name(award)}"'}
    return StreamingResponse(found, 200, named | _PRIVATE, PDF)


@router.get("/editions/{edition_id}/certificates")
def read_certificates(edition_id: Id, session: Reading, actor: Known) -> BatchRead:
    """How far the certificates of an edition are, and how many are out of date (organiser, secretariat, auditor)."""
    require(actor, READ)
    editions.get(session, actor, edition_id)
    return certificates.progress(session, edition_id, certifying.stale(session, edition_id))


@router.post("/editions/{edition_id}/certificates", status_code=202)
def make_certificates(edition_id: Id, body: BatchStart, session: Writing, actor: Known, request: Request) -> BatchRead:
    """Makes the certificates that are missing or out of date, in the background (organiser); ask how far it is.

    A batch that a signer stopped goes on from there. BSrE asks for `nik` and `passphrase` of the official who signs:
    they are kept sealed until the batch ends, an hour at most.
    """
    require(actor, WRITE)
    editions.get(session, actor, edition_id)
    missing = len(certifying.due(session, edition_id))
    deeds.begin(session, actor, edition_id, body, missing, address(request))
    return certificates.progress(session, edition_id, certifying.stale(session, edition_id))


@router.get("/editions/{edition_id}/certificates.zip", response_class=StreamingResponse,
            responses={200: {"content": {ZIP: {"schema": _FILE}}}})  # fmt: skip
def read_certificates_bundle(edition_id: Id, session: Reading, actor: Known) -> Response:
    """The certificates that are made, in the running order, with a list (organiser, secretariat, auditor)."""
    require(actor, READ)
    edition = editions.get(session, actor, edition_id)
    made = certifying.bundle(session, edition_id)
    headers = {"Content-Disposition": f'attachment; filename="piagam-{edition.year}.zip"'} | _PRIVATE
    return StreamingResponse(certifying.chunks(made), 200, headers, ZIP)


@router.get("/certificates/{code}", dependencies=[ByAddress])
def verify_certificate(code: str, session: Reading) -> Verification:
    """What a certificate's code stands for, and whether it holds; 404 for a code that is none of ours.

    `code` in any case, with or without dashes. `sha256` is that of the file as it was made.
    """
    return certificates.verify(session, code)

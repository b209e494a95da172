"""Pages of certificates: the batch of an edition, and their verification for everybody with a phone."""

import hashlib
from typing import Any

from fastapi import APIRouter, Request, Response
from starlette.datastructures import FormData, UploadFile

from app.api import ceremonies as ceremonies_api
from app.api import certificates as api
from app.database import ReadSession
from app.errors import NotFound
from app.http import labels
from app.http.actor import Visitor
from app.http.flash import flash
from app.http.forms import Form, errors_by_field, parse, refused_as, text_of, texts_of
from app.http.locale import _
from app.http.problems import Problem
from app.http.rate_limits import ByAddress
from app.http.render import is_htmx, page, see_other
from app.http.sessions import Reading, Writing
from app.models.base import Id
from app.models.certificate import BatchStart, Verification
from app.models.edition import EditionRead
from app.pages.awards import Edition, Editor, Reader, room
from app.pages.route import PageRoute
from app.rules.awards import plain_code
from app.rules.permissions import Actor

router = APIRouter(include_in_schema=False, route_class=PageRoute)
LARGEST_CODE = 40
_PIECE = 64 * 1024


@router.get("/editions/{edition_id}/certificates")
def index(request: Request, edition: Edition, session: Reading, actor: Reader) -> Response:
    """How far the certificates are; htmx asks for that part alone while a batch runs."""
    return _index(request, session, actor, edition, {}, None)


def _index(
    request: Request, session: ReadSession, actor: Actor, edition: EditionRead, values: dict[str, Any],
    problem: Problem | None,
) -> Response:  # fmt: skip
    batch = api.read_certificates(edition_id=edition.id, session=session, actor=actor)
    context = room(edition, "/certificates", actor) | {
        "batch": batch, "values": values, "problem": problem, "errors": errors_by_field(problem),
        "ceremony": ceremonies_api.read_ceremony(edition_id=edition.id, session=session, actor=actor,
                                                 response=Response()),
        "why": labels.label(labels.SIGNER_ERROR, batch.error) if batch.error else "",
    }  # fmt: skip
    return page(request, "certificates/progress.html" if is_htmx(request) else "certificates/index.html", context)


@router.post("/editions/{edition_id}/certificates")
def make(request: Request, edition: Edition, form: Form, reading: Reading, session: Writing, actor: Editor) -> Response:
    """Begins a batch, or goes on with one that stopped. What was typed to sign is never shown again."""
    typed = texts_of(form, "nik", "passphrase")
    with refused_as(request, lambda p: _index(request, reading, actor, edition, {}, p)):
        body = parse(BatchStart, {name: value for name, value in typed.items() if value})
        api.make_certificates(edition_id=edition.id, body=body, session=session, actor=actor, request=request)
    said = _("Pembuatan piagam dimulai. Halaman ini boleh ditutup.")
    return flash(see_other(request, f"/editions/{edition.id}/certificates"), "success", said)


@router.get("/certificates")
def ask(request: Request, code: str = "") -> Response:
    """The field for a code that is printed on a certificate."""
    typed = code[:LARGEST_CODE]
    if plain := plain_code(typed):
        return see_other(request, f"/verify/{plain}")
    return page(request, "certificates/verify.html", _checked(None, typed, is_asked=bool(typed)))


@router.get("/verify/{code}", dependencies=[ByAddress])
def verify(request: Request, code: str, session: Reading) -> Response:
    """Whether a certificate holds: what its QR leads to."""
    found = _verified(session, code)
    context = _checked(found, code[:LARGEST_CODE], is_asked=True)
    return page(request, "certificates/verify.html", context, status=200 if found else 404)


@router.post("/verify/{code}", dependencies=[ByAddress])
def compare(request: Request, code: str, form: Form, session: Reading) -> Response:
    """Whether a file at hand is the one that was made, or an earlier issue, byte for byte; nothing of it is kept."""
    found = _verified(session, code)
    digest = _digest_of(form)
    context = _checked(found, code[:LARGEST_CODE], is_asked=True) | {"is_missing": digest is None}
    if found is not None and digest is not None:
        older = next((one for one in found.earlier if one.sha256 == digest), None)
        context["file"] = "same" if digest == found.sha256 else "earlier" if older else "other"
        context["older"] = older
    return page(request, "certificates/verify.html", context, status=200 if found else 404)


@router.get("/awards/{award_id}/certificate.pdf")
def download(request: Request, award_id: Id, session: Reading, actor: Visitor) -> Response:
    """The certificate for a browser, which is told in a page why there is none."""
    return api.read_certificate(award_id=award_id, session=session, actor=actor, request=request)


def _verified(session: ReadSession, code: str) -> Verification | None:
    try:
        return api.verify_certificate(code=code, session=session)
    except NotFound:
        return None


def _checked(found: Verification | None, typed: str, *, is_asked: bool) -> dict[str, Any]:
    return {"found": found, "typed": typed, "is_asked": is_asked, "file": None, "older": None,
            "is_missing": False}  # fmt: skip


def _digest_of(form: FormData) -> str | None:
    """The SHA-256 of the file that was sent; of a form without one what was typed as such, if anything."""
    sent = form.get("file")
    if not isinstance(sent, UploadFile) or not sent.size:
        typed = text_of(form, "sha256").strip().lower()
        return typed or None
    digest = hashlib.sha256()
    while piece := sent.file.read(_PIECE):
        digest.update(piece)
    return digest.hexdigest()

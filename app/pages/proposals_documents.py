"""Evidence files of a proposal, beside the editor's text: an upload neither holds it back nor loses it."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from starlette.datastructures import FormData
from starlette.datastructures import UploadFile as SentFile

from app.api import documents as api
from app.api import proposals as proposals_api
from app.database import ReadSession
from app.domain.documents import EVIDENCE
from app.errors import DomainError, invalid
from app.files.intake import Received
from app.http.actor import Known
from app.http.flash import flash
from app.http.forms import Form, refused_as, text_of, version_of
from app.http.locale import _
from app.http.problems import MalformedInput, Problem
from app.http.render import is_htmx, page, see_other
from app.http.sessions import Reading, Writing
from app.http.uploads import take
from app.models.base import Id
from app.pages.proposals_edit import edition_of, editor_page, save_typed
from app.pages.proposals_form import typed, values_of
from app.pages.proposals_rules import state_of
from app.pages.route import PageRoute
from app.rules.permissions import Actor
from app.settings import settings

router = APIRouter(include_in_schema=False, route_class=PageRoute)


async def _sent(proposal_id: Id, form: Form, actor: Known) -> Received | DomainError:
    """The file taken in, or why not: that is told on the page that keeps what was typed."""
    file = form.get("file") or form.get(f"file-{text_of(form, 'kind')}")
    if not isinstance(file, SentFile) or not file.filename:
        return invalid("file", "missing")
    try:
        return await take(actor, proposal_id, file)  # type: ignore[arg-type]
    except DomainError as refusal:
        return refusal


Sent = Annotated[Received | DomainError, Depends(_sent)]


@router.post("/proposals/{proposal_id}/documents")
def attach(
    request: Request, proposal_id: Id, sent: Sent, form: Form, reading: Reading, session: Writing, actor: Known
) -> Response:
    """Adds a file. Without scripts the editor's text comes with it and is saved too."""
    kind = text_of(form, "kind")
    with refused_as(request, lambda p: _refused(request, reading, actor, proposal_id, form, p, kind)):
        _save_text(form, proposal_id, reading, session, actor)
        if isinstance(sent, DomainError):
            raise sent
        section = text_of(form, "section") or text_of(form, f"section-{kind}")
        api.attach_document(
            proposal_id=proposal_id, received=sent, session=session, actor=actor, response=Response(),
            kind=kind or EVIDENCE, section=section or None,
        )  # fmt: skip
    if is_htmx(request):
        return _files(request, session, actor, proposal_id, None, kind)
    return flash(see_other(request, f"/proposals/{proposal_id}/edit#documents"), "success", _("Berkas terlampir."))


@router.post("/proposals/{proposal_id}/documents/{document_id}/removal")
def remove(
    request: Request, proposal_id: Id, document_id: Id, form: Form, reading: Reading, session: Writing, actor: Known
) -> Response:
    """Removes a file; the editor's text is saved with it as above."""
    with refused_as(request, lambda p: _refused(request, reading, actor, proposal_id, form, p, "")):
        _save_text(form, proposal_id, reading, session, actor)
        expected = version_of(form, "document_version")
        api.remove_document(document_id=document_id, expected=expected, session=session, actor=actor)
    if is_htmx(request):
        return _files(request, session, actor, proposal_id, None, "")
    return flash(see_other(request, f"/proposals/{proposal_id}/edit#documents"), "success", _("Berkas dihapus."))


def _has_text(form: FormData) -> bool:
    return "title" in form


def _save_text(form: FormData, proposal_id: str, reading: ReadSession, session: Writing, actor: Actor) -> None:
    """What was typed, where it came along; what cannot be saved refuses the whole, and the page shows all of it."""
    if not _has_text(form):
        return
    proposal = proposals_api.read_proposal(proposal_id=proposal_id, session=reading, actor=actor, response=Response())
    _saved, wrong = save_typed(form, edition_of(reading, actor, proposal), proposal_id, session, actor)
    if wrong:
        raise MalformedInput(errors=wrong)


def _refused(
    request: Request, session: ReadSession, actor: Actor, proposal_id: str, form: FormData, problem: Problem, kind: str
) -> Response:
    """What went wrong: with scripts beside the file, without them in the editor, which keeps what was typed."""
    if is_htmx(request):
        return _files(request, session, actor, proposal_id, problem, kind)
    proposal = proposals_api.read_proposal(proposal_id=proposal_id, session=session, actor=actor, response=Response())
    edition = edition_of(session, actor, proposal)
    values = typed(form, edition) if _has_text(form) else values_of(proposal)
    return editor_page(request, session, actor, proposal, edition, values, problem, kind)


def _files(
    request: Request, session: Any, actor: Actor, proposal_id: str, problem: Problem | None, kind: str
) -> Response:
    """For htmx: the files with their controls, and what they change around them."""
    proposal = proposals_api.read_proposal(proposal_id=proposal_id, session=session, actor=actor, response=Response())
    edition = edition_of(session, actor, proposal)
    ready = proposals_api.read_readiness(proposal_id=proposal_id, session=session, actor=actor)
    context = {
        "proposal": proposal, "edition": edition, "problem": problem, "failed_kind": kind,
        "documents": api.list_documents(proposal_id=proposal_id, session=session, actor=actor, request=request).items,
        "max_bytes": settings().max_document_bytes,
    }  # fmt: skip
    return page(request, "proposals/documents_answer.html", context | state_of(ready, edition))

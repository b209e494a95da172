"""Evidence files of a proposal: forms of their own beside the editor, so that an upload never holds back the text."""

from typing import Any

from fastapi import APIRouter, Request, Response, UploadFile
from starlette.datastructures import UploadFile as SentFile

from app.api import documents as api
from app.api import proposals as proposals_api
from app.domain.documents import EVIDENCE
from app.domain.proposals.allowed import allowed
from app.errors import invalid
from app.http.actor import Known
from app.http.flash import flash
from app.http.forms import Form, refused_as, text_of, version_of
from app.http.locale import _
from app.http.problems import Problem
from app.http.render import is_htmx, page, see_other
from app.http.sessions import Reading, Writing
from app.models.base import Id
from app.pages.proposals_edit import edition_of
from app.pages.proposals_rules import rules_of
from app.pages.route import PageRoute
from app.rules.permissions import Actor
from app.rules.readiness import open_points
from app.settings import settings

router = APIRouter(include_in_schema=False, route_class=PageRoute)


@router.post("/proposals/{proposal_id}/documents")
def attach(request: Request, proposal_id: Id, form: Form, reading: Reading, session: Writing, actor: Known) -> Response:
    """Adds a file."""
    kind = text_of(form, "kind")
    with refused_as(request, lambda p: _files(request, reading, actor, proposal_id, p, kind)):
        file = form.get("file")
        if not isinstance(file, SentFile) or not file.filename:
            raise invalid("file", "missing")
        api.attach_document(
            proposal_id=proposal_id, file=UploadFile(file.file, filename=file.filename), session=session,
            actor=actor, response=Response(), kind=kind or EVIDENCE, section=text_of(form, "section") or None,
        )  # fmt: skip
    if is_htmx(request):
        return _files(request, session, actor, proposal_id, None, kind)
    return flash(see_other(request, f"/proposals/{proposal_id}/edit#documents"), "success", _("Berkas terlampir."))


@router.post("/proposals/{proposal_id}/documents/{document_id}/removal")
def remove(
    request: Request, proposal_id: Id, document_id: Id, form: Form, reading: Reading, session: Writing, actor: Known
) -> Response:
    """Removes a file."""
    with refused_as(request, lambda p: _files(request, reading, actor, proposal_id, p, "")):
        api.remove_document(document_id=document_id, expected=version_of(form), session=session, actor=actor)
    if is_htmx(request):
        return _files(request, session, actor, proposal_id, None, "")
    return flash(see_other(request, f"/proposals/{proposal_id}/edit#documents"), "success", _("Berkas dihapus."))


def _files(
    request: Request, session: Any, actor: Actor, proposal_id: str, problem: Problem | None, kind: str
) -> Response:
    """The files with their forms, and the readiness list that they change; without htmx a page of their own."""
    proposal = proposals_api.read_proposal(proposal_id=proposal_id, session=session, actor=actor, response=Response())
    edition = edition_of(session, actor, proposal)
    ready = proposals_api.read_readiness(proposal_id=proposal_id, session=session, actor=actor)
    context = {
        "proposal": proposal, "edition": edition, "problem": problem, "failed_kind": kind,
        "documents": api.list_documents(proposal_id=proposal_id, session=session, actor=actor, request=request).items,
        "rules": rules_of(ready), "open_count": len(open_points(ready.rules)),
        "max_bytes": settings().max_document_bytes,
        "deeds": allowed(session, actor, proposal, edition), "is_fragment": is_htmx(request),
    }  # fmt: skip
    return page(
        request, "proposals/documents_answer.html" if is_htmx(request) else "proposals/documents_page.html", context
    )

"""The editor: it saves itself while somebody writes, and the readiness list beside it follows."""

import secrets
from typing import Annotated, Any, cast

from fastapi import APIRouter, Depends, Request, Response

from app.api import documents as documents_api
from app.api import editions as editions_api
from app.api import proposals as api
from app.database import ReadSession, WriteSession
from app.domain.proposals.allowed import allowed
from app.errors import Conflict, FieldError, Forbidden, PreconditionRequired
from app.http import labels
from app.http.actor import Known
from app.http.flash import flash
from app.http.forms import Form, errors_by_field, refused_as, text_of, version_of
from app.http.locale import _
from app.http.problems import MalformedInput, Problem, problem_of
from app.http.render import page, see_other
from app.http.sessions import Reading, Writing
from app.models.base import Id
from app.models.edition import EditionRead
from app.models.proposal import ProposalRead
from app.pages.proposals_adapted import adapted
from app.pages.proposals_form import body_of, control_of, typed, values_of
from app.pages.proposals_groups import closed_groups
from app.pages.proposals_rules import state_of
from app.pages.route import PageRoute
from app.rules.permissions import Actor
from app.rules.readiness import open_points
from app.rules.transitions import EDITABLE, Action, remark_on
from app.settings import settings

router = APIRouter(include_in_schema=False, route_class=PageRoute)
Shown = Annotated[ProposalRead, Depends(api.read_proposal)]


HANDOVER = {"handover", "handover-now"}
"""What the button sends; the second once the dialog was answered, which says what is missing."""
ASKED = {"submission": "submission", "ask": "handover"}
"""Buttons of the editor → the deed whose page follows the saving."""


def edition_of(session: ReadSession, actor: Actor, proposal: ProposalRead) -> EditionRead:
    """The configuration that the proposal was written under."""
    return editions_api.read_edition(edition_id=proposal.edition_id, session=session, actor=actor, response=Response())


def remark_of(proposal: ProposalRead) -> str:
    """What is to be mended in it, as its history tells."""
    return remark_on(proposal.status, [(Action(entry.action), entry.reason) for entry in proposal.history])


def titles_of(edition: EditionRead) -> dict[str, str]:
    """The titles of the groups and categories by key."""
    return {group.key: group.title for group in edition.groups} | {one.key: one.title for one in edition.categories}


def inside(session: WriteSession) -> ReadSession:
    """The session of a write for the endpoints that read: they see what it has written and not yet committed."""
    return cast(ReadSession, session)


@router.get("/proposals/{proposal_id}/edit")
def edit(request: Request, proposal: Shown, session: Reading, actor: Known, replicates: Id | None = None) -> Response:
    """The editor; 403 for who may not write, 409 where the text can no longer change.

    With *replicates*, an innovation, its group and origin are filled in as those of an adaptation, and not saved yet.
    """
    edition = edition_of(session, actor, proposal)
    if "edit" not in allowed(session, actor, proposal, edition):
        raise Forbidden if proposal.status in EDITABLE else Conflict("not-editable", status=proposal.status)
    values = values_of(proposal) | adapted(session, edition, replicates)
    return editor_page(request, session, actor, proposal, edition, values, None)


@router.patch("/proposals/{proposal_id}")
def autosave(
    request: Request, proposal_id: Id, form: Form, reading: Reading, session: Writing, actor: Known
) -> Response:
    """Saves what has been typed so far; a field that cannot be saved is named, the others are."""
    before = api.read_proposal(proposal_id=proposal_id, session=reading, actor=actor, response=Response())
    edition = edition_of(reading, actor, before)
    saved, wrong = save_typed(form, edition, proposal_id, session, actor)
    ready = api.read_readiness(proposal_id=proposal_id, session=inside(session), actor=actor)
    context = {"proposal": saved, "unsaved": _named(wrong, request, words_of(edition))}
    return page(request, "proposals/saved.html", context | state_of(ready, edition))


@router.post("/proposals/{proposal_id}")
def save(request: Request, proposal: Shown, form: Form, reading: Reading, session: Writing, actor: Known) -> Response:
    """Saves with a button (or without JavaScript), then goes where the button leads."""
    edition = edition_of(reading, actor, proposal)
    values, deed = typed(form, edition), text_of(form, "deed")
    with refused_as(request, lambda p: editor_page(request, reading, actor, proposal, edition, values, p)):
        _saved, wrong = save_typed(form, edition, proposal.id, session, actor)
        if wrong:
            raise MalformedInput(errors=wrong)
        if deed == "handover" and _open_count(session, actor, proposal.id):
            deed = "ask"  # without scripts nobody has asked yet
        if deed in HANDOVER:
            api.hand_over_proposal(proposal_id=proposal.id, session=session, actor=actor, response=Response())
    return _go_on(request, proposal.id, deed)


def _open_count(session: WriteSession, actor: Actor, proposal_id: str) -> int:
    return len(open_points(api.read_readiness(proposal_id=proposal_id, session=inside(session), actor=actor).rules))


def _go_on(request: Request, proposal_id: str, deed: str) -> Response:
    url = f"/proposals/{proposal_id}"
    if deed in ASKED:
        return see_other(request, f"{url}/{ASKED[deed]}")
    if deed in HANDOVER:
        return flash(
            see_other(request, url), "success", _("Diserahkan. Admin lokal melihatnya paling atas pada daftarnya.")
        )
    return flash(see_other(request, f"{url}/edit"), "success", _("Draf disimpan."))


def save_typed(
    form: Any, edition: EditionRead, proposal_id: str, session: Writing, actor: Actor
) -> tuple[ProposalRead, list[FieldError]]:
    """Saves what of the form can be saved, and gives what is wrong with the rest."""
    body, wrong = body_of(typed(form, edition))
    version = version_of(form)
    if version is None:
        raise PreconditionRequired
    saved = api.update_proposal(
        proposal_id=proposal_id, body=body, expected=version, session=session, actor=actor,
        response=Response(), editor=text_of(form, "editor")[:60] or None,
    )  # fmt: skip
    return saved, wrong


def words_of(edition: EditionRead) -> dict[str, str]:
    """What the fields of this edition's form are called."""
    return ({f"sections.{section.key}": section.title for section in edition.form}
            | {f"answers.{field.key}": field.title for field in edition.fields})  # fmt: skip


def _named(wrong: list[FieldError], request: Request, words: dict[str, str]) -> list[dict[str, Any]]:
    """The fields that were not saved, with what is wrong: ``components/editor_state.html``."""
    problem = problem_of(MalformedInput(errors=wrong), request.url.path)
    found = [(control_of(error.field), error.message) for error in problem.errors or []]
    return [{"field": field, "names": [field], "title": words.get(field) or labels.label(labels.FIELD, field),
             "message": message} for field, message in found]  # fmt: skip


def editor_page(
    request: Request, session: ReadSession, actor: Actor, proposal: ProposalRead, edition: EditionRead,
    values: dict[str, Any], problem: Problem | None, failed_kind: str = "",
) -> Response:  # fmt: skip
    """The editor with *values*; *failed_kind* is the kind of file that *problem* is about."""
    ready = api.read_readiness(proposal_id=proposal.id, session=session, actor=actor)
    files = documents_api.list_documents(proposal_id=proposal.id, session=session, actor=actor, request=request).items
    context = {
        "proposal": proposal, "edition": edition, "values": values, "problem": problem, "documents": files,
        "remark": remark_of(proposal), "closed": closed_groups(request, session, actor, edition, proposal.unit_id),
        "words": words_of(edition),
        "errors": {control_of(field): text for field, text in errors_by_field(problem).items()},
        "failed_kind": failed_kind, "max_bytes": settings().max_document_bytes, "editor": secrets.token_urlsafe(12),
        "deeds": allowed(session, actor, proposal, edition),
        "sdgs": [(number, f"{number}. {_(name)}") for number, name in enumerate(labels.SDGS, 1)],
        "group": next((group for group in edition.groups if group.key == values.get("group")), None),
    }  # fmt: skip
    return page(request, "proposals/edit.html", context | state_of(ready, edition))

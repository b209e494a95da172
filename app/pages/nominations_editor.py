"""The editor of a nomination: it saves itself, and the checklist of the national rules beside it follows."""

import secrets
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from pydantic import ValidationError
from starlette.datastructures import FormData

from app.api import nominations as api
from app.database import ReadSession
from app.errors import Conflict, FieldError, PreconditionRequired
from app.http import labels
from app.http.actor import Known
from app.http.flash import flash
from app.http.forms import Form, errors_by_field, refused_as, text_of, version_of
from app.http.locale import _
from app.http.problems import MalformedInput, Problem, problem_of, validation_errors
from app.http.render import page, see_other
from app.http.sessions import Reading, Writing
from app.models.base import Id
from app.models.nomination import NominationRead, NominationStatus, NominationUpdate
from app.pages.nominations import papers_of
from app.pages.proposals_edit import inside
from app.pages.proposals_form import control_of
from app.pages.route import PageRoute
from app.queries.reach import require_somewhere
from app.rules.permissions import Actor, may_everywhere

router = APIRouter(include_in_schema=False, route_class=PageRoute)
One = Annotated[NominationRead, Depends(api.read_nomination)]
TEXTS = ("title", "earlier_award", "english_abstract", "started_on", "group", "closes_on", "notes")
DATES = frozenset({"started_on", "closes_on"})
PARTS = ("sections", "answers")


@router.get("/nominations/{nomination_id}/edit")
def edit(request: Request, nomination: One, session: Reading, actor: Known) -> Response:
    """The editor; 403 for who only reads, 409 once it was sent."""
    require_somewhere(actor, "nominations:write")
    if nomination.status != NominationStatus.draft:
        raise Conflict("nomination-sent")
    return editor(request, session, actor, nomination, values_of(nomination), None)


@router.patch("/nominations/{nomination_id}")
def autosave(
    request: Request, nomination_id: Id, form: Form, reading: Reading, session: Writing, actor: Known
) -> Response:
    """Saves what has been typed so far; a field that cannot be saved is named, the others are."""
    before = api.read_nomination(nomination_id=nomination_id, session=reading, actor=actor, response=Response())
    saved, wrong = _save(form, before, session, actor)
    checklist = api.read_checklist(nomination_id=nomination_id, session=inside(session), actor=actor)
    problem = problem_of(MalformedInput(errors=wrong), request.url.path)
    unsaved = _named(problem, words_of(saved))
    context = {"nomination": saved, "rules": checklist.rules, "complete": checklist.complete, "unsaved": unsaved}
    return page(request, "nominations/saved.html", context)


@router.post("/nominations/{nomination_id}")
def save(request: Request, nomination: One, form: Form, reading: Reading, session: Writing, actor: Known) -> Response:
    """Saves with the button, or without JavaScript."""
    values = typed(form)
    with refused_as(request, lambda p: editor(request, reading, actor, nomination, values, p)):
        _saved, wrong = _save(form, nomination, session, actor)
        if wrong:
            raise MalformedInput(errors=wrong)
    return flash(see_other(request, f"/nominations/{nomination.id}"), "success", _("Naskah nominasi disimpan."))


def _save(
    form: FormData, nomination: NominationRead, session: Writing, actor: Actor
) -> tuple[NominationRead, list[FieldError]]:
    version = version_of(form)
    if version is None:
        raise PreconditionRequired
    body, wrong = body_of(typed(form))
    saved = api.update_nomination(
        nomination_id=nomination.id, body=body, expected=version, session=session, actor=actor, response=Response(),
        editor=text_of(form, "editor")[:60] or None,
    )  # fmt: skip
    return saved, wrong


def values_of(nomination: NominationRead) -> dict[str, Any]:
    """The fields as the form shows them."""
    found: dict[str, Any] = {name: str(getattr(nomination, name) or "") for name in TEXTS}
    for part in PARTS:
        found |= {f"{part}.{key}": text for key, text in getattr(nomination, part).items()}
    return found | {"documents": nomination.documents}


def typed(form: FormData) -> dict[str, Any]:
    """What the person typed, by the names of the form; what the form did not show is not in it."""
    names = [name for name in form if name in TEXTS or name.partition(".")[0] in PARTS]
    found: dict[str, Any] = {name: text_of(form, name) for name in names}
    shown = {"documents": [str(value) for value in form.getlist("documents")]} if "has_documents" in form else {}
    return found | shown


def body_of(values: dict[str, Any]) -> tuple[NominationUpdate, list[FieldError]]:
    """What can be saved of *values*, and what is wrong with the rest: one bad field never holds back the text."""
    raw: dict[str, Any] = {part: {} for part in PARTS}
    for name, value in values.items():
        part, _dot, key = name.partition(".")
        if key:
            raw[part][key] = value
        elif value or name != "title":  # an empty title is not saved, the last one stays
            raw[name] = (value or None) if name in DATES else value
    wrong: list[FieldError] = []
    while True:
        try:
            return NominationUpdate.model_validate(raw), wrong
        except ValidationError as error:
            wrong += validation_errors(error)
        for place in {tuple(one.field.split(".")) for one in wrong}:
            (raw[place[0]] if place[0] in PARTS else raw).pop(place[1 if place[0] in PARTS else 0], None)


def words_of(nomination: NominationRead) -> dict[str, str]:
    """What the fields of this nomination's form are called, where :data:`labels.FIELD` does not say it."""
    parts = (("sections", nomination.form.sections), ("answers", nomination.form.criteria))
    return {f"{part}.{asked.key}": asked.title for part, form in parts for asked in form}


def _named(problem: Problem, words: dict[str, str]) -> list[dict[str, Any]]:
    """The fields that were not saved, with what is wrong: ``components/editor_state.html``."""
    found = [(control_of(error.field), error.message) for error in problem.errors or []]
    return [{"field": field, "names": [field], "title": words.get(field) or labels.label(labels.FIELD, field),
             "message": message} for field, message in found]  # fmt: skip


def editor(
    request: Request, session: ReadSession, actor: Actor, nomination: NominationRead, values: dict[str, Any],
    problem: Problem | None,
) -> Response:  # fmt: skip
    """The editor with *values*."""
    checklist = api.read_checklist(nomination_id=nomination.id, session=session, actor=actor)
    papers = papers_of(request, session, actor, nomination)
    kinds = {one.key: one.title for one in nomination.form.documents}
    context = {
        "nomination": nomination, "values": values, "problem": problem, "errors": errors_by_field(problem),
        "rules": checklist.rules, "complete": checklist.complete, "leads": may_everywhere(actor, "nominations:write"),
        "papers": [(one.id, one.filename, kinds.get(one.kind, _("Bukti pendukung"))) for one in papers],
        "editor": secrets.token_urlsafe(12), "groups": [(one.key, one.title) for one in nomination.form.groups],
        "words": words_of(nomination),
    }  # fmt: skip
    return page(request, "nominations/edit.html", context)

"""The unit's own form: every indicator with its value, note and evidence; saved at each change, sent in once."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from starlette.datastructures import FormData, UploadFile

from app.api import assessment_evidence as evidence_api
from app.api import assessments as api
from app.domain.assessments.evidence import check_may_attach
from app.domain.assessments.values import NONE_YET
from app.errors import DomainError, FieldError, Forbidden, Invalid, invalid
from app.files.intake import Received
from app.http.actor import Known
from app.http.flash import flash
from app.http.forms import Form, parse, refused_as, text_of, version_of
from app.http.locale import _
from app.http.problems import Problem, problem_of
from app.http.raport_words import full_title, number_typed
from app.http.render import page, see_other
from app.http.sessions import Reading, Writing
from app.http.source_words import source_title
from app.http.uploads import take_for
from app.models.assessment import AssessmentDeed, AssessmentRead, ItemRead, Step, ValuePut, ValueRead
from app.models.base import Id
from app.pages.assessments import WORDS
from app.pages.route import PageRoute, permitted_somewhere
from app.queries.assessments.visibility import READ, WRITE
from app.rules.permissions import Actor

router = APIRouter(include_in_schema=False, route_class=PageRoute)
_ONE = "/assessments/{assessment_id}"
_FIELDS = ("value", "target", "absent", "note")


Writer = Annotated[Actor, permitted_somewhere(READ, WRITE)]


def _of_unit(_writer: Writer, one: Annotated[AssessmentRead, Depends(api.read_assessment)]) -> AssessmentRead:
    if AssessmentDeed.follow not in one.allowed:
        raise Forbidden
    return one


Own = Annotated[AssessmentRead, Depends(_of_unit)]
"""The assessment, for who writes it."""


@router.get(f"{_ONE}/edit")
def edit(request: Request, one: Own) -> Response:
    """The form; once it is sent in, its raport."""
    if AssessmentDeed.answer not in one.allowed:
        return see_other(request, f"/assessments/{one.id}")
    return _form(request, one, _held(one), None)


def own_value(item: ItemRead) -> ValueRead | None:
    """What the unit itself said of an indicator."""
    return next((value for value in item.values if value.step is Step.answer), None)


def _held(one: AssessmentRead) -> dict[str, str]:
    """The fields of the form as they are kept."""
    found: dict[str, str] = {}
    for item in one.items:
        if value := own_value(item):
            found[f"value-{item.item}"] = _typed(item, value.value)
            found[f"target-{item.item}"] = _typed(item, value.target)
            found[f"absent-{item.item}"] = "true" if value.is_absent else ""
            found[f"note-{item.item}"] = value.note
    return found


def _typed(item: ItemRead, text: str | None) -> str:
    return (text or "") if item.choices else number_typed(text or "", (item.minimum, item.maximum))


def versions_of(one: AssessmentRead) -> str:
    """The versions of the unit's own values in one word, for the form to send back: ``monev:2;arg:1``."""
    return ";".join(f"{item.item}:{value.version}" for item in one.items if (value := own_value(item)))


def _form(request: Request, one: AssessmentRead, values: Mapping[str, str], problem: Problem | None) -> Response:
    wrong = {error.field: error.message for error in (problem.errors or [])} if problem else {}
    context = WORDS | {"one": one, "values": values, "problem": problem, "errors": wrong, "source_title": source_title,
                       "versions": versions_of(one), "groups": _groups(one), "field_words": _field_words(one),
                       "attached": values.get("item") or request.query_params.get("item", "")}  # fmt: skip
    return page(request, "assessments/edit.html", context)


def _field_words(one: AssessmentRead) -> dict[str, str]:
    """What each field of the form is called where it stands alone, in a list of errors."""
    said = {"value": "%(title)s", "target": _("%(title)s, target"), "absent": _("%(title)s, tidak berlaku"),
            "note": _("%(title)s, catatan")}  # fmt: skip
    titles = {item.item: full_title(one.items, item.item) for item in one.items if not item.is_component}
    return {"file": _("Berkas"), **{f"{field}-{item}": words % {"title": title} for item, title in titles.items()
                                    for field, words in said.items()}}  # fmt: skip


def _groups(one: AssessmentRead) -> list[tuple[ItemRead, list[ItemRead]]]:
    """The indicators below the aspect that they belong to; what does not apply to this kind of unit is not asked."""
    found: list[tuple[ItemRead, list[ItemRead]]] = []
    for item in one.items:
        if item.depth == 0:
            found.append((item, []))
        if not item.is_component and (item.state != "absent" or item.counts):
            found[-1][1].append(item)
    return [(top, items) for top, items in found if items]


@router.patch(_ONE)
def autosave(request: Request, one: Own, form: Form, session: Writing, actor: Known) -> Response:
    """Saves what has been given so far; what cannot be saved is named, the rest is saved."""
    saved, wrong = _save(one, form, session, actor)
    named = problem_of(Invalid(errors=wrong), request.url.path).errors or []
    unsaved = [{"field": error.field, "message": error.message, "names": [f"{name}-{item}" for name in _FIELDS],
                "title": full_title(saved.items, item)}
               for error in named for item in [error.field.partition("-")[2]]]  # fmt: skip
    context = WORDS | {"one": saved, "versions": versions_of(saved), "unsaved": unsaved,
                       "read": _read_otherwise(saved, form, {error.field for error in named})}  # fmt: skip
    return page(request, "assessments/saved.html", context)


def _read_otherwise(saved: AssessmentRead, form: FormData, wrong: set[str]) -> list[dict[str, str]]:
    """The numbers that were saved and are written otherwise than they were typed: 1.234 was read as 1,234."""
    found = []
    for name, shown in _held(saved).items():
        typed = text_of(form, name)
        if name.startswith(("value-", "target-")) and name not in wrong and typed.strip() and typed != shown:
            found.append({"field": name, "typed": typed, "shown": shown})
    return found


@router.post(_ONE)
def save(request: Request, one: Own, form: Form, session: Writing, actor: Known) -> Response:
    """Saves with a button (or without JavaScript), then goes where the button leads."""
    typed = {name: text_of(form, name) for name in form}
    with refused_as(request, lambda p: _form(request, one, typed, p)):
        saved, wrong = _save(one, form, session, actor)
        if wrong:
            raise Invalid(errors=wrong)
    if text_of(form, "deed") == "submission":
        return see_other(request, f"/assessments/{saved.id}/submission")
    return flash(see_other(request, f"/assessments/{saved.id}/edit"), "success", _("Nilai disimpan."))


def _save(
    one: AssessmentRead, form: FormData, session: Writing, actor: Known
) -> tuple[AssessmentRead, list[FieldError]]:
    """Writes the values that differ from what is kept; each with the version that the form was made from."""
    versions = _versions(text_of(form, "version"))
    held, saved, wrong = _held(one), one, list[FieldError]()
    for item in one.items:
        names = {field: f"{field}-{item.item}" for field in _FIELDS}
        if item.is_component or not any(name in form for name in names.values()):
            continue
        typed = {field: text_of(form, name).strip() for field, name in names.items()}
        if all(typed[field] == held.get(name, "") for field, name in names.items()):
            continue
        body = {"value": typed["value"] or None, "target": typed["target"] or None,
                "is_absent": typed["absent"] == "true", "note": typed["note"]}  # fmt: skip
        try:
            put = parse(ValuePut, body)
            saved = api.save_answer(assessment_id=one.id, item=item.item, body=put, session=session, actor=actor,
                                    expected=versions.get(item.item, NONE_YET))  # fmt: skip
        except DomainError as error:
            if error.status != 422:
                raise
            wrong += [FieldError(f"{fault.field}-{item.item}", fault.code, fault.params) for fault in error.errors]
    return saved, wrong


def _versions(text: str) -> dict[str, int]:
    pairs = (part.partition(":") for part in text.split(";"))
    return {item: int(number) for item, _mark, number in pairs if number.isascii() and number.isdigit()
            and len(number) < 10}  # fmt: skip


@router.get(f"{_ONE}/submission")
def confirm(request: Request, one: Own) -> Response:
    """What is missing, before it is sent in."""
    if AssessmentDeed.submit not in one.allowed:
        return see_other(request, f"/assessments/{one.id}")
    return _confirm(request, one, None)


def _confirm(request: Request, one: AssessmentRead, problem: Problem | None) -> Response:
    missing = [item for item in one.items if item.state == "missing" and not item.is_component]
    return page(request, "assessments/submission.html", WORDS | {"one": one, "missing": missing, "problem": problem})


@router.post(f"{_ONE}/submission")
def submit(request: Request, one: Own, form: Form, session: Writing, actor: Known) -> Response:
    """Sends it in."""
    with refused_as(request, lambda p: _confirm(request, one, p)):
        api.submit_assessment(assessment_id=one.id, expected=version_of(form), session=session, actor=actor,
                              response=Response())  # fmt: skip
    said = _("Penilaian mandiri terkirim. Pengampu memverifikasi; nilainya masih sementara.")
    return flash(see_other(request, f"/assessments/{one.id}"), "success", said)


async def _taken(_writer: Writer, assessment_id: Id, actor: Known, form: Form) -> Received | DomainError:
    """The file that a form sent; what is wrong with it is told on the page."""
    sent = form.get("file")
    try:
        if not isinstance(sent, UploadFile) or not sent.filename:
            raise invalid("file", "missing")
        return await take_for(check_may_attach, actor, assessment_id, sent)  # type: ignore[arg-type]
    except DomainError as error:
        return error


@router.post(f"{_ONE}/documents")
def attach(
    request: Request, one: Own, taken: Annotated[Received | DomainError, Depends(_taken)], form: Form,
    session: Writing, actor: Known,
) -> Response:  # fmt: skip
    """Adds a file of evidence to an indicator."""
    item = text_of(form, "item")
    with refused_as(request, lambda p: _form(request, one, _held(one) | {"item": item}, p)):
        if isinstance(taken, DomainError):
            raise taken
        evidence_api.attach_assessment_document(assessment_id=one.id, received=taken, session=session, actor=actor,
                                                response=Response(), item=item)  # fmt: skip
    return flash(see_other(request, f"/assessments/{one.id}/edit#item-{item}"), "success", _("Bukti ditambahkan."))


@router.post("/assessment-documents/{document_id}/removal")
def remove(
    request: Request, actor: Writer, document_id: Id, form: Form, reading: Reading, session: Writing
) -> Response:
    """Removes a file of evidence."""
    found = evidence_api.read_assessment_document(document_id=document_id, session=reading, actor=actor,
                                                  response=Response())  # fmt: skip
    evidence_api.remove_assessment_document(document_id=document_id, expected=version_of(form), session=session,
                                            actor=actor)  # fmt: skip
    return flash(see_other(request, f"/assessments/{found.assessment_id}/edit#evidence"), "success",
                 _("Bukti dihapus."))  # fmt: skip

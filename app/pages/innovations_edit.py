"""The form with which a unit adds to its catalogue entry: contact, what was measured, evidence, English abstract."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from starlette.datastructures import FormData

from app.api import documents as documents_api
from app.api import innovations as api
from app.database import ReadSession
from app.domain.permits import permitted
from app.errors import Forbidden, Unauthenticated
from app.http.actor import Known
from app.http.flash import flash
from app.http.forms import Form, errors_by_field, parse, refused_as, text_of, version_of
from app.http.locale import _
from app.http.problems import Problem
from app.http.render import page, see_other
from app.http.sessions import Reading, Writing
from app.models.innovation import InnovationRead, InnovationUpdate
from app.models.proposal import DocumentRead
from app.pages.route import PageRoute
from app.rules.permissions import Actor, may_somewhere

router = APIRouter(include_in_schema=False, route_class=PageRoute)
Innovation = Annotated[InnovationRead, Depends(api.read_innovation)]
SPARE_ROWS = 2
"""Empty rows for further measurements."""
_MEASURED = ("measure", "before", "after")


def may_edit(session: ReadSession, actor: Actor, innovation: InnovationRead) -> bool:
    """Whether the actor may add to the entry."""
    if innovation.unit_id is None or not may_somewhere(actor, "innovations:write"):
        return False
    return permitted(session, actor, "innovations:write", innovation.unit_id)


@router.get("/innovations/{innovation_id}/edit")
def edit(request: Request, innovation: Innovation, session: Reading, actor: Known) -> Response:
    """The form as the entry stands."""
    if not may_edit(session, actor, innovation):
        raise Unauthenticated if actor.kind == "anonymous" else Forbidden
    return _form(request, session, actor, innovation, _values(innovation), None)


@router.post("/innovations/{innovation_id}/edit")
def update(
    request: Request, form: Form, innovation: Innovation, reading: Reading, session: Writing, actor: Known
) -> Response:
    """Saves it."""

    def again(problem: Problem) -> Response:
        return _form(request, reading, actor, innovation, _typed(form), problem)

    with refused_as(request, again):
        body = parse(InnovationUpdate, _body(form))
        api.update_innovation(innovation_id=innovation.id, body=body, expected=version_of(form), session=session,
                              actor=actor, response=Response())  # fmt: skip
    return flash(see_other(request, f"/innovations/{innovation.id}"), "success", _("Halaman inovasi diperbarui."))


def _form(
    request: Request, session: ReadSession, actor: Actor, innovation: InnovationRead, values: dict[str, Any],
    problem: Problem | None,
) -> Response:  # fmt: skip
    rows = [*values["impact"], *(dict.fromkeys(_MEASURED, "") for _n in range(SPARE_ROWS))]
    context = {"innovation": innovation, "values": values | {"impact": rows}, "problem": problem,
               "errors": errors_by_field(problem),
               "documents": _documents(request, session, actor, innovation)}  # fmt: skip
    return page(request, "innovations/edit.html", context)


def _documents(request: Request, session: ReadSession, actor: Actor, innovation: InnovationRead) -> list[DocumentRead]:
    """The files of its proposal, of which some may be released."""
    if innovation.proposal_id is None:
        return []
    files: Any = documents_api.list_documents(
        proposal_id=innovation.proposal_id, session=session, actor=actor, request=request
    )
    found: list[DocumentRead] = files.items
    return found


def _values(innovation: InnovationRead) -> dict[str, Any]:
    released = {one.document_id: one.title for one in innovation.evidence}
    return {"contact": innovation.contact, "english_abstract": innovation.english_abstract,
            "impact": [one.model_dump() for one in innovation.impact], "released": released}  # fmt: skip


def _typed(form: FormData) -> dict[str, Any]:
    """What the person typed, whatever is wrong with it."""
    ids = [one for one in form.getlist("released") if isinstance(one, str)]
    return {"contact": text_of(form, "contact"), "english_abstract": text_of(form, "english_abstract"),
            "impact": _measured(form), "released": {one: text_of(form, f"title.{one}") for one in ids}}  # fmt: skip


def _measured(form: FormData) -> list[dict[str, str]]:
    """The rows in which something is written."""
    columns = [[str(value) for value in form.getlist(name)] for name in _MEASURED]
    rows = [dict(zip(_MEASURED, row, strict=True)) for row in zip(*columns, strict=False)]
    return [row for row in rows if any(value.strip() for value in row.values())]


def _body(form: FormData) -> dict[str, Any]:
    typed = _typed(form)
    evidence = [{"document_id": id_, "title": title} for id_, title in typed["released"].items()]
    return {"contact": typed["contact"], "english_abstract": typed["english_abstract"], "impact": typed["impact"],
            "evidence": evidence}  # fmt: skip

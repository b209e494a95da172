"""The programme of an exhibition: for visitors with a calendar to take along, for the organiser with its forms."""

from datetime import date
from itertools import groupby
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from starlette.datastructures import FormData

from app.api import exhibitions as exhibitions_api
from app.api import programme as api
from app.clock import WIB
from app.database import ReadSession
from app.http.actor import Visitor
from app.http.flash import flash
from app.http.forms import Form, errors_by_field, parse, refused_as, texts_of, version_of
from app.http.locale import _
from app.http.problems import Problem
from app.http.render import page, see_other
from app.http.sessions import Reading, Writing
from app.models.base import Id, Page
from app.models.exhibition import ExhibitionRead, ProgrammeItemCreate, ProgrammeItemRead, ProgrammeItemUpdate
from app.pages.exhibitions import Editor, Shown
from app.pages.route import PageRoute
from app.rules.permissions import Actor, may_everywhere

router = APIRouter(include_in_schema=False, route_class=PageRoute)
Item = Annotated[ProgrammeItemRead, Depends(api.read_programme_item)]
TEXTS = ("title", "place", "speaker", "starts_at", "ends_at")


@router.get("/exhibitions/{exhibition_id}/programme")
def show(
    request: Request, exhibition: Shown, programme: Annotated[Page[ProgrammeItemRead], Depends(api.list_programme)],
    actor: Visitor,
) -> Response:  # fmt: skip
    """The programme, day by day."""
    days = [(day, list(items)) for day, items in groupby(programme.items, _day)]
    context = {"exhibition": exhibition, "days": days, "may_write": may_everywhere(actor, "exhibitions:write")}
    return page(request, "programme/show.html", context)


def _day(item: ProgrammeItemRead) -> date:
    return item.starts_at.astimezone(WIB).date()


@router.get("/exhibitions/{exhibition_id}/programme/new")
def new(request: Request, exhibition: Shown, actor: Editor) -> Response:  # noqa: ARG001
    """The form for a new point."""
    day = exhibition.starts_on.isoformat()
    return _form(request, exhibition, None, {"starts_at": f"{day}T09:00", "ends_at": f"{day}T10:00"}, None)


@router.post("/exhibitions/{exhibition_id}/programme")
def create(request: Request, exhibition: Shown, form: Form, session: Writing, actor: Editor) -> Response:
    """Adds a point."""
    typed = _typed(form)
    with refused_as(request, lambda problem: _form(request, exhibition, None, typed, problem)):
        api.create_programme_item(exhibition_id=exhibition.id, body=parse(ProgrammeItemCreate, _body(typed)),
                                  session=session, actor=actor, response=Response())  # fmt: skip
    return flash(see_other(request, f"/exhibitions/{exhibition.id}/programme"), "success", _("Acara ditambahkan."))


@router.get("/programme-items/{item_id}/edit")
def edit(request: Request, item: Item, session: Reading, actor: Editor) -> Response:
    """The form of a point."""
    values: dict[str, Any] = {name: getattr(item, name) for name in TEXTS}
    for name in ("starts_at", "ends_at"):
        values[name] = values[name].astimezone(WIB).strftime("%Y-%m-%dT%H:%M")
    return _form(request, _exhibition(session, actor, item), item, values, None)


@router.post("/programme-items/{item_id}")
def update(request: Request, item: Item, form: Form, reading: Reading, session: Writing, actor: Editor) -> Response:
    """Saves a point."""
    typed, exhibition = _typed(form), _exhibition(reading, actor, item)
    with refused_as(request, lambda problem: _form(request, exhibition, item, typed, problem)):
        api.update_programme_item(item_id=item.id, body=parse(ProgrammeItemUpdate, _body(typed)),
                                  expected=version_of(form), session=session, actor=actor,
                                  response=Response())  # fmt: skip
    return flash(see_other(request, f"/exhibitions/{exhibition.id}/programme"), "success", _("Perubahan disimpan."))


@router.post("/programme-items/{item_id}/removal")
def remove(item_id: Id, request: Request, item: Item, form: Form, session: Writing, actor: Editor) -> Response:
    """Takes a point out."""
    api.delete_programme_item(item_id=item_id, expected=version_of(form), session=session, actor=actor)
    return flash(see_other(request, f"/exhibitions/{item.exhibition_id}/programme"), "success", _("Acara dihapus."))


def _exhibition(session: ReadSession, actor: Actor, item: ProgrammeItemRead) -> ExhibitionRead:
    return exhibitions_api.read_exhibition(exhibition_id=item.exhibition_id, session=session, actor=actor,
                                           response=Response())  # fmt: skip


def _typed(form: FormData) -> dict[str, Any]:
    return texts_of(form, *TEXTS, "version")


def _body(typed: dict[str, Any]) -> dict[str, Any]:
    moments = {name: f"{typed[name]}+07:00" for name in ("starts_at", "ends_at") if typed[name]}
    return {name: typed[name] for name in TEXTS} | moments


def _form(
    request: Request, exhibition: ExhibitionRead, item: ProgrammeItemRead | None, values: dict[str, Any],
    problem: Problem | None,
) -> Response:  # fmt: skip
    context = {"exhibition": exhibition, "item": item, "values": values, "problem": problem,
               "errors": errors_by_field(problem)}  # fmt: skip
    return page(request, "programme/form.html", context)

"""Pages of the registry: search, the tree, one unit, its form."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from starlette.datastructures import FormData

from app.api import units as api
from app.database import ReadSession
from app.http import labels
from app.http.actor import Visitor
from app.http.flash import flash
from app.http.forms import Form, errors_by_field, parse, refused_as, text_of, version_of
from app.http.locale import _
from app.http.render import is_htmx, page, see_other
from app.http.sessions import Reading, Writing
from app.models.base import Page
from app.models.unit import UnitCreate, UnitDetail, UnitRead, UnitUpdate
from app.models.unit_record import RecordLine
from app.pages import unit_imports
from app.pages.route import PageRoute, choices, first_url, page_url, permitted
from app.pages.unit_codes import code_of, unit_id_of
from app.pages.unit_record import URL, record_of
from app.queries.units import UnitFilters
from app.rules.permissions import Actor, may_everywhere

router = APIRouter(include_in_schema=False, route_class=PageRoute)
router.include_router(unit_imports.router)
Editor = Annotated[Actor, permitted("units:write")]
FIELDS = ("code", "name", "kind", "region_code", "latitude", "longitude")
OPTIONAL: dict[str, None] = {"region_code": None, "latitude": None, "longitude": None}
"""What an empty field means where the unit may be without."""
SUGGESTIONS = 12


@router.get("/units")
def index(request: Request, units: Annotated[Page[UnitRead], Depends(api.list_units)], actor: Visitor) -> Response:
    """The registry with its filters; htmx gets the list alone."""
    query = request.query_params
    context = {
        "units": units, "query": query, "may_write": may_everywhere(actor, "units:write"),
        "next_url": page_url(request, units.next), "first_url": first_url(request), "kinds": choices(labels.UNIT_KIND),
        "is_filtered": any(name in query for name in ("q", "kind", "region_code", "is_active")),
    }  # fmt: skip
    return page(request, "units/results.html" if is_htmx(request) else "units/index.html", context)


@router.get("/units/suggestions")
def suggestions(request: Request, session: Reading) -> Response:
    """Options for the unit field of a form: those whose name or code fits what has been typed."""
    typed = next((value for _name, value in request.query_params.items()), "")
    query = UnitFilters(q=typed[:100], limit=SUGGESTIONS)
    units = api.list_units(query=query, session=session, request=request, response=Response())
    return page(request, "units/suggestions.html", {"units": units.items})


@router.get("/units/new", dependencies=[permitted("units:write")])
def new(request: Request, session: Reading, parent_id: str | None = None) -> Response:
    """The form for a new unit, below *parent_id* when given."""
    values = {"parent": code_of(session, parent_id), "is_active": "true"}
    return _form(request, None, values, None)


@router.post("/units")
def create(request: Request, form: Form, reading: Reading, session: Writing, actor: Editor) -> Response:
    """Adds a unit."""
    with refused_as(request, lambda problem: _form(request, None, _values(form), problem)):
        body = parse(UnitCreate, _body(form)).model_copy(update=_parent(request, reading, form))
        unit = api.create_unit(body=body, session=session, actor=actor, response=Response())
    return flash(see_other(request, f"/units/{unit.id}"), "success", _("Unit ditambahkan."))


@router.get("/units/{unit_id}")
def show(
    request: Request, unit: Annotated[UnitDetail, Depends(api.read_unit)],
    children: Annotated[Page[UnitRead], Depends(api.list_children)],
    lines: Annotated[Page[RecordLine], Depends(api.list_unit_record)], actor: Visitor,
) -> Response:  # fmt: skip
    """A unit over the years, with its place in the tree and the units directly below."""
    context = {"unit": unit, "record": record_of(lines.items), "record_url": URL, "children": children,
               "may_write": may_everywhere(actor, "units:write"),
               "next_url": page_url(request, children.next), "first_url": first_url(request)}  # fmt: skip
    return page(request, "units/show.html", context)


@router.get("/units/{unit_id}/edit", dependencies=[permitted("units:write")])
def edit(request: Request, unit: Annotated[UnitDetail, Depends(api.read_unit)], session: Reading) -> Response:
    """The form of a unit."""
    values = {name: getattr(unit, name) for name in FIELDS}
    values |= {"parent": code_of(session, unit.parent_id), "is_active": "true" if unit.is_active else ""}
    return _form(request, unit, values, None)


@router.post("/units/{unit_id}")
def update(
    request: Request, form: Form, unit: Annotated[UnitDetail, Depends(api.read_unit)], reading: Reading,
    session: Writing, actor: Editor,
) -> Response:  # fmt: skip
    """Saves a unit."""
    with refused_as(request, lambda problem: _form(request, unit, _values(form), problem)):
        body = parse(UnitUpdate, _body(form)).model_copy(update=_parent(request, reading, form))
        api.update_unit(unit_id=unit.id, body=body, expected=version_of(form), session=session, actor=actor,
                        response=Response())  # fmt: skip
    return flash(see_other(request, f"/units/{unit.id}"), "success", _("Perubahan disimpan."))


def _values(form: FormData) -> dict[str, Any]:
    return {name: text_of(form, name) for name in (*FIELDS, "parent", "is_active", "version")}


def _parent(request: Request, session: ReadSession, form: FormData) -> dict[str, str | None]:
    return {"parent_id": unit_id_of(request, session, text_of(form, "parent"), "parent_id")}


def _body(form: FormData) -> dict[str, Any]:
    typed = _values(form)
    body: dict[str, Any] = {name: typed[name].strip() or OPTIONAL.get(name, "") for name in FIELDS}
    for name in ("latitude", "longitude"):
        body[name] = body[name] and body[name].replace(",", ".")
    return body | {"is_active": bool(typed["is_active"])}


def _form(request: Request, unit: UnitDetail | None, values: dict[str, Any], problem: Any) -> Response:
    context = {"unit": unit, "values": values, "problem": problem, "errors": errors_by_field(problem),
               "kinds": choices(labels.UNIT_KIND)}  # fmt: skip
    return page(request, "units/form.html", context)

"""Pages of instruments: what there is, one of them, storing another."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from app.api import instruments as api
from app.http.actor import Visitor
from app.http.flash import flash
from app.http.forms import Form, parse, refused_as, text_of
from app.http.locale import _
from app.http.problems import Problem
from app.http.raport_words import notice_shown, points
from app.http.render import page, see_other
from app.http.sessions import Reading, Writing
from app.http.source_words import source_title
from app.instruments import loading
from app.models.base import Page
from app.models.instrument import InstrumentCreate, InstrumentRead, InstrumentSummary
from app.pages.route import PageRoute, permitted
from app.queries.assessments import instruments
from app.rules.permissions import Actor, may_everywhere

router = APIRouter(include_in_schema=False, route_class=PageRoute)
WRITE = "instruments:write"
Organiser = Annotated[Actor, permitted(WRITE)]


@router.get("/instruments")
def index(
    request: Request, found: Annotated[Page[InstrumentSummary], Depends(api.list_instruments)], actor: Visitor
) -> Response:
    """The instruments, newest year first."""
    items = sorted(found.items, key=lambda one: (-one.year, one.title))
    return page(request, "instruments/index.html", {"instruments": items, "may_write": may_everywhere(actor, WRITE)})


@router.get("/instruments/new")
def new(request: Request, session: Reading, _actor: Organiser, copy: str = "") -> Response:
    """The form that takes a file's text; with *copy* another one's to begin with."""
    text = api.read_instrument(instrument_id=copy, session=session).text if copy in loading.names() else ""
    return _new(request, text, None, None)


def _new(request: Request, text: str, tried: InstrumentRead | None, problem: Problem | None) -> Response:
    faults = [(*error.field.split(".")[1:], error.message) for error in (problem.errors or [])
              if error.field.startswith("line.")] if problem else []  # fmt: skip
    context = {"text": text, "tried": tried, "problem": None if faults else problem, "faults": faults}
    return page(request, "instruments/new.html", context)


@router.post("/instruments")
def create(request: Request, form: Form, session: Writing, actor: Organiser) -> Response:
    """Checks the file, or stores it."""
    text, is_check = text_of(form, "text"), text_of(form, "deed") == "check"
    with refused_as(request, lambda p: _new(request, text, None, p)):
        body = parse(InstrumentCreate, {"text": text, "dry_run": is_check})
        made = api.create_instrument(body=body, session=session, actor=actor, response=Response())
    if is_check:
        return _new(request, text, made, None)
    return flash(see_other(request, f"/instruments/{made.id}"), "success", _("Instrumen disimpan dan disegel."))


@router.get("/instruments/{instrument_id}")
def show(
    request: Request, instrument: Annotated[InstrumentRead, Depends(api.read_instrument)], actor: Visitor
) -> Response:
    """What an instrument asks, weighs and bands."""
    loaded = instruments.parsed(instrument.text)
    context = {
        "instrument": instrument, "may_write": may_everywhere(actor, WRITE), "points": points,
        "notice_shown": notice_shown, "source_title": source_title,
        "rows": [(node, loaded.places[node.key].depth, float(node.worth)) for node in loaded.by_key.values()],
        "predicates": loaded.definition.predicates, "levels": loaded.definition.levels,
    }  # fmt: skip
    return page(request, "instruments/show.html", context)

"""Pages of instruments: what there is, one of them, storing another."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from app.api import instruments as api
from app.domain.assessments.instruments import CODE
from app.errors import NotFound
from app.http.actor import Visitor
from app.http.flash import flash
from app.http.forms import Form, parse, refused_as, text_of
from app.http.instrument_shown import change_shown, gate_shown, minimum_shown, scale_shown
from app.http.locale import _
from app.http.problems import Problem
from app.http.raport_words import exact, notice_shown
from app.http.render import page, see_other
from app.http.sessions import Reading, Writing
from app.http.source_words import source_title
from app.instruments.seals import unsealed
from app.models.base import Page
from app.models.instrument import InstrumentCreate, InstrumentRead, InstrumentSent, InstrumentSummary
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
    """The form that takes a file's text; with *copy* another one's to begin with, whose seal is not the copy's."""
    try:
        text = unsealed(api.read_instrument(instrument_id=copy, session=session).text) if copy else ""
    except NotFound:
        text = ""
    return _new(request, text, None, None)


def _new(
    request: Request, text: str, tried: InstrumentSent | None, problem: Problem | None, *, is_resealed: bool = False
) -> Response:
    lines = text.replace("\r\n", "\n").split("\n")
    faults = [(line, column, message, lines[line - 1].strip() if line <= len(lines) else "")
              for line, column, message in _placed(problem)]  # fmt: skip
    context = {
        "text": text, "tried": tried, "problem": None if faults else problem, "faults": faults,
        "asks_reseal": is_resealed or _is_only_unsealed(problem), "is_resealed": is_resealed,
    } | (_said(tried.text) if tried else {})  # fmt: skip
    return page(request, "instruments/new.html", context)


def _placed(problem: Problem | None) -> list[tuple[int, int, str]]:
    """The faults of a file: line, column and what is wrong."""
    errors = [one for one in (problem.errors if problem else None) or () if one.field.startswith("line.")]
    places = [one.field.split(".") for one in errors]
    return [(int(line), int(column), one.message)
            for one, (_line, line, column) in zip(errors, places, strict=True)]  # fmt: skip


def _is_only_unsealed(problem: Problem | None) -> bool:
    """Whether all that is wrong is that the file was changed since it was sealed."""
    return problem is not None and {one.code for one in problem.errors or ()} == {CODE + "seal_wrong"}


@router.post("/instruments")
def create(request: Request, form: Form, session: Writing, actor: Organiser) -> Response:
    """Checks the file, or stores it; what its text says is shown before, also where only its seal is wrong."""
    text, is_check, is_resealed = text_of(form, "text"), text_of(form, "deed") == "check", bool(text_of(form, "reseal"))

    def sent(*, reseal: bool, dry_run: bool) -> InstrumentSent:
        body = parse(InstrumentCreate, {"text": text, "dry_run": dry_run, "reseal": reseal})
        return api.create_instrument(body=body, session=session, actor=actor, response=Response())

    def refused(problem: Problem) -> Response:
        tried = sent(reseal=True, dry_run=True) if _is_only_unsealed(problem) else None
        return _new(request, text, tried, problem, is_resealed=is_resealed)

    with refused_as(request, refused):
        made = sent(reseal=is_resealed, dry_run=is_check)
    if is_check:
        return _new(request, text, made, None, is_resealed=is_resealed)
    return flash(see_other(request, f"/instruments/{made.id}"), "success", _("Instrumen disimpan dan disegel."))


@router.get("/instruments/{instrument_id}")
def show(
    request: Request, instrument: Annotated[InstrumentRead, Depends(api.read_instrument)], actor: Visitor
) -> Response:
    """What an instrument asks, weighs and bands."""
    context = {"instrument": instrument, "may_write": may_everywhere(actor, WRITE), "notice_shown": notice_shown}
    return page(request, "instruments/show.html", context | _said(instrument.text))


def _said(text: str) -> dict[str, Any]:
    """What a sound file says, for instruments/said.html."""
    loaded = instruments.parsed(text)
    rows = [(node, loaded.places[node.key].depth, float(node.worth)) for node in loaded.by_key.values()]
    titles = {key: node.item.title for key, node in loaded.by_key.items()}
    return {
        "said": {"loaded": loaded, "definition": loaded.definition, "rows": rows}, "titles": titles, "exact": exact,
        "source_title": source_title, "scale_shown": scale_shown, "minimum_shown": minimum_shown,
        "gate_shown": gate_shown, "change_shown": change_shown,
    }  # fmt: skip

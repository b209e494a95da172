"""Pages of assessment rounds: what runs and what was published, setting one up, leading it, its recap, imports."""

from itertools import groupby
from operator import attrgetter
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from starlette.datastructures import FormData, UploadFile

from app.api import assessment_rounds as api
from app.api import assessments as assessments_api
from app.api import instruments as instruments_api
from app.clock import today
from app.database import ReadSession
from app.domain.assessments import imports
from app.errors import invalid
from app.http import labels
from app.http.actor import Visitor
from app.http.flash import flash
from app.http.forms import Form, errors_by_field, parse, refused_as, text_of, texts_of, version_of
from app.http.locale import _, ngettext, show_number
from app.http.problems import Problem
from app.http.raport_words import read_shown
from app.http.render import page, see_other
from app.http.sessions import Reading, Writing
from app.http.source_words import source_title
from app.models.assessment import AssessmentFilters
from app.models.assessment_round import (
    AssessmentRoundCreate,
    AssessmentRoundRead,
    AssessmentRoundSummary,
    AssessmentRoundUpdate,
    IndicatorOwnerPut,
    OpenWork,
    RoundItem,
)
from app.models.assessment_work import ValueImportReport
from app.models.base import Page
from app.pages.recap import recap_of
from app.pages.route import PageRoute, choices, first_url, page_url, permitted, permitted_somewhere
from app.pages.unit_codes import unit_id_of
from app.queries.assessments.visibility import PANEL, VERIFY, WRITE
from app.rules.permissions import Actor, may_everywhere, may_somewhere

router = APIRouter(include_in_schema=False, route_class=PageRoute)
HOME = "/assessment-rounds"
Manager = Annotated[Actor, permitted(PANEL)]
Verifier = Annotated[Actor, permitted_somewhere(VERIFY)]
One = Annotated[AssessmentRoundRead, Depends(api.read_assessment_round)]
MOST_OWN = 50
_DATES = ("assess_until", "verify_until", "decide_until")


@router.get(HOME)
def index(
    request: Request, found: Annotated[Page[AssessmentRoundSummary], Depends(api.list_assessment_rounds)],
    session: Reading, actor: Visitor,
) -> Response:  # fmt: skip
    """The rounds, and above them the assessments that one writes."""
    context = {
        "rounds": found, "query": request.query_params, "own": _own(request, session, actor),
        "may_manage": may_everywhere(actor, PANEL), "statuses": choices(labels.ROUND_STATUS),
        "next_url": page_url(request, found.next), "first_url": first_url(request),
        "is_filtered": any(name in request.query_params for name in ("year", "status")),
    }  # fmt: skip
    return page(request, "assessment_rounds/index.html", context)


def _own(request: Request, session: ReadSession, actor: Actor) -> list[Any]:
    if not may_somewhere(actor, WRITE):
        return []
    query = AssessmentFilters(is_own=True, limit=MOST_OWN)
    found = assessments_api.list_assessments(query=query, session=session, actor=actor, request=request,
                                             response=Response())  # fmt: skip
    return list(found.items)


@router.get(f"{HOME}/new")
def new(request: Request, _actor: Manager, session: Reading) -> Response:
    """The form of a new round."""
    return _new(request, session, {}, None)


def _new(request: Request, session: ReadSession, values: dict[str, str], problem: Problem | None) -> Response:
    found = instruments_api.list_instruments(session=session, request=request).items
    known = [(one.id, f"{one.title} ({one.id})") for one in sorted(found, key=lambda one: (-one.year, one.title))]
    context = {"instruments": known, "values": values, "problem": problem, "errors": errors_by_field(problem),
               "this_year": today().year}  # fmt: skip
    return page(request, "assessment_rounds/new.html", context)


@router.post(HOME)
def create(request: Request, actor: Manager, form: Form, reading: Reading, session: Writing) -> Response:
    """Prepares it, and goes to its page."""
    typed = texts_of(form, "instrument_id", "year", "title", "units", *_DATES)
    with refused_as(request, lambda p: _new(request, reading, typed, p)):
        sent: dict[str, Any] = {name: value for name, value in typed.items() if value and name != "units"}
        if typed["units"]:
            sent["unit_ids"] = _units_of(request, reading, typed["units"])
        made = api.create_assessment_round(body=parse(AssessmentRoundCreate, sent), session=session, actor=actor,
                                           response=Response())  # fmt: skip
    said = _("Putaran disiapkan untuk %(count)s unit.") % {"count": made.unit_count}
    return flash(see_other(request, f"{HOME}/{made.id}"), "success", said)


def _units_of(request: Request, session: ReadSession, text: str) -> list[str]:
    """The units that were written line by line, as codes or names."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return [found for line in lines if (found := unit_id_of(request, session, line, "unit_ids"))]


@router.get(f"{HOME}/{{round_id}}")
def show(request: Request, of: One, session: Reading, actor: Visitor) -> Response:
    """One round: where it stands, whose turn it is, its indicators and units."""
    return _show(request, session, actor, of, {}, None)


def _show(
    request: Request, session: ReadSession, actor: Actor, of: AssessmentRoundRead, values: dict[str, Any],
    problem: Problem | None,
) -> Response:  # fmt: skip
    query = AssessmentFilters(round_id=of.id, limit=200)
    found = assessments_api.list_assessments(query=query, session=session, actor=actor, request=request,
                                             response=Response())  # fmt: skip
    context = {
        "of": of, "assessments": found, "values": values, "problem": problem, "errors": errors_by_field(problem),
        "own_items": [item for item in of.items if item.is_own] if may_somewhere(actor, VERIFY) else [],
        "stages": _stages(of), "form": values.get("form", ""), "source_title": source_title,
        "left_open": _left_open(of.open_work),
    }  # fmt: skip
    return page(request, "assessment_rounds/show.html", context)


def _left_open(work: OpenWork | None) -> str:
    """What would become final as it stands; empty where nothing is left to do."""
    if work is None:
        return ""
    said = [
        (work.unsent, ngettext("%(num)s penilaian belum dikirim.", "%(num)s penilaian belum dikirim.", work.unsent)),
        (work.unanswered, ngettext("%(num)s indikator belum dijawab dan dihitung 0.",
                                   "%(num)s indikator belum dijawab dan dihitung 0.", work.unanswered)),
        (work.unverified, ngettext("%(num)s nilai dari unit sendiri belum diverifikasi.",
                                   "%(num)s nilai dari unit sendiri belum diverifikasi.", work.unverified)),
    ]  # fmt: skip
    return " ".join(sentence % {"num": show_number(number)} for number, sentence in said if number)


def _stages(of: AssessmentRoundRead) -> list[dict[str, Any]]:
    """The steps of a round for the stepper: what is over, what goes on, what comes."""
    ends = {"open": of.assess_until, "verifying": of.verify_until, "panel": of.decide_until}
    names = list(labels.ROUND_STATUS)
    here = names.index(of.status)
    return [{"name": labels.label(labels.ROUND_STATUS, name), "starts_at": None, "ends_at": ends.get(name),
             "state": "done" if place < here else "current" if place == here else "upcoming"}
            for place, name in enumerate(names)]  # fmt: skip


@router.post(f"{HOME}/{{round_id}}")
def change(request: Request, actor: Manager, of: One, form: Form, reading: Reading, session: Writing) -> Response:
    """Changes title, dates, whether results are public, and of a draft the year."""
    typed = texts_of(form, "title", "year", *_DATES) | {"form": "change", "is_public": text_of(form, "is_public")}
    with refused_as(request, lambda p: _show(request, reading, actor, of, typed, p)):
        body = {"title": typed["title"], "is_public": typed["is_public"] == "true",
                **({"year": typed["year"]} if "year" in form else {}),
                **{name: typed[name] or None for name in _DATES}}  # fmt: skip
        _update(of, body, form, session, actor)
    return flash(see_other(request, f"{HOME}/{of.id}"), "success", _("Perubahan disimpan."))


@router.post(f"{HOME}/{{round_id}}/status")
def lead(request: Request, actor: Manager, of: One, form: Form, reading: Reading, session: Writing) -> Response:
    """Leads the round to another status."""
    with refused_as(request, lambda p: _show(request, reading, actor, of, {}, p)):
        changed = _update(of, {"status": text_of(form, "status")}, form, session, actor)
    said = _("Tahap sekarang: %(status)s.") % {"status": labels.label(labels.ROUND_STATUS, changed.status)}
    return flash(see_other(request, f"{HOME}/{of.id}"), "success", said)


def _update(
    of: AssessmentRoundRead, body: dict[str, Any], form: FormData, session: Writing, actor: Actor
) -> AssessmentRoundRead:
    return api.update_assessment_round(round_id=of.id, body=parse(AssessmentRoundUpdate, body),
                                       expected=version_of(form), session=session, actor=actor,
                                       response=Response())  # fmt: skip


@router.post(f"{HOME}/{{round_id}}/owners")
def name_owner(request: Request, actor: Manager, of: One, form: Form, reading: Reading, session: Writing) -> Response:
    """Names the unit that verifies the ticked indicators."""
    typed = texts_of(form, "unit") | {"form": "owners"}
    with refused_as(request, lambda p: _show(request, reading, actor, of, typed, p)):
        items = [str(item) for item in form.getlist("item")]
        if not items:
            raise invalid("item", "missing")
        unit_id = unit_id_of(request, reading, typed["unit"], "unit_id")
        for item in items:
            api.set_indicator_owner(round_id=of.id, item=item, body=parse(IndicatorOwnerPut, {"unit_id": unit_id}),
                                    session=session, actor=actor)  # fmt: skip
    said = _("Pengampu %(count)s indikator ditetapkan.") % {"count": len(items)}
    return flash(see_other(request, f"{HOME}/{of.id}#items"), "success", said)


@router.get(f"{HOME}/{{round_id}}/league")
def league(request: Request, of: One, session: Reading, actor: Visitor) -> Response:
    """The recap: units ranked within their kind, with the points of each aspect."""
    rows = api.read_league_of_round(round_id=of.id, session=session, actor=actor, request=request).items
    kinds = [recap_of(kind, list(some), of.years) for kind, some in groupby(rows, key=attrgetter("unit_kind"))]
    return page(request, "assessment_rounds/league.html", {"of": of, "kinds": kinds})


@router.get(f"{HOME}/{{round_id}}/imports")
def import_form(request: Request, _actor: Verifier, of: One) -> Response:
    """The form that takes values from an owner's own system."""
    return _import(request, of, None, None)


def _import(
    request: Request, of: AssessmentRoundRead, report: ValueImportReport | None, problem: Problem | None
) -> Response:
    items: list[RoundItem] = [item for item in of.items if item.is_own]
    titles = {item.item: item.title for item in of.items}
    return page(request, "assessment_rounds/import.html",
                {"of": of, "items": items, "report": report, "problem": problem, "titles": titles,
                 "read_shown": read_shown})  # fmt: skip


@router.post(f"{HOME}/{{round_id}}/imports")
def import_values(request: Request, actor: Verifier, of: One, form: Form, session: Writing) -> Response:
    """Checks the file, or imports it; either way the page says what it found."""
    with refused_as(request, lambda p: _import(request, of, None, p)):
        sent = form.get("file")
        rows = imports.read(actor, sent.file.read() if isinstance(sent, UploadFile) else b"")
        report = api.import_values(round_id=of.id, rows=rows, session=session, actor=actor,
                                   dry_run=text_of(form, "deed") != "import")  # fmt: skip
    if report.dry_run:
        return _import(request, of, report, None)
    said = _("%(created)s nilai ditambah, %(updated)s diubah, %(unchanged)s tetap.") % report.model_dump()
    return flash(see_other(request, f"{HOME}/{of.id}"), "success", said)

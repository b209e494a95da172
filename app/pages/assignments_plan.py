"""Who reads what in a stage: the list by proposal, handing out (looked at first, then done), by hand, taking back."""

from collections import Counter
from collections.abc import Mapping
from secrets import randbelow
from typing import Annotated, Any

from fastapi import APIRouter, Request, Response

from app.api import assignments as api
from app.api import evaluations as evaluations_api
from app.api import jurors as jurors_api
from app.api import proposals as proposals_api
from app.database import ReadSession
from app.errors import invalid
from app.http import labels
from app.http.flash import flash
from app.http.forms import Form, errors_by_field, parse, refused_as, texts_of
from app.http.locale import _, ngettext
from app.http.problems import Problem
from app.http.query import query_of
from app.http.render import page, see_other
from app.http.sessions import Reading, Writing
from app.models.base import Id, Key
from app.models.edition import EditionRead, Stage
from app.models.evaluation import AssignmentPlan, AssignmentReport, JurorRead
from app.pages.assignments_room import SEEDS, Edition, room_context, waiting_proposals
from app.pages.route import PageRoute, first_url, page_url, permitted
from app.queries import cutoffs, declinations, obstacles, progress, readings
from app.queries.editions import stage_of
from app.queries.readings import ReadingFilters
from app.rules.permissions import Actor

router = APIRouter(include_in_schema=False, route_class=PageRoute)
Editor = Annotated[Actor, permitted("assignments:write")]
MOST_SHORT = 100
"""Proposals without enough readers that are listed."""


@router.get("/editions/{edition_id}/stages/{stage}/assignments")
def index(
    request: Request, edition: Edition, stage: Key, query: Annotated[ReadingFilters, query_of(ReadingFilters)],
    session: Reading, actor: Annotated[Actor, permitted("assignments:read")],
) -> Response:  # fmt: skip
    """By proposal: who reads it, how far they are, how far apart."""
    return _list(request, session, actor, edition, stage_of(edition, stage), query, None)


def _list(
    request: Request, session: ReadSession, actor: Actor, edition: EditionRead, stage: Stage, query: ReadingFilters,
    problem: Problem | None,
) -> Response:  # fmt: skip
    found = readings.proposals(session, actor, edition.id, stage.key, stage.jurors_per_proposal, query)
    panel = jurors_api.list_jurors(
        edition_id=edition.id, stage=stage.key, session=session, actor=actor, request=request
    )
    context = room_context(actor, edition, stage, "/assignments") | {
        "found": found, "query": query, "problem": problem, "counts": progress.of_stage(session, edition.id, stage.key),
        "waiting": waiting_proposals(request, session, actor, edition, stage),
        "panel": [(juror.user_id, juror.name) for juror in panel.items],
        "next_url": page_url(request, found.next), "first_url": first_url(request),
        "declined": declinations.count(session, edition.id, stage.key),
    }  # fmt: skip
    return page(request, "assignments/readings.html", context)


@router.get("/editions/{edition_id}/stages/{stage}/assignments/new")
def new(
    request: Request, edition: Edition, stage: Key, reading: Reading, session: Writing, actor: Editor,
    seed: int | None = None, proposal_id: Id | None = None,
) -> Response:  # fmt: skip
    """What handing out would do, with nothing done yet; with *proposal_id* the form for one more reader."""
    this = stage_of(edition, stage)
    if proposal_id is not None:
        return _by_hand(request, reading, actor, edition, this, {"proposal_id": proposal_id}, None)
    if seed is None:
        return see_other(request, f"/editions/{edition.id}/stages/{stage}/assignments/new?seed={1 + randbelow(SEEDS)}")
    with refused_as(request, lambda p: _plan(request, reading, actor, edition, this, seed, None, p)):
        body = parse(AssignmentPlan, {"seed": seed, "dry_run": True})
        report = api.assign(edition_id=edition.id, stage=stage, body=body, session=session, actor=actor)
    return _plan(request, reading, actor, edition, this, seed, report, None)


@router.post("/editions/{edition_id}/stages/{stage}/assignments")
def create(
    request: Request, edition: Edition, stage: Key, form: Form, reading: Reading, session: Writing, actor: Editor
) -> Response:
    """Hands out as it was shown; with a proposal and a juror just that one reading."""
    this = stage_of(edition, stage)
    typed = texts_of(form, "seed", "proposal_id", "juror_id")

    def again(problem: Problem) -> Response:
        if typed["proposal_id"]:
            return _by_hand(request, reading, actor, edition, this, typed, problem)
        return _plan(request, reading, actor, edition, this, typed["seed"], None, problem)

    with refused_as(request, again):
        pair = {name: typed[name] for name in ("juror_id", "proposal_id")}
        body = parse(AssignmentPlan, {"pairs": [pair]} if typed["proposal_id"] else {"seed": typed["seed"] or 0})
        report = api.assign(edition_id=edition.id, stage=stage, body=body, session=session, actor=actor)
        if typed["proposal_id"] and not report.created:
            raise invalid("pairs.0.juror_id", "already_reads")
    text = ngettext("%(num)s lembar nilai dibagikan.", "%(num)s lembar nilai dibagikan.", report.created)
    url = f"/editions/{edition.id}/stages/{stage}/assignments"
    return flash(see_other(request, url), "success", text % {"num": report.created})


@router.post("/assignments/{assignment_id}/removal")
def remove(request: Request, assignment_id: Id, reading: Reading, session: Writing, actor: Editor) -> Response:
    """Takes a sheet back that is not signed."""
    sheet = evaluations_api.read_evaluation(
        assignment_id=assignment_id, session=reading, actor=actor, response=Response()
    )
    api.unassign(assignment_id=assignment_id, expected=None, session=session, actor=actor)
    url = f"/editions/{sheet.edition_id}/stages/{sheet.stage}/assignments"
    return flash(see_other(request, url), "success", _("Lembar nilai ditarik dari juri."))


def _plan(
    request: Request, session: ReadSession, actor: Actor, edition: EditionRead, stage: Stage, seed: Any,
    report: AssignmentReport | None, problem: Problem | None,
) -> Response:  # fmt: skip
    panel = jurors_api.list_jurors(
        edition_id=edition.id, stage=stage.key, session=session, actor=actor, request=request
    )
    loads = report.loads if report else {}
    short = report.shortages[:MOST_SHORT] if report else []
    context = room_context(actor, edition, stage, "/assignments") | {
        "seed": seed, "report": report, "problem": problem, "another": 1 + randbelow(SEEDS),
        "rows": [(juror, loads.get(juror.user_id, juror.assigned)) for juror in panel.items],
        "short": short, "counted": sorted(Counter(one.reason for one in report.shortages).items()) if report else [],
        "titles": cutoffs.titles(session, [one.proposal_id for one in short]),
    }  # fmt: skip
    return page(request, "assignments/plan.html", context)


def _by_hand(
    request: Request, session: ReadSession, actor: Actor, edition: EditionRead, stage: Stage,
    values: dict[str, Any], problem: Problem | None,
) -> Response:  # fmt: skip
    proposal = proposals_api.read_proposal(
        proposal_id=values["proposal_id"], session=session, actor=actor, response=Response()
    )
    panel = jurors_api.list_jurors(
        edition_id=edition.id, stage=stage.key, session=session, actor=actor, request=request
    )
    lightest_first = sorted(panel.items, key=lambda one: (one.assigned, one.name))
    hindered = obstacles.of_proposal(session, edition.id, stage.key, proposal.id, panel.items)
    titles = {category.key: category.title for category in edition.categories}
    options = [(one.user_id, _described(one, titles, hindered.get(one.user_id)), one.user_id in hindered)
               for one in sorted(lightest_first, key=lambda one: one.user_id in hindered)]  # fmt: skip
    errors = {field.rsplit(".", 1)[-1]: text for field, text in errors_by_field(problem).items()}
    context = room_context(actor, edition, stage, "/assignments") | {
        "proposal": proposal, "options": options, "values": values, "problem": problem, "errors": errors,
    }  # fmt: skip
    return page(request, "assignments/by_hand.html", context)


def _described(juror: JurorRead, titles: Mapping[str, str], obstacle: str | None) -> str:
    """A juror as an option: the load, the expertise, and why not."""
    words = _("%(name)s, %(n)s lembar") % {"name": juror.name, "n": juror.assigned}
    if juror.expertise:
        words += _("; ahli %(fields)s") % {"fields": ", ".join(titles.get(key, key) for key in juror.expertise)}
    return f"{words} ({labels.label(labels.OBSTACLE, obstacle)})" if obstacle else words

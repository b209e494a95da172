"""The next readings of a stage: what more sheets around the cut would tell, who would read them, one click to do it."""

from collections import defaultdict
from secrets import randbelow
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from app.api import assignments as api
from app.database import ReadSession
from app.http.flash import flash
from app.http.forms import Form, errors_by_field, parse, refused_as, texts_of
from app.http.locale import ngettext
from app.http.problems import Problem
from app.http.render import page, see_other
from app.http.sessions import Reading, Writing
from app.models.base import Key
from app.models.edition import EditionRead, Stage
from app.models.next_readings import NextReadingsPlan, NextReadingsReport
from app.pages.assignments_room import SEEDS, Edition, room_context
from app.pages.route import PageRoute, permitted
from app.queries import stages
from app.queries.editions import stage_of
from app.rules.permissions import Actor

router = APIRouter(include_in_schema=False, route_class=PageRoute)
Editor = Annotated[Actor, permitted("assignments:write")]
FIELDS = ("budget", "later", "seed")


@router.get("/editions/{edition_id}/stages/{stage}/next-readings")
def show(request: Request, edition: Edition, stage: Key, reading: Reading, session: Writing, actor: Editor) -> Response:
    """What a budget would do, with nothing done yet; without one, a reading for each proposal whose place is open."""
    this = stage_of(edition, stage)
    typed = {name: request.query_params.get(name, "").strip() for name in FIELDS}
    with refused_as(request, lambda problem: _page(request, reading, actor, edition, this, typed, None, problem)):
        if not typed["budget"]:
            report = _ask(session, actor, edition, stage, {"budget": 1, "dry_run": True})
            chosen = {"budget": max(report.zone, 1), "later": 0, "seed": 1 + randbelow(SEEDS)}
            return see_other(request, f"/editions/{edition.id}/stages/{stage}/next-readings?{urlencode(chosen)}")
        report = _ask(session, actor, edition, stage, _values(typed) | {"dry_run": True})
    return _page(request, reading, actor, edition, this, typed, report, None)


@router.post("/editions/{edition_id}/stages/{stage}/next-readings")
def carry_out(
    request: Request, edition: Edition, stage: Key, form: Form, reading: Reading, session: Writing, actor: Editor
) -> Response:
    """Hands the sheets out as they were shown."""
    this = stage_of(edition, stage)
    typed = texts_of(form, *FIELDS)
    with refused_as(request, lambda problem: _page(request, reading, actor, edition, this, typed, None, problem)):
        report = _ask(session, actor, edition, stage, _values(typed))
    made = report.assignment.created
    text = ngettext("%(num)s lembar nilai dibagikan.", "%(num)s lembar nilai dibagikan.", made) % {"num": made}
    return flash(see_other(request, f"/editions/{edition.id}/stages/{stage}"), "success", text)


def _ask(
    session: Writing, actor: Actor, edition: EditionRead, stage: str, values: dict[str, Any]
) -> NextReadingsReport:
    body = parse(NextReadingsPlan, values)
    return api.plan_next_readings(edition_id=edition.id, stage=stage, body=body, session=session, actor=actor)


def _values(typed: dict[str, str]) -> dict[str, Any]:
    return {name: value for name, value in typed.items() if value} | ({} if typed["budget"] else {"budget": None})


def _page(
    request: Request, session: ReadSession, actor: Actor, edition: EditionRead, stage: Stage, typed: dict[str, str],
    report: NextReadingsReport | None, problem: Problem | None,
) -> Response:  # fmt: skip
    names = {member.user_id: member.name for member in stages.jurors(session, edition.id, stage.key)}
    readers: dict[str, list[str]] = defaultdict(list)
    for pair in report.pairs if report else ():
        readers[pair.proposal_id].append(names[pair.juror_id])
    context = room_context(actor, edition, stage, "/analysis") | {
        "typed": typed, "report": report, "problem": problem, "errors": errors_by_field(problem), "readers": readers,
        "another": 1 + randbelow(SEEDS),
    }  # fmt: skip
    return page(request, "assignments/next_readings.html", context)

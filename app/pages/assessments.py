"""The raport of a unit: result, thresholds, picture, trend, follow-ups; and what would lift it."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response

from app.api import assessments as api
from app.api import follow_ups as follow_ups_api
from app.api import units as units_api
from app.database import ReadSession
from app.http import labels
from app.http import raport_words as words
from app.http.actor import Visitor
from app.http.flash import flash
from app.http.forms import Form, errors_by_field, parse, refused_as, text_of, texts_of, version_of
from app.http.instrument_titles import report_title
from app.http.locale import _
from app.http.problems import Problem
from app.http.render import page, see_other
from app.http.sessions import Reading, Writing
from app.models.assessment import AssessmentFilters, AssessmentRead, AssessmentSummary
from app.models.base import Id
from app.models.follow_up import FollowUpCreate, FollowUpUpdate
from app.models.unit_record import RecordKind
from app.pages.pictures import Scale
from app.pages.route import PageRoute, choices, permitted_somewhere
from app.queries.assessments.visibility import PANEL, READ, WRITE
from app.rules.permissions import Actor

router = APIRouter(include_in_schema=False, route_class=PageRoute)
One = Annotated[AssessmentRead, Depends(api.read_assessment)]
_ONE = "/assessments/{assessment_id}"
WORDS = {
    "points": words.points, "exact": words.exact, "raw_shown": words.raw_shown, "remark": words.remark,
    "result_shown": words.result_shown, "state_shown": words.state_shown, "threshold_shown": words.threshold_shown,
    "wanted_shown": words.wanted_shown, "full_title": words.full_title,
    "number_read": words.number_read, "unverified_mark": words.unverified_mark,
    "unverified_shown": words.unverified_shown, "source_shown": words.source_shown,
    "notice_shown": words.notice_shown, "serves_shown": words.serves_shown, "report_title": report_title,
    "enough_shown": words.enough_shown, "to_shown": words.to_shown, "reopened_shown": words.reopened_shown,
}  # fmt: skip
"""What the templates of assessments say figures with."""
YEARS = 10
Follower = Annotated[Actor, permitted_somewhere(READ, any_of=(WRITE, PANEL))]
"""Who writes follow-ups: for a unit, or as the organiser."""


@dataclass(frozen=True)
class Aspect:
    """An item at the top: percent of its weight now, and in the result before."""

    title: str
    points: float
    weight: float
    now: float
    before: float | None


@router.get(_ONE)
def show(request: Request, one: One, session: Reading, actor: Visitor) -> Response:
    """The raport."""
    return raport(request, session, actor, one, {}, None)


def raport(
    request: Request, session: ReadSession, actor: Actor, one: AssessmentRead, values: dict[str, Any],
    problem: Problem | None,
) -> Response:  # fmt: skip
    """The page of the raport, with what was typed where it was refused."""
    trend = _trend(request, session, actor, one)
    before = next((year for year in trend if year.year < one.year and year.is_final), None)
    earlier = api.read_assessment(assessment_id=before.id, session=session, actor=actor,
                                  response=Response()) if before else None  # fmt: skip
    levels = _levels_of(request, session, actor, one) if len(trend) > 1 else {}
    matrix = follow_ups_api.list_follow_ups(assessment_id=one.id, session=session, actor=actor, request=request).items
    context = WORDS | {
        "one": one, "trend": trend, "levels_of": levels, "before": before,
        "aspects": _aspects(one, earlier), "matrix": matrix, "scale": Scale(0, 100),
        "deeds": one.allowed, "values": values, "problem": problem,
        "errors": errors_by_field(problem), "statuses": choices(labels.FOLLOW_UP_STATUS),
    }  # fmt: skip
    return page(request, "assessments/show.html", context)


def _trend(request: Request, session: ReadSession, actor: Actor, one: AssessmentRead) -> list[AssessmentSummary]:
    """The same unit by the same instrument, newest first."""
    query = AssessmentFilters(unit_id=one.unit_id, instrument=one.instrument, limit=YEARS)
    found = api.list_assessments(query=query, session=session, actor=actor, request=request, response=Response())
    return list(found.items)


def _levels_of(request: Request, session: ReadSession, actor: Actor, one: AssessmentRead) -> dict[str, str]:
    """Assessment → its distinctions in a few words, of an instrument that has any: of the final ones, and of this."""
    if not one.levels:
        return {}
    lines = units_api.list_unit_record(unit_id=one.unit_id, session=session, actor=actor, request=request).items
    found = {line.id: words.levels_shown(line.levels_passed, line.levels_missed) for line in lines
             if line.kind is RecordKind.assessment}  # fmt: skip
    passed = [level.title for level in one.levels if level.verdict == "passed"]
    return found | {one.id: words.levels_shown(passed, [each.title for each in one.levels if each.title not in passed])}


def _aspects(one: AssessmentRead, earlier: AssessmentRead | None) -> list[Aspect]:
    before = {item.item: item.converted for item in earlier.items} if earlier else {}
    return [Aspect(item.title, item.points, item.weight, item.converted or 0, before.get(item.item))
            for item in one.items if item.depth == 0 and item.weight]  # fmt: skip


@router.get(f"{_ONE}/lifts")
def lifts(
    request: Request, one: One, session: Reading, actor: Visitor,
    letter: Annotated[str | None, Query(max_length=10)] = None,
) -> Response:  # fmt: skip
    """What lifts the result with the fewest indicators: to a letter, without one to the next better; to each level."""
    better = one.letters[: one.letters.index(one.letter)] if one.letter in one.letters else one.letters
    chosen = letter if letter in one.letters else better[-1] if better else None
    lift = api.read_lift(assessment_id=one.id, letter=chosen, session=session, actor=actor) if chosen else None
    context = WORDS | {"one": one, "lift": lift, "chosen": chosen}
    return page(request, "assessments/lifts.html", context)


@router.post(f"{_ONE}/follow-ups")
def add_follow_up(
    request: Request, actor: Follower, one: One, form: Form, reading: Reading, session: Writing
) -> Response:
    """A new row of the matrix."""
    typed = texts_of(form, "recommendation", "plan", "owner", "due_on") | {"form": "new"}
    with refused_as(request, lambda p: raport(request, reading, actor, one, typed, p)):
        sent = {name: value for name, value in typed.items() if value and name != "form"}
        follow_ups_api.create_follow_up(assessment_id=one.id, body=parse(FollowUpCreate, sent), session=session,
                                        actor=actor, response=Response())  # fmt: skip
    return flash(see_other(request, f"/assessments/{one.id}#matrix"), "success", _("Tindak lanjut ditambahkan."))


@router.post("/follow-ups/{follow_up_id}")
def change_follow_up(
    request: Request, actor: Follower, follow_up_id: Id, form: Form, reading: Reading, session: Writing
) -> Response:
    """Changes a row: plan, who does it, until when, how far it is."""
    found = follow_ups_api.read_follow_up(follow_up_id=follow_up_id, session=reading, actor=actor, response=Response())
    one = api.read_assessment(assessment_id=found.assessment_id, session=reading, actor=actor, response=Response())
    typed = texts_of(form, "plan", "owner", "due_on", "status")
    with refused_as(request, lambda p: raport(request, reading, actor, one, typed | {"form": follow_up_id}, p)):
        sent = typed | {"due_on": typed["due_on"] or None, "status": text_of(form, "status") or "open"}
        follow_ups_api.update_follow_up(follow_up_id=follow_up_id, body=parse(FollowUpUpdate, sent),
                                        expected=version_of(form), session=session, actor=actor,
                                        response=Response())  # fmt: skip
    return flash(see_other(request, f"/assessments/{one.id}#matrix"), "success", _("Tindak lanjut disimpan."))

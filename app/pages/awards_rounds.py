"""The page that proposes awards by the results of a final assessment round: round, rule, preview, giving."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request, Response

from app.api import assessment_rounds as rounds_api
from app.api import awards as api
from app.api import instruments as instruments_api
from app.database import ReadSession
from app.http.flash import flash
from app.http.forms import Form, errors_by_field, parse, refused_as, texts_of
from app.http.locale import _, ngettext
from app.http.problems import Problem
from app.http.render import page, see_other
from app.http.sessions import Reading, Writing
from app.models.assessment_round import AssessmentRoundFilters, AssessmentRoundSummary, RoundStatus
from app.models.listing import MAX_LIMIT
from app.models.round_award import AwardsFromRound, AwardsOfRound
from app.pages.awards import Edition, Editor, is_published, room
from app.pages.route import PageRoute
from app.rules.permissions import Actor
from app.rules.round_awards import MOST_PLACES

router = APIRouter(include_in_schema=False, route_class=PageRoute)
LATE = "supplementary_reason"
FIELDS = ("round_id", "rule", "top", "instrument")
_PLACES = "3"


@router.get("/editions/{edition_id}/awards/from-round")
def choose(request: Request, edition: Edition, session: Writing, reading: Reading, actor: Editor) -> Response:
    """First the round, then the rule, then what it proposes; nothing is given yet."""
    typed = {name: request.query_params.get(name, "") for name in FIELDS}
    if not (typed["round_id"] and typed["rule"]):
        return _page(request, reading, actor, edition, typed, None, None)
    with refused_as(request, lambda p: _page(request, reading, actor, edition, typed, None, p)):
        found = api.propose_awards_from_round(edition_id=edition.id, body=_body(typed), session=session, actor=actor)
    return _page(request, reading, actor, edition, typed, found, None)


def _body(typed: Mapping[str, str], more: Mapping[str, Any] | None = None) -> AwardsFromRound:
    """The rule of the form, ``letter:A``, ``level:wbk``, ``top:`` or ``top:`` and an aspect, as the API has it."""
    kind, _colon, key = typed["rule"].partition(":")
    rule = {"top": typed["top"], "item": key} if kind == "top" else {kind: key} if kind in ("letter", "level") else {}
    sent = rule | {"round_id": typed["round_id"], "instrument": typed["instrument"]}
    return parse(AwardsFromRound, {name: value for name, value in sent.items() if value} | dict(more or {}))


def _refused(
    request: Request, session: Writing, reading: ReadSession, actor: Actor, edition: Any, typed: Mapping[str, str],
    problem: Problem,
) -> Response:  # fmt: skip
    """The page again; with what the rule proposes where only the reason of supplementary awards is missing."""
    found = None
    if LATE in errors_by_field(problem):
        found = api.propose_awards_from_round(edition_id=edition.id, body=_body(typed), session=session, actor=actor)
    return _page(request, reading, actor, edition, typed, found, problem)


def _page(
    request: Request, session: ReadSession, actor: Actor, edition: Any, typed: Mapping[str, str],
    found: AwardsOfRound | None, problem: Problem | None,
) -> Response:  # fmt: skip
    rounds = _rounds(request, session, actor)
    of = next((one for one in rounds if one.id == typed["round_id"]), None)
    context = room(edition, "", actor) | {
        "rounds": [(one.id, f"{one.title} · {one.year}") for one in rounds], "round": of,
        "values": dict(typed) | {"top": typed["top"] or _PLACES}, "problem": problem,
        "errors": errors_by_field(problem), "rules": _rules(session, of) if of else [], "most": MOST_PLACES,
        "found": found, "new": sum(not one.is_given and not one.is_revoked for one in found.items) if found else 0,
        "is_public": is_published(session, actor, edition),
    }  # fmt: skip
    return page(request, "awards/from_round.html", context)


def _rounds(request: Request, session: ReadSession, actor: Actor) -> list[AssessmentRoundSummary]:
    query = AssessmentRoundFilters(status=RoundStatus.final, limit=MAX_LIMIT)
    return rounds_api.list_assessment_rounds(query=query, session=session, actor=actor, request=request,
                                             response=Response()).items  # fmt: skip


def _rules(session: ReadSession, of: AssessmentRoundSummary) -> list[dict[str, Any]]:
    """What can be asked of the round, by kind of rule; a kind that its instrument does not know is left out."""
    said = instruments_api.read_instrument(instrument_id=of.instrument_id, session=session).definition
    letters = [one["letter"] for one in said.get("predicates", ()) if one.get("letter")]
    best = [("top:", _("Terbaik menurut nilai total"))] + [
        (f"top:{one['key']}", _("Terbaik menurut aspek %(name)s") % {"name": one["title"]}) for one in said["items"]
    ]
    groups = [
        (_("Predikat"), [(f"letter:{one}", _("Predikat %(letter)s atau lebih baik") % {"letter": one})
                         for one in letters]),
        (_("Syarat terpenuhi"), [(f"level:{one['key']}", _("Memenuhi syarat %(name)s") % {"name": one["title"]})
                                 for one in said.get("levels", ())]),
        (_("Terbaik tiap jenis unit"), best),
    ]  # fmt: skip
    return [{"label": label, "options": options} for label, options in groups if options]


@router.post("/editions/{edition_id}/awards/from-round")
def give(request: Request, edition: Edition, form: Form, reading: Reading, session: Writing, actor: Editor) -> Response:
    """Gives what the rule proposes."""
    typed = texts_of(form, *FIELDS, LATE)
    with refused_as(request, lambda p: _refused(request, session, reading, actor, edition, typed, p)):
        body = _body(typed, {"dry_run": False} | ({LATE: typed[LATE]} if LATE in form else {}))
        found = api.propose_awards_from_round(edition_id=edition.id, body=body, session=session, actor=actor)
    said = ngettext("%(num)s penghargaan diberikan.", "%(num)s penghargaan diberikan.", found.created)
    return flash(see_other(request, f"/editions/{edition.id}/awards"), "success", said % {"num": found.created})

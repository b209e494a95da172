"""The plenary of a stage: what it decided otherwise than the rule, and the form for one more decision."""

from typing import Annotated, Any

from fastapi import APIRouter, Request, Response

from app.api import plenary as api
from app.api import rankings as rankings_api
from app.database import ReadSession
from app.http.flash import flash
from app.http.forms import Form, errors_by_field, parse, refused_as, text_of, texts_of, version_of
from app.http.locale import _
from app.http.problems import Problem
from app.http.render import page, see_other
from app.http.sessions import Reading, Writing
from app.models.base import Id, Key
from app.models.edition import EditionRead
from app.models.plenary import PlenaryDecisionCreate, PlenaryDecisionRead
from app.models.ranking import RankingItem
from app.pages.assignments_room import Edition, room_context
from app.pages.route import PageRoute, permitted
from app.pages.sessions import local_path
from app.queries.editions import stage_of
from app.rules.permissions import Actor, may_everywhere

router = APIRouter(include_in_schema=False, route_class=PageRoute)
Reader = Annotated[Actor, permitted("ranking:read")]
Editor = Annotated[Actor, permitted("plenary:write")]
Values = dict[str, Any]


@router.get("/editions/{edition_id}/stages/{stage}/plenary")
def index(
    request: Request, edition: Edition, stage: Key, session: Reading, actor: Reader, proposal_id: Id | None = None
) -> Response:
    """The decisions, and the form (organiser); with *proposal_id* it is about that proposal."""
    return _page(request, session, actor, edition, stage, {"proposal_id": proposal_id or ""}, None)


@router.post("/editions/{edition_id}/stages/{stage}/plenary")
def decide(
    request: Request, edition: Edition, stage: Key, form: Form, reading: Reading, session: Writing, actor: Editor
) -> Response:
    """Records a decision."""
    typed: Values = texts_of(form, "proposal_id", "advances", "reason", "members")
    with refused_as(request, lambda p: _page(request, reading, actor, edition, stage, typed, p)):
        names = [name.strip() for name in typed["members"].split("\n") if name.strip()]
        sent = {name: value for name, value in typed.items() if value} | {"members": names}
        api.decide_in_plenary(edition_id=edition.id, stage=stage, body=parse(PlenaryDecisionCreate, sent),
                              session=session, actor=actor, response=Response())  # fmt: skip
    url = f"/editions/{edition.id}/stages/{stage}/plenary"
    return flash(see_other(request, url), "success", _("Keputusan pleno dicatat."))


@router.post("/plenary/{decision_id}/removal")
def take_back(decision_id: Id, request: Request, form: Form, session: Writing, actor: Editor) -> Response:
    """Takes a decision back."""
    api.take_back_plenary_decision(decision_id=decision_id, expected=version_of(form), session=session, actor=actor)
    url = local_path(text_of(form, "back"), "/editions")
    return flash(see_other(request, url), "success", _("Keputusan pleno dicabut; aturan tahap berlaku lagi."))


def _page(
    request: Request, session: ReadSession, actor: Actor, edition: EditionRead, stage: str, values: Values,
    problem: Problem | None,
) -> Response:  # fmt: skip
    decisions = api.list_plenary_decisions(
        edition_id=edition.id, stage=stage, session=session, actor=actor, request=request
    ).items
    ranking = rankings_api.read_ranking(
        edition_id=edition.id, stage=stage, session=session, actor=actor, request=request
    )
    decided = {one.proposal_id for one in decisions}
    this = stage_of(edition, stage)
    room = room_context(actor, edition, this, "/plenary")
    context = room | {
        "decisions": decisions, "problem": problem, "errors": errors_by_field(problem),
        "values": {"members": _last_members(decisions)} | values,
        "may_decide": this.plenary and not room["is_published"] and may_everywhere(actor, "plenary:write"),
        "options": [_option(item) for item in ranking.items if item.proposal_id not in decided],
        "lines": {item.proposal_id: item for item in ranking.items},
    }  # fmt: skip
    return page(request, "rankings/plenary.html", context)


def _last_members(decisions: list[PlenaryDecisionRead]) -> str:
    """Who was there is mostly who was there before."""
    return "\n".join(decisions[-1].members) if decisions else ""


def _option(item: RankingItem) -> tuple[str, str]:
    stands = _("lolos") if item.by_rule else _("tidak lolos")
    return item.proposal_id, f"{item.rank}. {item.title} ({item.unit}): {stands}"

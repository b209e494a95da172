"""Publishing a stage: what it will do, what stands in the way, and one button."""

from typing import Annotated, Any

from fastapi import APIRouter, Request, Response

from app.api import discussions as discussions_api
from app.api import rankings as api
from app.clock import now
from app.database import ReadSession
from app.http.flash import flash
from app.http.forms import Form, refused_as, version_of
from app.http.locale import _
from app.http.problems import Problem
from app.http.render import page, see_other
from app.http.sessions import Reading, Writing
from app.models.base import Key
from app.models.discussion import DiscussionFilters
from app.models.edition import EditionRead, Stage
from app.models.ranking import Ranking
from app.pages.assignments_room import Edition, is_its_turn, room_context
from app.pages.route import PageRoute, permitted
from app.queries.editions import stage_of
from app.queries.rankings import NEAR_CUT
from app.rules.permissions import Actor
from app.rules.stages import is_vote

router = APIRouter(include_in_schema=False, route_class=PageRoute)
Publisher = Annotated[Actor, permitted("publication:write")]


@router.get("/editions/{edition_id}/stages/{stage}/publication")
def ask(request: Request, edition: Edition, stage: Key, session: Reading, actor: Publisher) -> Response:
    """Who goes on, who does not, and what cannot be undone."""
    this = stage_of(edition, stage)
    if stage in edition.published_stages:
        return see_other(request, f"/editions/{edition.id}/stages/{stage}/ranking")
    return _page(request, session, actor, edition, this, None)


@router.post("/editions/{edition_id}/stages/{stage}/publication")
def publish(
    request: Request, edition: Edition, stage: Key, form: Form, reading: Reading, session: Writing, actor: Publisher
) -> Response:
    """Freezes the ranking and shows it to everybody."""
    this = stage_of(edition, stage)
    with refused_as(request, lambda p: _page(request, reading, actor, edition, this, p)):
        api.publish(edition_id=edition.id, stage=stage, expected=version_of(form), session=session, actor=actor,
                    response=Response())  # fmt: skip
    url = f"/editions/{edition.id}/stages/{stage}/ranking"
    return flash(see_other(request, url), "success", _("Hasil diumumkan. Halaman ini kini terbuka untuk umum."))


def _page(
    request: Request, session: ReadSession, actor: Actor, edition: EditionRead, stage: Stage, problem: Problem | None
) -> Response:
    ranking = api.read_ranking(edition_id=edition.id, stage=stage.key, session=session, actor=actor, request=request)
    talks = DiscussionFilters(edition_id=edition.id, stage=stage.key, is_open=True, limit=1)
    context = room_context(actor, edition, stage, "/ranking") | {
        "ranking": ranking, "problem": problem, "vote_goes_on": goes_on(stage),
        "discussions": discussions_api.list_discussions(
            query=talks, session=session, actor=actor, request=request, response=Response()
        ).total,
        "is_last": edition.stages[-1].key == stage.key, **_who(ranking),
        "is_ready": is_its_turn(edition, stage) and bool(ranking.items) and not (ranking.awaited or ranking.unread)
        and not goes_on(stage),
    }  # fmt: skip
    return page(request, "rankings/publication.html", context)


def goes_on(stage: Stage) -> bool:
    """Whether the public may still vote in it."""
    return is_vote(stage) and stage.ends_at is not None and now() < stage.ends_at


def _who(ranking: Ranking) -> dict[str, Any]:
    """Those who go on, those who do not, and whether a tie makes the first more than asked for."""
    ahead = [item for item in ranking.items if item.advanced]
    return {
        "ahead": ahead, "behind": len(ranking.items) - len(ahead),
        "few": sum("few-readings" in item.flags for item in ranking.items),
        "overruled": sum(item.advanced != item.by_rule for item in ranking.items),
        "uncertain": sum(NEAR_CUT in item.flags for item in ranking.items),
        "flagged": sum(bool(juror.flags) for juror in ranking.jurors or []),
        "tied": sum(item.rank == ahead[-1].rank for item in ahead) if ahead else 0,
    }  # fmt: skip

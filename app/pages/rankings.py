"""The ranking of a stage: before publication for organiser and auditor, afterwards for everybody."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Request, Response
from pydantic import Field as Limit

from app.api import rankings as api
from app.database import ReadSession
from app.http.actor import Visitor
from app.http.query import query_of
from app.http.render import page
from app.http.sessions import Reading
from app.models.base import Input, Key, ShortText
from app.models.edition import EditionRead, Stage
from app.models.ranking import Ranking, RankingItem
from app.pages import rankings_analysis, rankings_figures, rankings_publication, rankings_signature
from app.pages.assignments_room import Edition, room_context
from app.pages.route import PageRoute
from app.queries import explanations, readings
from app.queries.editions import stage_of
from app.rules import rubric
from app.rules.permissions import Actor, may_everywhere
from app.rules.ranking import gap_as_shown

router = APIRouter(include_in_schema=False, route_class=PageRoute)
router.include_router(rankings_analysis.router)
router.include_router(rankings_figures.router)
router.include_router(rankings_publication.router)
router.include_router(rankings_signature.router)
SHOWN = 100
"""Rows on one page."""


class Look(Input):
    """What part of a ranking is asked for."""

    q: ShortText = ""
    """Words in the title, the unit's name or the registration number."""
    start: Annotated[int, Limit(ge=1)] = 1
    """The row to begin with, counted from 1."""


@dataclass(frozen=True)
class Line:
    """A row of the ranking with what stands beside it."""

    item: RankingItem
    apart: tuple[float, float] | None = None
    """The lowest and the highest signed total, for those who may see them."""
    innovation: tuple[str, str] | None = None
    """Its id in the catalogue, and its award."""
    is_last_in: bool = False
    """The last that goes on: the line is drawn under it."""


@router.get("/editions/{edition_id}/stages/{stage}/ranking")
def show(
    request: Request, edition: Edition, stage: Key, look: Annotated[Look, query_of(Look)], session: Reading,
    actor: Visitor,
) -> Response:  # fmt: skip
    """The results page; before publication a word about when they come, or the provisional order for organisers."""
    this = stage_of(edition, stage)
    context = room_context(actor, edition, this, "/ranking") | {"look": look}
    if not context["is_published"] and not may_everywhere(actor, "ranking:read"):
        return page(request, "rankings/awaited.html", context, status=404)
    ranking = api.read_ranking(edition_id=edition.id, stage=stage, session=session, actor=actor, request=request)
    found = [item for item in ranking.items if _fits(item, look.q)]
    shown = found[look.start - 1 :][:SHOWN]
    is_last, cut, moved = edition.stages[-1].key == stage, line_drawn(ranking), moved_by_plenary(ranking)
    context |= {
        "ranking": ranking, "found": len(found), "lines": _lines(session, actor, edition, this, ranking, shown),
        "is_last": is_last, "cut": cut, "moved": moved,
        "gap": gap_as_shown(cut[0].score, cut[1].score) if cut else None, "leaves": rubric.leaves(this.rubric),
        "next_url": _url(request, look.start + SHOWN) if look.start - 1 + SHOWN < len(found) else None,
        "explained": _explained(session, actor, ranking, shown),
        "first_url": _url(request, 1) if look.start > 1 else None,
        "sees_sheets": may_everywhere(actor, "scores:read"), "sees_proposals": may_everywhere(actor, "proposals:read"),
    }  # fmt: skip
    return page(request, "rankings/show.html", context)


def _fits(item: RankingItem, words: str) -> bool:
    text = f"{item.title} {item.unit} {item.number or ''}".casefold()
    return all(word in text for word in words.casefold().split())


def _url(request: Request, start: int) -> str:
    url = request.url.include_query_params(start=start) if start > 1 else request.url.remove_query_params("start")
    return f"{url.path}?{url.query}" if url.query else url.path


def _lines(
    session: ReadSession, actor: Actor, edition: EditionRead, stage: Stage, ranking: Ranking, shown: list[RankingItem]
) -> list[Line]:
    ids = [item.proposal_id for item in shown]
    catalogue = readings.in_catalogue(session, ids) if ranking.is_final else {}
    apart = readings.spread(session, actor, edition.id, stage.key) if may_everywhere(actor, "scores:read") else {}
    cut = line_drawn(ranking)
    last_in = cut[0].proposal_id if cut else None
    return [
        Line(item, apart.get(item.proposal_id), catalogue.get(item.proposal_id), item.proposal_id == last_in)
        for item in shown
    ]


def _explained(session: ReadSession, actor: Actor, ranking: Ranking, shown: list[RankingItem]) -> set[str]:
    """Those whose result is explained to this reader."""
    if not ranking.is_final or actor.kind == "anonymous":
        return set()
    return explanations.explained(session, actor, [item.proposal_id for item in shown])


def moved_by_plenary(ranking: Ranking) -> int:
    """On how many proposals the plenary decided otherwise than the rule."""
    return sum(item.advanced != item.by_rule for item in ranking.items)


def line_drawn(ranking: Ranking) -> tuple[RankingItem, RankingItem] | None:
    """The same as ``cut_off``; where the plenary decided otherwise on some, the line that the rule alone drew."""
    if not moved_by_plenary(ranking):
        return cut_off(ranking)
    return cut_off(ranking.model_copy(update={
        "items": [item.model_copy(update={"advanced": item.by_rule}) for item in ranking.items]
    }))  # fmt: skip


def cut_off(ranking: Ranking) -> tuple[RankingItem, RankingItem] | None:
    """The last that goes on and the first that does not; None where everybody or nobody goes on, or where no line can
    be drawn: a quota or the plenary lets some go on below others that do not."""
    ahead = [item for item in ranking.items if item.advanced]
    behind = [item for item in ranking.items if not item.advanced]
    is_line = ahead and behind and ranking.items.index(ahead[-1]) < ranking.items.index(behind[0])
    return (ahead[-1], behind[0]) if is_line else None

"""How sure a ranking is, how far the jurors agree, what each is like, and what another rule would change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Request, Response

from app.api import rankings as api
from app.database import ReadSession
from app.http import labels
from app.http.query import query_of
from app.http.render import page
from app.http.sessions import Reading
from app.models.base import Key
from app.models.edition import AdvanceRule
from app.models.judging import JurorFinding
from app.models.ranking import Ranking, RankingItem, WhatIf, WhatIfRead
from app.pages.assignments_room import Edition
from app.pages.pictures import Scale, scale_of
from app.pages.rankings_figures import analysis_context
from app.pages.route import PageRoute, choices, permitted
from app.queries import stages
from app.queries.editions import stage_of
from app.queries.rankings import NEAR_CUT
from app.rules.permissions import Actor

router = APIRouter(include_in_schema=False, route_class=PageRoute)
BESIDE = 5
"""Proposals shown on either side of the cut though their place is sure."""


@dataclass(frozen=True)
class Cut:
    """The proposals around the line between those who go on and the others, best first."""

    items: Sequence[RankingItem]
    places: int
    sure: int
    """Those who go on and whose place is not open."""
    open: int
    """Those of whom the sheets leave it open."""
    lines: Sequence[float]
    """Between which ranks the line is; none where each group or category has its own."""
    scale: Scale


@router.get("/editions/{edition_id}/stages/{stage}/analysis")
def show(
    request: Request, edition: Edition, stage: Key, question: Annotated[WhatIf, query_of(WhatIf)], session: Reading,
    actor: Annotated[Actor, permitted("ranking:read")],
) -> Response:  # fmt: skip
    """The numbers behind a ranking (organiser, auditor)."""
    this = stage_of(edition, stage)
    ranking = api.read_ranking(edition_id=edition.id, stage=stage, session=session, actor=actor, request=request)
    jurors = sorted(ranking.jurors or (), key=lambda one: -one.severity)
    names = {member.user_id: member.name for member in stages.jurors(session, edition.id, stage)}
    ends = [end for one in jurors for end in (one.severity_low, one.severity_high)]
    context = analysis_context(actor, edition, this, "") | {
        "ranking": ranking, "cut": _cut(ranking, this.advance), "jurors": jurors, "names": names,
        "severities": scale_of(ends, include=[0.0]), "question": question,
        "answer": _answer(session, actor, edition.id, stage, question), "choices": choices(labels.AGGREGATE),
        "panel": _panel(jurors, names),
    }  # fmt: skip
    return page(request, "rankings/analysis.html", context)


def _cut(ranking: Ranking, rule: AdvanceRule) -> Cut | None:
    """None where everybody goes on, or nobody was read."""
    placed = [item for item in ranking.items if item.probability_top is not None and item.rank_high is not None]
    if not placed:
        return None
    near = [place for place, item in enumerate(placed) if NEAR_CUT in item.flags]
    line = sum(item.by_rule for item in placed)
    first, last = min([line, *near]) - BESIDE, max([line - 1, *near]) + BESIDE
    has_line = rule.kind != "quota"
    items = placed[max(first, 0) : last + 1] if has_line else [placed[place] for place in near]
    ends = [float(end) for item in items for end in (item.rank_low, item.rank_high) if end is not None]
    sure = sum(item.advanced and NEAR_CUT not in item.flags for item in placed)
    lines = [line + 0.5] if has_line else []
    return Cut(items, ranking.places or 0, sure, len(near), lines, scale_of(ends, include=lines))


def _answer(session: ReadSession, actor: Actor, edition_id: str, stage: str, question: WhatIf) -> WhatIfRead | None:
    if question == WhatIf():
        return None
    return api.read_what_if(edition_id=edition_id, stage=stage, query=question, session=session, actor=actor)


def _panel(jurors: Sequence[JurorFinding], names: Mapping[str, str]) -> list[tuple[str, str]]:
    read = [(one.juror_id, names.get(one.juror_id, one.juror_id)) for one in jurors]
    return sorted(read, key=lambda one: one[1])

"""How sure a ranking is, what each juror is like, and what another rule would change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Request, Response

from app.api import rankings as api
from app.database import ReadSession
from app.http import juror_flags, labels
from app.http.query import query_of
from app.http.render import page
from app.http.sessions import Reading
from app.models.base import Key
from app.models.edition import AdvanceRule
from app.models.judging import JurorFinding, JurorFlag
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
MOST = 60
"""Proposals shown around the cut: of more that are open, those nearest to it."""


@dataclass(frozen=True)
class Cut:
    """The proposals around the line between those who go on and the others, best first."""

    rows: Sequence[tuple[int, RankingItem]]
    """Each after how many that are left out."""
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
    request: Request, edition: Edition, stage: Key, session: Reading, actor: Annotated[Actor, permitted("ranking:read")]
) -> Response:
    """The numbers behind a ranking (organiser, auditor)."""
    this = stage_of(edition, stage)
    ranking = api.read_ranking(edition_id=edition.id, stage=stage, session=session, actor=actor, request=request)
    jurors = sorted(ranking.jurors or (), key=lambda one: -one.severity)
    names = {member.user_id: member.name for member in stages.jurors(session, edition.id, stage)}
    ends = [end for one in jurors for end in (one.severity_low, one.severity_high)]
    context = analysis_context(actor, edition, this, "") | {
        "ranking": ranking, "cut": _cut(ranking, this.advance), "jurors": jurors, "names": names,
        "severities": scale_of(ends, include=[0.0]),
        "flags": {one.juror_id: [(labels.label(labels.JUROR_FLAG, flag.code), _told(flag, names)) for flag in one.flags]
                  for one in jurors},
    }  # fmt: skip
    return page(request, "rankings/analysis.html", context)


def _told(flag: JurorFlag, names: Mapping[str, str]) -> str:
    return juror_flags.told(flag, names.get(flag.other_id or "", flag.other_id or ""))


@router.get("/editions/{edition_id}/stages/{stage}/analysis/what-if")
def what_if(
    request: Request, edition: Edition, stage: Key, question: Annotated[WhatIf, query_of(WhatIf)], session: Reading,
    actor: Annotated[Actor, permitted("ranking:read")],
) -> Response:  # fmt: skip
    """Who would go on by another rule, or without a juror; it changes nothing (organiser, auditor)."""
    ranking = api.read_ranking(edition_id=edition.id, stage=stage, session=session, actor=actor, request=request)
    names = {member.user_id: member.name for member in stages.jurors(session, edition.id, stage)}
    context = analysis_context(actor, edition, stage_of(edition, stage), "/what-if") | {
        "question": question, "answer": _answer(session, actor, edition.id, stage, question),
        "choices": choices(labels.AGGREGATE), "panel": _panel(ranking.jurors or (), names),
    }  # fmt: skip
    return page(request, "rankings/what_if.html", context)


def _cut(ranking: Ranking, rule: AdvanceRule) -> Cut | None:
    """None where everybody goes on, or nobody was read."""
    placed = [item for item in ranking.items if item.probability_top is not None and item.rank_high is not None]
    if not placed:
        return None
    near = [place for place, item in enumerate(placed) if NEAR_CUT in item.flags]
    line = sum(item.by_rule for item in placed)
    has_line = rule.kind != "quota"
    rows = _rows(placed, _around(near, line if has_line else None, len(placed)))
    ends = [float(end) for _, item in rows for end in (item.rank_low, item.rank_high) if end is not None]
    sure = sum(item.advanced and NEAR_CUT not in item.flags for item in placed)
    lines = [line + 0.5] if has_line else []
    return Cut(rows, ranking.places or 0, sure, len(near), lines, scale_of(ends, include=lines))


def _around(near: Sequence[int], line: int | None, count: int) -> list[int]:
    """The places (from 0) to show: those that are open, and a few on either side of the line where there is one."""
    if line is None:
        return list(near[:MOST])
    beside = range(max(line - BESIDE, 0), min(line + BESIDE, count))
    nearest = sorted({*near, *beside}, key=lambda place: (place not in beside, abs(place - line + 0.5)))
    return sorted(nearest[:MOST])


def _rows(placed: Sequence[RankingItem], shown: Sequence[int]) -> list[tuple[int, RankingItem]]:
    """The items shown, each after how many between it and the one above are left out."""
    before = [shown[0] - 1, *shown] if shown else []
    return [(place - last - 1, placed[place]) for last, place in zip(before, shown, strict=False)]


def _answer(session: ReadSession, actor: Actor, edition_id: str, stage: str, question: WhatIf) -> WhatIfRead | None:
    if question == WhatIf():
        return None
    return api.read_what_if(edition_id=edition_id, stage=stage, query=question, session=session, actor=actor)


def _panel(jurors: Sequence[JurorFinding], names: Mapping[str, str]) -> list[tuple[str, str]]:
    read = [(one.juror_id, names.get(one.juror_id, one.juror_id)) for one in jurors]
    return sorted(read, key=lambda one: one[1])

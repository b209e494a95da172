"""The pictures of a stage, a page each: marks and agreement by criterion, the panel as a graph, signing over time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations, pairwise
from typing import Annotated, Any

from fastapi import APIRouter, Request, Response

from app.api import analyses as api
from app.clock import WIB, now
from app.http.locale import _
from app.http.render import page
from app.http.sessions import Reading
from app.models.analysis import Connections, CriterionFigures, ProgressDay, StageProgressRead
from app.models.base import Key
from app.models.edition import EditionRead, Stage
from app.pages.assignments_room import Edition, room_context
from app.pages.pictures import Scale
from app.pages.route import PageRoute, permitted
from app.queries.editions import stage_of
from app.rules.permissions import Actor

router = APIRouter(include_in_schema=False, route_class=PageRoute)
Reader = Annotated[Actor, permitted("ranking:read")]
MARKS, AGREEMENT = Scale(0.0, 100.0), Scale(-0.2, 1.0)
GRADES = ((0.9, "excellent"), (0.75, "good"), (0.5, "moderate"))
"""Koo and Li 2016: how good an intraclass correlation is; below it is poor."""
RELIABLE = 0.8
"""An intraclass correlation that a proposal's mean should reach."""
MOST_JURORS = 60
"""Jurors whose matrix can be read on a page."""
THIN, MOST_PAIRS = 1, 200
"""So many shared proposals or fewer are a thin pair; and how many pairs are listed."""
DEPTHS = 5
"""Shades of the matrix."""
MOST_DAYS = 14
"""Days that are listed one by one; more are listed by week."""


def analysis_context(actor: Actor, edition: EditionRead, stage: Stage, here: str) -> dict[str, Any]:
    """What every page of the analysis has: the room, and the pages beside each other."""
    context = room_context(actor, edition, stage, "/analysis")
    lines = [("", _("Batas dan juri")), ("/criteria", _("Nilai per kriteria")), ("/panel", _("Jaringan juri")),
             ("/progress", _("Kemajuan")), ("/what-if", _("Bagaimana bila"))]  # fmt: skip
    tabs = [{"label": label, "url": f"{context['room']}/analysis{tail}", "is_current": tail == here}
            for tail, label in lines]  # fmt: skip
    return context | {"analysis_tabs": tabs}


@router.get("/editions/{edition_id}/stages/{stage}/analysis/criteria")
def criteria(request: Request, edition: Edition, stage: Key, session: Reading, actor: Reader) -> Response:
    """How the marks lie on each criterion, and how far jurors agree."""
    found = api.list_criteria(edition_id=edition.id, stage=stage, session=session, actor=actor, request=request).items
    context = analysis_context(actor, edition, stage_of(edition, stage), "/criteria") | {
        "figures": [(one, _bars(one.bins)) for one in found], "marks": MARKS, "agreements": AGREEMENT,
        "grades": {one.criterion: grade(one) for one in found}, "wanted": _wanted(found[0]) if found else None,
    }  # fmt: skip
    return page(request, "rankings/criteria.html", context)


def _bars(bins: Sequence[int]) -> list[tuple[float, float]]:
    """The middle of each bin that holds something, and its share of the fullest."""
    most, width = max(bins), 100 / len(bins)
    return [(width * (n + 0.5), count / most) for n, count in enumerate(bins) if count]


def grade(one: CriterionFigures) -> str | None:
    """How reliable the mean of a proposal's marks is, as a code; None where that cannot be told."""
    mean = one.agreement.icc_mean
    return next((word for least, word in GRADES if mean.value >= least), "poor") if mean else None


def _wanted(totals: CriterionFigures) -> int | None:
    """How many readings of each proposal a reliable mean takes (Spearman and Brown); None where none are enough."""
    single = totals.agreement.icc_single
    if single is None or not 0.01 < single.value < 1:
        return None
    return max(1, round(RELIABLE * (1 - single.value) / (single.value * (1 - RELIABLE)) + 0.49))


@dataclass(frozen=True)
class Cell:
    """A field of the matrix by row and column from 0: proposals shared, and its shade from 1."""

    row: int
    column: int
    count: int
    depth: int


@router.get("/editions/{edition_id}/stages/{stage}/analysis/panel")
def panel(request: Request, edition: Edition, stage: Key, session: Reading, actor: Reader) -> Response:
    """Who reads with whom, whether the panel hangs together, and where it is thin."""
    found = api.read_connections(edition_id=edition.id, stage=stage, session=session, actor=actor)
    working = [one for one in found.jurors if one.readings]
    most = max((pair.proposals for pair in found.pairs), default=0)
    thin = _thin(found)
    context = analysis_context(actor, edition, stage_of(edition, stage), "/panel") | {
        "thin": thin[:MOST_PAIRS], "thin_count": len(thin), "found": found, "working": working, "most": most,
        "cells": _cells(found, most) if len(working) <= MOST_JURORS else [],
        "seam_names": [one.name for one in working if found.seam and one.juror_id in found.seam.juror_ids],
        "part_sizes": [sum(one.part == n for one in working) for n in range(found.parts)],
    }  # fmt: skip
    return page(request, "rankings/panel.html", context)


def _thin(found: Connections) -> list[tuple[str, str, int]]:
    """The names of each two jurors who share one proposal or none, and how many; the fewest first.

    Nothing where pairs are not told, because the panel is too large.
    """
    if not found.pairs:
        return []
    shared = {frozenset((pair.one_id, pair.other_id)): pair.proposals for pair in found.pairs}
    working = [one for one in found.jurors if one.readings]
    pairs = [(one.name, other.name, shared.get(frozenset((one.juror_id, other.juror_id)), 0))
             for one, other in combinations(working, 2)]  # fmt: skip
    return sorted((pair for pair in pairs if pair[2] <= THIN), key=lambda pair: pair[2])


def _cells(found: Connections, most: int) -> list[Cell]:
    seat = {one.juror_id: n for n, one in enumerate(one for one in found.jurors if one.readings)}
    cells = []
    for pair in found.pairs:
        one, other = seat[pair.one_id], seat[pair.other_id]
        depth = max(1, -(-pair.proposals * DEPTHS // most))
        cells += [Cell(one, other, pair.proposals, depth), Cell(other, one, pair.proposals, depth)]
    return cells


@dataclass(frozen=True)
class Curve:
    """Sheets signed over time: points in per cent of a box (0 0 is its upper left), the way to the end of the stage,
    and where dates stand along it."""

    signed: str
    ideal: str | None
    end_at: float | None
    dates: Sequence[tuple[float, date]]


@router.get("/editions/{edition_id}/stages/{stage}/analysis/progress")
def progress(request: Request, edition: Edition, stage: Key, session: Reading, actor: Reader) -> Response:
    """Sheets signed a day and in all, against the end of the stage."""
    found = api.read_progress(edition_id=edition.id, stage=stage, session=session, actor=actor)
    days_left = (found.ends_at - now()).total_seconds() / 86_400 if found.ends_at else None
    left = found.sheets - found.signed
    rows = _rows(found.days)
    context = analysis_context(actor, edition, stage_of(edition, stage), "/progress") | {
        "found": found, "curve": _curve(found), "rows": rows, "is_weekly": len(found.days) > MOST_DAYS, "left": left,
        "busiest": Scale(0.0, float(max([signed for _first, _last, signed, _sum in rows], default=1) or 1)),
        "needed": left / days_left if left and days_left and days_left > 0 else None,
        "is_over": days_left is not None and days_left <= 0,
        "is_late": bool(found.expected and found.ends_at and found.expected > found.ends_at.astimezone(WIB).date()),
    }  # fmt: skip
    return page(request, "rankings/progress.html", context)


def _rows(days: Sequence[ProgressDay]) -> list[tuple[date, date, int, int]]:
    """First and last day, signed in between, signed in all: by day, or by week where there are many.

    Days or weeks one after the other without a signature are one row.
    """
    step = 1 if len(days) <= MOST_DAYS else 7
    ends = [*range(0, len(days), step), len(days)]
    rows: list[tuple[date, date, int, int]] = []
    for first, last in pairwise(ends):
        signed = sum(day.signed for day in days[first:last])
        begin = rows.pop()[0] if rows and not signed and not rows[-1][2] else days[first].day
        rows.append((begin, days[last - 1].day, signed, days[last - 1].cumulative))
    return rows


def _curve(found: StageProgressRead) -> Curve | None:
    """None before the first signature."""
    if not found.days or not found.sheets:
        return None
    begin, end = (moment.astimezone(WIB).date() if moment else None for moment in (found.starts_at, found.ends_at))
    first = min(found.days[0].day - timedelta(days=1), begin or found.days[0].day)
    last = max(found.days[-1].day, end or found.days[-1].day, first + timedelta(days=1))
    span = (last - first).days

    def across(day: date) -> float:
        return round(100 * (day - first).days / span, 2)

    def down(count: int) -> float:
        return round(100 - 100 * count / found.sheets, 2)

    points = [(across(found.days[0].day - timedelta(days=1)), 100.0)]
    points += [(across(one.day), down(one.cumulative)) for one in found.days]
    ideal = f"{across(begin)},100 {across(end)},0" if begin and end and begin < end else None
    return Curve(" ".join(f"{x},{y}" for x, y in points), ideal, across(end) if end else None,
                 [(across(day), day) for day in (first, first + timedelta(days=span // 2), last)])  # fmt: skip

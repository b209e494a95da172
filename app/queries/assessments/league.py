"""The recap of a round (rekapitulasi): units side by side, ranked within their kind, with the points of each aspect."""

from collections.abc import Collection
from dataclasses import asdict
from itertools import groupby
from operator import attrgetter

from sqlmodel import Session, col, select

from app.models import Assessment, Instrument, Unit
from app.models.league import AspectRead, LeagueRow, LevelVerdict
from app.queries.assessments import instruments
from app.queries.assessments.judging import Whole, wholes
from app.queries.assessments.lists import SUMMARY, joined
from app.queries.assessments.one import as_float
from app.queries.assessments.rounds import visible
from app.queries.assessments.visibility import visible_to
from app.rules.permissions import Actor


def read(session: Session, actor: Actor, round_id: str) -> list[LeagueRow]:
    """The assessments of the round that the actor may see, by kind of unit, the best first; equal scores share a
    rank. Those that cannot be compared yet come last, without one; and who does not see all units of a kind gets no
    ranks of it: the first of those shown may be the third of all. ``NotFound`` for a round that is not there for the
    actor."""
    of = visible(session, actor, round_id)
    loaded = instruments.loaded(session.get_one(Instrument, of.instrument_id))
    found = joined(*SUMMARY).where(Assessment.round_id == round_id, *visible_to(actor))
    rows = session.execute(found).all()
    everybody = session.exec(select(Assessment, Unit.kind).join(Unit, col(Unit.id) == Assessment.unit_id)
                             .where(Assessment.round_id == round_id)).all()  # fmt: skip
    assessments, seen = [one for one, _kind in everybody], {row.id for row in rows}
    scored = {one.row.id: one for one in wholes(session, of, loaded, [one for one in assessments if one.id in seen])}
    aspects = {id_: _aspects(whole) for id_, whole in scored.items()}
    levels = {
        id_: [LevelVerdict(key=level.key, title=level.title, verdict=level.verdict)
              for level in whole.judged.result.levels]
        for id_, whole in scored.items()
    }  # fmt: skip
    league = [LeagueRow(rank=None, assessment_id=row.id, aspects=aspects[row.id], levels=levels[row.id],
                        **_shared(row, scored[row.id]))
              for row in rows]  # fmt: skip
    return _ranked(league, {kind for one, kind in everybody if one.id not in seen})


def _aspects(whole: Whole) -> list[AspectRead]:
    """The items at the top; one of which nothing is answered has no points, not none of them."""
    result, top, answered = whole.judged.result, "", set[str]()
    for item in result.items.values():  # in the order of the tree
        top = item.key if item.depth == 0 else top
        if item.key in whole.judged.counts:
            answered.add(top)
    return [
        AspectRead(item=item.key, title=item.title, weight=as_float(item.weight),
                   points=as_float(item.points) if item.key in answered else None)
        for item in result.items.values() if item.depth == 0
    ]  # fmt: skip


def _shared(row: object, whole: Whole) -> dict[str, object]:
    """What the row of a list says, its figures by the same result as the points of the aspects."""
    names = set(LeagueRow.model_fields) - {"rank", "assessment_id", "aspects", "levels"}
    figures = asdict(whole.figures)
    return {name: figures[name] if name in figures else getattr(row, name) for name in names}


def _ranked(rows: list[LeagueRow], partly_seen: Collection[str]) -> list[LeagueRow]:
    rows.sort(key=lambda one: (one.unit_kind, not one.is_comparable, -(one.score or 0), one.unit_name))
    for kind, some in groupby(rows, key=attrgetter("unit_kind")):
        rank, last = 0, None
        if kind in partly_seen:
            continue
        for place, one in enumerate(some, start=1):
            if not one.is_comparable:
                break
            if one.score != last:
                rank, last = place, one.score
            one.rank = rank
    return rows

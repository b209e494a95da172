"""Figures of replications, of those that the public sees; the recap counts what its reader may see."""

from collections import defaultdict
from collections.abc import Iterable
from statistics import fmean
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from app.models import Innovation, Replication, Unit
from app.models.replication import ReplicationFilters, ReplicationStage
from app.models.replication_figures import (
    LeagueFilters,
    LeagueLine,
    Network,
    NetworkEdge,
    NetworkFilters,
    NetworkNode,
    RecapLine,
)
from app.models.unit import UnitKind
from app.queries.replications import REGION, REPLICATOR, in_region, in_year, joined, visible_to
from app.rules.permissions import Actor
from app.rules.replications import days_of, days_to_running

_CONFIRMED = col(Replication.confirmed_at).is_not(None)
_DAYS = (Replication.interest_on, Replication.agreement_on, Replication.implementation_on, Replication.running_on,
         Replication.stopped_on)  # fmt: skip
_REGIONS = (UnitKind.province, UnitKind.regency, UnitKind.city)


def network(session: Session, query: NetworkFilters) -> Network:
    """The newest confirmed replications as edges, and everybody at either end of one."""
    of = [] if query.innovation_id is None else [col(Replication.innovation_id) == query.innovation_id]
    conditions = (_CONFIRMED, *of, *in_region(query.region_code), *in_year(query.year))
    columns = (Replication.id, Replication.innovation_id, Innovation.title, Replication.stage, Replication.begun_on,
               Innovation.unit_id, Innovation.unit_name, Replication.unit_id, REPLICATOR,
               Replication.is_sample)  # fmt: skip
    newest = joined(*columns).where(*conditions).order_by(col(Replication.begun_on).desc(), col(Replication.id).desc())
    rows = session.execute(newest.limit(query.limit)).all()
    total = session.execute(joined(func.count()).where(*conditions)).scalar_one()
    names: dict[str, tuple[str, str | None]] = {}
    edges = []
    for id_, innovation_id, title, stage, began, from_id, from_name, to_id, to_name, is_sample in rows:
        ends = [unit_id or f"organisation:{name.casefold()}" for unit_id, name in ((from_id, from_name),
                                                                                   (to_id, to_name))]  # fmt: skip
        names |= {ends[0]: (from_name, from_id), ends[1]: (to_name, to_id)}
        edges.append(NetworkEdge(source=ends[0], target=ends[1], replication_id=id_, innovation_id=innovation_id,
                                 innovation_title=title, stage=stage, year=began.year,
                                 is_sample=is_sample))  # fmt: skip
    return Network(nodes=_nodes(names, edges), edges=edges, total=total)


def _nodes(names: dict[str, tuple[str, str | None]], edges: list[NetworkEdge]) -> list[NetworkNode]:
    taught, learned = [edge.source for edge in edges], [edge.target for edge in edges]
    return [NetworkNode(id=id_, name=name, unit_id=unit_id, taught=taught.count(id_), learned=learned.count(id_))
            for id_, (name, unit_id) in sorted(names.items(), key=lambda one: one[1][0])]  # fmt: skip


def league(session: Session, query: LeagueFilters) -> list[LeagueLine]:
    """The innovations with most confirmed replications; of as many, those with more running first."""
    columns = (Replication.innovation_id, Innovation.title, Innovation.unit_id, Innovation.unit_name, Replication.stage,
               Replication.unit_id, *_DAYS)  # fmt: skip
    by: dict[tuple[Any, ...], list[Any]] = defaultdict(list)
    for row in session.execute(joined(*columns).where(_CONFIRMED, *in_year(query.year))):
        by[tuple(row[:4])].append(row)
    figures = [(of, len(rows), sum(row.stage == ReplicationStage.running for row in rows), rows)
               for of, rows in by.items()]  # fmt: skip
    figures.sort(key=lambda one: (-one[1], -one[2], one[0][1], one[0][0]))
    above = [(count, running) for _, count, running, _ in figures]
    return [
        LeagueLine(
            rank=1 + above.index((count, running)), innovation_id=of[0], innovation_title=of[1], unit_id=of[2],
            unit_name=of[3], replications=count, running=running,
            outside=sum(row[5] is None for row in rows), days_to_running=_mean_days(rows),
        )
        for of, count, running, rows in figures[: query.limit]
    ]  # fmt: skip


def _mean_days(rows: Iterable[Any]) -> float | None:
    found = [days for row in rows if (days := days_to_running(days_of(row))) is not None]
    return round(fmean(found), 1) if found else None


def recap(session: Session, actor: Actor, query: ReplicationFilters) -> list[RecapLine]:
    """Replications by region and year, the newest year first; regions by code, those without one last."""
    region = func.substr(REGION, 1, 5).label("region")
    columns = (region, Replication.organisation_province, Replication.begun_on, Replication.stage,
               Replication.confirmed_at, *_DAYS)  # fmt: skip
    by: dict[tuple[str | None, str, int], list[Any]] = defaultdict(list)
    conditions = (*visible_to(actor), *in_region(query.region_code), *in_year(query.year))
    for row in session.execute(joined(*columns).where(*conditions)):
        by[row.region, "" if row.region else row.organisation_province, row.begun_on.year].append(row)
    names = _region_names(session, {code for code, _, _ in by if code})
    order = sorted(by, key=lambda one: (-one[2], one[0] is None, one[0] or "", one[1]))
    return [_line(code, names.get(code or "", province or code or ""), year, by[code, province, year])
            for code, province, year in order]  # fmt: skip


def _region_names(session: Session, codes: set[str]) -> dict[str, str]:
    named = select(Unit.region_code, Unit.name).where(col(Unit.region_code).in_(codes), col(Unit.kind).in_(_REGIONS))
    return {code: name for code, name in session.execute(named) if code}


def _line(code: str | None, name: str, year: int, rows: list[Any]) -> RecapLine:
    at = [row.stage for row in rows]
    return RecapLine(
        region_code=code, region=name, year=year, total=len(rows), **{stage: at.count(stage) for stage in
                                                                      ReplicationStage},
        confirmed=sum(row.confirmed_at is not None for row in rows), days_to_running=_mean_days(rows),
    )  # fmt: skip

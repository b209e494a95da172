"""Reads of replications. What the origin unit has not confirmed is there for those whom it concerns alone."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from app.errors import NotFound
from app.models import Innovation, Replication, ReplicationDocument, ReplicationStep, Unit
from app.models.base import Page
from app.models.replication import (
    ReplicationDeed,
    ReplicationDocumentRead,
    ReplicationFilters,
    ReplicationRead,
    ReplicationStage,
    ReplicationSummary,
    StepRead,
)
from app.queries import units
from app.queries.paging import Order, page
from app.queries.reach import reached
from app.queries.rows import read_all
from app.rules.permissions import Actor, may, may_everywhere
from app.rules.replications import days_of, days_to_running, is_confirmable, onward

READ, WRITE, CONFIRM = "replications:read", "replications:write", "replications:confirm"
_unit: Any = aliased(Unit)
REGION: Any = func.coalesce(_unit.region_code, col(Replication.region_code))
"""Where it is replicated."""
REPLICATOR: Any = func.coalesce(_unit.name, col(Replication.organisation_name))
_JOINED: dict[str, Any] = {
    "innovation_title": col(Innovation.title), "origin_unit_id": col(Innovation.unit_id),
    "origin_unit_name": col(Innovation.unit_name), "replicator": REPLICATOR,
    "replicator_kind": func.coalesce(_unit.kind, col(Replication.organisation_kind)), "region_code": REGION,
}  # fmt: skip
_DERIVED = {"days_to_running", "history", "next_stages", "allowed"}
_SIDES = {"replicating": (WRITE, Replication.unit_id), "origin": (CONFIRM, Innovation.unit_id)}


def _columns(schema: type[ReplicationSummary]) -> list[Any]:
    names = [name for name in schema.model_fields if name not in _DERIVED]
    return [(_JOINED[name] if name in _JOINED else col(getattr(Replication, name))).label(name) for name in names]


def joined(*columns: Any) -> Any:
    """A select of these columns from the replications with their innovations and their replicating units."""
    start = select(*columns).select_from(Replication)
    innovation = col(Innovation.id) == Replication.innovation_id
    return start.join(Innovation, innovation).outerjoin(_unit, _unit.id == col(Replication.unit_id))


def visible_to(actor: Actor) -> list[ColumnElement[bool]]:
    """Confirmed ones for everybody, the others for who may read them at either end."""
    if may_everywhere(actor, READ):
        return []
    ends = (col(Replication.unit_id), col(Innovation.unit_id))
    return [or_(col(Replication.confirmed_at).is_not(None), *(reached(actor, READ, end) for end in ends))]


def list_(session: Session, actor: Actor, query: ReplicationFilters) -> Page[ReplicationSummary]:
    """One page of the replications that the actor may see, newest first."""
    conditions = [*visible_to(actor), *_conditions(actor, query)]
    statement = joined(*_columns(ReplicationSummary)).where(*conditions)
    rows, following = page(session, statement, Order(((col(Replication.id), True),)), query, lambda row: (row.id,))
    total = session.execute(joined(func.count()).where(*conditions)).scalar_one()
    return Page[ReplicationSummary](items=[_summary(row) for row in rows], next=following, total=total)


def _conditions(actor: Actor, query: ReplicationFilters) -> list[ColumnElement[bool]]:
    exact = {Replication.innovation_id: query.innovation_id, Replication.unit_id: query.unit_id,
             Innovation.unit_id: query.origin_unit_id, Replication.stage: query.stage}  # fmt: skip
    found = [col(column) == value for column, value in exact.items() if value is not None]
    if query.confirmed is not None:
        found.append(col(Replication.confirmed_at).is_not(None) == query.confirmed)
    if query.side is not None:
        action, end = _SIDES[query.side]
        found.append(reached(actor, action, col(end)))
    return found + in_region(query.region_code) + in_year(query.year)


def in_region(code: str | None) -> list[ColumnElement[bool]]:
    """Replicated in a region or in anything in it."""
    return [] if code is None else [or_(code == REGION, REGION.startswith(code + "."))]


def in_year(year: int | None) -> list[ColumnElement[bool]]:
    """Begun in a year."""
    return [] if year is None else [col(Replication.begun_on).between(date(year, 1, 1), date(year, 12, 31))]


def _summary(row: Any) -> ReplicationSummary:
    return ReplicationSummary(**row._mapping, days_to_running=days_to_running(days_of(row)))


def read(session: Session, actor: Actor, replication_id: str) -> ReplicationRead:
    """A replication as this reader may see it, or ``NotFound``."""
    whole = joined(*_columns(ReplicationRead)).where(Replication.id == replication_id)
    row = session.execute(whole).first()
    concerned = row is not None and concerns(session, actor, row.unit_id, row.origin_unit_id)
    if row is None or not (concerned or row.confirmed_at):
        raise NotFound
    private = {} if concerned else {"contact_email": None, "proposal_id": None}
    return ReplicationRead(
        **(dict(row._mapping) | private), days_to_running=days_to_running(days_of(row)),
        next_stages=onward(ReplicationStage(row.stage), days_of(row)),
        allowed=_allowed(session, actor, row) if concerned else [],
        history=_history(session, replication_id) if concerned else [],
    )  # fmt: skip


def _allowed(session: Session, actor: Actor, row: Any) -> list[ReplicationDeed]:
    """What the deeds would let the actor do; that somebody who reported it does not confirm it is left to them."""
    of_replicator, of_origin = (units.lineage_ids(session, end) if end else []
                                for end in (row.unit_id, row.origin_unit_id))  # fmt: skip
    writes, confirms = may(actor, WRITE, of_replicator), may(actor, CONFIRM, of_origin)
    may_vouch = confirms and is_confirmable(row) and (may_everywhere(actor, CONFIRM) or not writes)
    is_running = row.unit_id is not None and row.stage == ReplicationStage.running
    holds = {
        ReplicationDeed.change: writes,
        ReplicationDeed.confirm: may_vouch and row.confirmed_at is None,
        ReplicationDeed.take_back: confirms and row.confirmed_at is not None,
        ReplicationDeed.enter: writes and is_running and may(actor, "proposals:write", of_replicator),
    }
    return [deed for deed, is_so in holds.items() if is_so]


def concerns(session: Session, actor: Actor, *unit_ids: str | None) -> bool:
    """Whether the actor reads for one of these units, or everything."""
    if may_everywhere(actor, READ):
        return True
    return any(may(actor, READ, units.lineage_ids(session, unit_id)) for unit_id in unit_ids if unit_id)


def _history(session: Session, replication_id: str) -> list[StepRead]:
    columns = [col(getattr(ReplicationStep, name)) for name in StepRead.model_fields]
    steps = select(*columns).where(ReplicationStep.replication_id == replication_id)
    return read_all(StepRead, session.execute(steps.order_by(col(ReplicationStep.id).desc())).all())


_FILE = [col(getattr(ReplicationDocument, name)) for name in ReplicationDocumentRead.model_fields]


def documents(session: Session, actor: Actor, replication_id: str) -> list[ReplicationDocumentRead]:
    """The files of a replication that the actor may read, oldest first."""
    files = select(*_FILE).where(ReplicationDocument.replication_id == replication_id)
    files = files.where(*_released(session, actor, replication_id))
    return read_all(ReplicationDocumentRead, session.execute(files.order_by(col(ReplicationDocument.id))).all())


def document(session: Session, actor: Actor, replication_id: str, document_id: str) -> ReplicationDocumentRead:
    """One file's description, or ``NotFound``."""
    one = (col(ReplicationDocument.id) == document_id, col(ReplicationDocument.replication_id) == replication_id)
    rows = session.execute(select(*_FILE).where(*one, *_released(session, actor, replication_id))).all()
    if not rows:
        raise NotFound
    return read_all(ReplicationDocumentRead, rows)[0]


def _released(session: Session, actor: Actor, replication_id: str) -> list[ColumnElement[bool]]:
    """Whom it concerns reads every file; everybody else what was released of a confirmed replication."""
    ends = joined(Replication.unit_id, Innovation.unit_id, Replication.confirmed_at)
    row = session.execute(ends.where(Replication.id == replication_id)).first()
    if row is not None and concerns(session, actor, *row[:2]):
        return []
    if row is None or row[2] is None:
        raise NotFound
    return [col(ReplicationDocument.is_public).is_(True)]

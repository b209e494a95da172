"""Whoever replicates reports: that it begins, how far it has come, what was adapted, how hard and dear it was."""

from datetime import date
from typing import Any

from sqlmodel import Session, select

from app.clock import today
from app.domain.innovations import ours
from app.domain.permits import require, require_for_unit
from app.domain.public import public_changed
from app.domain.replications.access import load_for
from app.domain.replications.record import add_step, tell_origin
from app.domain.versions import load
from app.errors import Conflict, invalid
from app.models import Innovation, Replication
from app.models.replication import (
    ReplicationCreate,
    ReplicationFields,
    ReplicationStage,
    ReplicationUpdate,
    StepAction,
)
from app.queries import units
from app.queries.reach import require_somewhere
from app.queries.replications import READ, WRITE
from app.rules.permissions import Actor
from app.rules.replications import FORWARD, days_of, earliest, is_confirmable, latest, onward

ORGANISATION = ("organisation_name", "organisation_kind", "organisation_province", "region_code", "contact_email")
FIRST = date(1990, 1, 1)
"""The first day that is taken for one: what lies before is a slip of the pen."""
_STOPPED = ReplicationStage.stopped


def report(session: Session, actor: Actor, innovation_id: str, body: ReplicationCreate) -> Replication:
    """A new replication: of a unit that one reports for, or (organiser) of an organisation outside the registry.

    409 ``own-replication``, ``already-replicating``; ``not-ours`` where there is nobody to confirm it.
    """
    require_somewhere(actor, READ)
    if body.unit_id is None:
        require(actor, WRITE)
    else:
        require_for_unit(session, actor, WRITE, body.unit_id)
    innovation = load(session, Innovation, innovation_id)
    ours(innovation)
    _check_replicator(session, innovation, body)
    stage = body.stage or ReplicationStage.interest
    if stage == _STOPPED:
        raise invalid("stage", "not_used_here")
    on = _day(body.stage_on or today(), None, today())
    row = Replication(innovation_id=innovation.id, begun_on=on, **_written(body),
                      unit_id=body.unit_id, stage=stage, is_sample=innovation.is_sample)  # fmt: skip
    setattr(row, f"{stage}_on", on)
    session.add(row)
    session.flush()
    add_step(session, actor, row, innovation, StepAction.reported, on)
    tell_origin(session, row, innovation)
    return row


def _check_replicator(session: Session, innovation: Innovation, body: ReplicationCreate) -> None:
    if body.unit_id is None:
        for name in ORGANISATION[:3]:
            if not getattr(body, name):
                raise invalid(name, "missing")
        return
    _check_unit_only(body)
    if not units.lineage_ids(session, body.unit_id):
        raise invalid("unit_id", "not_found")
    if body.unit_id == innovation.unit_id:
        raise Conflict("own-replication")
    same = select(Replication.id).where(Replication.innovation_id == innovation.id,
                                        Replication.unit_id == body.unit_id)  # fmt: skip
    if session.exec(same).first() is not None:
        raise Conflict("already-replicating")


def _check_unit_only(body: ReplicationFields) -> None:
    """A unit's name, place and people are in the registry."""
    for name in ORGANISATION:
        if getattr(body, name):
            raise invalid(name, "not_used_here")


def _written(body: ReplicationFields) -> dict[str, Any]:
    return body.model_dump(exclude_unset=True, exclude={"stage", "stage_on", "unit_id"})


def update(
    session: Session, actor: Actor, replication_id: str, body: ReplicationUpdate, expected: int | None
) -> Replication:
    """Changes what was reported, and moves the replication where a stage is named; a stage it is at mends its day."""
    row, innovation = load_for(session, actor, WRITE, replication_id, expected)
    _check_fields(row, body)
    was_confirmable = is_confirmable(row)
    row.sqlmodel_update(_written(body))
    stage = body.stage or ReplicationStage(row.stage)
    moves, is_mended = stage != row.stage, body.stage_on is not None
    on = body.stage_on or today()
    if moves:
        _move(row, stage, on, body.stop_reason or "")
    elif is_mended:
        _set_day(row, stage, on)
    session.add(row)
    session.flush()
    if moves:
        add_step(session, actor, row, innovation, StepAction.moved, on, row.stop_reason if stage == _STOPPED else "")
        if not was_confirmable and is_confirmable(row):
            tell_origin(session, row, innovation)
    elif row.confirmed_at is not None:
        public_changed(session)
    return row


def _check_fields(row: Replication, body: ReplicationUpdate) -> None:
    if row.unit_id is not None:
        _check_unit_only(body)
    elif row.confirmed_at is not None and any(name in body.model_fields_set for name in ORGANISATION[:4]):
        raise Conflict("replication-confirmed")
    for name in ORGANISATION[:3]:
        if getattr(body, name) == "":
            raise invalid(name, "missing")
    if body.stop_reason and _STOPPED not in {body.stage, row.stage}:
        raise invalid("stop_reason", "not_used_here")


def _move(row: Replication, to: ReplicationStage, on: date, reason: str) -> None:
    """Takes the row to a stage: 409 where the way does not lead there, 422 where the day or the reason is wrong."""
    here, days = ReplicationStage(row.stage), days_of(row)
    if to not in onward(here, days):
        raise Conflict("no-such-step", stage=here, to=to)
    if to == _STOPPED and not reason:
        raise invalid("stop_reason", "missing")
    if here == _STOPPED:
        _day(on, row.stopped_on, today())
        row.stopped_on, row.stop_reason = None, ""
    else:
        _set_day(row, to, on)
    row.stage = to


def _set_day(row: Replication, stage: ReplicationStage, on: date) -> None:
    days = days_of(row)
    setattr(row, f"{stage}_on", _day(on, earliest(stage, days), latest(stage, days, today())))
    row.begun_on = min(day for one in FORWARD if (day := getattr(row, f"{one}_on")))


def _day(on: date, first: date | None, last: date) -> date:
    """The day, where it lies between the two; nobody replicates what was done before ``FIRST``."""
    if on < (first or FIRST):
        raise invalid("stage_on", "day_too_early", earliest=first or FIRST)
    if on > last:
        raise invalid("stage_on", "day_too_late", latest=last)
    return on

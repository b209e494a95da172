"""Deeds on the registry of units."""

from sqlmodel import Session, col, select

from app.domain.permits import require
from app.domain.public import public_changed
from app.domain.versions import check_version, load
from app.errors import invalid
from app.models import Unit
from app.models.unit import UnitCreate, UnitKind, UnitUpdate
from app.queries.units import lineage_ids
from app.rules.permissions import Actor


def create(session: Session, actor: Actor, body: UnitCreate) -> Unit:
    """Adds a unit; 422 when the code is taken or the parent unknown."""
    require(actor, "units:write")
    _check_code(session, body.code, None)
    _check_parent(session, None, body.kind, body.parent_id)
    unit = Unit(**body.model_dump())
    session.add(unit)
    public_changed(session)
    session.flush()
    return unit


def update(session: Session, actor: Actor, unit_id: str, body: UnitUpdate, expected: int | None) -> Unit:
    """Changes a unit; 422 when it would come to lie below itself."""
    require(actor, "units:write")
    unit = load(session, Unit, unit_id)
    check_version(unit, expected)
    changes = body.model_dump(exclude_unset=True)
    _check_code(session, changes.get("code"), unit_id)
    place = {"kind": unit.kind, "parent_id": unit.parent_id} | changes
    _check_parent(session, unit_id, place["kind"], place["parent_id"])
    unit.sqlmodel_update(changes)
    public_changed(session)
    session.flush()
    return unit


def _check_code(session: Session, code: str | None, own_id: str | None) -> None:
    if code is None:
        return
    taken = session.exec(select(Unit.id).where(Unit.code == code)).first()
    if taken is not None and taken != own_id:
        raise invalid("code", "already_exists")


def _check_parent(session: Session, own_id: str | None, kind: str, parent_id: str | None) -> None:
    if parent_id is None:
        return
    if kind == UnitKind.province:
        raise invalid("parent_id", "is_the_top")
    if own_id is not None:  # moves come one after the other, or two together could close a circle
        session.exec(select(Unit.id).where(col(Unit.parent_id).is_(None)).order_by(Unit.id).with_for_update()).all()
    above = lineage_ids(session, parent_id)
    if not above:
        raise invalid("parent_id", "not_found")
    if own_id in above:
        raise invalid("parent_id", "cycle")

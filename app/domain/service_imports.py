"""Service records as a file: all rows or none, each checked before the writer's turn begins."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from app import tables
from app.audit.entries import note
from app.clock import now
from app.domain.service_records import AHEAD, Outcome, Row, ahead, chunks, key_of, plan, told, write
from app.models import Unit
from app.queries.reach import reached, require_somewhere
from app.queries.service_records import WRITE
from app.rules.permissions import Actor
from app.rules.service_rows import BLANK, KIND, check_twice
from app.rules.typed_rows import TypedRows, check


def read(actor: Actor, data: bytes) -> TypedRows:
    """The rows of a CSV or XLSX file, each checked by itself; touches no database, so no writer waits for it."""
    require_somewhere(actor, WRITE)
    found = check(KIND, tables.read(data))
    found.sha256 = sha256(data).hexdigest()
    check_twice(found)
    latest = now() + AHEAD
    for number, row in found.rows:
        for name in ahead({**BLANK, **row}, latest):
            found.refuse(number, name, "in_the_future")
    return found


def preview(session: Session, actor: Actor, found: TypedRows) -> Outcome:
    """What the import would do; rows of units that are not the actor's join the errors."""
    rows = _rows(session, actor, found)
    if found.errors:
        return Outcome()
    new, changed, unchanged = plan(session, rows)
    return Outcome(len(new), len(changed), unchanged)


def import_(session: Session, actor: Actor, found: TypedRows) -> Outcome:
    """Imports the rows, with one entry of the audit log; nothing where one of them is wrong."""
    rows = _rows(session, actor, found)
    if found.errors:
        return Outcome()
    made = write(session, rows)
    note(session, "service-records-imported", told(rows, made) | {"sha256": found.sha256})
    return made


def _rows(session: Session, actor: Actor, found: TypedRows) -> list[Row]:
    """The rows as they are stored; those of a unit that is not there, or not the actor's, are errors."""
    require_somewhere(actor, WRITE)
    units = _units(session, actor, sorted({row["unit_code"] for _number, row in found.rows}))
    for number, row in found.rows:
        if row["unit_code"] not in units:
            found.refuse(number, "unit_code", "not_found")
    return [_stored(units[row["unit_code"]], row) for _number, row in found.rows if row["unit_code"] in units]


def _units(session: Session, actor: Actor, codes: Sequence[str]) -> dict[str, str]:
    """Code → id of the units that the actor writes for."""
    units: dict[str, str] = {}
    for some in chunks(codes):
        own = select(col(Unit.code), col(Unit.id)).where(col(Unit.code).in_(some), reached(actor, WRITE, col(Unit.id)))
        units.update((code, id_) for code, id_ in session.execute(own))
    return units


def _stored(unit_id: str, row: dict[str, Any]) -> Row:
    values = {**BLANK, **row, "unit_id": unit_id, "key": key_of(unit_id, row["external_id"])}
    return {name: value for name, value in values.items() if name not in ("unit_code", "external_id")}

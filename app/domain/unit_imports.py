"""Importing units: all rows or none, matched by code, written in bulk."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, update
from sqlmodel import Session, col, select

from app import tables
from app.audit.changes import written
from app.clock import new_id, new_salt, now
from app.domain.permits import require
from app.domain.public import public_changed
from app.errors import Conflict
from app.models import Unit
from app.rules.permissions import Actor
from app.rules.unit_rows import (
    MAX_ERRORS,
    CheckedRow,
    CheckedTable,
    RowError,
    check_cycles,
    check_heading,
    check_parents,
    check_rows,
    from_the_top,
)

CHUNK = 2_000
_TABLE = Unit.__table__  # type: ignore[attr-defined]
_FIELDS = ("name", "kind", "parent_id", "region_code", "latitude", "longitude", "is_active")

Progress = Callable[[str, int, int], None]
"""Gets the step ("check" or "write"), how many rows are done, and of how many."""


def _silent(_step: str, _done: int, _of: int) -> None:
    pass


@dataclass
class Outcome:
    """What an import did or would do; with errors, nothing."""

    rows: int
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    errors: list[RowError] = field(default_factory=list)


@dataclass
class Plan:
    """What has to be written: new rows from the top of the tree down, and changed ones."""

    inserts: list[dict[str, Any]] = field(default_factory=list)
    updates: list[dict[str, Any]] = field(default_factory=list)
    unchanged: int = 0


def read(actor: Actor, data: bytes, progress: Progress = _silent) -> CheckedTable:
    """The rows of a CSV or XLSX file, each checked by itself; touches no database, so no writer waits for it."""
    require(actor, "units:write")
    rows = tables.read(data)
    if not rows:
        return CheckedTable(errors=[RowError(1, None, "empty_file")])
    names, errors = check_heading(rows[0][1], rows[0][0])
    if errors:
        return CheckedTable(errors=errors, count=len(rows) - 1)
    return check_rows(names, rows[1:], lambda done: progress("check", done, len(rows) - 1))


def preview(session: Session, actor: Actor, table: CheckedTable) -> Outcome:
    """What the import would do."""
    outcome, _plan = _planned(session, actor, table)
    return outcome


def write(session: Session, actor: Actor, table: CheckedTable, progress: Progress = _silent) -> Outcome:
    """Imports the rows; nothing is written when one of them is wrong. 409 when somebody else changes one meanwhile."""
    outcome, plan = _planned(session, actor, table)
    if outcome.errors or not (plan.inserts or plan.updates):
        return outcome
    total, done = len(plan.inserts) + len(plan.updates), 0
    for step in (_insert(session, plan.inserts), _update(session, plan.updates)):
        for number in step:
            done += number
            progress("write", done, total)
    public_changed(session)
    return outcome


def _planned(session: Session, actor: Actor, table: CheckedTable) -> tuple[Outcome, Plan]:
    require(actor, "units:write")
    if table.errors and not table.codes:
        return Outcome(table.count, errors=table.errors), Plan()
    known = _known(session)
    errors = [*table.errors, *_misplaced(table, known)]
    if errors:
        return Outcome(table.count, errors=sorted(errors, key=lambda error: error.row)[:MAX_ERRORS]), Plan()
    plan = _plan(table.rows, known)
    return Outcome(table.count, len(plan.inserts), len(plan.updates), plan.unchanged), plan


def _known(session: Session) -> dict[str, Any]:
    """The registry by code."""
    columns = [col(getattr(Unit, name)) for name in ("code", "id", "version", *_FIELDS)]
    return {row.code: row for row in session.execute(select(*columns))}


def _misplaced(table: CheckedTable, known: dict[str, Any]) -> list[RowError]:
    """Rows with a wrong place in the tree; a parent whose own row has an error is there all the same."""
    return check_parents(table.rows, table.codes, known) or check_cycles(table.rows, _tree(table.rows, known))


def _tree(rows: Sequence[CheckedRow], known: dict[str, Any]) -> dict[str, str | None]:
    """Code to parent's code, as the whole registry would be after the import."""
    codes = {row.id: code for code, row in known.items()}
    tree = {code: codes.get(row.parent_id) for code, row in known.items()}
    for row in rows:
        code = row.values["code"]
        tree[code] = row.values["parent_code"] if "parent_code" in row.values else tree.get(code)
    return tree


def _plan(rows: Sequence[CheckedRow], known: dict[str, Any]) -> Plan:
    ids = {code: row.id for code, row in known.items()}
    for row in rows:
        ids.setdefault(row.values["code"], new_id())
    plan, new = Plan(), dict[str, dict[str, Any]]()
    for row in rows:
        code, values = row.values["code"], _columns(row.values, ids)
        if code not in known:
            new[code] = {"id": ids[code], "code": code, **_BLANK, **values}
        elif any(getattr(known[code], name) != value for name, value in values.items()):
            plan.updates.append(_changed(known[code], values))
        else:
            plan.unchanged += 1
    order = from_the_top(new, {row.values["code"]: row.values.get("parent_code") for row in rows})
    plan.inserts = [new[code] for code in order]
    return plan


_BLANK = {"parent_id": None, "region_code": None, "latitude": None, "longitude": None, "is_active": True,
          "is_sample": False, "version": 1}  # fmt: skip


def _columns(values: dict[str, Any], ids: dict[str, str]) -> dict[str, Any]:
    found = {name: value for name, value in values.items() if name in _FIELDS}
    found["kind"] = str(values["kind"])
    if "parent_code" in values:
        found["parent_id"] = ids[values["parent_code"]] if values["parent_code"] else None
    return found


def _changed(row: Any, values: dict[str, Any]) -> dict[str, Any]:
    """A whole row of parameters: what the file does not have stays."""
    kept = {name: getattr(row, name) for name in _FIELDS}
    return {"own_id": row.id, "own_version": row.version, **kept, **values}


def _insert(session: Session, rows: list[dict[str, Any]]) -> Iterator[int]:
    moment = now()
    for chunk in _chunks(rows):
        stamped = [{**row, "created_at": moment, "updated_at": moment, "salt": new_salt()} for row in chunk]
        for row in stamped:
            written(session, Unit, None, row)
        session.connection().execute(insert(_TABLE), stamped)
        yield len(chunk)


def _update(session: Session, rows: list[dict[str, Any]]) -> Iterator[int]:
    columns, moment = _TABLE.c, now()
    statement = (
        update(_TABLE)
        .where(columns.id == bindparam("own_id"), columns.version == bindparam("own_version"))
        .values({name: bindparam(name) for name in _FIELDS} | {"version": columns.version + 1, "updated_at": moment})
    )
    for chunk in _chunks(rows):
        _note_changes(session, chunk, moment)
        if session.connection().execute(statement, chunk).rowcount != len(chunk):
            raise Conflict("conflict")
        yield len(chunk)


def _note_changes(session: Session, chunk: list[dict[str, Any]], moment: datetime) -> None:
    """Tells the audit log how each unit was and will be; a statement in bulk passes its ear."""
    was = select(*_TABLE.c).where(_TABLE.c.id.in_([row["own_id"] for row in chunk]))
    before = {row.id: row._asdict() for row in session.execute(was)}
    for row in chunk:
        old = before[row["own_id"]]
        changed = {name: row[name] for name in _FIELDS} | {"version": old["version"] + 1, "updated_at": moment}
        written(session, Unit, old, old | changed)


def _chunks(rows: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    for start in range(0, len(rows), CHUNK):
        yield rows[start : start + CHUNK]

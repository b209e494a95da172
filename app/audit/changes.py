"""Which rows a transaction changes, with their digest as they were before its first change.

Rows of the ORM are noticed at each flush; what goes past it says so itself (app/prepared/rows.py). The digest after is
taken once, when the transaction is about to commit.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import inspect
from sqlalchemy.orm import Session

from app.models.base import Recorded
from app.rules.digests import row_digest

CHANGES = "audit.changes"
"""Where a session keeps what it has changed: (table, id) → ``Change``."""
State = Mapping[Any, Any]


@dataclass
class Change:
    """A row that this transaction has changed."""

    model: type[Recorded]
    id: str
    leads_to: str | None
    """What ``model.CHAIN`` names: the value of the column that leads to the edition."""
    before: str | None
    after: Callable[[], str | None]


def noted(session: Session) -> dict[tuple[str, str], Change]:
    """What the session's transaction has changed so far."""
    found: dict[tuple[str, str], Change] = session.info.setdefault(CHANGES, {})
    return found


def notice(session: Session, _flush: Any, _instances: Any) -> None:
    """Notes the rows that this flush will write; listens to ``before_flush``."""
    for row in session.new:
        if isinstance(row, Recorded):
            _note(session, row, None)
    for row in session.dirty:
        if isinstance(row, Recorded):
            changing(session, row)
    for row in session.deleted:
        if isinstance(row, Recorded):
            changing(session, row)
            noted(session)[_key(type(row), row.id)].after = _gone


def changing(session: Session, row: Recorded) -> None:
    """Notes a loaded row that is about to be changed; its digest is that of the row as it was loaded."""
    known = noted(session).get(_key(type(row), row.id))
    _note(session, row, known.before if known else digest(type(row), _as_loaded(row)))


def _note(session: Session, row: Recorded, before: str | None) -> None:
    model = type(row)
    leads_to = row.__dict__.get(model.CHAIN)
    noted(session)[_key(model, row.id)] = Change(model, row.id, leads_to, before, lambda: digest(model, _current(row)))


def written(session: Session, model: type[Recorded], before: State | None, after: State) -> None:
    """Notes a row that was written past the ORM; *before* is None for a new one. Both name every column."""
    key = _key(model, after["id"])
    earlier = noted(session).get(key)
    then = earlier.before if earlier else digest(model, before) if before else None
    now = digest(model, after)
    noted(session)[key] = Change(model, after["id"], after.get(model.CHAIN), then, lambda: now)


def digest(model: type[Recorded], state: State) -> str | None:
    """The digest of a row in this state; None where it is no matter of record."""
    if not model.is_recorded(state):
        return None
    return row_digest({name: state[name] for name in columns(model)})


@cache
def columns(model: type[Recorded]) -> tuple[str, ...]:
    """The columns that a digest is made of."""
    return tuple(column.key for column in inspect(model).local_table.c if column.key not in model.UNRECORDED)


def _key(model: type[Recorded], id_: str) -> tuple[str, str]:
    return str(model.__tablename__), id_


def _gone() -> None:
    return None


def _as_loaded(row: Recorded) -> State:
    """The row as it is in the database: what was set since is put back."""
    loaded: State = _current(row) | inspect(row).committed_state
    return loaded


def _current(row: Recorded) -> dict[str, Any]:
    present = row.__dict__
    if any(name not in present for name in columns(type(row))):
        inspect(row).session.refresh(row)
    return dict(present)

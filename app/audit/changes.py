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
from sqlalchemy.orm.base import NO_VALUE

from app.models.base import Recorded
from app.rules.digests import Pieces, pieces, row_digest

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
    pieces: Pieces | None = None
    """The row before as text: most of it is the same after."""


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
    model, known = type(row), noted(session).get(_key(type(row), row.id))
    if known:
        _note(session, row, known.before, known.pieces)
        return
    loaded = _as_loaded(row)
    before = pieces(loaded, columns(model)) if model.is_recorded(loaded) else None
    _note(session, row, row_digest(before) if before else None, before)


def _note(session: Session, row: Recorded, before: str | None, known: Pieces | None = None) -> None:
    model = type(row)
    leads_to = row.__dict__.get(model.CHAIN)
    noted(session)[_key(model, row.id)] = Change(
        model, row.id, leads_to, before, lambda: digest(model, _current(row), known), known
    )


def written(session: Session, model: type[Recorded], before: State | None, after: State) -> None:
    """Notes a row that was written past the ORM; *before* is None for a new one. Both name every column."""
    key = _key(model, after["id"])
    earlier = noted(session).get(key)
    then = earlier.before if earlier else digest(model, before) if before else None
    now = digest(model, after)
    noted(session)[key] = Change(model, after["id"], after.get(model.CHAIN), then, lambda: now)


def digest(model: type[Recorded], state: State, known: Pieces | None = None) -> str | None:
    """The digest of a row in this state; None where it is no matter of record. *known* are pieces of it as it was."""
    return row_digest(pieces(state, columns(model), known)) if model.is_recorded(state) else None


@cache
def columns(model: type[Recorded]) -> tuple[str, ...]:
    """The columns that a digest is made of."""
    return tuple(sorted(column.key for column in inspect(model).local_table.c if column.key not in model.UNRECORDED))


@cache
def _needed(model: type[Recorded]) -> frozenset[str]:
    return frozenset(columns(model))


def _key(model: type[Recorded], id_: str) -> tuple[str, str]:
    return str(model.__tablename__), id_


def _gone() -> None:
    return None


def _as_loaded(row: Recorded) -> State:
    """The row as it is in the database: what was set since is put back, but for what is only to be written again."""
    before = inspect(row).committed_state.items()
    return _current(row) | {name: value for name, value in before if value is not NO_VALUE}


def _current(row: Recorded) -> dict[str, Any]:
    if not row.__dict__.keys() >= _needed(type(row)):
        inspect(row).session.refresh(row)
    return dict(row.__dict__)

"""Rows of a deed that many do at once, read and written by prepared statements at a fraction of the ORM's cost."""

from collections.abc import Callable, Sequence
from copy import copy
from functools import cache, lru_cache, partial
from typing import Any, TypeVar

from sqlalchemy import Dialect, Float, bindparam, inspect, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import make_transient_to_detached
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.orm.exc import StaleDataError
from sqlalchemy.orm.util import identity_key
from sqlalchemy.types import TypeEngine
from sqlmodel import Session, SQLModel

from app.audit.changes import changing, written
from app.clock import now
from app.database import is_sqlite
from app.models.base import Recorded, Table
from app.prepared.statements import change, run

M = TypeVar("M", bound=Table)


def lock(session: Session, model: type[M], id_: str) -> M | None:
    """The row with this id, nobody else's to change until the transaction ends; None where there is none."""
    table = inspect(model).local_table

    def compose() -> Any:
        return select(*table.c).where(table.c.id == bindparam("id_")).with_for_update()

    rows = run(session, ("lock", table.name), compose, {"id_": id_})
    if not rows:
        return None
    known: M | None = session.identity_map.get(identity_key(model, id_))
    return known or _loaded(session, model, rows[0])


def _loaded(session: Session, model: type[M], stored: Sequence[Any]) -> M:
    """The row as the session would have loaded it: its changes are noticed and written."""
    row: M = inspect(model).class_manager.new_instance()
    readers = zip(_readers(model, session.get_bind().dialect), stored, strict=True)
    row.__dict__.update({name: read(value) if read else value for (name, read), value in readers})
    make_transient_to_detached(row)
    session.add(row)
    return row


@lru_cache(maxsize=32)
def _readers(model: type[Table], dialect: Dialect) -> list[tuple[str, Callable[[Any], Any] | None]]:
    """For each column, in order, what makes the driver's value a Python one."""
    return [(column.key, _reader(column.type, dialect)) for column in inspect(model).local_table.c]


def _reader(kind: TypeEngine[Any], dialect: Dialect) -> Callable[[Any], Any] | None:
    if isinstance(kind, Float):
        return None  # both drivers give floats; SQLAlchemy would ask for the column's type as PostgreSQL numbers it
    return kind.dialect_impl(dialect).result_processor(dialect, None)


def unless_there(insert: Any) -> Any:
    """For ``add``: a row that a unique key finds stays as it is."""
    return insert.on_conflict_do_nothing()


def add(
    session: Session, model: type[SQLModel], *, or_instead: Callable[[Any], Any] | None = None, **values: Any
) -> int:
    """Inserts a row that this transaction will not look at again, *or instead* does what it says on a conflict.

    Returns how many rows were written. What *values* do not name takes its default. The values are trusted: no model
    is made, so nothing checks them.
    """

    def compose() -> Any:
        insert = sqlite.insert if is_sqlite(session) else postgresql.insert
        statement = insert(model).values(dict.fromkeys(model.model_fields))
        return or_instead(statement) if or_instead else statement

    state = {name: make() for name, make in _defaults(model).items() if name not in values} | values
    if issubclass(model, Recorded):
        assert not (or_instead and model.is_recorded(state)), "nobody would know which of the two was done"
        written(session, model, None, state)
    return change(session, ("add", model, or_instead), compose, state)


@cache
def _defaults(model: type[SQLModel]) -> dict[str, Callable[[], Any]]:
    """What makes each field's default; Pydantic's own ``get_default`` inspects a factory at every call."""
    fields = model.model_fields.items()
    return {name: field.default_factory or partial(copy, field.default) for name, field in fields}  # type: ignore[misc]


def store(session: Session, row: Table, **values: Any) -> None:
    """Sets values of a loaded row and writes them now, as a flush of these changes would."""
    session.flush()  # older changes first: they raise the version too
    if isinstance(row, Recorded):
        changing(session, row)
    table, names = inspect(type(row)).local_table, tuple(values)

    def compose() -> Any:
        set_ = {name: bindparam(f"new_{name}", type_=table.c[name].type) for name in (*names, "updated_at", "version")}
        return update(table).where(table.c.id == bindparam("id_"), table.c.version == bindparam("read")).values(set_)

    new = values | {"updated_at": now(), "version": row.version + 1}
    given = {f"new_{name}": value for name, value in new.items()} | {"id_": row.id, "read": row.version}
    if not change(session, ("store", table.name, names), compose, given):
        raise StaleDataError(f"{table.name} {row.id} was changed meanwhile")
    for name, value in new.items():
        set_committed_value(row, name, value)

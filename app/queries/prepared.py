"""Statements built and compiled once: SQLAlchemy writes them, the driver runs them.

Composing a SELECT of twenty columns takes ten times as long as running it. A prepared statement is composed for its
*shape* (which filters, which order), kept, and run with the values of the request. What goes in is converted by the
types of the columns; what comes out is as the driver gives it.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import BindParameter, Connection, Dialect, bindparam, inspect, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.orm.exc import StaleDataError
from sqlalchemy.sql.compiler import SQLCompiler
from sqlmodel import Session

from app.clock import now
from app.database import ReadSession, WriteSession, is_sqlite
from app.models.base import Table

SHAPES = 512
"""Statements kept; the least recently used is composed anew when it comes again."""


class _Shape:
    """A cache key with the way to compose its statement."""

    def __init__(self, key: Hashable, dialect: Dialect, compose: Callable[[], Any]) -> None:
        self.key, self.dialect, self.compose = (key, dialect.name), dialect, compose

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Shape) and self.key == other.key


@dataclass(frozen=True)
class _Prepared:
    """SQL for the driver, its parameters as composed, and their order where the driver wants them in order."""

    sql: str
    parameters: dict[str, Any]
    order: Sequence[str] | None
    converters: dict[str, Callable[[Any], Any]]

    def arguments(self, values: Mapping[str, Any]) -> Any:
        filled = self.parameters | dict(values)
        for name, convert in self.converters.items():
            filled[name] = convert(filled[name])
        return filled if self.order is None else tuple(filled[name] for name in self.order)


@lru_cache(maxsize=SHAPES)
def _prepared(shape: _Shape) -> _Prepared:
    compiled: SQLCompiler = shape.compose().compile(dialect=shape.dialect)
    to_come = {name: None for name, parameter in compiled.binds.items() if parameter.required}
    state = compiled.construct_expanded_state(to_come, escape_names=False)
    found = {name: _converter(parameter, shape.dialect) for name, parameter in compiled.binds.items()}
    converters = {name: convert for name, convert in found.items() if convert is not None and name in state.parameters}
    return _Prepared(state.statement, dict(state.parameters), state.positiontup, converters)


def _converter(parameter: BindParameter[Any], dialect: Dialect) -> Callable[[Any], Any] | None:
    return parameter.type.dialect_impl(dialect).bind_processor(dialect)


def _connection(bound: Session | Connection) -> Connection:
    if isinstance(bound, Connection):
        return bound
    if isinstance(bound, ReadSession):
        return bound.held
    bound.flush()  # what this transaction has changed so far counts, as in any query of a session
    return bound.held if isinstance(bound, WriteSession) else bound.connection()


def run(bound: Session | Connection, key: Hashable, compose: Callable[[], Any], values: Mapping[str, Any]) -> list[Any]:
    """All rows of the statement that ``compose()`` makes for *key*, as the driver gives them.

    *values* fill the statement's named bind parameters; those it composed with a value keep it.
    """
    with _executed(bound, key, compose, values) as cursor:
        return list(cursor.fetchall())


def moment_of(stored: datetime | str) -> datetime:
    """A time as the driver gives it: SQLite's is text in UTC."""
    found = datetime.fromisoformat(stored) if isinstance(stored, str) else stored
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def change(session: Session, key: Hashable, compose: Callable[[], Any], values: Mapping[str, Any]) -> int:
    """Runs a statement that changes rows, and says how many it changed."""
    with _executed(session, key, compose, values) as cursor:
        return int(cursor.rowcount)


def add(session: Session, model: type[Table], *, unless_there: bool = False, **values: Any) -> None:
    """Inserts a row that this transaction will not look at again; may leave one that a unique key finds as it is.

    What *values* do not name takes its default. The values are trusted: no model is made, so nothing checks them.
    """

    def compose() -> Any:
        insert = sqlite.insert if is_sqlite(session) else postgresql.insert
        statement = insert(model).values(dict.fromkeys(model.model_fields))
        return statement.on_conflict_do_nothing() if unless_there else statement

    defaults = {name: field.get_default(call_default_factory=True)
                for name, field in model.model_fields.items() if name not in values}  # fmt: skip
    change(session, ("add", model, unless_there), compose, defaults | values)


def store(session: Session, row: Table, **values: Any) -> None:
    """Sets values of a loaded row and writes them now, as a flush of these changes would, at a fifth of its cost."""
    session.flush()  # older changes first: they raise the version too
    table, names = inspect(type(row)).local_table, tuple(values)

    def compose() -> Any:
        set_ = {name: bindparam(f"new_{name}", type_=table.c[name].type) for name in (*names, "updated_at", "version")}
        return update(table).where(table.c.id == bindparam("id_"), table.c.version == bindparam("read")).values(set_)

    written = values | {"updated_at": now(), "version": row.version + 1}
    given = {f"new_{name}": value for name, value in written.items()} | {"id_": row.id, "read": row.version}
    if not change(session, ("store", table.name, names), compose, given):
        raise StaleDataError(f"{table.name} {row.id} was changed meanwhile")
    for name, value in written.items():
        set_committed_value(row, name, value)


@contextmanager
def _executed(
    bound: Session | Connection, key: Hashable, compose: Callable[[], Any], values: Mapping[str, Any]
) -> Iterator[Any]:
    connection = _connection(bound)
    dialect = connection.dialect
    prepared = _prepared(_Shape(key, dialect, compose))
    driver = connection.connection  # its own cursor: SQLAlchemy's result would cost more than the query
    cursor = driver.cursor()
    try:
        cursor.execute(prepared.sql, prepared.arguments(values))
        yield cursor
    except dialect.loaded_dbapi.Error as error:
        if dialect.is_disconnect(error, driver.dbapi_connection, cursor):
            connection.invalidate(error)
            connection.engine.dispose(
                close=False
            )  # the other idle connections are as dead: the next use makes new ones
        raise DBAPIError.instance(prepared.sql, None, error, dialect.loaded_dbapi.Error, dialect=dialect) from error
    finally:
        cursor.close()

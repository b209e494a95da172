"""Statements built and compiled once: SQLAlchemy writes them, the driver runs them.

Composing a SELECT of twenty columns takes ten times as long as running it. A prepared statement is composed for its
*shape* (which filters, which order), kept, and run with the values of the request. What goes in is converted by the
types of the columns; what comes out is as the driver gives it.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import BindParameter, Connection, Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler
from sqlmodel import Session

from app.database import ReadSession, WriteSession

R = TypeVar("R")
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
        filled = {**self.parameters, **values}
        for name, convert in self.converters.items():
            filled[name] = convert(filled[name])
        return filled if self.order is None else [filled[name] for name in self.order]


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
    return _execute(bound, key, compose, values, lambda cursor: list(cursor.fetchall()))


def moment_of(stored: datetime | str) -> datetime:
    """A time as the driver gives it: SQLite's is text in UTC."""
    found = datetime.fromisoformat(stored) if isinstance(stored, str) else stored
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def change(session: Session, key: Hashable, compose: Callable[[], Any], values: Mapping[str, Any]) -> int:
    """Runs a statement that changes rows, and says how many it changed."""
    return _execute(session, key, compose, values, lambda cursor: int(cursor.rowcount))


def _execute(
    bound: Session | Connection, key: Hashable, compose: Callable[[], Any], values: Mapping[str, Any],
    take: Callable[[Any], R],
) -> R:  # fmt: skip
    connection = _connection(bound)
    dialect = connection.dialect
    prepared = _prepared(_Shape(key, dialect, compose))
    driver = connection.connection  # its own cursor: SQLAlchemy's result would cost more than the query
    cursor = driver.cursor()
    try:
        cursor.execute(prepared.sql, prepared.arguments(values))
        return take(cursor)
    except dialect.loaded_dbapi.Error as error:
        if dialect.is_disconnect(error, driver.dbapi_connection, cursor):
            connection.invalidate(error)
            # The other idle connections are as dead: the next use makes new ones.
            connection.engine.dispose(close=False)
        raise DBAPIError.instance(prepared.sql, None, error, dialect.loaded_dbapi.Error, dialect=dialect) from error
    finally:
        cursor.close()

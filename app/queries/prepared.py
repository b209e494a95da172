"""Statements built and compiled once: SQLAlchemy writes them, the driver runs them.

Composing a SELECT of twenty columns takes ten times as long as running it. A prepared statement is composed for its
*shape* (which filters, which order), kept, and run with the values of the request.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Dialect
from sqlalchemy.exc import OperationalError
from sqlalchemy.sql.compiler import SQLCompiler
from sqlmodel import Session

from app.database import ReadSession

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

    def arguments(self, values: Mapping[str, Any]) -> Any:
        filled = self.parameters | dict(values)
        return filled if self.order is None else tuple(filled[name] for name in self.order)


@lru_cache(maxsize=SHAPES)
def _prepared(shape: _Shape) -> _Prepared:
    compiled: SQLCompiler = shape.compose().compile(dialect=shape.dialect)
    to_come = {name: None for name, parameter in compiled.binds.items() if parameter.required}
    state = compiled.construct_expanded_state(to_come, escape_names=False)
    return _Prepared(state.statement, dict(state.parameters), state.positiontup)


def _connection(bound: Session | Connection) -> Connection:
    if isinstance(bound, Connection):
        return bound
    if isinstance(bound, ReadSession):
        return bound.held
    bound.flush()  # what this transaction has changed so far counts, as in any query of a session
    return bound.connection()


def run(bound: Session | Connection, key: Hashable, compose: Callable[[], Any], values: Mapping[str, Any]) -> list[Any]:
    """All rows of the statement that ``compose()`` makes for *key*, as the driver gives them (no type conversion).

    *values* fill the statement's named bind parameters; those it composed with a value keep it.
    """
    connection = _connection(bound)
    prepared = _prepared(_Shape(key, connection.dialect, compose))
    driver = connection.connection  # its own cursor: SQLAlchemy's result would cost more than the query
    cursor = driver.cursor()
    try:
        cursor.execute(prepared.sql, prepared.arguments(values))
        return list(cursor.fetchall())
    except connection.dialect.loaded_dbapi.OperationalError as error:
        if connection.dialect.is_disconnect(error, driver.dbapi_connection, cursor):
            connection.invalidate(error)
            connection.engine.dispose(
                close=False
            )  # the other idle connections are as dead: the next use makes new ones
        raise OperationalError(prepared.sql, None, error) from error
    finally:
        cursor.close()

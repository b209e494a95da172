"""Numbers of any count as one parameter of a prepared statement: a list in JSON, of which the database makes rows."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, bindparam, cast, func
from sqlmodel import Session

from app.database import is_sqlite


def listed(numbers: Iterable[int]) -> str:
    """The value of the parameter."""
    return "[" + ",".join(map(str, numbers)) + "]"


def rows_of(session: Session, parameter: str) -> tuple[Any, ColumnElement[int]]:
    """The rows that the database makes of the parameter of this name, and the column with the numbers."""
    name = "json_each" if is_sqlite(session) else "json_array_elements_text"
    rows = getattr(func, name)(bindparam(parameter)).table_valued("value", name=parameter)
    return rows, cast(rows.c.value, BigInteger)

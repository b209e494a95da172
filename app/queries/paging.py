"""Keyset paging: a cursor names the last row seen and carries a digest of the filters it belongs to."""

import base64
import json
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Date, Integer, and_, bindparam, or_
from sqlmodel import Session

from app.errors import DomainError
from app.models.base import UTCDateTime, clean_text
from app.models.listing import ListQuery
from app.prepared.statements import run

R = TypeVar("R")
LARGEST = 2**31 - 1
"""What an integer column holds."""
Key = tuple[Any, bool]
"""A column expression to sort by, and whether descending."""


class InvalidCursor(DomainError):
    """Not a cursor of this list with these filters."""

    status = 422
    code = "invalid-cursor"


@dataclass(frozen=True)
class Order:
    """The order of a list: sort keys that together are unique and never null."""

    keys: tuple[Key, ...]

    @classmethod
    def by(cls, sort: str | None, sorts: dict[str, Any], last: Any) -> "Order":
        """The order that ``sort`` names ("-name" descends), made unique by *last*."""
        name = (sort or "").removeprefix("-")
        descending = (sort or "").startswith("-")
        first = [(sorts[name], descending)] if name in sorts and sorts[name] is not last else []
        return cls((*first, (last, descending)))


def page(
    session: Session, statement: Any, order: Order, query: ListQuery, sort_values: Callable[[Any], Sequence[Any]]
) -> tuple[list[Any], str | None]:
    """The rows of one page and the cursor of the next, or None at the end.

    ``sort_values(row)`` gives the row's values of the order's columns.
    """
    if query.cursor:
        statement = statement.where(_after(order, _decode(query.cursor, query.digest(), order)))
    ordering = [column.desc() if descending else column.asc() for column, descending in order.keys]
    rows = list(session.execute(statement.order_by(*ordering).limit(query.limit + 1)).all())
    if len(rows) <= query.limit:
        return rows, None
    rows = rows[: query.limit]
    return rows, cursor_of(query.digest(), sort_values(rows[-1]))


def json_page(
    session: Session, shape: Hashable, compose: Callable[[], Any], order: Order, query: ListQuery
) -> tuple[list[str], str | None]:
    """Like ``page`` for rows that the database writes as JSON, with the statement composed once for its *shape*.

    ``compose()`` selects the JSON first and then the values of the order's columns.
    """
    values: dict[str, Any] = {"page_limit": query.limit + 1}
    if query.cursor:
        seen = _decode(query.cursor, query.digest(), order)
        values |= {f"after_{place}": value for place, value in enumerate(seen)}

    def composed() -> Any:
        statement = compose()
        if query.cursor:
            places = [bindparam(f"after_{n}", type_=column.type) for n, (column, _) in enumerate(order.keys)]
            statement = statement.where(_after(order, places))
        ordering = [column.desc() if descending else column.asc() for column, descending in order.keys]
        return statement.order_by(*ordering).limit(bindparam("page_limit", type_=Integer))

    rows = run(session, (shape, query.digest(), bool(query.cursor)), composed, values)
    following = None
    if len(rows) > query.limit:
        rows = rows[: query.limit]
        following = cursor_of(query.digest(), rows[-1][1:])
    return [row[0] for row in rows], following


def cursor_of(digest: str, values: Sequence[Any]) -> str:
    """A cursor: what it belongs to and the values of the last row seen, as text without meaning to anybody else."""
    plain = [value.isoformat() if isinstance(value, date) else value for value in values]
    raw = json.dumps([digest, *plain], separators=(",", ":"), ensure_ascii=False).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def values_of(cursor: str, digest: str) -> list[Any]:
    """What ``cursor_of`` was given, as JSON has it; ``InvalidCursor`` where it is none or belongs to another list."""
    try:
        belongs_to, *values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, TypeError, RecursionError):
        raise InvalidCursor from None
    if belongs_to != digest:
        raise InvalidCursor
    return list(values)


def _decode(cursor: str, digest: str, order: Order) -> list[Any]:
    values = values_of(cursor, digest)
    try:
        return [_parsed(column, value) for (column, _), value in zip(order.keys, values, strict=True)]
    except (ValueError, TypeError):
        raise InvalidCursor from None


def _parsed(column: ColumnElement[Any], value: Any) -> Any:
    if isinstance(column.type, UTCDateTime):
        moment = datetime.fromisoformat(value)
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    if isinstance(column.type, Date):
        return date.fromisoformat(value)
    if not isinstance(value, column.type.python_type) or (isinstance(value, int) and abs(value) > LARGEST):
        raise InvalidCursor
    return clean_text(value) if isinstance(value, str) else value


def _after(order: Order, values: list[Any]) -> ColumnElement[bool]:
    """(a, b) > (x, y) written out, because the directions may differ."""
    alternatives = []
    for position, ((column, descending), value) in enumerate(zip(order.keys, values, strict=True)):
        same = [earlier == seen for (earlier, _), seen in zip(order.keys[:position], values, strict=False)]
        alternatives.append(and_(*same, column < value if descending else column > value))
    return or_(*alternatives)

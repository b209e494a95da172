"""Words that somebody looks for, as conditions on text columns."""

from typing import Any

from sqlalchemy import ColumnElement, func, or_

MOST_WORDS = 6


def contains(q: str | None, *columns: Any) -> list[ColumnElement[bool]]:
    """One condition for each word of *q* (the first six): it occurs in one of the columns, whatever its case."""
    return [_occurs(word, columns) for word in (q or "").split()[:MOST_WORDS]]


def _occurs(word: str, columns: tuple[Any, ...]) -> ColumnElement[bool]:
    safe = word.lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return or_(*(func.lower(column).like(f"%{safe}%", escape="\\") for column in columns))

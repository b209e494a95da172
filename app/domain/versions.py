"""Optimistic locking: nobody overwrites what somebody else changed meanwhile."""

from typing import Protocol, TypeVar

from sqlmodel import Session

from app.errors import NotFound, Stale
from app.models.base import Table

T = TypeVar("T", bound=Table)


def load(session: Session, table: type[T], id_: str) -> T:
    """The row, or ``NotFound``."""
    row = session.get(table, id_)
    if row is None:
        raise NotFound
    return row


def check_version(row: Table, expected: int | None) -> None:
    """``Stale`` when the row is not at the version that the caller read; None skips the check."""
    if expected is not None and row.version != expected:
        raise Stale(current=row.version)


class Edited(Protocol):
    """A row that remembers which open editor saved it last."""

    version: int
    editor: str | None


def check_editor(row: Edited, expected: int | None, editor: str | None) -> None:
    """Like ``check_version``, but the editor that saved last may repeat itself: its answer was lost on the way."""
    is_own_retry = editor is not None and row.editor == editor
    if expected is not None and row.version != expected and not is_own_retry:
        raise Stale(current=row.version)
    row.editor = editor

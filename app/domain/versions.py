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


def check_change(session: Session, row: Edited, expected: int | None, editor: str | None) -> None:
    """``Stale`` when what was just written over *row* would overwrite somebody else's change.

    Two repetitions are never stale: of the editor that saved last, whose answer was lost on the way, and of what the
    row holds already (RFC 9110, 13.1.1) — the page that was reloaded while its save was still under way.
    """
    if not session.is_modified(row):
        return
    is_own_retry = editor is not None and row.editor == editor
    if expected is not None and row.version != expected and not is_own_retry:
        raise Stale(current=row.version)
    row.editor = editor

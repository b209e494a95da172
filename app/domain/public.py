"""Tells ready-made public answers that the public would now see something else."""

from typing import Any

from sqlalchemy import update
from sqlmodel import Session

from app import feed  # noqa: F401 - whoever changes what the public sees has the change feed on
from app.models import PublicState
from app.prepared.statements import change

PUBLIC_CHANGED = "public_changed"
"""Set in ``session.info``, so that this process need not wait to be told."""


def public_changed(session: Session) -> None:
    """Raises the number in ``public_state`` in this transaction (app/http/cache.py reads it)."""
    session.info[PUBLIC_CHANGED] = True
    change(session, "public changed", _raise_generation, {})


def _raise_generation() -> Any:
    return update(PublicState).values(generation=PublicState.generation + 1)

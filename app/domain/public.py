"""Tells ready-made public answers that the public would now see something else."""

from sqlalchemy import update
from sqlmodel import Session

from app.models import PublicState

PUBLIC_CHANGED = "public_changed"
"""Set in ``session.info``, so that this process need not wait to be told."""


def public_changed(session: Session) -> None:
    """Raises the number in ``public_state`` in this transaction (app/http/cache.py reads it)."""
    session.info[PUBLIC_CHANGED] = True
    session.connection().execute(update(PublicState).values(generation=PublicState.generation + 1))

"""How many proposals of an edition are in each status, without counting them."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from app.models import EditionTally
from app.prepared.statements import run


def total(session: Session, edition_id: str | None, statuses: Collection[str] | None) -> int:
    """Proposals of an edition (or of all) in these statuses (or in any)."""

    def compose() -> Any:
        statement = select(func.coalesce(func.sum(EditionTally.count), 0))
        if edition_id is not None:
            statement = statement.where(EditionTally.edition_id == edition_id)
        return statement.where(col(EditionTally.status).in_(statuses)) if statuses else statement

    return int(run(session, ("tallies", edition_id, tuple(statuses or ())), compose, {})[0][0])


def by_status(session: Session, edition_id: str) -> dict[str, int]:
    """The counts of one edition."""
    rows = select(EditionTally.status, EditionTally.count).where(EditionTally.edition_id == edition_id)
    return dict(session.exec(rows).all())

"""Reads of sheets that jurors gave back."""

from collections import defaultdict
from typing import Any

from sqlalchemy import func
from sqlalchemy import select as sa_select
from sqlmodel import Session, col, select

from app.models import Declination, Proposal, User
from app.models.base import Id, Page
from app.models.desk import DeclinationRead
from app.models.listing import ListQuery
from app.queries.paging import Order, page
from app.queries.rows import page_of, read_all
from app.rules.permissions import Actor, may_everywhere


class DeclinationFilters(ListQuery):
    """Filters of the sheets that were given back; newest first."""

    juror_id: Id | None = None
    proposal_id: Id | None = None


def list_(session: Session, actor: Actor, edition_id: str, stage: str, query: DeclinationFilters) -> Page[Any]:
    """Those of a stage; a juror sees the own."""
    conditions = [col(Declination.edition_id) == edition_id, col(Declination.stage) == stage]
    if not may_everywhere(actor, "assignments:read"):
        conditions.append(col(Declination.juror_id) == (actor.id or ""))
    for name in ("juror_id", "proposal_id"):
        if (value := getattr(query, name)) is not None:
            conditions.append(col(getattr(Declination, name)) == value)
    order = Order(((col(Declination.id), True),))
    rows, following = page(session, _named().where(*conditions), order, query, lambda row: (row.id,))
    total = session.exec(select(func.count()).select_from(Declination).where(*conditions)).one()
    return page_of(DeclinationRead, rows, following, total)


def read(session: Session, row: Declination) -> DeclinationRead:
    """A row as its read schema."""
    return read_all(DeclinationRead, session.execute(_named().where(Declination.id == row.id)).all())[0]


def declined(session: Session, edition_id: str, stage: str) -> dict[str, set[str]]:
    """The proposals that each juror gave back in the stage."""
    rows = session.exec(
        select(Declination.juror_id, Declination.proposal_id).where(
            Declination.edition_id == edition_id, Declination.stage == stage
        )
    ).all()
    found: dict[str, set[str]] = defaultdict(set)
    for juror_id, proposal_id in rows:
        found[juror_id].add(proposal_id)
    return found


def count(session: Session, edition_id: str, stage: str) -> int:
    """How many there are in the stage."""
    held = (Declination.edition_id == edition_id, Declination.stage == stage)
    return session.exec(select(func.count()).select_from(Declination).where(*held)).one()


_OTHERS = {"juror_name": col(User.name), "proposal_number": col(Proposal.number), "proposal_title": col(Proposal.title)}


def _named() -> Any:
    columns = [
        _OTHERS[name].label(name) if name in _OTHERS else col(getattr(Declination, name))
        for name in DeclinationRead.model_fields
    ]
    return (
        sa_select(*columns)
        .join(User, col(User.id) == Declination.juror_id)
        .join(Proposal, col(Proposal.id) == Declination.proposal_id)
    )

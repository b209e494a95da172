"""Reads of booths with what they show, and of the programme."""

from collections import defaultdict
from typing import Any

from sqlalchemy import ColumnElement, func
from sqlalchemy import select as sa_select
from sqlmodel import Session, col, select

from app.errors import NotFound
from app.models import Booth, Exhibit, Innovation, ProgrammeItem, Proposal, Unit
from app.models.exhibition import BoothRead, ExhibitRead, ProgrammeItemRead, ScannedBooth
from app.queries import exhibitions
from app.queries.rows import read_all
from app.rules.permissions import Actor

_ITEM = tuple(col(getattr(ProgrammeItem, name)) for name in ProgrammeItemRead.model_fields)


def of_exhibition(session: Session, exhibition_id: str) -> list[BoothRead]:
    """The booths of an exhibition by their labels."""
    return sorted(_booths(session, col(Booth.exhibition_id) == exhibition_id), key=lambda one: _natural(one.label))


def _natural(label: str) -> tuple[int, str]:
    """A-2 stands before A-12."""
    return len(label), label


def read(session: Session, actor: Actor, booth_id: str) -> BoothRead:
    """A booth, or ``NotFound``: where its exhibition is not public, for everybody who does not prepare it."""
    return _one(session, actor, col(Booth.id) == booth_id)


def made(session: Session, booth_id: str) -> BoothRead:
    """A booth that was just made or changed."""
    return _booths(session, col(Booth.id) == booth_id)[0]


def scanned(session: Session, actor: Actor, code: str) -> ScannedBooth:
    """The booth whose QR has this code, with its exhibition."""
    booth = _one(session, actor, col(Booth.code) == code.lower())
    return ScannedBooth(exhibition=exhibitions.read(session, actor, booth.exhibition_id), booth=booth)


def _one(session: Session, actor: Actor, condition: ColumnElement[bool]) -> BoothRead:
    found = _booths(session, condition)
    if not found:
        raise NotFound
    exhibitions.get(session, actor, found[0].exhibition_id)
    return found[0]


def _booths(session: Session, condition: ColumnElement[bool]) -> list[BoothRead]:
    names = ("id", "exhibition_id", "label", "code", "title", "unit_id", "version")
    rows = session.execute(
        sa_select(*(col(getattr(Booth, name)) for name in names), col(Unit.name).label("unit_name"))
        .outerjoin(Unit, col(Unit.id) == Booth.unit_id).where(condition)
    ).all()  # fmt: skip
    shown = _exhibits(session, condition)
    return [BoothRead(**row._mapping, exhibits=shown[row.id]) for row in rows]


def _exhibits(session: Session, condition: ColumnElement[bool]) -> dict[str, list[ExhibitRead]]:
    """By booth what it shows, in the order in which it was put there."""
    rows = session.execute(described().add_columns(col(Exhibit.booth_id)).where(condition).order_by(Exhibit.id)).all()
    found: dict[str, list[ExhibitRead]] = defaultdict(list)
    for row in rows:
        found[row.booth_id].append(ExhibitRead.model_validate(row))
    return found


def described() -> Any:
    """Exhibits with title and unit, of an innovation or of a proposal, each with its booth."""
    return (
        sa_select(col(Exhibit.id), col(Exhibit.innovation_id), col(Exhibit.proposal_id),
                  func.coalesce(Innovation.title, Proposal.title).label("title"),
                  func.coalesce(Innovation.unit_name, Unit.name).label("unit_name"))
        .join(Booth, col(Booth.id) == Exhibit.booth_id)
        .outerjoin(Innovation, col(Innovation.id) == Exhibit.innovation_id)
        .outerjoin(Proposal, col(Proposal.id) == Exhibit.proposal_id)
        .outerjoin(Unit, col(Unit.id) == Proposal.unit_id)
    )  # fmt: skip


def programme(session: Session, exhibition_id: str) -> list[ProgrammeItemRead]:
    """The programme in the order of time."""
    items = select(*_ITEM).where(ProgrammeItem.exhibition_id == exhibition_id)
    rows = session.execute(items.order_by(col(ProgrammeItem.starts_at), col(ProgrammeItem.id))).all()
    return read_all(ProgrammeItemRead, rows)


def programme_item(session: Session, actor: Actor, item_id: str) -> ProgrammeItemRead:
    """A point of the programme, or ``NotFound``."""
    rows = session.execute(select(*_ITEM).where(ProgrammeItem.id == item_id)).all()
    if not rows:
        raise NotFound
    exhibitions.get(session, actor, rows[0].exhibition_id)
    return read_all(ProgrammeItemRead, rows)[0]

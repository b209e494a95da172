"""Deeds on the programme of an exhibition."""

from sqlmodel import Session

from app.domain.exhibitions import loaded
from app.domain.permits import require
from app.domain.public import public_changed
from app.domain.versions import check_version, load
from app.errors import invalid
from app.models import ProgrammeItem
from app.models.exhibition import ProgrammeItemCreate, ProgrammeItemUpdate
from app.rules.permissions import Actor


def create(session: Session, actor: Actor, exhibition_id: str, body: ProgrammeItemCreate) -> ProgrammeItem:
    """A new point; 422 where it ends before it begins."""
    exhibition = loaded(session, actor, exhibition_id, None)
    item = ProgrammeItem(exhibition_id=exhibition.id, **body.model_dump())
    session.add(item)
    return _changed(session, item)


def update(
    session: Session, actor: Actor, item_id: str, body: ProgrammeItemUpdate, expected: int | None
) -> ProgrammeItem:
    """Changes a point."""
    item = _own(session, actor, item_id, expected)
    item.sqlmodel_update(body.model_dump(exclude_unset=True))
    return _changed(session, item)


def remove(session: Session, actor: Actor, item_id: str, expected: int | None) -> None:
    """Takes a point out of the programme."""
    session.delete(_own(session, actor, item_id, expected))
    public_changed(session)
    session.flush()


def _own(session: Session, actor: Actor, item_id: str, expected: int | None) -> ProgrammeItem:
    require(actor, "exhibitions:write")
    item = load(session, ProgrammeItem, item_id)
    check_version(item, expected)
    return item


def _changed(session: Session, item: ProgrammeItem) -> ProgrammeItem:
    if item.ends_at <= item.starts_at:
        raise invalid("ends_at", "dates_reversed")
    public_changed(session)
    session.flush()
    return item

"""Deeds on the ceremony of an edition: what it is called, who signs, and the order of the evening."""

from sqlmodel import Session, select

from app.domain.permits import require
from app.domain.public import public_changed
from app.domain.versions import check_version
from app.errors import NotFound, invalid
from app.models import Award, Ceremony, Edition
from app.models.ceremony import CeremonyUpdate
from app.queries import awards
from app.queries.awards import WRITE
from app.rules.permissions import Actor


def held(session: Session, edition_id: str) -> Ceremony:
    """The ceremony's row, made where there is none; nobody else writes awards of the edition until we are done."""
    edition = session.exec(select(Edition).where(Edition.id == edition_id).with_for_update()).first()
    if edition is None:
        raise NotFound
    row = awards.ceremony(session, edition_id)
    if row is None:
        row = Ceremony(edition_id=edition_id)
        session.add(row)
        session.flush()
    return row


def update(session: Session, actor: Actor, edition_id: str, body: CeremonyUpdate, expected: int | None) -> Ceremony:
    """Changes the ceremony (organiser). Before anybody wrote it, it is at version 0."""
    require(actor, WRITE)
    is_new = awards.ceremony(session, edition_id) is None
    row = held(session, edition_id)
    if not (is_new and expected == 0):
        check_version(row, expected)
    row.sqlmodel_update(body.model_dump(exclude_unset=True))
    if row.published_at is not None:
        public_changed(session)
    session.flush()
    return row


def arrange(session: Session, actor: Actor, edition_id: str, award_ids: list[str]) -> None:
    """Puts the awards in this order; those left out follow as they were. 422 for an award of another edition."""
    require(actor, WRITE)
    held(session, edition_id)
    rows = session.exec(select(Award).where(Award.edition_id == edition_id)).all()
    known = {row.id for row in rows}
    for place, award_id in enumerate(award_ids):
        if award_id not in known:
            raise invalid(f"award_ids.{place}", "not_found")
    first = {award_id: place for place, award_id in enumerate(award_ids)}
    order = sorted(rows, key=lambda row: (first.get(row.id, len(first)), row.position, row.id))
    moved = [(row, position) for position, row in enumerate(order, start=1) if row.position != position]
    for row, position in moved:
        row.position = position
    if moved:
        public_changed(session)
    session.flush()

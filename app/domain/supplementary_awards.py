"""Supplementary awards (susulan): given after the others were published, each with its reason, public at once."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from app.domain import award_catalogue, innovations
from app.domain.public import public_changed
from app.errors import invalid
from app.models import Award
from app.models.edition import EditionRead
from app.rules.awards import called


def settle(
    session: Session, edition: EditionRead, new: Sequence[Award], reason: str, replaces_id: str | None = None
) -> None:
    """Marks awards that were just given as supplementary, calls them beside their like, and tells the public.

    An innovation that was not awarded by the ranking comes into the catalogue. 422 where *replaces_id* is no revoked
    award of the edition, or has been replaced already.
    """
    if replaces_id is not None:
        _check_revoked(session, edition.id, replaces_id)
    for award in new:
        award.supplementary_reason, award.replaces_id = reason, replaces_id
    _call(session, edition, new)
    proposal_ids = [award.proposal_id for award in new if award.proposal_id]
    innovations.enter(session, edition, proposal_ids)
    award_catalogue.tell(session, edition, proposal_ids)
    public_changed(session)
    session.flush()


def _check_revoked(session: Session, edition_id: str, award_id: str) -> None:
    replaced = session.get(Award, award_id)
    if replaced is None or replaced.edition_id != edition_id:
        raise invalid("replaces_id", "not_found")
    if replaced.revoked_at is None:
        raise invalid("replaces_id", "award_not_revoked")
    standing = select(Award.id).where(Award.replaces_id == award_id, col(Award.revoked_at).is_(None))
    if session.exec(standing).first() is not None:
        raise invalid("replaces_id", "award_replaced")


def _call(session: Session, edition: EditionRead, new: Sequence[Award]) -> None:
    """Each before the first tier that is called after it: the best stay last, the order of the others stays."""
    found = select(Award).where(Award.edition_id == edition.id).order_by(col(Award.position), col(Award.id))
    ids, tiers = {award.id for award in new}, edition.award_tiers
    rows = [row for row in session.exec(found).all() if row.id not in ids]
    for award in new:
        key = called(award.tier, award.rank, tiers)
        later = (at for at, row in enumerate(rows) if row.tier and called(row.tier, row.rank, tiers) > key)
        rows.insert(next(later, len(rows)), award)
    for position, row in enumerate(rows, start=1):
        row.position = position
    session.flush()

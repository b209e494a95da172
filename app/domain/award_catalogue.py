"""What the catalogue bears of an edition's awards."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from app.models import Award, Innovation
from app.models.edition import AwardTier, EditionRead
from app.rules.awards import finest


def tell(session: Session, edition: EditionRead, proposal_ids: Sequence[str]) -> None:
    """An innovation bears the finest tier that it keeps; without one what else it was given; else nothing."""
    kept: dict[str, list[Award]] = {}
    for row in session.exec(select(Award).where(Award.edition_id == edition.id,
                                                col(Award.proposal_id).in_(proposal_ids))).all():  # fmt: skip
        if row.revoked_at is None:
            kept.setdefault(str(row.proposal_id), []).append(row)
    for entry in session.exec(select(Innovation).where(col(Innovation.proposal_id).in_(proposal_ids))).all():
        own = kept.get(str(entry.proposal_id), [])
        entry.award = _words(own, edition.award_tiers)


def _words(own: Sequence[Award], tiers: Sequence[AwardTier]) -> str:
    best = finest({row.tier for row in own if row.tier}, tiers)
    title = next((row.title for row in own if best and row.tier == best.key), None)
    return title or next((row.title for row in sorted(own, key=lambda row: row.position)), "")

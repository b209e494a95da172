"""What search engines are told of assessments: the rounds that everybody reads, and the raports of each."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import func
from sqlmodel import Session, col, select

from app.errors import NotFound
from app.models import Assessment, AssessmentRound
from app.models.assessment import AssessmentStatus
from app.queries.assessments.visibility import published

MOST = 50_000
"""Addresses in one part of a sitemap, and parts that its index may name (sitemaps.org). Half of the parts are left to
the innovations."""
_CHANGED = col(Assessment.changed_at)


class PublishedRound(NamedTuple):
    """A round with results that everybody reads, and when any of them last changed."""

    round_id: str
    changed_at: datetime


class Raport(NamedTuple):
    """A raport that everybody reads, and when its result last changed."""

    assessment_id: str
    changed_at: datetime


def _public(*columns: Any) -> Any:
    found = select(*columns).select_from(Assessment)
    found = found.join(AssessmentRound, col(AssessmentRound.id) == Assessment.round_id)
    return found.where(published, col(Assessment.status) == AssessmentStatus.final)


def rounds(session: Session) -> list[PublishedRound]:
    """The rounds with anything to read, the newest of them where there are too many; in one read."""
    found = _public(Assessment.round_id, func.max(_CHANGED)).group_by(Assessment.round_id)
    rows = session.execute(found.order_by(col(Assessment.round_id).desc()).limit(MOST // 2)).all()
    return [PublishedRound(*row) for row in rows]


def raports(session: Session, round_id: str) -> list[Raport]:
    """The raports of a round; ``NotFound`` where there is nothing that everybody may read. In one read."""
    found = _public(Assessment.id, _CHANGED).where(Assessment.round_id == round_id)
    rows = session.execute(found.order_by(col(Assessment.id)).limit(MOST - 2)).all()  # two are pages of the round
    if not rows:
        raise NotFound
    return [Raport(*row) for row in rows]

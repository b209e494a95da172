"""Reads of follow-ups: the matrix of an assessment."""

from typing import Any

from sqlmodel import Session, col, select

from app.clock import today
from app.errors import NotFound
from app.models import FollowUp
from app.models.follow_up import FollowUpRead, FollowUpStatus
from app.queries.assessments.one import visible
from app.rules.permissions import Actor

_COLUMNS: list[Any] = [col(getattr(FollowUp, name)) for name in FollowUpRead.model_fields if name != "is_overdue"]
_AHEAD = {FollowUpStatus.open, FollowUpStatus.doing}


def of_assessment(session: Session, actor: Actor, assessment_id: str) -> list[FollowUpRead]:
    """The matrix, in the order of its writing; ``NotFound`` without the assessment."""
    visible(session, actor, assessment_id)
    found = select(*_COLUMNS).where(FollowUp.assessment_id == assessment_id).order_by(col(FollowUp.id))
    return [_read(row) for row in session.execute(found).all()]


def _read(row: Any) -> FollowUpRead:
    is_overdue = row.due_on is not None and row.due_on < today() and row.status in _AHEAD
    return FollowUpRead(**row._mapping, is_overdue=is_overdue)


def read(session: Session, actor: Actor, follow_up_id: str) -> FollowUpRead:
    """One row, or ``NotFound``."""
    row = session.execute(select(*_COLUMNS).where(FollowUp.id == follow_up_id)).first()
    if row is None:
        raise NotFound
    visible(session, actor, row.assessment_id)
    return _read(row)

"""Who sees which rounds and assessments."""

from typing import Any

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import col

from app.models import Assessment, AssessmentRound
from app.models.assessment import AssessmentStatus
from app.models.assessment_round import RoundStatus
from app.queries.reach import reached
from app.rules.permissions import Actor, may_everywhere, may_somewhere

READ, WRITE, VERIFY, PANEL = "assessments:read", "assessments:write", "assessments:verify", "assessments:panel"
published: Any = and_(col(AssessmentRound.is_public), col(AssessmentRound.status) == RoundStatus.final)


def rounds_visible_to(actor: Actor) -> list[ColumnElement[bool]]:
    """Drafts for who prepares or watches them; rounds that run for who works for a unit; published ones for all."""
    if may_everywhere(actor, READ):
        return []
    if may_somewhere(actor, READ) or may_somewhere(actor, VERIFY):
        return [col(AssessmentRound.status) != RoundStatus.draft]
    return [published]


def visible_to(actor: Actor) -> list[ColumnElement[bool]]:
    """The assessments of units of one's own, and results that were published; joined with their rounds."""
    if may_everywhere(actor, READ):
        return []
    ours = and_(reached(actor, READ, col(Assessment.unit_id)), col(AssessmentRound.status) != RoundStatus.draft)
    return [or_(and_(published, col(Assessment.status) == AssessmentStatus.final), ours)]

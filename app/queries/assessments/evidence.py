"""Reads of evidence: for who reads the assessment whole, and for the owner of its indicator."""

from sqlmodel import Session, col, select

from app.errors import Forbidden, NotFound
from app.models import Assessment, AssessmentDocument, AssessmentRound
from app.models.assessment import AssessmentDocumentRead
from app.queries import units
from app.queries.assessments.rounds import owned
from app.queries.assessments.visibility import READ, VERIFY
from app.queries.reach import require_somewhere
from app.rules.permissions import Actor, may, may_somewhere


def get(session: Session, actor: Actor, document_id: str) -> AssessmentDocumentRead:
    """A file's description. Evidence is never public: a published raport shows that there is some, no more."""
    if not may_somewhere(actor, VERIFY):
        require_somewhere(actor, READ)
    found = select(AssessmentDocument, Assessment.unit_id, Assessment.round_id)
    found = found.join(Assessment, col(Assessment.id) == AssessmentDocument.assessment_id)
    found = found.join(AssessmentRound, col(AssessmentRound.id) == Assessment.round_id)
    row = session.exec(found.where(AssessmentDocument.id == document_id)).first()
    if row is None or not _may_see(session, actor, *row):
        raise NotFound if may_somewhere(actor, READ) and may_somewhere(actor, VERIFY) else Forbidden
    return AssessmentDocumentRead.model_validate(row[0])


def _may_see(session: Session, actor: Actor, document: AssessmentDocument, unit_id: str, round_id: str) -> bool:
    if may(actor, READ, units.lineage_ids(session, unit_id)):
        return True
    return document.item in owned(session, actor, round_id)

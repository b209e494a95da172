"""Evidence of an assessment: files for its indicators, while the unit may still write."""

from sqlalchemy import func
from sqlmodel import Session, select

from app.domain.assessments.access import changed, own
from app.domain.versions import check_version
from app.errors import Conflict, NotFound
from app.files.intake import Received
from app.models import AssessmentDocument
from app.models.assessment import Step
from app.queries.assessments.visibility import READ
from app.queries.reach import require_somewhere
from app.rules.permissions import Actor

MOST = 100
"""Files of one assessment."""


def check_may_attach(session: Session, actor: Actor, assessment_id: str) -> None:
    """What ``attach`` will refuse whatever the file is, before work is spent on it."""
    own(session, actor, assessment_id, lock=False).require(Step.answer)
    _check_room(session, assessment_id)


def attach(session: Session, actor: Actor, assessment_id: str, item: str, received: Received) -> AssessmentDocument:
    """Adds a file that was taken in (app/files/intake.py)."""
    opened = own(session, actor, assessment_id)
    opened.require_indicator(item)
    opened.require(Step.answer)
    _check_room(session, assessment_id)
    row = AssessmentDocument(
        assessment_id=assessment_id, item=item, filename=received.filename, media_type=received.media_type,
        size=received.size, sha256=received.sha256,
    )  # fmt: skip
    session.add(row)
    changed(session, opened)
    return row


def _check_room(session: Session, assessment_id: str) -> None:
    held = select(func.count()).where(AssessmentDocument.assessment_id == assessment_id)
    if session.exec(held).one() >= MOST:
        raise Conflict("too-many-files", limit=MOST)


def remove(session: Session, actor: Actor, document_id: str, expected: int | None) -> None:
    """Removes a file while the unit may still write."""
    require_somewhere(actor, READ)
    row = session.get(AssessmentDocument, document_id)
    if row is None:
        raise NotFound
    opened = own(session, actor, row.assessment_id)
    opened.require(Step.answer)
    check_version(row, expected)
    session.delete(row)
    changed(session, opened)

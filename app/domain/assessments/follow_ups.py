"""Writing the follow-up matrix: the organiser recommends, the unit plans and tells how far it is."""

from sqlmodel import Session

from app.domain.assessments.access import Opened, of_unit_or_panel
from app.domain.public import public_changed
from app.domain.versions import check_version
from app.errors import NotFound, invalid
from app.models import FollowUp
from app.models.follow_up import FollowUpCreate, FollowUpUpdate
from app.queries.assessments.visibility import READ
from app.queries.reach import require_somewhere
from app.rules.permissions import Actor


def create(session: Session, actor: Actor, assessment_id: str, body: FollowUpCreate) -> FollowUp:
    """A new row."""
    opened = of_unit_or_panel(session, actor, assessment_id)
    if body.item is not None and body.item not in opened.loaded.by_key:
        raise invalid("item", "unknown", value=body.item)
    row = FollowUp(assessment_id=assessment_id, **body.model_dump(), is_sample=opened.row.is_sample)
    session.add(row)
    _tell(session, opened)
    return row


def update(session: Session, actor: Actor, follow_up_id: str, body: FollowUpUpdate, expected: int | None) -> FollowUp:
    """Changes a row."""
    require_somewhere(actor, READ)
    row = session.get(FollowUp, follow_up_id)
    if row is None:
        raise NotFound
    opened = of_unit_or_panel(session, actor, row.assessment_id)
    check_version(row, expected)
    row.sqlmodel_update(body.model_dump(exclude_unset=True))
    _tell(session, opened)
    return row


def _tell(session: Session, opened: Opened) -> None:
    if opened.round.is_public:
        public_changed(session)
    session.flush()

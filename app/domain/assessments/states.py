"""Sending in, making final, opening again."""

from sqlmodel import Session, select

from app.clock import now
from app.domain.assessments.access import Opened, changed, of_panel, own
from app.domain.assessments.passing_on import of_result, pass_on
from app.domain.assessments.telling import FINAL, REOPENED, tell_unit
from app.domain.public import public_changed
from app.domain.versions import check_version
from app.errors import Conflict
from app.models import Assessment, FollowUp
from app.models.assessment import AssessmentStatus, Holder, ReopeningPut, Step
from app.models.assessment_round import RoundStatus
from app.queries.assessments.judging import Whole
from app.rules.permissions import Actor


def submit(session: Session, actor: Actor, assessment_id: str, expected: int | None) -> Assessment:
    """The unit sends its assessment in; its own values are locked. What is missing counts 0, as the unit was told."""
    opened = own(session, actor, assessment_id)
    opened.require(Step.answer)
    check_version(opened.row, expected)
    opened.row.status, opened.row.submitted_at = AssessmentStatus.submitted, now()
    changed(session, opened)
    return opened.row


def finalise(session: Session, actor: Actor, assessment_id: str, expected: int | None) -> Assessment:
    """The organiser makes a result final: what fed it is kept, and it feeds others from now on."""
    opened = of_panel(session, actor, assessment_id)
    opened.require_open()
    if opened.round.status != RoundStatus.panel:
        raise Conflict("round-status", status=opened.round.status)
    check_version(opened.row, expected)
    settle(session, opened)
    tell_unit(session, FINAL, opened.row)
    return opened.row


def settle(session: Session, opened: Opened) -> None:
    """Makes it final; the owners' recommendations become follow-ups, each once."""
    row = opened.row
    row.status, row.finalised_at = AssessmentStatus.final, now()
    whole = changed(session, opened)
    row.sources = {name: str(value) for name, value in whole.sources.items()}
    row.feeds = {name: str(value) for name, value in whole.judged.result.feeds().items()}
    _recommend(session, whole)
    session.flush()
    pass_on(session, [row.unit_id], of_result(opened.loaded))


def _recommend(session: Session, whole: Whole) -> None:
    known = select(FollowUp.item, FollowUp.recommendation).where(FollowUp.assessment_id == whole.row.id)
    there = set(session.exec(known).all())
    for value in whole.values:
        if value.recommendation and (value.item, value.recommendation) not in there:
            session.add(FollowUp(assessment_id=whole.row.id, item=value.item, recommendation=value.recommendation,
                                 is_sample=whole.row.is_sample))  # fmt: skip


def reopen(session: Session, actor: Actor, assessment_id: str, body: ReopeningPut, expected: int | None) -> Assessment:
    """The organiser opens it again, for the panel or for the unit; what the panel has already does not go there."""
    opened = of_panel(session, actor, assessment_id)
    row, is_final = opened.row, opened.row.status == AssessmentStatus.final
    to = body.to or (Holder.panel if is_final else Holder.unit)
    is_there = row.status == AssessmentStatus.assessing or (to is Holder.panel and not is_final)
    if opened.round.status == RoundStatus.final or is_there:
        raise Conflict("round-status", status=opened.round.status)
    check_version(row, expected)
    row.sources, row.feeds, row.finalised_at = None, None, None
    row.status = AssessmentStatus.submitted  # also where it was made final unsent: the unit has nothing to do
    if to is Holder.unit:
        row.status, row.submitted_at = AssessmentStatus.assessing, None
    row.reopening_reason = body.reason
    changed(session, opened)
    pass_on(session, [row.unit_id], of_result(opened.loaded))
    tell_unit(session, REOPENED, row)
    if opened.round.is_public:
        public_changed(session)
    session.flush()
    return row

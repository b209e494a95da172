"""What letters about assessments tell, found out when they are sent: nobody is asked for what is over by then."""

from datetime import date, datetime, time

from sqlmodel import Session

from app.clock import WIB
from app.delivery.judging_letters import Facts
from app.domain.assessments.telling import FINAL, OPENED, REOPENED, RESULTS, VERIFYING
from app.domain.events import link
from app.domain.outbox import Claimed
from app.models import Assessment, AssessmentRound, Unit
from app.models.assessment import AssessmentStatus
from app.models.assessment_round import RoundStatus

TOPICS = frozenset({OPENED, VERIFYING, RESULTS, FINAL, REOPENED})
WITHOUT_END = "-without-end"
BY_PANEL = "-by-panel"
"""Ends the letter about an assessment that was opened again without anything to do for the unit."""
_STATUS = {OPENED: RoundStatus.open, VERIFYING: RoundStatus.verifying, RESULTS: RoundStatus.final}
"""Topic about a round → the status that it must still have."""


def facts(session: Session, message: Claimed) -> Facts | None:
    """What the letter says; None where it is of no use any more."""
    return _of_round(session, message) if message.topic in _STATUS else _of_one(session, message)


def _of_round(session: Session, message: Claimed) -> Facts | None:
    of = session.get(AssessmentRound, message.payload["round_id"])
    if of is None or of.status != _STATUS[message.topic]:
        return None
    more, url = {"title": of.title}, link(f"/assessment-rounds/{of.id}")
    if message.topic == RESULTS:
        return Facts(RESULTS, url, None, more)
    day = of.assess_until if message.topic == OPENED else of.verify_until
    return Facts(message.topic + ("" if day else WITHOUT_END), url, _end_of(day), more)


def _end_of(day: date | None) -> datetime | None:
    """The last minute of a day: the day itself still counts."""
    return datetime.combine(day, time(23, 59), WIB) if day else None


def _of_one(session: Session, message: Claimed) -> Facts | None:
    row = session.get(Assessment, message.payload["assessment_id"])
    if row is None or (row.status == AssessmentStatus.final) != (message.topic == FINAL):
        return None
    more = {"title": session.get_one(AssessmentRound, row.round_id).title,
            "unit": session.get_one(Unit, row.unit_id).name, "reason": row.reopening_reason}  # fmt: skip
    is_theirs = message.topic != REOPENED or row.status == AssessmentStatus.assessing
    return Facts(message.topic + ("" if is_theirs else BY_PANEL), link(f"/assessments/{row.id}"), None, more)

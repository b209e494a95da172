"""Letters about assessments: a round waits for units or owners, a result is final, an assessment is open again."""

from collections.abc import Iterable

from sqlmodel import Session, col, select

from app.domain import outbox
from app.domain.letters import tell_people_of
from app.models import Assessment, AssessmentRound, IndicatorOwner
from app.models.assessment_round import RoundStatus
from app.models.outbox import Kind
from app.queries import users

OPENED, VERIFYING, RESULTS = "assessment-opened", "assessment-verifying", "assessment-results"
FINAL, REOPENED = "assessment-final", "assessment-reopened"
"""Of the letters."""


def tell_of_round(session: Session, of: AssessmentRound) -> None:
    """Who has something to do now, once a person: the units that assess themselves, or the owners that verify."""
    if of.status == RoundStatus.open:
        taking_part = select(Assessment.unit_id).where(Assessment.round_id == of.id)
        _tell(session, OPENED, of, session.exec(taking_part).all())
    elif of.status == RoundStatus.verifying:
        owners = select(IndicatorOwner.unit_id).where(col(IndicatorOwner.round_id) == of.id)
        _tell(session, VERIFYING, of, session.exec(owners.distinct()).all())


def tell_of_results(session: Session, of: AssessmentRound, unit_ids: Iterable[str]) -> None:
    """Whose results became final with the round, once a person."""
    _tell(session, RESULTS, of, unit_ids)


def _tell(session: Session, topic: str, of: AssessmentRound, unit_ids: Iterable[str]) -> None:
    for user_id in users.people_of_any(session, sorted(set(unit_ids))):
        outbox.add(session, Kind.mail, topic, {"round_id": of.id}, user_id=user_id)


def tell_unit(session: Session, topic: str, row: Assessment) -> None:
    """The people of one unit, about its own assessment."""
    tell_people_of(session, row.unit_id, topic, {"assessment_id": row.id})

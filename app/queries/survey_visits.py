"""Which visit an answer belongs to: a slip that the unit handed out, or else the asking device and the day.

A slip's code is a number with our signature over it, so that nobody makes visits up. It counts once, on whatever
device: many visitors can answer on one tablet, and a phone that answers by itself does so once a day.
"""

import hmac

from sqlmodel import Session, select

from app.clock import today
from app.models import SurveyAnswer
from app.models.survey import MOST_SLIPS
from app.secrets_store import keyed_digest

_SIGN = 10
"""Hexadecimal digits of the signature: 40 bits, guessed one request at a time."""


def slip_of(survey_id: str, number: int) -> str:
    """The code on slip *number* (1 to 20,000) of the survey, such as ``12-0f3a9c7be1``; good until it closes."""
    return f"{number}-{keyed_digest('survey slips', f'{survey_id} {number}')[:_SIGN]}"


def number_of(survey_id: str, code: str | None) -> int | None:
    """The number of the slip with this code; None for a code that the unit did not hand out."""
    digits = (code or "").partition("-")[0]
    if not (digits.isascii() and digits.isdigit() and len(digits) <= len(str(MOST_SLIPS))):
        return None
    number = int(digits)
    is_ours = hmac.compare_digest(slip_of(survey_id, number), (code or "").lower())
    return number if is_ours and 1 <= number <= MOST_SLIPS else None


def visit_of(survey_id: str, ballot: str | None, code: str | None) -> str | None:
    """What is kept of a visit: of a known slip, else of the device and the day (WIB); None for a device unknown yet.

    Tells nothing of other surveys.
    """
    number = number_of(survey_id, code)
    if number is not None:
        return keyed_digest("survey visits", f"{survey_id} slip {number}")
    return None if ballot is None else keyed_digest("survey visits", f"{survey_id} {ballot} {today().isoformat()}")


def has_answered(session: Session, survey_id: str, ballot: str | None, code: str | None) -> bool:
    """Whether this visit's answer is there."""
    visit = visit_of(survey_id, ballot, code)
    if visit is None:
        return False
    given = select(SurveyAnswer.id).where(SurveyAnswer.survey_id == survey_id, SurveyAnswer.visit == visit)
    return session.exec(given).first() is not None

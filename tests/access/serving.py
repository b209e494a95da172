"""Surveys for the walk: one that is open for each place, with answers enough to tell, and one that everybody sees."""

from datetime import date, timedelta

from app.clock import today
from app.domain.booths import new_code
from app.models import Survey, SurveyAnswer, Unit
from app.rules.surveys import NUMBERS
from tests.factories import Factory

PAPER = b"u1,u2,u3,u4,u5,u6,u7,u8,u9\n3,3,3,3,3,3,3,3,3\n"
RECORD = {"external_id": "1", "service": "Izin", "received_at": "2199-01-01T00:00:00Z"}
"""Of a day to come: refused after the permission."""
RECORDS = b"unit_code,service,external_id,received_at\nU,Izin,1,2199-01-01\n"
BACKWARDS = {"title": "Survei", "starts_on": "2026-02-01", "ends_on": "2026-01-01"}


def asking(make: Factory, unit: Unit, status: str, ends_on: date | None = None) -> Survey:
    """A survey of the unit that five have answered."""
    survey: Survey = make.save(
        Survey(unit_id=unit.id, title="SKM", starts_on=today(), ends_on=ends_on or today() + timedelta(days=30),
               status=status, code=new_code(7), is_public=True)
    )  # fmt: skip
    marks = dict.fromkeys(NUMBERS, 3)
    make.save(*(SurveyAnswer(survey_id=survey.id, **marks) for _ in range(5)))  # type: ignore[arg-type]
    return survey

"""Deeds on satisfaction surveys: asking, opening, answering once a visit, closing, paper answers."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import insert, or_, update
from sqlmodel import Session, col, select

from app.audit.entries import note
from app.clock import WIB, now, random_id, today
from app.domain.assessments.passing_on import pass_on
from app.domain.booths import new_code
from app.domain.permits import require_for_unit
from app.domain.public import public_changed
from app.domain.versions import check_version
from app.errors import Conflict, NotFound, invalid
from app.models import Survey, SurveyAnswer, Unit
from app.models.survey import KEPT_DAYS, SurveyAnswerCreate, SurveyCreate, SurveyStatus, SurveyUpdate
from app.prepared.rows import add, unless_there
from app.queries.assessments.feeds import SURVEYS
from app.queries.reach import require_somewhere
from app.queries.survey_visits import visit_of
from app.queries.surveys import PROFILE, READ, WRITE, takes_answers
from app.rules.permissions import Actor
from app.rules.questions import MOST_LINKS, links_in
from app.rules.typed_rows import TypedRows

CODE_LENGTH = 7
"""Letters of a survey's code: 2 × 10^10 of them."""
LONGEST_DAYS = 366
_AFTER_CLOSING = {"population", "is_public"}


def create(session: Session, actor: Actor, body: SurveyCreate) -> Survey:
    """A new survey of a unit, a draft at first."""
    require_somewhere(actor, READ)
    require_for_unit(session, actor, WRITE, body.unit_id)
    unit = session.get(Unit, body.unit_id)
    if unit is None:
        raise invalid("unit_id", "not_found")
    row = Survey(**body.model_dump(), code=new_code(CODE_LENGTH), is_sample=unit.is_sample)
    _check_days(row)
    session.add(row)
    return _changed(session, row)


def _check_days(row: Survey) -> None:
    if row.ends_on < row.starts_on:
        raise invalid("ends_on", "ends_before_start")
    if (row.ends_on - row.starts_on).days > LONGEST_DAYS:
        raise invalid("ends_on", "lasts_too_long", days=LONGEST_DAYS)


def _changed(session: Session, row: Survey) -> Survey:
    public_changed(session)
    session.flush()
    return row


def _loaded(session: Session, actor: Actor, survey_id: str) -> Survey:
    """The survey, which the actor may change; whoever may not see it learns of none."""
    require_somewhere(actor, READ)
    row = session.get(Survey, survey_id, with_for_update=True)
    if row is None:
        raise NotFound
    require_for_unit(session, actor, READ, row.unit_id, hidden=True)
    require_for_unit(session, actor, WRITE, row.unit_id)
    return row


def update_survey(session: Session, actor: Actor, survey_id: str, body: SurveyUpdate, expected: int | None) -> Survey:
    """Changes it; 409 ``survey-closed`` for what stands once it is closed."""
    row = _loaded(session, actor, survey_id)
    check_version(row, expected)
    given = body.model_dump(exclude_unset=True)
    if row.status == SurveyStatus.closed and set(given) - _AFTER_CLOSING:
        raise Conflict("survey-closed")
    with session.no_autoflush:
        row.sqlmodel_update(given)
        _check_days(row)
    return _changed(session, row)


def open_(session: Session, actor: Actor, survey_id: str, expected: int | None) -> Survey:
    """Takes answers from its first day on; again it changes nothing. 409 ``survey-closed`` once it is closed."""
    row = _loaded(session, actor, survey_id)
    check_version(row, expected)
    if row.status == SurveyStatus.closed:
        raise Conflict("survey-closed")
    if row.ends_on < today():
        raise invalid("ends_on", "in_the_past")
    row.status = SurveyStatus.open
    return _changed(session, row)


def close(session: Session, actor: Actor, survey_id: str, expected: int | None) -> Survey:
    """Takes no more answers, for good, forgets which device answered, and feeds the unit's assessments.

    409 ``survey-not-open`` for a draft.
    """
    row = _loaded(session, actor, survey_id)
    check_version(row, expected)
    if row.status == SurveyStatus.draft:
        raise Conflict("survey-not-open")
    if row.status == SurveyStatus.open:
        row.status, row.closed_at = SurveyStatus.closed, now()
        forget_devices(session, [row.id])
        pass_on(session, [row.unit_id], SURVEYS, row.ends_on.year)
    return _changed(session, row)


def forget_devices(session: Session, survey_ids: Sequence[str]) -> int:
    """Clears the digests of devices from the answers of these surveys; how many there were."""
    some = (col(SurveyAnswer.survey_id).in_(survey_ids), col(SurveyAnswer.visit).is_not(None))
    return int(session.execute(update(SurveyAnswer).where(*some).values(visit=None)).rowcount)  # type: ignore[attr-defined]


def forget_over(session: Session) -> int:
    """Clears the devices of surveys whose last day is over, and what was said in words and of oneself a year later."""
    over = session.exec(select(Survey.id).where(Survey.ends_on < today())).all()
    before = today() - timedelta(days=KEPT_DAYS)
    old = select(col(Survey.id)).where(col(Survey.ends_on) < before)
    said = update(SurveyAnswer).where(col(SurveyAnswer.survey_id).in_(old), col(SurveyAnswer.comment) != "")
    gone = session.execute(said.values(comment=""))
    named = [col(getattr(SurveyAnswer, name)) for name in PROFILE]
    bands = update(SurveyAnswer).where(col(SurveyAnswer.survey_id).in_(old), or_(*(one.is_not(None) for one in named)))
    session.execute(bands.values(dict.fromkeys(PROFILE)))
    return forget_devices(session, over) + int(gone.rowcount)  # type: ignore[attr-defined]


def answer(session: Session, code: str, ballot: str, body: SurveyAnswerCreate) -> bool:
    """Takes an answer, once a slip or else once a device and day; whether it is new.

    404 for an unknown code, 409 ``survey-not-open`` outside its days, 422 for a comment that advertises.
    """
    survey = session.exec(select(Survey).where(Survey.code == code.lower())).first()
    if survey is None or survey.status == SurveyStatus.draft:
        raise NotFound
    if not takes_answers(survey):
        raise Conflict("survey-not-open")
    _check_comment(body.comment)
    visit = visit_of(survey.id, ballot, body.visit)
    values = body.model_dump(exclude={"visit"})
    return bool(add(session, SurveyAnswer, or_instead=unless_there, survey_id=survey.id, visit=visit, is_paper=False,
                    **_of_the_day(), **values))  # fmt: skip


def _check_comment(text: str) -> None:
    if links_in(text) > MOST_LINKS:
        raise invalid("comment", "too_many_links", limit=MOST_LINKS)


def _of_the_day() -> dict[str, Any]:
    """An id without time in it, and the day's beginning for its moment: nobody sees who stood at the counter then."""
    day = datetime.combine(today(), datetime.min.time(), WIB).astimezone(UTC)
    return {"id": random_id(), "created_at": day, "updated_at": day}


def enter_paper(session: Session, actor: Actor, survey_id: str, found: TypedRows) -> int:
    """Enters answers given on paper; 409 ``survey-not-open`` unless it is open, on whatever day.

    The audit log has one entry of the file. What people answer by themselves has none: it would say when.
    """
    survey = _loaded(session, actor, survey_id)
    _check_open(survey)
    made = [{**_of_the_day(), "version": 1, "survey_id": survey.id, "visit": None, "is_paper": True, **row}
            for _number, row in found.rows]  # fmt: skip
    if made:
        session.connection().execute(insert(SurveyAnswer), made)
    note(session, "survey-answers-imported", {"survey": survey.id, "rows": len(made), "sha256": found.sha256})
    return len(made)


def check_may_enter(session: Session, actor: Actor, survey_id: str) -> None:
    """The errors of ``enter_paper``, without writing."""
    _check_open(_loaded(session, actor, survey_id))


def _check_open(survey: Survey) -> None:
    if survey.status != SurveyStatus.open:
        raise Conflict("survey-not-open")

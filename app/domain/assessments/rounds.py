"""Setting up and leading a round: who takes part, who owns which indicator, from one status to the next."""

import itertools
from collections.abc import Collection
from typing import Any

from sqlmodel import Session, col, select

from app.clock import now
from app.domain.assessments.access import Opened, recount
from app.domain.assessments.instruments import kept
from app.domain.assessments.states import settle
from app.domain.assessments.telling import tell_of_results, tell_of_round
from app.domain.permits import require
from app.domain.public import public_changed
from app.domain.versions import check_version, load
from app.errors import Conflict, FieldError, Invalid, NotFound, invalid
from app.instruments.loading import Instrument as Loaded
from app.models import Assessment, AssessmentRound, IndicatorOwner, Instrument, Unit
from app.models.assessment import AssessmentStatus
from app.models.assessment_round import AssessmentRoundCreate, AssessmentRoundUpdate, RoundStatus
from app.queries.assessments import instruments
from app.queries.assessments.visibility import PANEL, READ
from app.rules.assessing import ONWARD
from app.rules.permissions import Actor

_DATES = ("assess_until", "verify_until", "decide_until")


def create(session: Session, actor: Actor, body: AssessmentRoundCreate) -> AssessmentRound:
    """A new round with its assessments, a draft at first."""
    require(actor, PANEL)
    require(actor, READ)
    try:
        instrument = kept(session, body.instrument_id)
    except NotFound:
        raise invalid("instrument_id", "not_found") from None
    year = body.year or instrument.year
    row = AssessmentRound(instrument_id=instrument.id, title=body.title or titled(instrument, year), year=year,
                          **body.model_dump(include=set(_DATES)))  # fmt: skip
    _check_dates(row)
    session.add(row)
    session.flush()
    _take_part(session, row, instruments.loaded(instrument), body.unit_ids)
    return row


def titled(instrument: Instrument, year: int) -> str:
    """What a round of this year is called where nobody says: the instrument's title, with the year where it differs."""
    if year == instrument.year:
        return instrument.title
    whose = instrument.title.removesuffix(str(instrument.year))
    return f"{whose}{year}" if whose != instrument.title else f"{instrument.title}, {year}"


def _check_dates(row: AssessmentRound) -> None:
    days = [(name, day) for name in _DATES if (day := getattr(row, name)) is not None]
    for (_, earlier), (name, later) in itertools.pairwise(days):
        if later < earlier:
            raise invalid(name, "day_too_early", earliest=earlier)


def _take_part(session: Session, of: AssessmentRound, loaded: Loaded, unit_ids: Collection[str] | None) -> None:
    """Gives each of the units an assessment, and takes away those of others."""
    wanted = _units(session, loaded, unit_ids)
    there = {row.unit_id: row for row in session.exec(
        select(Assessment).where(Assessment.round_id == of.id)).all()}  # fmt: skip
    for unit_id, row in there.items():
        if unit_id not in wanted:
            session.delete(row)
    new = [Assessment(round_id=of.id, unit_id=unit.id, changed_at=now(), is_sample=unit.is_sample)
           for unit in wanted.values() if unit.id not in there]  # fmt: skip
    session.add_all(new)
    recount(session, of, loaded, new)


def _units(session: Session, loaded: Loaded, unit_ids: Collection[str] | None) -> dict[str, Any]:
    """The units that take part; 422 for one that there is not, or that the instrument is not for."""
    columns: Any = select(Unit.id, Unit.kind, Unit.is_sample)
    if unit_ids is None:
        found = columns.where(col(Unit.is_active), col(Unit.kind).in_(loaded.definition.kinds))
        return {row.id: row for row in session.exec(found.order_by(Unit.id)).all()}
    known = {row.id: row for row in session.exec(columns.where(col(Unit.id).in_(set(unit_ids)))).all()}
    errors = []
    for n, unit_id in enumerate(unit_ids):
        if unit_id not in known:
            errors.append(FieldError(f"unit_ids.{n}", "not_found"))
        elif known[unit_id].kind not in loaded.definition.kinds:
            errors.append(FieldError(f"unit_ids.{n}", "instrument_kind_not_served", {"name": known[unit_id].kind}))
    if errors:
        raise Invalid(errors=errors)
    return {unit_id: known[unit_id] for unit_id in dict.fromkeys(unit_ids)}


def update(
    session: Session, actor: Actor, round_id: str, body: AssessmentRoundUpdate, expected: int | None
) -> AssessmentRound:
    """Changes a round, or leads it on; 409 ``round-status`` where it cannot go, or its year or units are fixed."""
    require(actor, PANEL)
    require(actor, READ)
    row = load(session, AssessmentRound, round_id)
    check_version(row, expected)
    was_public = row.is_public and row.status == RoundStatus.final
    row.sqlmodel_update(body.model_dump(exclude_unset=True, include={*_DATES, "title", "is_public"}))
    _check_dates(row)
    if body.year is not None and body.year != row.year:
        _move(session, row, body.year)
    if body.unit_ids is not None:
        if row.status != RoundStatus.draft:
            raise Conflict("round-status", status=row.status)
        _take_part(session, row, _loaded(session, row), body.unit_ids)
    if body.status is not None and body.status != row.status:
        _lead(session, row, body.status)
    if was_public or (row.is_public and row.status == RoundStatus.final):
        public_changed(session)
    session.flush()
    return row


def _move(session: Session, row: AssessmentRound, year: int) -> None:
    """To another year: its own title goes with it, and so do the results of other sources that feed it."""
    if row.status != RoundStatus.draft:
        raise Conflict("round-status", status=row.status)
    instrument = session.get_one(Instrument, row.instrument_id)
    if row.title == titled(instrument, row.year):
        row.title = titled(instrument, year)
    row.year = year
    here = session.exec(select(Assessment).where(Assessment.round_id == row.id).order_by(col(Assessment.id))).all()
    recount(session, row, instruments.loaded(instrument), list(here))


def _loaded(session: Session, row: AssessmentRound) -> Loaded:
    return instruments.loaded(session.get_one(Instrument, row.instrument_id))


def _lead(session: Session, row: AssessmentRound, status: RoundStatus) -> None:
    """To another status; with ``final`` every assessment becomes final that is not yet."""
    if status not in ONWARD[RoundStatus(row.status)]:
        raise Conflict("round-status", status=row.status)
    here = select(Assessment).where(Assessment.round_id == row.id)
    if status == RoundStatus.draft and session.exec(here.where(Assessment.answered_count > 0).limit(1)).first():
        raise Conflict("in-use")
    if status == RoundStatus.final:
        loaded = _loaded(session, row)
        rest = here.where(Assessment.status != AssessmentStatus.final).order_by(col(Assessment.id))
        settled = session.exec(rest.with_for_update()).all()
        for assessment in settled:
            settle(session, Opened(assessment, row, loaded))
        tell_of_results(session, row, [assessment.unit_id for assessment in settled])
    row.status = status
    tell_of_round(session, row)


def set_owner(session: Session, actor: Actor, round_id: str, item: str, unit_id: str) -> AssessmentRound:
    """Names the unit that verifies an indicator of all units; 409 once the round is final."""
    require(actor, PANEL)
    require(actor, READ)
    row = load(session, AssessmentRound, round_id)
    instruments.indicator(_loaded(session, row), item)
    if row.status == RoundStatus.final:
        raise Conflict("round-status", status=row.status)
    if session.get(Unit, unit_id) is None:
        raise invalid("unit_id", "not_found")
    found = select(IndicatorOwner).where(IndicatorOwner.round_id == round_id, IndicatorOwner.item == item)
    owner = session.exec(found.with_for_update()).first()
    owner = owner or IndicatorOwner(round_id=round_id, item=item, unit_id=unit_id)
    owner.unit_id = unit_id
    session.add(owner)
    session.flush()
    return row

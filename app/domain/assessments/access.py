"""Whose assessment it is and whether it may be changed: what every deed on one begins with."""

from dataclasses import asdict, dataclass

from sqlmodel import Session

from app.clock import now
from app.domain.permits import permitted, require
from app.domain.public import public_changed
from app.errors import Conflict, Forbidden, NotFound
from app.instruments.loading import Instrument as Loaded
from app.models import Assessment, AssessmentRound, Instrument
from app.models.assessment import AssessmentStatus, Step
from app.models.assessment_round import RoundStatus
from app.queries.assessments import instruments
from app.queries.assessments.judging import Whole, wholes
from app.queries.assessments.one import visible
from app.queries.assessments.rounds import own_units, require_owner
from app.queries.assessments.visibility import PANEL, READ, WRITE
from app.queries.reach import require_somewhere
from app.rules.assessing import is_writable
from app.rules.permissions import Actor


@dataclass(frozen=True)
class Opened:
    """An assessment with its round and its instrument."""

    row: Assessment
    round: AssessmentRound
    loaded: Loaded

    def require(self, step: Step) -> None:
        """409 ``assessment-locked`` where values of this step may not be written now."""
        if not is_writable(step, self.round.status, self.row.status, is_reopened=bool(self.row.reopening_reason)):
            raise Conflict("assessment-locked")

    def require_open(self) -> None:
        """409 ``assessment-final`` once the result is final."""
        if self.row.status == AssessmentStatus.final:
            raise Conflict("assessment-final")

    def require_indicator(self, item: str) -> None:
        """``NotFound`` for what is no indicator of the instrument."""
        instruments.indicator(self.loaded, item)


def own(session: Session, actor: Actor, assessment_id: str, *, lock: bool = True) -> Opened:
    """An assessment that the actor writes for its unit."""
    require_somewhere(actor, READ)
    opened = _opened(session, actor, assessment_id, lock=lock)
    if not permitted(session, actor, WRITE, opened.row.unit_id):
        raise Forbidden
    return opened


def of_panel(session: Session, actor: Actor, assessment_id: str) -> Opened:
    """An assessment that the organiser decides."""
    require(actor, PANEL)
    require(actor, READ)
    return _opened(session, actor, assessment_id)


def of_unit_or_panel(session: Session, actor: Actor, assessment_id: str) -> Opened:
    """An assessment whose follow-ups the unit or the organiser writes."""
    require_somewhere(actor, READ)
    opened = _opened(session, actor, assessment_id)
    if not any(permitted(session, actor, action, opened.row.unit_id) for action in (WRITE, PANEL)):
        raise Forbidden
    return opened


def of_owner(session: Session, actor: Actor, assessment_id: str, item: str) -> Opened:
    """An assessment one of whose indicators the actor verifies; he may know it without reading the rest.

    403 ``own-unit`` where its unit is one of the actor's own: that is the organiser's.
    """
    row = session.get(Assessment, assessment_id, with_for_update=True)
    if row is None:
        require_owner(session, actor, "", item)
        raise NotFound
    require_owner(session, actor, row.round_id, item)
    opened = _with_round(session, row)
    if opened.round.status == RoundStatus.draft:
        raise NotFound
    if row.unit_id in own_units(session, actor, row.round_id):
        raise Forbidden("own-unit")
    return opened


def _opened(session: Session, actor: Actor, assessment_id: str, *, lock: bool = True) -> Opened:
    visible(session, actor, assessment_id)
    return _with_round(session, session.get_one(Assessment, assessment_id, with_for_update=lock))


def _with_round(session: Session, row: Assessment) -> Opened:
    of = session.get_one(AssessmentRound, row.round_id)
    return Opened(row, of, instruments.loaded(session.get_one(Instrument, of.instrument_id)))


def recount(session: Session, of: AssessmentRound, loaded: Loaded, rows: list[Assessment]) -> list[Whole]:
    """Writes into the rows what their values come to now; flushes before, so that it counts what was just written."""
    session.flush()
    found = wholes(session, of, loaded, rows)
    for one in found:
        one.row.sqlmodel_update(asdict(one.figures))
    session.flush()
    return found


def changed(session: Session, opened: Opened) -> Whole:
    """After a change of an assessment: when it was, and what it comes to; the public is told where it sees it."""
    opened.row.changed_at = now()
    found = recount(session, opened.round, opened.loaded, [opened.row])[0]
    if opened.round.is_public and opened.row.status == AssessmentStatus.final:
        public_changed(session)
    return found

"""Deeds on mentorships: one side proposes, the other accepts, both record their meetings, either ends it."""

from sqlmodel import Session

from app.clock import today
from app.domain.letters import tell_people_of
from app.domain.versions import check_version
from app.errors import Conflict, Forbidden, NotFound, invalid
from app.models import HelpRequest, MentoringSession, Mentorship, Unit
from app.models.mentorship import (
    MentoringSessionCreate,
    MentorshipCreate,
    MentorshipSide,
    MentorshipStatus,
    MentorshipUpdate,
)
from app.queries import mentorships
from app.queries.mentorships import READ, written_sides
from app.queries.reach import require_somewhere
from app.rules.permissions import Actor

PROPOSED, ACCEPTED = "mentorship-proposed", "mentorship-accepted"
"""Of the letters."""
_S = MentorshipStatus


def propose(session: Session, actor: Actor, body: MentorshipCreate) -> Mentorship:
    """Proposes it for one side, and tells the other; who writes for both sides begins it at once."""
    require_somewhere(actor, READ)
    row = Mentorship(**body.model_dump(), proposed_by=MentorshipSide.mentee)
    own = written_sides(session, actor, row)
    if not own:
        raise Forbidden
    ends = [_unit(session, f"{side}_unit_id", getattr(row, f"{side}_unit_id")) for side in MentorshipSide]
    if body.mentor_unit_id == body.mentee_unit_id:
        raise invalid("mentor_unit_id", "same_unit")
    if body.help_request_id is not None and session.get(HelpRequest, body.help_request_id) is None:
        raise invalid("help_request_id", "not_found")
    row.proposed_by = min(own)
    row.is_sample = any(unit.is_sample for unit in ends)
    if len(own) == len(MentorshipSide):
        _begin(row)
    session.add(row)
    session.flush()
    if row.status == _S.proposed:
        _proposer, other = _proposer_and_other(row)
        tell_people_of(session, other, PROPOSED, {"mentorship_id": row.id})
    return row


def _unit(session: Session, field: str, unit_id: str) -> Unit:
    unit = session.get(Unit, unit_id)
    if unit is None:
        raise invalid(field, "not_found")
    return unit


def _begin(row: Mentorship) -> None:
    row.status, row.began_on = _S.running, today()


def _proposer_and_other(row: Mentorship) -> tuple[str, str]:
    """The unit that proposed it, and the one that has to agree."""
    ends = (row.mentor_unit_id, row.mentee_unit_id)
    return ends if row.proposed_by == MentorshipSide.mentor else ends[::-1]


def accept(session: Session, actor: Actor, mentorship_id: str, expected: int | None) -> Mentorship:
    """The other side agrees: from today on it runs. Twice changes nothing; 409 ``mentorship-over`` after its end."""
    row, own = _load(session, actor, mentorship_id, expected)
    if not own - {MentorshipSide(row.proposed_by)}:
        raise Forbidden
    if row.status == _S.proposed:
        _begin(row)
        session.flush()
        proposer, _other = _proposer_and_other(row)
        tell_people_of(session, proposer, ACCEPTED, {"mentorship_id": row.id})
    elif row.status != _S.running:
        raise Conflict("mentorship-over")
    return row


def update(
    session: Session, actor: Actor, mentorship_id: str, body: MentorshipUpdate, expected: int | None
) -> Mentorship:
    """Changes goal and outcome, finishes or stops it; 409 ``mentorship-over``, ``mentorship-not-running``."""
    row, _ = _load(session, actor, mentorship_id, expected)
    if row.status in {_S.finished, _S.stopped}:
        raise Conflict("mentorship-over")
    row.sqlmodel_update(body.model_dump(exclude_unset=True, exclude={"status"}))
    if body.status is not None:
        _end(row, MentorshipStatus(body.status))
    session.flush()
    return row


def _end(row: Mentorship, status: MentorshipStatus) -> None:
    if status == _S.finished:
        if row.status != _S.running:
            raise Conflict("mentorship-not-running")
        if not row.outcome:
            raise invalid("outcome", "missing")
    row.status, row.ended_on = status, today()


def record(session: Session, actor: Actor, mentorship_id: str, body: MentoringSessionCreate) -> MentoringSession:
    """Adds a meeting that took place; 409 ``mentorship-not-running``."""
    row, _ = _load(session, actor, mentorship_id, None)
    if row.status != _S.running:
        raise Conflict("mentorship-not-running")
    if body.held_on > today():
        raise invalid("held_on", "day_ahead")
    meeting = MentoringSession(mentorship_id=row.id, **body.model_dump())
    session.add(meeting)
    session.flush()
    return meeting


def remove(session: Session, actor: Actor, mentorship_id: str, session_id: str, expected: int | None) -> None:
    """Takes a meeting away that was recorded by mistake; 409 ``mentorship-not-running``."""
    row, _ = _load(session, actor, mentorship_id, None)
    meeting = session.get(MentoringSession, session_id)
    if meeting is None or meeting.mentorship_id != row.id:
        raise NotFound
    check_version(meeting, expected)
    if row.status != _S.running:
        raise Conflict("mentorship-not-running")
    session.delete(meeting)
    session.flush()


def _load(
    session: Session, actor: Actor, mentorship_id: str, expected: int | None
) -> tuple[Mentorship, set[MentorshipSide]]:
    """The row, locked, with the sides that the actor writes for: 404 to who may not see it, 403 to who only may."""
    mentorships.read(session, actor, mentorship_id)
    row = session.get_one(Mentorship, mentorship_id, with_for_update=True, populate_existing=True)
    own = written_sides(session, actor, row)
    if not own:
        raise Forbidden
    check_version(row, expected)
    return row, own

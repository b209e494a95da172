"""Reads of mentorships and their meetings: for both units, and who sees all."""

from typing import Any

from sqlalchemy import func, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from app.errors import NotFound
from app.models import MentoringSession, Mentorship, Unit
from app.models.base import Page
from app.models.mentorship import (
    MentoringSessionRead,
    MentorshipDeed,
    MentorshipFilters,
    MentorshipRead,
    MentorshipSide,
    MentorshipStatus,
    MentorshipSummary,
)
from app.queries import units
from app.queries.paging import Order, page
from app.queries.reach import reached, require_somewhere
from app.queries.rows import page_of, read_all
from app.rules.permissions import Actor, may, may_everywhere

READ, WRITE = "mentorships:read", "mentorships:write"
SIDES: dict[MentorshipSide, Any] = {
    MentorshipSide.mentor: Mentorship.mentor_unit_id, MentorshipSide.mentee: Mentorship.mentee_unit_id,
}  # fmt: skip
_mentee: Any = aliased(Unit)


def _of_sessions(figure: Any) -> Any:
    meetings = select(figure).where(MentoringSession.mentorship_id == Mentorship.id)
    return meetings.correlate(Mentorship).scalar_subquery()


_JOINED: dict[str, Any] = {
    "mentor_unit_name": col(Unit.name), "mentee_unit_name": _mentee.name, "session_count": _of_sessions(func.count()),
    "minutes": _of_sessions(func.coalesce(func.sum(MentoringSession.minutes), 0)),
}  # fmt: skip
_SUMMARY: list[Any] = [(_JOINED[name] if name in _JOINED else col(getattr(Mentorship, name))).label(name)
            for name in MentorshipSummary.model_fields]  # fmt: skip
_SESSION = [col(getattr(MentoringSession, name)) for name in MentoringSessionRead.model_fields]


def _joined(*columns: Any) -> Any:
    start = select(*columns).select_from(Mentorship).join(Unit, col(Unit.id) == Mentorship.mentor_unit_id)
    return start.join(_mentee, _mentee.id == col(Mentorship.mentee_unit_id))


def _visible_to(actor: Actor) -> list[Any]:
    if may_everywhere(actor, READ):
        return []
    return [or_(*(reached(actor, READ, col(side)) for side in SIDES.values()))]


def list_(session: Session, actor: Actor, query: MentorshipFilters) -> Page[MentorshipSummary]:
    """One page of the mentorships of the actor's units, newest first."""
    require_somewhere(actor, READ)
    conditions = _visible_to(actor) + _conditions(actor, query)
    order = Order(((col(Mentorship.id), True),))
    rows, following = page(session, _joined(*_SUMMARY).where(*conditions), order, query, lambda row: (row.id,))
    total = session.execute(_joined(func.count()).where(*conditions)).scalar_one()
    return page_of(MentorshipSummary, rows, following, total)


def _conditions(actor: Actor, query: MentorshipFilters) -> list[Any]:
    found: list[Any] = [] if query.status is None else [col(Mentorship.status) == query.status]
    if query.unit_id is not None:
        found.append(or_(*(col(side) == query.unit_id for side in SIDES.values())))
    if query.side is not None:
        found.append(reached(actor, WRITE, col(SIDES[query.side])))
    return found


def read(session: Session, actor: Actor, mentorship_id: str) -> MentorshipRead:
    """One of those, or ``NotFound``."""
    require_somewhere(actor, READ)
    found = _joined(*_SUMMARY).where(Mentorship.id == mentorship_id, *_visible_to(actor))
    row = session.execute(found).first()
    if row is None:
        raise NotFound
    return MentorshipRead(**row._mapping, allowed=_allowed(session, actor, row))


def _allowed(session: Session, actor: Actor, row: Any) -> list[MentorshipDeed]:
    own = written_sides(session, actor, row)
    is_open = row.status in {MentorshipStatus.proposed, MentorshipStatus.running}
    holds = {
        MentorshipDeed.accept: row.status == MentorshipStatus.proposed and bool(own - {row.proposed_by}),
        MentorshipDeed.change: is_open and bool(own),
        MentorshipDeed.record: row.status == MentorshipStatus.running and bool(own),
    }
    return [deed for deed, is_so in holds.items() if is_so]


def written_sides(session: Session, actor: Actor, row: Any) -> set[MentorshipSide]:
    """The sides that the actor writes for."""
    ends = {side: getattr(row, f"{side}_unit_id") for side in MentorshipSide}
    return {side for side, unit_id in ends.items() if may(actor, WRITE, units.lineage_ids(session, unit_id))}


def sessions(session: Session, actor: Actor, mentorship_id: str) -> list[MentoringSessionRead]:
    """The meetings of a mentorship, newest first; ``NotFound`` where the actor may not see it."""
    read(session, actor, mentorship_id)
    held = select(*_SESSION).where(MentoringSession.mentorship_id == mentorship_id)
    newest = (col(MentoringSession.held_on).desc(), col(MentoringSession.id).desc())
    return read_all(MentoringSessionRead, session.execute(held.order_by(*newest)).all())


def meeting(session: Session, actor: Actor, mentorship_id: str, session_id: str) -> MentoringSessionRead:
    """One meeting, or ``NotFound``."""
    found = [one for one in sessions(session, actor, mentorship_id) if one.id == session_id]
    if not found:
        raise NotFound
    return found[0]

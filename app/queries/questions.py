"""Reads of questions: what everybody sees of an innovation, and the queue of those who moderate and answer."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_
from sqlmodel import Session, col, select

from app.clock import now
from app.errors import NotFound
from app.models import Asker, Innovation, Question, RoleGrant, User
from app.models.base import Page
from app.models.question import (
    PublicQuestion,
    PublicQuestionFilters,
    QuestionFilters,
    QuestionRead,
    QuestionStatus,
    QuestionSummary,
)
from app.models.user import Role
from app.queries import units
from app.queries.paging import Order, page
from app.queries.reach import require_somewhere
from app.queries.rows import page_of
from app.rules.permissions import Actor, Scope, grants_for, may_everywhere, may_somewhere
from app.rules.working_days import left
from app.settings import settings

_ID: Any = col(Question.id)
_PUBLIC: list[Any] = [col(getattr(Question, name)) for name in PublicQuestion.model_fields]
_OWN = ("status", "cause", "reason", "rejected_at", "version")
_SUMMARY: list[Any] = [
    *_PUBLIC, *(col(getattr(Question, name)) for name in _OWN), col(Innovation.title).label("innovation_title"),
    col(Innovation.unit_id), col(Innovation.unit_name), col(Asker.name).label("asker_name"),
    col(Asker.email).is_not(None).label("is_asker_told"),
]  # fmt: skip
_AWAITED = and_(col(Question.status) == QuestionStatus.published, col(Question.answered_at).is_(None))
TABS = ("pending", "waiting", "overdue", "answered", "rejected")


def of_innovation(session: Session, innovation_id: str, query: PublicQuestionFilters) -> Page[PublicQuestion]:
    """What everybody sees: the published ones, newest first; ``NotFound`` where there is no such innovation."""
    conditions = [col(Question.innovation_id) == innovation_id, col(Question.status) == QuestionStatus.published]
    statement = select(*_PUBLIC).where(*conditions)
    rows, following = page(session, statement, Order(((_ID, True),)), query, lambda row: (row.id,))
    total = session.exec(select(func.count()).select_from(Question).where(*conditions)).one()
    if not total and session.exec(select(Innovation.id).where(Innovation.id == innovation_id)).first() is None:
        raise NotFound
    return page_of(PublicQuestion, rows, following, total)


def visible_to(actor: Actor) -> list[ColumnElement[bool]]:
    """The questions that the actor may see: all, or the published ones about innovations of its units."""
    if may_everywhere(actor, "questions:read"):
        return []
    return [col(Question.status) == QuestionStatus.published, _within(actor, "questions:read")]


def _within(actor: Actor, action: str) -> ColumnElement[bool]:
    """About innovations of the actor's own units, and of those below a coordinator's."""
    held = [(grant.unit_id, scope) for grant, scope in grants_for(actor, action) if grant.unit_id]
    trees, alone = ([id_ for id_, scope in held if (scope is Scope.subtree) == is_tree] for is_tree in (True, False))
    unit = col(Innovation.unit_id)
    return or_(unit.in_(units.below(trees)), unit.in_(alone)) if trees else unit.in_(alone)


def locked(session: Session, actor: Actor, question_id: str) -> Question:
    """A question that the actor may see, locked until this transaction ends; ``NotFound`` for everybody else."""
    require_somewhere(actor, "questions:read")
    seen = select(Question.id).join(Innovation, col(Innovation.id) == Question.innovation_id)
    if session.exec(seen.where(Question.id == question_id, *visible_to(actor))).first() is None:
        raise NotFound
    return session.exec(select(Question).where(Question.id == question_id).with_for_update()).one()


def read(session: Session, actor: Actor, question_id: str) -> QuestionRead:
    """A question, or ``NotFound`` where the actor may not know of it."""
    require_somewhere(actor, "questions:read")
    wanted = _summaries(col(Question.actor_name)).where(Question.id == question_id, *visible_to(actor))
    row = session.execute(wanted).first()
    if row is None:
        raise NotFound
    return QuestionRead(**_with_clock(row))


def list_(session: Session, actor: Actor, query: QuestionFilters) -> Page[QuestionSummary]:
    """One page of the queue, oldest first."""
    require_somewhere(actor, "questions:read")
    conditions = [*visible_to(actor), *_conditions(query)]
    statement = _summaries().where(*conditions)
    rows, following = page(session, statement, Order(((_ID, False),)), query, lambda row: (row.id,))
    counted = select(func.count()).select_from(Question).join(Innovation, col(Innovation.id) == Question.innovation_id)
    total = session.exec(counted.where(*conditions)).one()
    return Page[QuestionSummary](items=[QuestionSummary(**_with_clock(row)) for row in rows], next=following,
                                 total=total)  # fmt: skip


def _summaries(*more: Any) -> Any:
    return (
        select(*_SUMMARY, *more).select_from(Question)
        .join(Innovation, col(Innovation.id) == Question.innovation_id)
        .outerjoin(Asker, col(Asker.question_id) == Question.id)
    )  # fmt: skip


def _with_clock(row: Any) -> dict[str, Any]:
    values = dict(row._mapping)
    is_awaited = values["status"] == QuestionStatus.published and values["answered_at"] is None and values["due_at"]
    clock = left(values["due_at"], now(), settings().holidays) if is_awaited else None
    return values | {"is_overdue": clock is not None and clock.is_over, "working_days": clock.days if clock else None}


def _conditions(query: QuestionFilters) -> list[ColumnElement[bool]]:
    exact = {Question.status: query.status, Question.innovation_id: query.innovation_id, Question.kind: query.kind}
    found: list[ColumnElement[bool]] = [col(column) == value for column, value in exact.items() if value is not None]
    if query.is_answered is not None:
        found.append(col(Question.answered_at).is_not(None) == query.is_answered)
    if query.is_overdue is not None:
        late = and_(_AWAITED, col(Question.due_at) < now())
        found.append(late if query.is_overdue else ~late)
    if query.unit_id is not None:
        found.append(col(Innovation.unit_id).in_(units.below([query.unit_id])))
    return found


def counts(session: Session, actor: Actor) -> dict[str, int]:
    """How many questions that the actor sees stand at each of ``TABS``; the overdue ones wait too."""
    at = case(
        (col(Question.status) != QuestionStatus.published, col(Question.status)),
        (col(Question.answered_at).is_not(None), "answered"), (col(Question.due_at) < now(), "overdue"),
        else_="waiting",
    )  # fmt: skip
    seen = (
        select(at.label("at")).select_from(Question)
        .join(Innovation, col(Innovation.id) == Question.innovation_id).where(*visible_to(actor)).subquery()
    )  # fmt: skip
    rows = session.execute(select(seen.c.at, func.count()).group_by(seen.c.at)).all()
    found = dict.fromkeys(TABS, 0) | {place: number for place, number in rows if place in TABS}
    return found | {"waiting": found["waiting"] + found["overdue"]}


def awaiting(session: Session, actor: Actor) -> int:
    """How many wait for the actor: to be moderated, for who moderates; to be answered, for who answers."""
    waiting = select(func.count()).select_from(Question)
    if may_everywhere(actor, "questions:moderate"):
        return session.exec(waiting.where(Question.status == QuestionStatus.pending)).one()
    if not may_somewhere(actor, "questions:answer"):
        return 0
    of_innovation = waiting.join(Innovation, col(Innovation.id) == Question.innovation_id)
    return session.exec(of_innovation.where(_AWAITED, _within(actor, "questions:answer"))).one()


def unanswered(session: Session) -> list[tuple[str, datetime, int]]:
    """Id, deadline and last reminder of every published question without an answer."""
    rows = select(Question.id, Question.due_at, Question.reminded).where(_AWAITED, col(Question.due_at).is_not(None))
    return [(id_, due_at, reminded) for id_, due_at, reminded in session.exec(rows).all() if due_at]


def answerers(session: Session, unit_id: str | None) -> list[str]:
    """Accounts that may answer for a unit: its authors, and the coordinators of it and of the units above."""
    if unit_id is None:
        return []
    above = units.lineage_ids(session, unit_id)
    is_author = and_(col(RoleGrant.role) == Role.author, col(RoleGrant.unit_id) == unit_id)
    is_coordinator = and_(col(RoleGrant.role) == Role.coordinator, col(RoleGrant.unit_id).in_(above))
    return _people(session, or_(is_author, is_coordinator))


def moderators(session: Session) -> list[str]:
    """Accounts that moderate."""
    return _people(session, col(RoleGrant.role).in_((Role.organiser, Role.secretariat)))


def _people(session: Session, has_role: ColumnElement[bool]) -> list[str]:
    people = select(RoleGrant.user_id).join(User, col(User.id) == RoleGrant.user_id)
    return sorted(session.exec(people.where(has_role, col(User.is_active)).distinct()).all())

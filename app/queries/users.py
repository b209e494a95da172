"""Reads of accounts."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any, Literal

from sqlalchemy import ColumnElement, case, func, literal, or_
from sqlmodel import Session, col, select

from app.errors import NotFound
from app.models import OutboxMessage, RoleGrant, Unit, User
from app.models.base import Id, Page, ShortText
from app.models.listing import ListQuery
from app.models.user import AccountState, GrantRead, Role, UserRead
from app.queries import units
from app.queries.paging import Order, page
from app.queries.search import contains

_STATE = case((col(User.is_active).is_(False), "closed"), (col(User.password_hash) == "", "invited"), else_="active")
_MAIL = (
    select(OutboxMessage.status)
    .where(OutboxMessage.user_id == User.id, col(OutboxMessage.topic).in_(("invitation", "reset")))
    .order_by(col(OutboxMessage.id).desc())
    .limit(1)
    .scalar_subquery()
    .correlate(User)
)
_DERIVED = {"roles", "state", "mail"}
_COLUMNS = (
    *(col(getattr(User, name)) for name in UserRead.model_fields if name not in _DERIVED),
    _STATE.label("state"),
    _MAIL.label("mail"),
)
_ID: Any = col(User.id)
_SORTS: dict[str, Any] = {"name": col(User.name), "email": col(User.email), "id": col(User.id)}


class UserFilters(ListQuery):
    """Filters of the accounts."""

    role: Role | None = None
    unit_id: Id | None = None
    """Those with a role bound to this unit."""
    is_active: bool | None = None
    state: AccountState | None = None
    q: ShortText | None = None
    """Words in the name or the e-mail address."""
    sort: Literal["name", "-name", "email", "-email", "id", "-id"] = "name"


def read(session: Session, user_id: str) -> UserRead:
    """An account with its roles, or ``NotFound``."""
    row = session.execute(select(*_COLUMNS).where(User.id == user_id)).first()
    if row is None:
        raise NotFound
    return _read(row, grants(session, [user_id]))


def list_(session: Session, query: UserFilters) -> Page[UserRead]:
    """One page of the accounts; the roles of all its people come with one more query."""
    conditions = _conditions(query)
    order = Order.by(query.sort, _SORTS, _ID)
    names = [str(column.key) for column, _ in order.keys]
    statement = select(*_COLUMNS).where(*conditions)
    rows, following = page(session, statement, order, query, lambda row: [getattr(row, name) for name in names])
    total = session.exec(select(func.count()).select_from(User).where(*conditions)).one()
    held = grants(session, [row.id for row in rows])
    return Page[UserRead](items=[_read(row, held) for row in rows], next=following, total=total)


def _read(row: Any, held: dict[str, list[GrantRead]]) -> UserRead:
    return UserRead(**row._mapping, roles=held.get(row.id, []))


def _conditions(query: UserFilters) -> list[ColumnElement[bool]]:
    found = contains(query.q, User.name, User.email)
    if query.is_active is not None:
        found.append(col(User.is_active) == query.is_active)
    if query.state is not None:
        found.append(literal(query.state.value) == _STATE)
    bound = {RoleGrant.role: query.role, RoleGrant.unit_id: query.unit_id}
    wanted = [col(column) == value for column, value in bound.items() if value is not None]
    if wanted:
        found.append(col(User.id).in_(select(RoleGrant.user_id).where(*wanted)))
    return found


def grants(session: Session, user_ids: Collection[str]) -> dict[str, list[GrantRead]]:
    """The roles of these people, in order of holding, with the names of the units."""
    held: dict[str, list[GrantRead]] = defaultdict(list)
    rows = session.execute(
        select(RoleGrant.user_id, RoleGrant.role, RoleGrant.unit_id, col(Unit.name).label("unit_name"))
        .outerjoin(Unit, col(Unit.id) == RoleGrant.unit_id)
        .where(col(RoleGrant.user_id).in_(user_ids))
        .order_by(col(RoleGrant.id))
    )
    for row in rows:
        held[row.user_id].append(GrantRead(role=row.role, unit_id=row.unit_id, unit_name=row.unit_name))
    return held


def organisers(session: Session) -> list[str]:
    """The accounts of all organisers."""
    grants = select(RoleGrant.user_id).where(RoleGrant.role == Role.organiser).distinct()
    return sorted(session.exec(grants).all())


def people_of_any(session: Session, unit_ids: Sequence[str]) -> list[str]:
    """Those that answer for any of these units, each once."""
    answers = or_(
        (col(RoleGrant.role) == Role.author) & col(RoleGrant.unit_id).in_(unit_ids),
        (col(RoleGrant.role) == Role.coordinator) & col(RoleGrant.unit_id).in_(units.above(unit_ids)),
    )
    return _accounts(session, answers)


def people_of(session: Session, lineage: Sequence[str]) -> list[str]:
    """The active accounts that answer for the first unit: its authors, and the coordinators of it and those above."""
    first = list(lineage[:1])
    answers = or_(
        (col(RoleGrant.role) == Role.author) & col(RoleGrant.unit_id).in_(first),
        (col(RoleGrant.role) == Role.coordinator) & col(RoleGrant.unit_id).in_(lineage),
    )
    return _accounts(session, answers)


def _accounts(session: Session, answers: ColumnElement[bool]) -> list[str]:
    people = select(RoleGrant.user_id).join(User, col(User.id) == RoleGrant.user_id).where(answers, col(User.is_active))
    return sorted(session.exec(people.distinct()).all())

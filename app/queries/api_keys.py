"""Reads of API keys, without their secrets."""

from typing import Any, Literal

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, select

from app.errors import NotFound
from app.models import ApiKey
from app.models.base import Id, Page
from app.models.listing import ListQuery
from app.models.user import ApiKeyRead
from app.queries.paging import Order, page
from app.queries.reach import within_reach
from app.queries.rows import page_of, read_all
from app.rules.permissions import Actor

_ID: Any = col(ApiKey.id)
_COLUMNS = tuple(col(getattr(ApiKey, name)) for name in ApiKeyRead.model_fields)


class ApiKeyFilters(ListQuery):
    """Filters of the keys."""

    unit_id: Id | None = None
    is_revoked: bool | None = None
    sort: Literal["id", "-id"] = "-id"
    """By the moment of making."""


def visible_to(actor: Actor) -> list[ColumnElement[bool]]:
    """The keys that the actor may see: all, or those of its units and everything below."""
    return within_reach(actor, "api-keys:read", col(ApiKey.unit_id))


def read(session: Session, actor: Actor, key_id: str) -> ApiKeyRead:
    """A key, or ``NotFound`` where the actor may not know of it."""
    rows = session.execute(select(*_COLUMNS).where(ApiKey.id == key_id, *visible_to(actor))).all()
    if not rows:
        raise NotFound
    return read_all(ApiKeyRead, rows)[0]


def list_(session: Session, actor: Actor, query: ApiKeyFilters) -> Page[ApiKeyRead]:
    """One page of the keys, newest first."""
    conditions = visible_to(actor)
    if query.unit_id is not None:
        conditions.append(col(ApiKey.unit_id) == query.unit_id)
    if query.is_revoked is not None:
        revoked = col(ApiKey.revoked_at)
        conditions.append(revoked.is_not(None) if query.is_revoked else revoked.is_(None))
    order = Order(((_ID, query.sort == "-id"),))
    statement = select(*_COLUMNS).where(*conditions)
    rows, following = page(session, statement, order, query, lambda row: (row.id,))
    total = session.exec(select(func.count()).select_from(ApiKey).where(*conditions)).one()
    return page_of(ApiKeyRead, rows, following, total)

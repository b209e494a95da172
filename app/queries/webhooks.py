"""Reads of webhooks, without their secrets, and of what was sent to them."""

from typing import Any, Literal

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, select

from app.errors import NotFound
from app.models import OutboxMessage, Webhook
from app.models.base import Id, Page
from app.models.listing import ListQuery
from app.models.outbox import MessageStatus
from app.models.webhook import DeliveryRead, WebhookRead
from app.queries.paging import Order, page
from app.queries.reach import within_reach
from app.queries.rows import page_of, read_all
from app.rules.permissions import Actor

_COLUMNS = tuple(col(getattr(Webhook, name)) for name in WebhookRead.model_fields)
_OF_DELIVERY = tuple(col(getattr(OutboxMessage, name)) for name in DeliveryRead.model_fields)
_ID: Any = col(Webhook.id)
_DELIVERY_ID: Any = col(OutboxMessage.id)


class WebhookFilters(ListQuery):
    """Filters of the webhooks."""

    unit_id: Id | None = None
    is_active: bool | None = None
    sort: Literal["id", "-id"] = "-id"
    """By the moment of making."""


class DeliveryFilters(ListQuery):
    """Filters of the deliveries of a webhook."""

    status: MessageStatus | None = None
    sort: Literal["id", "-id"] = "-id"
    """By the moment of the event."""


def visible_to(actor: Actor) -> list[ColumnElement[bool]]:
    """The webhooks that the actor may see: all, or those of its units and everything below."""
    return within_reach(actor, "webhooks:read", col(Webhook.unit_id))


def read(session: Session, actor: Actor, webhook_id: str) -> WebhookRead:
    """A webhook, or ``NotFound`` where the actor may not know of it."""
    rows = session.execute(select(*_COLUMNS).where(Webhook.id == webhook_id, *visible_to(actor))).all()
    if not rows:
        raise NotFound
    return read_all(WebhookRead, rows)[0]


def list_(session: Session, actor: Actor, query: WebhookFilters) -> Page[WebhookRead]:
    """One page of the webhooks, newest first."""
    conditions = visible_to(actor)
    if query.unit_id is not None:
        conditions.append(col(Webhook.unit_id) == query.unit_id)
    if query.is_active is not None:
        conditions.append(col(Webhook.is_active) == query.is_active)
    order = Order(((_ID, query.sort == "-id"),))
    rows, following = page(session, select(*_COLUMNS).where(*conditions), order, query, lambda row: (row.id,))
    total = session.exec(select(func.count()).select_from(Webhook).where(*conditions)).one()
    return page_of(WebhookRead, rows, following, total)


def delivery(session: Session, webhook_id: str, delivery_id: str) -> DeliveryRead:
    """One delivery of a webhook, or ``NotFound``."""
    wanted = select(*_OF_DELIVERY).where(OutboxMessage.id == delivery_id, OutboxMessage.webhook_id == webhook_id)
    rows = session.execute(wanted).all()
    if not rows:
        raise NotFound
    return read_all(DeliveryRead, rows)[0]


def deliveries(session: Session, webhook_id: str, query: DeliveryFilters) -> Page[DeliveryRead]:
    """One page of what was and is to be sent to a webhook, newest first."""
    conditions: list[Any] = [col(OutboxMessage.webhook_id) == webhook_id]
    if query.status is not None:
        conditions.append(col(OutboxMessage.status) == query.status)
    order = Order(((_DELIVERY_ID, query.sort == "-id"),))
    rows, following = page(session, select(*_OF_DELIVERY).where(*conditions), order, query, lambda row: (row.id,))
    total = session.exec(select(func.count()).select_from(OutboxMessage).where(*conditions)).one()
    return page_of(DeliveryRead, rows, following, total)

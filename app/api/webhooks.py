"""Webhooks: a unit's own systems are told what happens."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from app.domain import webhooks as deeds
from app.http.actor import Known
from app.http.etag import IfMatch, tag
from app.http.listing import listing
from app.http.routes import ResourceRoute
from app.http.sessions import Reading, Writing
from app.models import Webhook
from app.models.base import Id, Page
from app.models.webhook import (
    DeliveryRead,
    SecretRotation,
    WebhookCreate,
    WebhookCreated,
    WebhookRead,
    WebhookUpdate,
)
from app.queries import webhooks as queries
from app.queries.reach import require_somewhere
from app.queries.webhooks import DeliveryFilters, WebhookFilters

router = APIRouter(tags=["webhooks"], prefix="/api/v1", route_class=ResourceRoute)


@router.get("/webhooks")
@router.get("/webhooks.csv", include_in_schema=False)
def list_webhooks(
    query: Annotated[WebhookFilters, Query()],
    session: Reading,
    actor: Known,
    request: Request,
    response: Response,
) -> Page[WebhookRead]:
    """The webhooks, newest first: all for organiser and auditor, a coordinator those of the own units."""
    require_somewhere(actor, "webhooks:read")
    return listing(request, response, session, query, lambda s, q: queries.list_(s, actor, q))  # type: ignore[return-value]


@router.post("/webhooks", status_code=201)
def create_webhook(body: WebhookCreate, session: Writing, actor: Known, response: Response) -> WebhookCreated:
    """A new webhook of a unit: it is told what happens to proposals of the unit and of those below.

    `secret` is shown this once; deliveries are signed with it after [Standard Webhooks](https://www.standardwebhooks.com).
    """
    webhook = deeds.create(session, actor, body)
    response.headers["Location"] = f"/api/v1/webhooks/{webhook.id}"
    return _with_secret(webhook, response)


def _with_secret(webhook: Webhook, response: Response) -> WebhookCreated:
    tag(response, webhook.version)
    response.headers["Cache-Control"] = "no-store"
    return WebhookCreated.model_validate(webhook)


@router.get("/webhooks/{webhook_id}")
def read_webhook(webhook_id: Id, session: Reading, actor: Known, response: Response) -> WebhookRead:
    """A webhook without its secret."""
    require_somewhere(actor, "webhooks:read")
    webhook = queries.read(session, actor, webhook_id)
    tag(response, webhook.version)
    return webhook


@router.patch("/webhooks/{webhook_id}")
def update_webhook(
    webhook_id: Id, body: WebhookUpdate, expected: IfMatch, session: Writing, actor: Known, response: Response
) -> WebhookRead:
    """Changes a webhook; `is_active` switches it off, and on again after it was given up."""
    webhook = deeds.update(session, actor, webhook_id, body, expected)
    tag(response, webhook.version)
    return WebhookRead.model_validate(webhook)


@router.delete("/webhooks/{webhook_id}", status_code=204)
def delete_webhook(webhook_id: Id, expected: IfMatch, session: Writing, actor: Known) -> None:
    """Takes a webhook away, with the log of its deliveries."""
    deeds.remove(session, actor, webhook_id, expected)


@router.post("/webhooks/{webhook_id}/secret", status_code=201)
def rotate_webhook_secret(
    webhook_id: Id, body: SecretRotation, session: Writing, actor: Known, response: Response
) -> WebhookCreated:
    """Another secret, shown this once. For `overlap_hours` each delivery carries both signatures."""
    return _with_secret(deeds.rotate(session, actor, webhook_id, body), response)


@router.post("/webhooks/{webhook_id}/test", status_code=202)
def test_webhook(webhook_id: Id, session: Writing, actor: Known) -> DeliveryRead:
    """Sends a `webhook.test` event soon; how it went is in its delivery."""
    return queries.delivery(session, webhook_id, deeds.test(session, actor, webhook_id))


@router.get("/webhooks/{webhook_id}/deliveries")
@router.get("/webhooks/{webhook_id}/deliveries.csv", include_in_schema=False)
def list_deliveries(
    webhook_id: Id, query: Annotated[DeliveryFilters, Query()], session: Reading, actor: Known, request: Request,
    response: Response,
) -> Page[DeliveryRead]:  # fmt: skip
    """What was sent to a webhook in the last 30 days and how the last attempt went, newest first."""
    require_somewhere(actor, "webhooks:read")
    queries.read(session, actor, webhook_id)
    return listing(request, response, session, query, lambda s, q: queries.deliveries(s, webhook_id, q))  # type: ignore[return-value]


@router.get("/webhooks/{webhook_id}/deliveries/{delivery_id}")
def read_delivery(webhook_id: Id, delivery_id: Id, session: Reading, actor: Known) -> DeliveryRead:
    """One delivery: what is sent, and how the last attempt went."""
    require_somewhere(actor, "webhooks:read")
    queries.read(session, actor, webhook_id)
    return queries.delivery(session, webhook_id, delivery_id)


@router.post("/webhooks/{webhook_id}/deliveries/{delivery_id}/redelivery", status_code=202)
def redeliver(webhook_id: Id, delivery_id: Id, session: Writing, actor: Known) -> DeliveryRead:
    """Sends an event again, under the same `webhook-id`."""
    return queries.delivery(session, webhook_id, deeds.redeliver(session, actor, webhook_id, delivery_id))

"""Operations of the API, for both clients.

Made from the API's OpenAPI document by ``python -m tests.client.typed``; do not edit.
"""

from __future__ import annotations

from typing import Literal

from jipp_client import models
from jipp_client.core import Call, Page, Version, path, read_nothing, read_page
from jipp_client.resource import R, Resource, call, pages


class Webhooks(Resource[R]):
    """Addresses of a unit's own systems that are told what happens; signed after Standard Webhooks."""

    @pages
    def list(
        self,
        *,
        limit: int | None = None,
        unit_id: str | None = None,
        is_active: bool | None = None,
        sort: Literal["id", "-id"] | None = None,
    ) -> Call[Page[models.WebhookRead]]:
        """The webhooks, newest first."""
        return Call(
            "GET",
            "/webhooks",
            {"limit": limit, "unit_id": unit_id, "is_active": is_active, "sort": sort},
            read=read_page,
        )

    @call
    def create(self, given: models.WebhookCreate, *, idempotency_key: str | None = None) -> Call[models.WebhookCreated]:
        """A new webhook of a unit."""
        return Call("POST", "/webhooks", body=given, key=idempotency_key)

    @call
    def read(self, webhook_id: str) -> Call[models.WebhookRead]:
        """A webhook without its secret."""
        return Call("GET", path("/webhooks/{webhook_id}", webhook_id=webhook_id))

    @call
    def update(self, webhook_id: str, given: models.WebhookUpdate, *, version: Version) -> Call[models.WebhookRead]:
        """Changes a webhook."""
        return Call("PATCH", path("/webhooks/{webhook_id}", webhook_id=webhook_id), body=given, if_match=version)

    @call
    def delete(self, webhook_id: str, *, version: Version) -> Call[None]:
        """Takes a webhook away, with the log of its deliveries."""
        return Call(
            "DELETE", path("/webhooks/{webhook_id}", webhook_id=webhook_id), if_match=version, read=read_nothing
        )

    @call
    def rotate_secret(
        self, webhook_id: str, given: models.SecretRotation, *, idempotency_key: str | None = None
    ) -> Call[models.WebhookCreated]:
        """Another secret, shown this once."""
        return Call(
            "POST", path("/webhooks/{webhook_id}/secret", webhook_id=webhook_id), body=given, key=idempotency_key
        )

    @call
    def test(self, webhook_id: str, *, idempotency_key: str | None = None) -> Call[models.DeliveryRead]:
        """Sends a `webhook.test` event soon."""
        return Call("POST", path("/webhooks/{webhook_id}/test", webhook_id=webhook_id), key=idempotency_key)

    @pages
    def deliveries(
        self,
        webhook_id: str,
        *,
        limit: int | None = None,
        status: models.MessageStatus | None = None,
        sort: Literal["id", "-id"] | None = None,
    ) -> Call[Page[models.DeliveryRead]]:
        """What was sent to a webhook in the last 30 days and how the last attempt went, newest first."""
        return Call(
            "GET",
            path("/webhooks/{webhook_id}/deliveries", webhook_id=webhook_id),
            {"limit": limit, "status": status, "sort": sort},
            read=read_page,
        )

    @call
    def delivery(self, webhook_id: str, delivery_id: str) -> Call[models.DeliveryRead]:
        """One delivery."""
        return Call(
            "GET",
            path("/webhooks/{webhook_id}/deliveries/{delivery_id}", webhook_id=webhook_id, delivery_id=delivery_id),
        )

    @call
    def redeliver(
        self, webhook_id: str, delivery_id: str, *, idempotency_key: str | None = None
    ) -> Call[models.DeliveryRead]:
        """Sends an event again, under the same `webhook-id`."""
        return Call(
            "POST",
            path(
                "/webhooks/{webhook_id}/deliveries/{delivery_id}/redelivery",
                webhook_id=webhook_id,
                delivery_id=delivery_id,
            ),
            key=idempotency_key,
        )

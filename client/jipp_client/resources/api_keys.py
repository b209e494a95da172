"""Operations of the API, for both clients.

Made from the API's OpenAPI document by ``python -m tests.client.typed``; do not edit.
"""

from __future__ import annotations

from typing import Literal

from jipp_client import models
from jipp_client.core import Call, Page, Version, path, read_nothing, read_page
from jipp_client.resource import R, Resource, call, pages


class ApiKeys(Resource[R]):
    """Keys with which a unit's own systems sign in."""

    @pages
    def list(
        self,
        *,
        limit: int | None = None,
        unit_id: str | None = None,
        is_revoked: bool | None = None,
        sort: Literal["id", "-id"] | None = None,
    ) -> Call[Page[models.ApiKeyRead]]:
        """The keys, newest first."""
        return Call(
            "GET",
            "/api-keys",
            {"limit": limit, "unit_id": unit_id, "is_revoked": is_revoked, "sort": sort},
            read=read_page,
        )

    @call
    def create(self, given: models.ApiKeyCreate, *, idempotency_key: str | None = None) -> Call[models.ApiKeyCreated]:
        """A new key."""
        return Call("POST", "/api-keys", body=given, key=idempotency_key)

    @call
    def read(self, key_id: str) -> Call[models.ApiKeyRead]:
        """A key without its secret."""
        return Call("GET", path("/api-keys/{key_id}", key_id=key_id))

    @call
    def rotate(
        self, key_id: str, given: models.ApiKeyRotation, *, idempotency_key: str | None = None
    ) -> Call[models.ApiKeyCreated]:
        """A new key in place of this one, with the same name, unit, role, scopes and end."""
        return Call("POST", path("/api-keys/{key_id}/rotation", key_id=key_id), body=given, key=idempotency_key)

    @call
    def revoke(self, key_id: str, *, version: Version) -> Call[None]:
        """Revokes a key at once and for good, and every key that was made with it."""
        return Call("DELETE", path("/api-keys/{key_id}", key_id=key_id), if_match=version, read=read_nothing)

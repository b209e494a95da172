"""Operations of the API, for both clients.

Made from the API's OpenAPI document by ``python -m tests.client.typed``; do not edit.
"""

from __future__ import annotations

from typing import Any

from jipp_client import models
from jipp_client.core import Call
from jipp_client.resource import R, Resource, call, lines


class Changes(Resource[R]):
    """The change feed of the catalogue: what mirrors follow."""

    @call
    def list(self, *, after: str | None = None, limit: int | None = None) -> Call[models.Changes]:
        """Changes of the catalogue in the order of commit, numbered without a gap, each with the innovation as it
        is now."""
        return Call("GET", "/changes", {"after": after, "limit": limit})

    @call
    def digest(self) -> Call[models.CatalogueDigest]:
        """Where the catalogue stands."""
        return Call("GET", "/changes/digest")

    @lines
    def snapshot(self, *, after_id: str | None = None) -> Call[dict[str, Any]]:
        """All innovations as JSON Lines."""
        return Call("GET", "/changes/snapshot", {"after_id": after_id}, accept="application/x-ndjson")

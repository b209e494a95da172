"""Operations of the API, for both clients.

Made from the API's OpenAPI document by ``python -m tests.client.typed``; do not edit.
"""

from __future__ import annotations

from jipp_client import models
from jipp_client.core import Call, Page, Version, path, read_nothing, read_page
from jipp_client.resource import R, Resource, call, pages


class Quotas(Resource[R]):
    """How many proposals a participant may send in, and has."""

    @pages
    def list(
        self, *, edition_id: str, limit: int | None = None, unit_id: str | None = None
    ) -> Call[Page[models.QuotaRead]]:
        """Slots by participant."""
        return Call("GET", "/quotas", {"limit": limit, "edition_id": edition_id, "unit_id": unit_id}, read=read_page)

    @call
    def set_exception(
        self, edition_id: str, unit_id: str, given: models.QuotaException, *, version: Version
    ) -> Call[models.QuotaRead]:
        """A limit of its own for one participant, with the reason."""
        return Call(
            "PUT",
            path("/editions/{edition_id}/quotas/{unit_id}", edition_id=edition_id, unit_id=unit_id),
            body=given,
            if_match=version,
        )

    @call
    def lift_exception(
        self, edition_id: str, unit_id: str, *, group: str | None = None, version: Version
    ) -> Call[None]:
        """Ends a participant's exception."""
        return Call(
            "DELETE",
            path("/editions/{edition_id}/quotas/{unit_id}", edition_id=edition_id, unit_id=unit_id),
            {"group": group},
            if_match=version,
            read=read_nothing,
        )

"""Operations of the API, for both clients.

Made from the API's OpenAPI document by ``python -m tests.client.typed``; do not edit.
"""

from __future__ import annotations

from typing import Literal

from jipp_client import models
from jipp_client.core import Call, Page, path, read_page
from jipp_client.resource import R, Resource, call, pages


class Editions(Resource[R]):
    """One year's competition and all that the year decides: groups, form, stages, quotas, dates."""

    @pages
    def list(
        self,
        *,
        limit: int | None = None,
        year: int | None = None,
        status: models.EditionStatus | None = None,
        sort: Literal["year", "-year"] | None = None,
    ) -> Call[Page[models.EditionSummary]]:
        """The editions, newest first."""
        return Call("GET", "/editions", {"limit": limit, "year": year, "status": status, "sort": sort}, read=read_page)

    @call
    def read(self, edition_id: str) -> Call[models.EditionRead]:
        """An edition with its whole configuration."""
        return Call("GET", path("/editions/{edition_id}", edition_id=edition_id))

"""Operations of the API, for both clients.

Made from the API's OpenAPI document by ``python -m tests.client.typed``; do not edit.
"""

from __future__ import annotations

from jipp_client import models
from jipp_client.core import Call, Page, read_page
from jipp_client.resource import R, Resource, call, pages


class Stats(Resource[R]):
    """Figures of the network, public."""

    @call
    def summary(self) -> Call[models.Summary]:
        """The whole network in figures, and each edition."""
        return Call("GET", "/stats/summary")

    @call
    def funnel(self, *, edition_id: str | None = None, year: int | None = None) -> Call[models.Funnel]:
        """How many proposals reach each step from `created` to `awarded`, in one edition or in all."""
        return Call("GET", "/stats/funnel", {"edition_id": edition_id, "year": year})

    @pages
    def regions(self, *, edition_id: str | None = None, year: int | None = None) -> Call[Page[models.Tally]]:
        """Proposals sent in and awarded by regency or city of the participant, largest first."""
        return Call("GET", "/stats/regions", {"edition_id": edition_id, "year": year}, read=read_page)

    @pages
    def categories(self, *, edition_id: str | None = None, year: int | None = None) -> Call[Page[models.Tally]]:
        """Proposals sent in and awarded by category, largest first."""
        return Call("GET", "/stats/categories", {"edition_id": edition_id, "year": year}, read=read_page)

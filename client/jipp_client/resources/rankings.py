"""Operations of the API, for both clients.

Made from the API's OpenAPI document by ``python -m tests.client.typed``; do not edit.
"""

from __future__ import annotations

from jipp_client import models
from jipp_client.core import Call, path
from jipp_client.resource import R, Resource, call


class Rankings(Resource[R]):
    """Jurors, who reads what, score sheets, the ranking and its publication."""

    @call
    def read(self, edition_id: str, stage: str) -> Call[models.Ranking]:
        """The ranking."""
        return Call("GET", path("/editions/{edition_id}/stages/{stage}/ranking", edition_id=edition_id, stage=stage))

    @call
    def publication(self, edition_id: str, stage: str) -> Call[models.PublicationRead]:
        """When a stage was published and how many went on."""
        return Call(
            "GET", path("/editions/{edition_id}/stages/{stage}/publication", edition_id=edition_id, stage=stage)
        )

"""Operations of the API, for both clients.

Made from the API's OpenAPI document by ``python -m tests.client.typed``; do not edit.
"""

from __future__ import annotations

from jipp_client import models
from jipp_client.core import Call, Page, read_page
from jipp_client.resource import R, Resource, pages


class Scores(Resource[R]):
    """Jurors, who reads what, score sheets, the ranking and its publication."""

    @pages
    def list(
        self,
        *,
        edition_id: str,
        limit: int | None = None,
        stage: str | None = None,
        proposal_id: str | None = None,
        juror_id: str | None = None,
    ) -> Call[Page[models.ScoreRead]]:
        """The marks of signed sheets."""
        return Call(
            "GET",
            "/scores",
            {
                "limit": limit,
                "edition_id": edition_id,
                "stage": stage,
                "proposal_id": proposal_id,
                "juror_id": juror_id,
            },
            read=read_page,
        )

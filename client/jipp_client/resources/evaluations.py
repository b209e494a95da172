"""Operations of the API, for both clients.

Made from the API's OpenAPI document by ``python -m tests.client.typed``; do not edit.
"""

from __future__ import annotations

from typing import Literal

from jipp_client import models
from jipp_client.core import Call, Page, path, read_page
from jipp_client.resource import R, Resource, call, pages


class Evaluations(Resource[R]):
    """Jurors, who reads what, score sheets, the ranking and its publication."""

    @call
    def read(self, assignment_id: str) -> Call[models.EvaluationRead]:
        """A score sheet."""
        return Call("GET", path("/evaluations/{assignment_id}", assignment_id=assignment_id))

    @pages
    def assignments(
        self,
        *,
        limit: int | None = None,
        juror_id: str | None = None,
        proposal_id: str | None = None,
        status: Literal["untouched", "draft", "unsigned", "signed"] | None = None,
        sort: Literal["number", "status", "total", "-total"] | None = None,
        edition_id: str | None = None,
        stage: str | None = None,
    ) -> Call[Page[models.AssignmentRead]]:
        """The same over all editions and stages."""
        return Call(
            "GET",
            "/assignments",
            {
                "limit": limit,
                "juror_id": juror_id,
                "proposal_id": proposal_id,
                "status": status,
                "sort": sort,
                "edition_id": edition_id,
                "stage": stage,
            },
            read=read_page,
        )

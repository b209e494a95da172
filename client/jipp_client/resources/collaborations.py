"""Operations of the API, for both clients.

Made from the API's OpenAPI document by ``python -m tests.client.typed``; do not edit.
"""

from __future__ import annotations

from typing import Literal

from jipp_client import models
from jipp_client.core import Call, Page, Version, path, read_nothing, read_page
from jipp_client.resource import R, Resource, call, pages


class Collaborations(Resource[R]):
    """Units that take part in a proposal beside the one that writes it (rembug nyekrup)."""

    @pages
    def list(
        self,
        *,
        limit: int | None = None,
        proposal_id: str | None = None,
        unit_id: str | None = None,
        status: models.CollaborationStatus | None = None,
        side: Literal["invited", "inviting"] | None = None,
    ) -> Call[Page[models.CollaborationRead]]:
        """The collaborations that concern one's own units, newest first."""
        return Call(
            "GET",
            "/collaborations",
            {"limit": limit, "proposal_id": proposal_id, "unit_id": unit_id, "status": status, "side": side},
            read=read_page,
        )

    @pages
    def of_proposal(self, proposal_id: str) -> Call[Page[models.CollaborationRead]]:
        """The units that take part in a proposal, or were asked to."""
        return Call("GET", path("/proposals/{proposal_id}/collaborations", proposal_id=proposal_id), read=read_page)

    @pages
    def of_innovation(self, innovation_id: str) -> Call[Page[models.Collaborator]]:
        """The units that took part in an innovation beside its own, by name."""
        return Call(
            "GET", path("/innovations/{innovation_id}/collaborators", innovation_id=innovation_id), read=read_page
        )

    @call
    def invite(
        self, proposal_id: str, given: models.CollaborationCreate, *, idempotency_key: str | None = None
    ) -> Call[models.CollaborationRead]:
        """Invites another unit into a draft or a returned proposal."""
        return Call(
            "POST",
            path("/proposals/{proposal_id}/collaborations", proposal_id=proposal_id),
            body=given,
            key=idempotency_key,
        )

    @call
    def read(self, collaboration_id: str) -> Call[models.CollaborationRead]:
        """One collaboration, for both units."""
        return Call("GET", path("/collaborations/{collaboration_id}", collaboration_id=collaboration_id))

    @call
    def answer(
        self, collaboration_id: str, given: models.CollaborationAnswer, *, version: Version
    ) -> Call[models.CollaborationRead]:
        """Says for the invited unit whether it takes part."""
        return Call(
            "PUT",
            path("/collaborations/{collaboration_id}/answer", collaboration_id=collaboration_id),
            body=given,
            if_match=version,
        )

    @call
    def remove(self, collaboration_id: str, *, version: Version) -> Call[None]:
        """Takes a unit out of a proposal that is not sent in."""
        return Call(
            "DELETE",
            path("/collaborations/{collaboration_id}", collaboration_id=collaboration_id),
            if_match=version,
            read=read_nothing,
        )

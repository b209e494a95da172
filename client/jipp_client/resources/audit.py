"""Operations of the API, for both clients.

Made from the API's OpenAPI document by ``python -m tests.client.typed``; do not edit.
"""

from __future__ import annotations

from jipp_client import models
from jipp_client.core import Call, Page, path, read_page
from jipp_client.resource import R, Resource, call, pages


class Audit(Resource[R]):
    """The log of every change, chained by hashes; signed checkpoints of published results and their proofs."""

    @pages
    def entries(
        self,
        *,
        limit: int | None = None,
        edition_id: str | None = None,
        chain: str | None = None,
        actor_id: str | None = None,
        row_id: str | None = None,
        action: str | None = None,
        since: str | None = None,
        until: str | None = None,
    ) -> Call[Page[models.AuditEntryRead]]:
        """Who changed what, newest first."""
        return Call(
            "GET",
            "/audit",
            {
                "limit": limit,
                "edition_id": edition_id,
                "chain": chain,
                "actor_id": actor_id,
                "row_id": row_id,
                "action": action,
                "since": since,
                "until": until,
            },
            read=read_page,
        )

    @pages
    def checkpoints(
        self, *, limit: int | None = None, edition_id: str | None = None, stage: str | None = None
    ) -> Call[Page[models.CheckpointRead]]:
        """What the province signed at each publication."""
        return Call(
            "GET", "/audit/checkpoints", {"limit": limit, "edition_id": edition_id, "stage": stage}, read=read_page
        )

    @call
    def checkpoint(self, checkpoint_id: str) -> Call[models.CheckpointRead]:
        """One checkpoint."""
        return Call("GET", path("/audit/checkpoints/{checkpoint_id}", checkpoint_id=checkpoint_id))

    @call
    def proof(self, checkpoint_id: str, proposal_id: str) -> Call[models.ProofRead]:
        """That a proposal's result is what was signed."""
        return Call(
            "GET",
            path(
                "/audit/checkpoints/{checkpoint_id}/proofs/{proposal_id}",
                checkpoint_id=checkpoint_id,
                proposal_id=proposal_id,
            ),
        )

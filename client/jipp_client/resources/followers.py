"""Operations of the API, for both clients.

Made from the API's OpenAPI document by ``python -m tests.client.typed``; do not edit.
"""

from __future__ import annotations

from jipp_client import models
from jipp_client.core import Call, path, read_nothing
from jipp_client.resource import R, Resource, call


class Followers(Resource[R]):
    """Questions and suggestions of the public, answers of units, and who follows an innovation by e-mail."""

    @call
    def follow(
        self, innovation_id: str, given: models.FollowerCreate, *, idempotency_key: str | None = None
    ) -> Call[models.FollowAsked]:
        """Asks to be told by e-mail of what is new about an innovation."""
        return Call(
            "POST",
            path("/innovations/{innovation_id}/followers", innovation_id=innovation_id),
            body=given,
            key=idempotency_key,
        )

    @call
    def confirm(self, token: str) -> Call[models.FollowerRead]:
        """Makes somebody a follower, by the secret of the letter's link."""
        return Call("PUT", path("/followers/{token}/confirmation", token=token))

    @call
    def remove(self, token: str) -> Call[None]:
        """Takes a follower's address away for good, by the secret of the link in any letter."""
        return Call("DELETE", path("/followers/{token}", token=token), read=read_nothing)

"""Operations of the API, for both clients.

Made from the API's OpenAPI document by ``python -m tests.client.typed``; do not edit.
"""

from __future__ import annotations

from jipp_client import models
from jipp_client.core import Call, Page, Version, path, read_nothing, read_page
from jipp_client.resource import R, Resource, call, pages


class Peers(Resource[R]):
    """Networks of other provinces, whose catalogues are shown beside our own."""

    @pages
    def list(self) -> Call[Page[models.PeerRead]]:
        """The networks that are mirrored, and how each mirror stands."""
        return Call("GET", "/peers", read=read_page)

    @call
    def read(self, peer_id: str) -> Call[models.PeerRead]:
        """A network that is mirrored."""
        return Call("GET", path("/peers/{peer_id}", peer_id=peer_id))

    @call
    def create(self, given: models.PeerCreate, *, idempotency_key: str | None = None) -> Call[models.PeerRead]:
        """Adds a network to mirror."""
        return Call("POST", "/peers", body=given, key=idempotency_key)

    @call
    def update(self, peer_id: str, given: models.PeerUpdate, *, version: Version) -> Call[models.PeerRead]:
        """Changes a peer, or switches it off."""
        return Call("PATCH", path("/peers/{peer_id}", peer_id=peer_id), body=given, if_match=version)

    @call
    def remove(self, peer_id: str, *, version: Version) -> Call[None]:
        """Takes a peer away with everything that was fetched from it."""
        return Call("DELETE", path("/peers/{peer_id}", peer_id=peer_id), if_match=version, read=read_nothing)

    @call
    def look(self, peer_id: str, *, idempotency_key: str | None = None) -> Call[models.PeerRead]:
        """Has a peer looked at within seconds instead of at its next turn."""
        return Call("POST", path("/peers/{peer_id}/looks", peer_id=peer_id), key=idempotency_key)

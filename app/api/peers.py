"""Peers: networks of other provinces, whose catalogues are shown beside our own."""

from fastapi import APIRouter, Request, Response

from app.domain import peers as deeds
from app.http.actor import Known
from app.http.etag import IfMatch, tag
from app.http.listing import whole
from app.http.public import Public
from app.http.routes import ResourceRoute
from app.http.sessions import Reading, Writing
from app.models.base import Id, Page
from app.models.peer import PeerCreate, PeerRead, PeerUpdate
from app.queries import peers as queries

router = APIRouter(tags=["peers"], prefix="/api/v1", route_class=ResourceRoute)


@router.get("/peers", dependencies=[Public])
@router.get("/peers.csv", dependencies=[Public], include_in_schema=False)
def list_peers(session: Reading, request: Request) -> Page[PeerRead]:
    """The networks that are mirrored, and how each mirror stands."""
    return whole(request, PeerRead, queries.list_(session))  # type: ignore[return-value]


@router.post("/peers", status_code=201)
def create_peer(body: PeerCreate, session: Writing, actor: Known, response: Response) -> PeerRead:
    """Adds a network to mirror; its catalogue is fetched soon after (organiser)."""
    peer = deeds.create(session, actor, body)
    tag(response, peer.version)
    response.headers["Location"] = f"/api/v1/peers/{peer.id}"
    return queries.read(session, peer.id)


@router.get("/peers/{peer_id}", dependencies=[Public])
def read_peer(peer_id: Id, session: Reading, response: Response) -> PeerRead:
    """A network that is mirrored."""
    peer = queries.read(session, peer_id)
    tag(response, peer.version)
    return peer


@router.patch("/peers/{peer_id}")
def update_peer(
    peer_id: Id, body: PeerUpdate, expected: IfMatch, session: Writing, actor: Known, response: Response
) -> PeerRead:
    """Changes a peer, or switches it off: what was fetched then stays as it is (organiser)."""
    peer = deeds.update(session, actor, peer_id, body, expected)
    tag(response, peer.version)
    return queries.read(session, peer.id)


@router.post("/peers/{peer_id}/looks", status_code=202)
def look_at_peer(peer_id: Id, session: Writing, actor: Known) -> PeerRead:
    """Has a peer looked at within seconds instead of at its next turn (organiser)."""
    return queries.read(session, deeds.look_again(session, actor, peer_id).id)


@router.delete("/peers/{peer_id}", status_code=204)
def remove_peer(peer_id: Id, expected: IfMatch, session: Writing, actor: Known) -> None:
    """Takes a peer away with everything that was fetched from it (organiser)."""
    deeds.remove(session, actor, peer_id, expected)

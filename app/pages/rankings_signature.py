"""What was signed when a stage was published, and the proof of one result as a file."""

from fastapi import APIRouter, Request, Response

from app.api import audit as api
from app.database import ReadSession
from app.errors import NotFound
from app.http.actor import Visitor
from app.http.locale import _
from app.http.public import Public
from app.http.render import page
from app.http.sessions import Reading
from app.models.audit import CheckpointRead
from app.models.base import Id, Key
from app.pages.assignments_room import Edition, room_context
from app.pages.route import PageRoute
from app.queries.audit import CheckpointFilters
from app.queries.editions import stage_of

router = APIRouter(include_in_schema=False, route_class=PageRoute)


@router.get("/editions/{edition_id}/stages/{stage}/signature", dependencies=[Public])
def show(request: Request, edition: Edition, stage: Key, session: Reading, actor: Visitor) -> Response:
    """The signed note with the key that signed it, and how to check a result against it."""
    context = room_context(actor, edition, stage_of(edition, stage), "/signature")
    signed = _checkpoint(request, session, edition.id, stage)
    return page(request, "rankings/signature.html", context | {"signed": signed})


@router.get("/editions/{edition_id}/stages/{stage}/proofs/{proposal_id}", dependencies=[Public])
def proof(
    request: Request, edition: Edition, stage: Key, proposal_id: Id, session: Reading, actor: Visitor
) -> Response:
    """The proof of one result, as a file to keep."""
    signed = _checkpoint(request, session, edition.id, stage)
    found = api.read_proof(checkpoint_id=signed.id, proposal_id=proposal_id, session=session, actor=actor)
    name = f"{_('bukti')}-{edition.year}-{stage}-{proposal_id}.json"
    return Response(
        found.model_dump_json(indent=1), media_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )  # fmt: skip


def _checkpoint(request: Request, session: ReadSession, edition_id: str, stage: str) -> CheckpointRead:
    query = CheckpointFilters(edition_id=edition_id, stage=stage, limit=1)
    found = api.list_checkpoints(query=query, session=session, request=request, response=Response())
    if not found.items:
        raise NotFound
    return found.items[0]

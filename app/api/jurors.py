"""Jurors of a stage: the panel."""

from fastapi import APIRouter, Request, Response

from app.domain.judging import departure, panel
from app.domain.permits import require
from app.http.actor import Known
from app.http.etag import IfMatch, tag
from app.http.listing import whole
from app.http.routes import ResourceRoute
from app.http.sessions import Reading, Writing
from app.models.base import Id, Key, Page
from app.models.evaluation import JurorCreate, JurorRead, JurorUpdate
from app.models.room import DepartureCreate, DepartureRead
from app.queries import editions, stages
from app.queries.evaluations import edition_and_stage

router = APIRouter(tags=["judging"], prefix="/api/v1", route_class=ResourceRoute)


@router.get("/editions/{edition_id}/stages/{stage}/jurors")
@router.get("/editions/{edition_id}/stages/{stage}/jurors.csv", include_in_schema=False)
def list_jurors(edition_id: Id, stage: Key, session: Reading, actor: Known, request: Request) -> Page[JurorRead]:
    """The panel with everyone's load (organiser, secretariat, auditor)."""
    require(actor, "jurors:read")
    edition_and_stage(session, actor, edition_id, stage)
    return whole(request, JurorRead, stages.jurors(session, edition_id, stage))  # type: ignore[return-value]


@router.post("/editions/{edition_id}/stages/{stage}/jurors", status_code=201)
def add_juror(
    edition_id: Id, stage: Key, body: JurorCreate, session: Writing, actor: Known, response: Response
) -> JurorRead:
    """Puts a person with the role of juror on the panel (organiser)."""
    edition = edition_and_stage(session, actor, edition_id, stage)
    juror = panel.add(session, actor, edition, stage, body)
    tag(response, juror.version)
    response.headers["Location"] = f"/api/v1/editions/{edition_id}/stages/{stage}/jurors/{juror.user_id}"
    return stages.juror(session, edition_id, stage, juror.user_id)


@router.get("/editions/{edition_id}/stages/{stage}/jurors/{user_id}")
def read_juror(
    edition_id: Id, stage: Key, user_id: Id, session: Reading, actor: Known, response: Response
) -> JurorRead:
    """One member of the panel with the load (organiser, secretariat, auditor)."""
    require(actor, "jurors:read")
    edition_and_stage(session, actor, edition_id, stage)
    member = stages.juror(session, edition_id, stage, user_id)
    tag(response, member.version)
    return member


@router.patch("/editions/{edition_id}/stages/{stage}/jurors/{user_id}")
def update_juror(
    edition_id: Id, stage: Key, user_id: Id, body: JurorUpdate, expected: IfMatch, session: Writing, actor: Known,
    response: Response,
) -> JurorRead:  # fmt: skip
    """Changes how many proposals a member of the panel reads at most, or the expertise (organiser).

    Sheets that are there stay; the limit is not below them. The next draw follows it.
    """
    edition = edition_and_stage(session, actor, edition_id, stage)
    juror = panel.update(session, actor, edition, stage, user_id, body, expected)
    tag(response, juror.version)
    return stages.juror(session, edition_id, stage, user_id)


@router.delete("/editions/{edition_id}/stages/{stage}/jurors/{user_id}", status_code=204)
def remove_juror(edition_id: Id, stage: Key, user_id: Id, expected: IfMatch, session: Writing, actor: Known) -> None:
    """Takes a person without score sheets off the panel (organiser)."""
    edition_and_stage(session, actor, edition_id, stage)
    panel.remove(session, actor, edition_id, stage, user_id, expected)


@router.put("/editions/{edition_id}/stages/{stage}/jurors/{user_id}/departure")
def record_departure(
    edition_id: Id, stage: Key, user_id: Id, body: DepartureCreate, expected: IfMatch, session: Writing, actor: Known,
    response: Response,
) -> DepartureRead:  # fmt: skip
    """A juror leaves the panel (organiser): what is not signed is taken back, what is signed stays and counts.

    The answer names the gaps; assigning fills them without touching any other sheet. `If-Match` is the juror's ETag.
    """
    edition = edition_and_stage(session, actor, edition_id, stage)
    left = departure.leave(session, actor, edition, editions.stage_of(edition, stage), user_id, body, expected)
    tag(response, left.version)
    return left


@router.delete("/editions/{edition_id}/stages/{stage}/jurors/{user_id}/departure", status_code=204)
def undo_departure(edition_id: Id, stage: Key, user_id: Id, expected: IfMatch, session: Writing, actor: Known) -> None:
    """The juror may be given sheets again (organiser); those taken back do not come back by themselves."""
    edition_and_stage(session, actor, edition_id, stage)
    departure.come_back(session, actor, edition_id, stage, user_id, expected)

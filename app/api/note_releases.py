"""Jurors' notes that an organiser releases to the people of a proposal."""

from fastapi import APIRouter, Response

from app.domain.judging import notes as deeds
from app.http.actor import Known
from app.http.etag import IfMatch, tag
from app.http.routes import ResourceRoute
from app.http.sessions import Reading, Writing
from app.models.base import Id
from app.models.explanation import NoteReleaseRead, NoteReleaseUpdate
from app.queries import note_releases as queries

router = APIRouter(tags=["judging"], prefix="/api/v1", route_class=ResourceRoute)


@router.get("/evaluations/{assignment_id}/released-notes")
def read_released_notes(assignment_id: Id, session: Reading, actor: Known, response: Response) -> NoteReleaseRead:
    """What of a sheet's notes is released; nothing is unless an organiser releases it."""
    released = queries.read(session, actor, assignment_id)
    tag(response, released.version)
    return released


@router.put("/evaluations/{assignment_id}/released-notes")
def release_notes(
    assignment_id: Id, body: NoteReleaseUpdate, expected: IfMatch, session: Writing, actor: Known, response: Response
) -> NoteReleaseRead:
    """Releases these notes of a signed sheet and no others (organiser), before or after the publication.

    A text is the juror's own, or has passages left out, each marked `[…]`. The proposal's people read them in the
    explanation of their result, without the juror's name.
    """
    row = deeds.release(session, actor, assignment_id, body, expected)
    tag(response, row.version)
    return queries.as_read(row)

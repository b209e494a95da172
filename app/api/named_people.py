"""People named in proposals without an account: what is stored of them, and its erasure."""

from fastapi import APIRouter, Response

from app.domain import named_people as deeds
from app.http.actor import Known
from app.http.personal_access import note_proposals_read
from app.http.routes import ResourceRoute
from app.http.sessions import Reading, Writing
from app.models.named_person import PersonErasure, PersonFound, PersonSought

router = APIRouter(tags=["users"], prefix="/api/v1", route_class=ResourceRoute)


@router.post("/named-people/search")
def find_named_person(body: PersonSought, session: Reading, actor: Known, response: Response) -> PersonFound:
    """What the short answers of proposals hold of a person, an innovator for instance (organiser).

    With the earlier versions, at most 50 proposals. It is a `POST` so that the identifier stands in no address. Each
    search leaves an entry in the audit log: which proposals it showed, not for whom.
    """
    found = deeds.search(session, actor, body)
    note_proposals_read([item.proposal_id for item in found.items])
    response.headers["Cache-Control"] = "no-store"
    return found


@router.post("/named-people/erasure", status_code=204)
def erase_named_person(body: PersonErasure, session: Writing, actor: Known) -> None:
    """Erases a person from the short answers of the proposals named, and of their earlier versions (organiser).

    Of a version that names the person all private answers go. Narratives, files and names of partners stay as they are:
    their unit changes these.
    """
    deeds.erase(session, actor, body)

"""Sessions: signing in and out of a browser."""

from fastapi import APIRouter, Request, Response

from app import database
from app.credentials import csrf_token
from app.domain import sessions as deeds
from app.errors import NotFound
from app.http.actor import Known
from app.http.csrf import FromOurSite
from app.http.etag import IfMatch, tag
from app.http.listing import whole
from app.http.routes import ResourceRoute
from app.http.session_cookie import session_cookie
from app.http.sessions import Reading, Writing
from app.models.base import Id, Page
from app.models.user import SessionCreate, SessionRead, SessionSummary
from app.queries import sessions as queries
from app.settings import settings

router = APIRouter(tags=["sessions"], prefix="/api/v1", route_class=ResourceRoute)


@router.post("/sessions", status_code=201, dependencies=[FromOurSite])
def sign_in(body: SessionCreate, session: Reading, request: Request, response: Response) -> SessionRead:
    """Signs in and sets the cookie; `csrf_token` goes as `X-CSRF-Token` with every write.

    An `Idempotency-Key` has no effect here, because no answer that opens a session is kept: asking again opens
    another session.
    """
    user_id = deeds.verify(session, body.email, body.password)
    with database.writing() as writer:
        token, started = deeds.start(writer, user_id, request.headers.get("user-agent", ""))
        answer = queries.read(writer, started.id, csrf_token(token))
    set_cookie(response, token)
    response.headers["Cache-Control"] = "no-store"
    return answer


@router.get("/sessions")
@router.get("/sessions.csv", include_in_schema=False)
def list_sessions(session: Reading, actor: Known, request: Request) -> Page[SessionSummary]:
    """The caller's own sessions, newest first; 404 with an API key."""
    return whole(request, SessionSummary, queries.own(session, actor))  # type: ignore[return-value]


@router.get("/sessions/current")
def read_session(session: Reading, actor: Known, response: Response) -> SessionRead:
    """Who is signed in, until when, and the CSRF token; 404 with an API key."""
    if actor.session_id is None:
        raise NotFound
    response.headers["Cache-Control"] = "no-store"
    found = queries.read(session, actor.session_id, actor.csrf_token)
    tag(response, found.version)
    return found


@router.delete("/sessions/current", status_code=204)
def sign_out(session: Writing, actor: Known, response: Response) -> None:
    """Signs out and takes the cookie away; needs no `If-Match`."""
    if actor.session_id is None:
        raise NotFound
    deeds.end(session, actor.session_id)
    clear_cookie(response)


@router.delete("/sessions/{session_id}", status_code=204)
def end_session(session_id: Id, expected: IfMatch, session: Writing, actor: Known) -> None:
    """Closes one of the caller's own sessions, for instance in a browser left behind."""
    deeds.end_own(session, actor, session_id, expected)


def set_cookie(response: Response, token: str) -> None:
    """Gives the browser its session: never readable by scripts, never sent by other sites' forms."""
    response.set_cookie(
        session_cookie(), token, max_age=settings().session_hours * 3600, path="/", httponly=True, samesite="lax",
        secure=settings().secure_cookies,
    )  # fmt: skip


def clear_cookie(response: Response) -> None:
    """Takes the session away from the browser."""
    response.delete_cookie(session_cookie(), path="/", httponly=True, samesite="lax", secure=settings().secure_cookies)

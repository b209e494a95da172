"""Sessions: signing in and out of a browser."""

from fastapi import APIRouter, Request, Response

from app import database
from app.credentials import csrf_token
from app.domain import second_factors, throttle
from app.domain import sessions as deeds
from app.errors import NotFound
from app.http.actor import Known
from app.http.cookies import drop_cookie, give_session, session_cookie
from app.http.csrf import FromOurSite
from app.http.device import known_device, remember_device
from app.http.etag import IfMatch, tag
from app.http.listing import whole
from app.http.rate_limits import ByAddress, address_digest
from app.http.routes import ResourceRoute
from app.http.sessions import Reading, Writing
from app.models.base import Id, Page
from app.models.user import SessionCreate, SessionRead, SessionSummary
from app.queries import sessions as queries
from app.queries.reach import require_person

router = APIRouter(tags=["sessions"], prefix="/api/v1", route_class=ResourceRoute)


@router.post("/sessions", status_code=201, dependencies=[FromOurSite, ByAddress])
def sign_in(body: SessionCreate, session: Reading, request: Request, response: Response) -> SessionRead:
    """Signs in and sets the cookie; `csrf_token` goes as `X-CSRF-Token` with every write.

    Where the account has a second factor, `code` is asked for too. After some wrong passwords the next tries have to
    wait (429); a browser that has signed in before waits for nobody's mistakes but its own. An `Idempotency-Key` has
    no effect here, because no answer that opens a session is kept: asking again opens another session.
    """
    device = known_device(request, body.email)
    buckets = throttle.password_buckets(body.email, address_digest(request), device)
    user_id = deeds.verify(session, body.email, body.password, buckets)
    if body.code is None:
        deeds.check_needs_no_more(session, user_id)
        return open_session(request, response, user_id, body.email)
    return sign_in_with_code(request, response, user_id, body.code)


def sign_in_with_code(request: Request, response: Response, user_id: str, code: str) -> SessionRead:
    """The second step, for somebody whose password was right; 401 for a wrong code, 429 after too many."""
    with database.reading() as session:
        email = deeds.email_of(session, user_id)
    buckets = throttle.code_buckets(user_id, known_device(request, email))
    throttle.admit(buckets)
    with database.writing() as writer:
        second_factors.check_code(writer, user_id, code)
    throttle.succeeded(buckets)
    return open_session(request, response, user_id, email, has_second_factor=True)


def open_session(
    request: Request, response: Response, user_id: str, email: str, *, has_second_factor: bool = False
) -> SessionRead:
    """A new session for somebody who has shown who it is, whichever way; the browser is known from now on."""
    with database.writing() as writer:
        token, started = deeds.start(
            writer, user_id, request.headers.get("user-agent", ""), has_second_factor=has_second_factor,
            instead_of=request.cookies.get(session_cookie()),
        )  # fmt: skip
        answer = queries.read(writer, started.id, csrf_token(token))
    give_session(response, token)
    remember_device(request, response, email)
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


@router.delete("/sessions", status_code=204)
def end_other_sessions(session: Writing, actor: Known) -> None:
    """Closes all of the caller's sessions but this one; needs no `If-Match`."""
    deeds.end_all(session, require_person(actor), but=actor.session_id)


@router.delete("/users/{user_id}/sessions", status_code=204)
def end_sessions_of_user(user_id: Id, session: Writing, actor: Known) -> None:
    """Closes every session of a person (organiser); needs no `If-Match`."""
    deeds.end_all_of(session, actor, user_id)


@router.delete("/users/{user_id}/second-factors", status_code=204)
def remove_second_factors(user_id: Id, session: Writing, actor: Known) -> None:
    """Takes all second factors of a person away who has lost them, and ends the sessions (organiser).

    Make sure who asks, in person or by telephone. Needs no `If-Match`; a person has to have signed in within the last
    ten minutes (403 `confirm-first`).
    """
    second_factors.remove_all(session, actor, user_id)


@router.delete("/sessions/current", status_code=204)
def sign_out(session: Writing, actor: Known, response: Response) -> None:
    """Signs out and takes the cookie away; needs no `If-Match`."""
    if actor.session_id is None:
        raise NotFound
    deeds.end(session, actor.session_id)
    drop_cookie(response, session_cookie())


@router.delete("/sessions/{session_id}", status_code=204)
def end_session(session_id: Id, expected: IfMatch, session: Writing, actor: Known) -> None:
    """Closes one of the caller's own sessions, for instance in a browser left behind."""
    deeds.end_own(session, actor, session_id, expected)

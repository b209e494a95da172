"""Who asks: by API key (``Authorization: Bearer``), by session cookie, or nobody."""

from contextlib import suppress
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from app import credentials, database
from app.clock import now
from app.domain.sessions import require_confirmed
from app.errors import Forbidden, Unauthenticated
from app.http import last_use
from app.http.cookies import session_cookie
from app.http.csrf import check_origin
from app.http.rate_limits import limit
from app.queries import actors
from app.rules.permissions import ANONYMOUS, Actor

OPEN_TO_HELD = frozenset({"/sign-out", "/language/id", "/language/en", "/api/v1/sessions/current"})
"""Beside the pages of one's own security: what a session may do that still lacks its second factor."""


async def _visitor(request: Request) -> Actor:
    if "jipp.actor" in request.scope:
        found: Actor = request.scope["jipp.actor"]
        return found
    authorization = request.headers.get("authorization")
    token = request.cookies.get(session_cookie())
    if authorization is not None:
        actor = await database.look_up(_by_key, authorization)
    elif token:
        actor = await database.look_up(_by_cookie, token)
        await check_origin(request, actor)
    else:
        actor = ANONYMOUS
    await limit(request, actor)
    request.scope["jipp.actor"] = actor
    _check_held(request, actor)
    return actor


def _check_held(request: Request, actor: Actor) -> None:
    """Whoever has still to set a second factor up may do that, and sign out."""
    path = request.url.path
    if actor.is_held and path not in OPEN_TO_HELD and not path.startswith("/security"):
        raise Forbidden("second-factor-needed")


def _by_key(connection: Connection, authorization: str) -> Actor:
    scheme, _space, key = authorization.partition(" ")
    if scheme.lower() != "bearer":
        raise Unauthenticated("invalid-key")
    found = actors.by_key(connection, credentials.digest(key.strip()), now())
    if found is None:
        raise Unauthenticated("invalid-key")
    if found.id is not None:
        last_use.of_keys.note(found.id)
    return found


def _by_cookie(connection: Connection, token: str) -> Actor:
    found = actors.by_session(connection, credentials.digest(token), now(), credentials.csrf_token(token))
    if found is None:
        return ANONYMOUS
    if found.session_id is not None:
        last_use.of_sessions.note(found.session_id)
    return found


async def recognise(request: Request) -> None:
    """Notes who will read an error page where the error came first; without it the page would look signed out."""
    token = request.cookies.get(session_cookie())
    if "jipp.actor" in request.scope or not token:
        return
    with suppress(SQLAlchemyError):  # the page about a database that is gone needs no name on it
        request.scope["jipp.actor"] = await database.look_up(_by_cookie, token)


async def _known(request: Request) -> Actor:
    actor = await _visitor(request)
    if actor.kind == "anonymous":
        raise Unauthenticated
    return actor


def _confirmed(actor: Annotated[Actor, Depends(_visitor)]) -> None:
    with database.reading() as session:
        require_confirmed(session, actor)


Confirmed = Depends(_confirmed)
"""For what is delicate: 403 ``confirm-first`` where a person has not shown for ten minutes who it is; keys pass."""
Visitor = Annotated[Actor, Depends(_visitor)]
"""Whoever asks, signed in or not."""
Recognised = Depends(_visitor)
"""For a route that does not ask who it is, but whose page says so."""
Known = Annotated[Actor, Depends(_known)]
"""Somebody signed in or with a key; 401 otherwise."""

"""Who asks: by API key (``Authorization: Bearer``), by session cookie, or nobody."""

from contextlib import suppress
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from app import credentials, database
from app.clock import now
from app.errors import Unauthenticated
from app.http import key_use
from app.http.csrf import check_origin
from app.http.session_cookie import session_cookie
from app.queries import actors
from app.rules.permissions import ANONYMOUS, Actor


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
    request.scope["jipp.actor"] = actor
    return actor


def _by_key(connection: Connection, authorization: str) -> Actor:
    scheme, _space, key = authorization.partition(" ")
    if scheme.lower() != "bearer":
        raise Unauthenticated("invalid-key")
    found = actors.by_key(connection, credentials.digest(key.strip()), now())
    if found is None:
        raise Unauthenticated("invalid-key")
    if found.id is not None:
        key_use.note(found.id)
    return found


def _by_cookie(connection: Connection, token: str) -> Actor:
    found = actors.by_session(connection, credentials.digest(token), now(), credentials.csrf_token(token))
    return found or ANONYMOUS


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


Visitor = Annotated[Actor, Depends(_visitor)]
"""Whoever asks, signed in or not."""
Recognised = Depends(_visitor)
"""For a route that does not ask who it is, but whose page says so."""
Known = Annotated[Actor, Depends(_known)]
"""Somebody signed in or with a key; 401 otherwise."""

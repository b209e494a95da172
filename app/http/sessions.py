"""Database sessions of a request.

A write is one transaction around its endpoint, in one thread (app/http/routes.py): it is committed *before* the answer
is sent, so a failed commit is an error answer and never a lost acknowledgement. Neither session does any I/O to open;
a read session ends as the answer begins (app/http/headers.py), so that a slow client holds no connection.
"""

import asyncio
from typing import Annotated

from fastapi import Depends, Request
from starlette.types import Scope

from app import database, room
from app.settings import settings

REQUEST = "request"
"""Where a write session names the request it serves."""
SESSION = "jipp.session"
SMALL = ("/sign-in", "/sign-out", "/api/v1/sessions")
"""Signing in and out takes next to no room: while there is little, people still come in and read."""


async def _reading(request: Request) -> database.ReadSession:
    """A request that reads holds one of ``JIPP_CONCURRENCY`` places until its answer begins; the others wait here.

    A page asks several things in turn, each in a thread of its own, and keeps its connection meanwhile. Without places
    many such requests would hold every connection and wait for a thread, and the threads for a connection: for ever.
    """
    await _places(request).acquire()
    session = database.ReadSession(database.read_engine(), expire_on_commit=False)
    request.scope[SESSION] = session
    return session


def end_reading(scope: Scope) -> None:
    """Hands the read connection back, without a round trip: in autocommit there is nothing to end."""
    session: database.ReadSession | None = scope.pop(SESSION, None)
    if session is not None:
        session.close()
        _places(Request(scope)).release()


def _places(request: Request) -> asyncio.Semaphore:
    state = request.app.state
    if not hasattr(state, "places"):
        state.places = asyncio.Semaphore(settings().concurrency)
    return state.places  # type: ignore[no-any-return]


async def _to_write(request: Request) -> database.WriteSession:
    if not request.url.path.startswith(SMALL):
        room.check()
    return database.write_session({REQUEST: request})


Reading = Annotated[database.ReadSession, Depends(_reading)]
Writing = Annotated[database.WriteSession, Depends(_to_write)]
"""Not begun yet: outside the transaction that the route opens around the endpoint, using it is an error."""

"""Database sessions of a request.

A write is one transaction around its endpoint, in one thread (app/http/routes.py): it is committed *before* the answer
is sent, so a failed commit is an error answer and never a lost acknowledgement. Neither session does any I/O to open;
a read session ends as the answer begins (app/http/headers.py), so that a slow client holds no connection.
"""

from typing import Annotated

from fastapi import Depends, Request
from starlette.types import Scope

from app import database

SESSION = "jipp.session"
REQUEST = "request"
"""Where a write session names the request it serves."""


async def _reading(request: Request) -> database.ReadSession:
    session = database.ReadSession(database.read_engine(), expire_on_commit=False)
    request.scope[SESSION] = session
    return session


def end_reading(scope: Scope) -> None:
    """Hands the read connection back, without a round trip: in autocommit there is nothing to end."""
    session: database.ReadSession | None = scope.pop(SESSION, None)
    if session is not None:
        session.close()


async def _to_write(request: Request) -> database.WriteSession:
    return database.write_session({REQUEST: request})


Reading = Annotated[database.ReadSession, Depends(_reading)]
Writing = Annotated[database.WriteSession, Depends(_to_write)]
"""Not begun yet: outside the transaction that the route opens around the endpoint, using it is an error."""

"""Database sessions of a request.

A write session is function-scoped: it commits after the endpoint has run and *before* the answer is sent, so a failed
commit is an error answer and never a lost acknowledgement. A read session does no I/O to open or close; it ends as the
answer begins (app/http/headers.py), so that a slow client holds no connection.
"""

from collections.abc import Iterator
from typing import Annotated

from fastapi import Depends, Request
from starlette.types import Scope

from app import database
from app.domain.public import PUBLIC_CHANGED
from app.http import cache
from app.http.idempotency import begin_idempotent

SESSION = "jipp.session"


async def _reading(request: Request) -> database.ReadSession:
    session = database.ReadSession(database.read_engine(), expire_on_commit=False)
    request.scope[SESSION] = session
    return session


def end_reading(scope: Scope) -> None:
    """Hands the read connection back, without a round trip: in autocommit there is nothing to end."""
    session: database.ReadSession | None = scope.pop(SESSION, None)
    if session is not None:
        session.close()


def _writing(request: Request) -> Iterator[database.WriteSession]:
    with database.writing() as session:
        begin_idempotent(request, session)
        yield session
    if PUBLIC_CHANGED in session.info:
        cache.note_own_write()


Reading = Annotated[database.ReadSession, Depends(_reading)]
Writing = Annotated[database.WriteSession, Depends(_writing, scope="function")]

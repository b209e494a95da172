"""Database sessions of a request.

Both are function-scoped: a write session commits after the endpoint has run and *before* the answer is sent, so a
failed commit is an error answer and never a lost acknowledgement. The read session does no I/O to open or close.
"""

from collections.abc import AsyncIterator, Iterator
from typing import Annotated

from fastapi import Depends, Request

from app import database
from app.domain.public import PUBLIC_CHANGED
from app.http import cache
from app.http.idempotency import begin_idempotent


async def _reading() -> AsyncIterator[database.ReadSession]:
    session = database.ReadSession(database.read_engine(), expire_on_commit=False)
    try:
        yield session
    finally:
        session.close()  # autocommit, no reset: hands the connection back without a round trip


def _writing(request: Request) -> Iterator[database.WriteSession]:
    with database.writing() as session:
        begin_idempotent(request, session)
        yield session
    if PUBLIC_CHANGED in session.info:
        cache.note_own_write()


Reading = Annotated[database.ReadSession, Depends(_reading, scope="function")]
Writing = Annotated[database.WriteSession, Depends(_writing, scope="function")]

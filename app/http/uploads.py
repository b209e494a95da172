"""Uploads before their transaction: whether anybody may send a file there, then the file itself, a few at a time."""

from typing import Annotated

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from fastapi import Depends, File, UploadFile

from app import database
from app.domain.documents import check_may_attach
from app.errors import NotFound
from app.files.intake import Received, receive
from app.http.actor import Known
from app.models.base import Id
from app.rules.permissions import Actor
from app.settings import settings

AT_ONCE = CapacityLimiter(2)
"""Inspections at the same time: each may take a processor for some seconds, and up to 1 GB. The others wait, without
a thread."""


async def take(actor: Actor, proposal_id: str, file: UploadFile) -> Received:
    """The file, inspected and stored, for a proposal that the actor may add to; the errors are those of the deed."""
    await run_sync(_check, actor, proposal_id)
    return await run_sync(receive, file.file, file.filename or "", limiter=AT_ONCE)


def _check(actor: Actor, proposal_id: str) -> None:
    with database.reading() as session:
        try:
            check_may_attach(session, actor, proposal_id)
        except NotFound:
            if not settings().database_read_url:
                raise  # a replica may not have heard of the proposal yet: the deed decides


async def _taken(
    proposal_id: Id,
    actor: Known,
    file: Annotated[UploadFile, File(description="PDF, picture or office document, up to 10 MB")],
) -> Received:
    return await take(actor, proposal_id, file)


Taken = Annotated[Received, Depends(_taken)]
"""The field ``file`` of a form, taken in."""

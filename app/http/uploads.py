"""Uploads before their transaction: whether anybody may send a file there, then the file itself, a few at a time."""

from collections.abc import Callable
from typing import Annotated

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from fastapi import Depends, File, UploadFile
from sqlmodel import Session

from app import database
from app.domain.assessments.evidence import check_may_attach as check_may_attach_to_assessment
from app.domain.documents import check_may_attach
from app.domain.replications.documents import check_may_attach as check_may_attach_to_replication
from app.errors import NotFound
from app.files.intake import Received, receive
from app.http.actor import Known
from app.models.base import Id
from app.rules.permissions import Actor
from app.settings import settings

AT_ONCE = CapacityLimiter(2)
"""Inspections at the same time: each may take a processor for some seconds, and up to 1 GB. The others wait, without
a thread."""


Check = Callable[[Session, Actor, str], None]
"""Whether the actor may add a file to what has this id; the errors are those of the deed."""


async def take(actor: Actor, proposal_id: str, file: UploadFile) -> Received:
    """The file, inspected and stored, for a proposal that the actor may add to; the errors are those of the deed."""
    return await take_for(check_may_attach, actor, proposal_id, file)


async def take_for(check: Check, actor: Actor, id_: str, file: UploadFile) -> Received:
    """The file, inspected and stored, for what *check* lets the actor add to."""
    await run_sync(_check, check, actor, id_)
    return await run_sync(receive, file.file, file.filename or "", limiter=AT_ONCE)


def _check(check: Check, actor: Actor, id_: str) -> None:
    with database.reading() as session:
        try:
            check(session, actor, id_)
        except NotFound:
            if not settings().database_read_url:
                raise  # a replica may not have heard of it yet: the deed decides


Sent = Annotated[UploadFile, File(description="PDF, picture or office document, up to 10 MB")]


async def _taken(proposal_id: Id, actor: Known, file: Sent) -> Received:
    return await take(actor, proposal_id, file)


async def _taken_for_replication(replication_id: Id, actor: Known, file: Sent) -> Received:
    return await take_for(check_may_attach_to_replication, actor, replication_id, file)


async def _taken_for_assessment(assessment_id: Id, actor: Known, file: Sent) -> Received:
    return await take_for(check_may_attach_to_assessment, actor, assessment_id, file)


Taken = Annotated[Received, Depends(_taken)]
"""The field ``file`` of a form, taken in for a proposal."""
TakenForReplication = Annotated[Received, Depends(_taken_for_replication)]
"""The same for a replication."""
TakenForAssessment = Annotated[Received, Depends(_taken_for_assessment)]
"""The same for an assessment."""

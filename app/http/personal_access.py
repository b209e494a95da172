"""Reading personal data of others is itself recorded: who read whose, before the answer is given."""

import functools
from typing import Annotated

from fastapi import Depends, Request

from app import database, writer
from app.audit.entries import note
from app.http.actor import Known
from app.models.base import Id, is_id
from app.queries.proposals.private import has_private_answer
from app.rules.permissions import may_everywhere, may_somewhere

READ = "personal-data-read"


async def _accounts(request: Request, actor: Known) -> None:
    """An entry in the audit log; none for who will be refused anyway, and none for what is one's own."""
    user_id = request.path_params.get("user_id")
    if not may_somewhere(actor, "users:read") or (user_id is not None and user_id == actor.user_id):
        return
    if user_id is not None and not is_id(user_id):
        return  # anything else that stands in the path: it will be a 422
    await _note({"user": user_id} if user_id else {"list": request.url.path})


async def _answers(proposal_id: Id, actor: Known) -> None:
    """An entry where somebody from outside the unit reads a proposal with private answers: an innovator's NIP."""
    if may_everywhere(actor, "proposals:read") and await database.look_up(has_private_answer, proposal_id):
        await _note({"proposal": proposal_id})


async def _visitors(request: Request, actor: Known) -> None:
    """An entry where somebody reads who came to an exhibition."""
    if may_somewhere(actor, "visitors:read"):
        await _note({"list": request.url.path})


async def _note(about: dict[str, str]) -> None:
    session = database.write_session()
    await writer.write(session, functools.partial(note, session, READ, about))


PersonalDataRead = Annotated[None, Depends(_accounts)]
"""For an endpoint that shows e-mail addresses and the like of others."""
AnswersRead = Annotated[None, Depends(_answers)]
"""For an endpoint that shows the short answers of a proposal."""

VisitorsRead = Annotated[None, Depends(_visitors)]
"""For an endpoint that shows who came to an exhibition."""


def note_proposals_read(proposal_ids: list[str]) -> None:
    """An entry in the audit log: who looked for a person is about to see private answers of these proposals."""
    with database.writing() as session:
        note(session, READ, {"proposals": proposal_ids})

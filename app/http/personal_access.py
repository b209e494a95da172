"""Reading personal data of others is itself recorded: who read whose, before the answer is given."""

import functools
from typing import Annotated

from fastapi import Depends, Request

from app import database, writer
from app.audit.entries import note
from app.http.actor import Known
from app.rules.permissions import may_somewhere


async def _note(request: Request, actor: Known) -> None:
    """An entry in the audit log; none for who will be refused anyway, and none for what is one's own."""
    user_id = request.path_params.get("user_id")
    if not may_somewhere(actor, "users:read") or (user_id is not None and user_id == actor.user_id):
        return
    about = {"user": user_id} if user_id else {"list": request.url.path}
    session = database.write_session()
    await writer.write(session, functools.partial(note, session, "personal-data-read", about))


PersonalDataRead = Annotated[None, Depends(_note)]
"""For an endpoint that shows e-mail addresses and the like of others."""

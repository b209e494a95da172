"""How much work waits for somebody, for the menu of the pages."""

from contextlib import suppress

from fastapi import Request
from sqlalchemy.exc import SQLAlchemyError

from app.http.sessions import SESSION
from app.queries import questions
from app.rules.permissions import Actor


def work_counts(request: Request, actor: Actor) -> dict[str, int]:
    """Address of a line of the menu → how much waits there. Asked in the session of the page that is being made."""
    session = request.scope.get(SESSION)
    if session is None or actor.kind != "user" or actor.is_held:
        return {}
    with suppress(SQLAlchemyError):  # a page about a database that is gone needs no figures
        return {"/questions": questions.awaiting(session, actor)}
    return {}

"""A delicate form that was filled in for longer than a confirmation holds: it asks for the password in its own place.

Led away to another page, the person would find the form empty afterwards.
"""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request, Response

from app import database
from app.domain import own_password
from app.domain import sessions as deeds
from app.errors import DomainError, Forbidden
from app.http.actor import Known
from app.http.cookies import give_session
from app.http.forms import Form, errors_by_field, text_of
from app.http.problems import Problem
from app.http.sessions import Reading
from app.pages.security import buckets, carry_on
from app.rules.permissions import Actor

FIELD = "own_password"
"""The field that a template adds where ``is_asked``."""


@dataclass(frozen=True)
class Confirmation:
    """Whether the person has shown who it is, lately or with this form."""

    error: DomainError | None = None
    token: str | None = None
    """Of the session from now on, where the password came with the form."""

    def check(self) -> None:
        """Raises what stands in the way; inside ``refused_as``, so that the form is shown again as it was typed."""
        if self.error is not None:
            raise self.error

    def on(self, answer: Response) -> Response:
        """The answer, whichever it is, with the session's new cookie."""
        if self.token is not None:
            give_session(answer, self.token)
        return answer


def is_asked(problem: Problem | None) -> bool:
    """Whether the form asks for the password."""
    if problem is None:
        return False
    return problem.type == "/problems/confirm-first" or FIELD in errors_by_field(problem)


def _confirmation(request: Request, form: Form, session: Reading, actor: Known) -> Confirmation:
    # A dependency, because a password is slow to check: no transaction waits meanwhile.
    try:
        deeds.require_confirmed(session, actor)
    except Forbidden as error:
        return _by_password(request, text_of(form, FIELD), session, actor) or Confirmation(error)
    return Confirmation()


def _by_password(request: Request, password: str, session: Reading, actor: Actor) -> Confirmation | None:
    """By the password that was typed; None where none was."""
    if not password:
        return None
    try:
        own_password.confirm(session, actor, password, buckets(request, actor), FIELD)
    except DomainError as error:
        return Confirmation(error)
    with database.writing() as writer:
        token = deeds.renew(writer, actor.session_id or "")
    carry_on(request, actor, token)
    return Confirmation(token=token)


Confirmed = Annotated[Confirmation, Depends(_confirmation)]
"""For the page of a form; it calls ``check`` and ``on``. Ask for it after the actor who may send the form."""

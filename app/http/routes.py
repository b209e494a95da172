"""How an endpoint runs: a write in one transaction and one thread, a short read at once, a POST once per key."""

import functools
from collections.abc import Callable
from inspect import signature
from typing import Any

from fastapi.routing import APIRoute

from app import room, writer
from app.domain.public import PUBLIC_CHANGED
from app.http import cache
from app.http.at_once import answering_at_once, is_at_once
from app.http.idempotency import answered_once
from app.http.sessions import Writing

Endpoint = Callable[..., Any]


class TransactionRoute(APIRoute):
    """A route whose endpoint, where it takes a ``session: Writing``, is one transaction."""

    def __init__(self, path: str, endpoint: Endpoint, **kwargs: Any) -> None:
        super().__init__(path, in_one_transaction(endpoint) if writes(endpoint) else endpoint, **kwargs)


class ResourceRoute(TransactionRoute):
    """A route of the JSON API: keeps the answer of a POST under its ``Idempotency-Key``; reads by index at once."""

    def __init__(self, path: str, endpoint: Endpoint, **kwargs: Any) -> None:
        if "POST" in (kwargs.get("methods") or ()) and writes(endpoint):
            endpoint = answered_once(endpoint, kwargs.get("status_code") or 200)
        elif is_at_once(endpoint):
            endpoint = answering_at_once(endpoint)
        super().__init__(path, endpoint, **kwargs)


def writes(endpoint: Endpoint) -> bool:
    """Whether the endpoint is one transaction."""
    session = signature(endpoint).parameters.get("session")
    return session is not None and session.annotation == Writing


def in_one_transaction(endpoint: Endpoint) -> Endpoint:
    """The endpoint with its transaction around it: committed when it returns, rolled back when it raises.

    Begin, work and commit are one call in one thread, so that no writer waits for another's turn in the event loop.
    """

    @functools.wraps(endpoint)
    async def run(**given: Any) -> Any:
        session = given["session"]
        answer = await writer.write(session, functools.partial(endpoint, **given))
        room.note_written()
        if PUBLIC_CHANGED in session.info:
            cache.note_own_write()
        return answer

    return run

"""Endpoints that read a few rows by an index: answered where they arrive when the database is a local file.

Handing such a read to a thread and back costs half as much as the read itself, and the thread would hold the
interpreter anyway. What may take long (a search in the text, a CSV file) and everything on a database server goes to
a thread as usual.
"""

import functools
from collections.abc import Callable
from typing import Any, TypeVar

from starlette.concurrency import run_in_threadpool

from app import database
from app.models.listing import ListQuery

F = TypeVar("F", bound=Callable[..., Any])
_MARK = "answers_at_once"


def at_once(endpoint: F) -> F:
    """Marks an endpoint whose reads are bounded by an index and a limit; pages go on calling it as it is."""
    setattr(endpoint, _MARK, True)
    return endpoint


def is_at_once(endpoint: Callable[..., Any]) -> bool:
    """Whether the endpoint is marked."""
    return hasattr(endpoint, _MARK)


def answering_at_once(endpoint: Callable[..., Any]) -> Callable[..., Any]:
    """The endpoint as a route runs it: here or in a thread, by what is asked."""

    @functools.wraps(endpoint)
    async def answer(**given: Any) -> Any:
        if database.reads_a_file() and not _may_take_long(given.get("query")):
            return endpoint(**given)
        return await run_in_threadpool(endpoint, **given)

    return answer


def _may_take_long(query: ListQuery | None) -> bool:
    return getattr(query, "q", None) is not None

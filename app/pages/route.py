"""What the pages share: routes that read forms sent by GET, and who may open a page that changes something."""

from collections.abc import Awaitable, Callable
from inspect import signature
from typing import Any
from urllib.parse import parse_qsl, urlencode

from fastapi import Depends, Request, Response

from app.domain.permits import require
from app.http.actor import Known, Recognised
from app.http.forms import WholeForm
from app.http.idempotency import sent_once
from app.http.labels import label
from app.http.routes import TransactionRoute, writes
from app.queries.reach import require_somewhere
from app.rules.permissions import Actor, may_somewhere


class PageRoute(TransactionRoute):
    """A page: it knows who reads it, whatever it is about.

    A browser sends the empty fields of a filter form too; the endpoints would call them wrong values.
    """

    def __init__(self, path: str, endpoint: Callable[..., Any], **kwargs: Any) -> None:
        names = set(signature(endpoint).parameters)
        read_first = [WholeForm] if "form" in names else []
        kwargs["dependencies"] = [Recognised, *read_first, *(kwargs.get("dependencies") or ())]
        has_form = {"form", "session"} <= names
        super().__init__(path, sent_once(endpoint) if has_form and writes(endpoint) else endpoint, **kwargs)

    def get_route_handler(self) -> Callable[[Request], Awaitable[Response]]:  # type: ignore[override]
        """Leaves empty query fields out before anything reads them."""
        handler = super().get_route_handler()

        async def without_empty(request: Request) -> Response:
            query = request.scope["query_string"]
            if b"=&" in query or query.endswith(b"="):
                request.scope["query_string"] = urlencode(parse_qsl(query.decode("latin-1"))).encode()
            return await handler(request)

        return without_empty


def permitted(action: str) -> Any:
    """A dependency: the actor, who may do *action* everywhere; otherwise the error page before any form is shown."""

    def check(actor: Known) -> Actor:
        require(actor, action)
        return actor

    return Depends(check)


def permitted_somewhere(*actions: str, any_of: tuple[str, ...] = ()) -> Any:
    """The same for a page about a thing of some unit: each of the *actions* for anything, and one of *any_of*."""

    def check(actor: Known) -> Actor:
        for action in actions:
            require_somewhere(actor, action)
        if any_of and not any(may_somewhere(actor, action) for action in any_of):
            require_somewhere(actor, any_of[0])
        return actor

    return Depends(check)


def page_url(request: Request, cursor: str | None) -> str | None:
    """The address of the next page of the list shown, None at its end."""
    if cursor is None:
        return None
    url = request.url.include_query_params(cursor=cursor)
    return f"{url.path}?{url.query}"


def first_url(request: Request) -> str | None:
    """The address of the list's first page, None where it is shown."""
    if "cursor" not in request.query_params:
        return None
    url = request.url.remove_query_params("cursor")
    return f"{url.path}?{url.query}" if url.query else url.path


def choices(words: dict[str, str]) -> list[tuple[str, str]]:
    """The keys of app/http/labels.py with their words, for the select of a form."""
    return [(key, label(words, key)) for key in words]

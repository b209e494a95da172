"""``If-None-Match``: who already has the answer gets 304 and no body, whether it was ready-made or just computed."""

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_OF_THE_BODY = frozenset({b"content-length", b"content-type", b"content-disposition"})


class NotModified:
    """ASGI middleware for reads."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Compares the answer's ``ETag`` with those the caller has."""
        held = _held(scope)
        await self.app(scope, receive, _Comparing(held, send) if held else send)


def has_already(request: Request, tag: str) -> bool:
    """Whether the caller has what *tag* names: an answer that is dear to make need not be made."""
    return bool(_held(request.scope) & {tag.encode(), b"*"})


def _held(scope: Scope) -> set[bytes]:
    if scope["type"] != "http" or scope["method"] not in {"GET", "HEAD"}:
        return set()
    sent = dict(scope["headers"]).get(b"if-none-match", b"")
    return {tag.strip().removeprefix(b"W/") for tag in sent.split(b",") if tag.strip()}


class _Comparing:
    def __init__(self, held: set[bytes], send: Send) -> None:
        self.held, self.send, self.is_same = held, send, False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] == 200:
            tag = dict(message["headers"]).get(b"etag", b"").removeprefix(b"W/")
            self.is_same = bool(tag) and bool(self.held & {tag, b"*"})
            if self.is_same:
                kept = [(name, value) for name, value in message["headers"] if name not in _OF_THE_BODY]
                message = {**message, "status": 304, "headers": kept}
        elif self.is_same and message["type"] == "http.response.body":
            message = {**message, "body": b""}
        await self.send(message)

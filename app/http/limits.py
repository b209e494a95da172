"""What arrives is bounded and measured: too large or slow a body is refused while it arrives; its digest is kept."""

import asyncio
import hashlib
from email.message import Message as Header

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.settings import settings


class BodyLimit:
    """ASGI middleware: 413 past the limit, counted as the bytes come; 408 where they do not come."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Wraps ``receive``; the digest of the body is at ``scope["jipp.body_digest"]()``."""
        if scope["type"] != "http" or scope["method"] in {"GET", "HEAD", "OPTIONS"}:
            await self.app(scope, receive, send)
            return
        meter = _Meter(receive, settings().max_body_bytes, _boundary(Headers(scope=scope)))
        scope["jipp.body_digest"] = meter.digest
        await self.app(scope, meter, send)


def _now() -> float:
    return asyncio.get_running_loop().time()


class _Meter:
    def __init__(self, receive: Receive, limit: int, boundary: bytes) -> None:
        self.receive, self.limit, self.seen = receive, limit, 0
        self.hash, self.boundary, self.tail = hashlib.sha256(), boundary, b""
        self.until = _now() + 10 * settings().body_seconds
        self.is_whole = False

    def digest(self) -> bytes:
        whole = self.hash.copy()
        whole.update(self.tail)
        return whole.digest()

    def _take(self, body: bytes) -> None:
        """Hashes the body without the boundary of its parts, which is another each time the same form is sent."""
        if not self.boundary:
            self.hash.update(body)
            return
        *parts, rest = (self.tail + body).split(self.boundary)
        for part in parts:
            self.hash.update(part + b"\0--\0")
        held = len(self.boundary) - 1  # a boundary may begin here and end in what is still to come
        self.hash.update(rest[: max(0, len(rest) - held)])
        self.tail = rest[max(0, len(rest) - held) :]

    async def _next(self) -> Message:
        """More of the body, while its sender has patience left."""
        try:
            async with asyncio.timeout_at(min(self.until, _now() + settings().body_seconds)):
                message = await self.receive()
        except TimeoutError:
            raise HTTPException(408) from None
        self.is_whole = not message.get("more_body")  # after that, all that comes is that the caller has gone
        return message

    async def __call__(self) -> Message:
        message = await (self.receive() if self.is_whole else self._next())
        body = message.get("body", b"")
        self.seen += len(body)
        if self.seen > self.limit:
            raise HTTPException(413)
        self._take(body)
        return message


def _boundary(headers: Headers) -> bytes:
    """What separates the parts of a form with files; nothing for any other body."""
    header = Header()
    header["Content-Type"] = headers.get("content-type", "")
    found = header.get_boundary() if header.get_content_maintype() == "multipart" else None
    return (found or "").encode("latin-1", "replace")

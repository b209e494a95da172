"""What arrives is bounded and measured: too large a body is refused while it arrives, and its digest is kept."""

import hashlib

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.settings import settings


class BodyLimit:
    """ASGI middleware: 413 past the limit, counted as the bytes come."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Wraps ``receive``; the digest of the body is at ``scope["jipp.body_digest"]()``."""
        if scope["type"] != "http" or scope["method"] in {"GET", "HEAD", "OPTIONS"}:
            await self.app(scope, receive, send)
            return
        meter = _Meter(receive, settings().max_body_bytes)
        scope["jipp.body_digest"] = meter.digest
        await self.app(scope, meter, send)


class _Meter:
    def __init__(self, receive: Receive, limit: int) -> None:
        self.receive, self.limit, self.seen = receive, limit, 0
        self.hash = hashlib.sha256()

    def digest(self) -> bytes:
        return self.hash.digest()

    async def __call__(self) -> Message:
        message = await self.receive()
        body = message.get("body", b"")
        self.seen += len(body)
        if self.seen > self.limit:
            raise HTTPException(413)
        self.hash.update(body)
        return message

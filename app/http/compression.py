"""Pages, styles and scripts travel compressed: an author's page is a third of its size on a weak network.

The JSON API is left to the proxy in front: its strong ``ETag`` names the bytes that were asked for. Pages hold a
secret beside text that others can choose, so the secret is masked anew in each (app/http/csrf.py).
"""

from starlette.middleware.gzip import DEFAULT_EXCLUDED_CONTENT_TYPES, GZipMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.http.media_types import PARQUET, XLSX

LEVEL = 5
"""Of 9; the last ones cost twice the time for a percent."""
SMALLEST = 1_000
"""Bytes below which the answer fits the first packet anyway."""
_AS_THEY_ARE = (*DEFAULT_EXCLUDED_CONTENT_TYPES, "application/json", "application/problem+json", "application/pdf",
                "text/csv", XLSX, PARQUET)  # fmt: skip


class Compression(GZipMiddleware):
    """ASGI middleware."""

    def __init__(self, app: ASGIApp) -> None:
        super().__init__(app, SMALLEST, LEVEL, exclude_content_types=_AS_THEY_ARE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Compresses where the browser takes it; the ``ETag`` is then weak, as the bytes are not the ones it named."""

        async def weakened(message: Message) -> None:
            headers = message.get("headers", [])
            if any(name == b"content-encoding" for name, _ in headers):
                message["headers"] = [(name, _weak(value) if name == b"etag" else value) for name, value in headers]
            await send(message)

        await super().__call__(scope, receive, weakened)


def _weak(tag: bytes) -> bytes:
    return tag if tag.startswith(b"W/") else b"W/" + tag


def takes_gzip(accept_encoding: bytes) -> bool:
    """Whether ``Compression`` would compress for a caller that sends this."""
    return b"gzip" in accept_encoding

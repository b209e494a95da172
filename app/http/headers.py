"""What every answer says: the language it is in, and what a browser may do with it."""

from functools import lru_cache
from http.cookies import CookieError, SimpleCookie

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.http.locale import LANGUAGE_COOKIE, choose_language, current_language
from app.http.sessions import end_reading

POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
SECURITY = [
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=(self)"),
    (b"cache-control", b"private, no-cache"),
]
"""The last where nothing else was said: what somebody with a key or a cookie reads is kept for nobody else."""


class AnswerHeaders:
    """ASGI middleware."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Chooses the language of the request, and adds the headers to the answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        sent = dict(scope["headers"])
        language = _language(sent.get(b"accept-language", b""), sent.get(b"cookie", b""))
        token = current_language.set(language)

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                end_reading(scope)
                given = {name for name, _ in message["headers"]}
                extra = [*SECURITY, (b"content-language", language.encode())]
                message["headers"] = [*message["headers"], *(pair for pair in extra if pair[0] not in given)]
            await send(message)

        try:
            await self.app(scope, receive, with_headers)
        finally:
            end_reading(scope)
            current_language.reset(token)


@lru_cache(maxsize=1024)
def _language(accept_language: bytes, cookies: bytes) -> str:
    return choose_language(accept_language.decode("latin-1"), _cookie(cookies.decode("latin-1")))


def _cookie(header: str) -> str | None:
    if LANGUAGE_COOKIE not in header:
        return None
    try:
        morsel = SimpleCookie(header).get(LANGUAGE_COOKIE)
    except CookieError:
        return None
    return morsel.value if morsel else None

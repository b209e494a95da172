"""What every answer says: the language it is in, and what a browser may do with it."""

from collections.abc import Iterable
from functools import lru_cache
from http.cookies import CookieError, SimpleCookie

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.audit.origin import current_scope
from app.http.cookies import session_cookie
from app.http.locale import choose_language, current_language, language_cookie
from app.http.sessions import end_reading
from app.settings import settings

Header = tuple[bytes, bytes]
TRUSTED = "jipp"
"""Name of the only policy that may make markup of a text."""
PAGES = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        f"trusted-types {TRUSTED}",
    )
)
"""Everything from here, nothing inline, and no text becomes a page's markup but through htmx (static/trusted.js)."""
DATA = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
"""Answers of the API hold nothing that a browser would load."""
_OURS = ("geolocation", "publickey-credentials-create", "publickey-credentials-get")
_NOBODYS = (
    "accelerometer", "autoplay", "browsing-topics", "camera", "clipboard-read", "clipboard-write", "display-capture",
    "encrypted-media", "fullscreen", "gamepad", "gyroscope", "hid", "identity-credentials-get",
    "idle-detection", "keyboard-map", "local-fonts", "magnetometer", "microphone", "midi", "otp-credentials",
    "payment", "picture-in-picture", "screen-wake-lock", "serial", "storage-access", "sync-xhr", "usb",
    "window-management", "xr-spatial-tracking",
)  # fmt: skip
PERMISSIONS = ", ".join([*(f"{name}=(self)" for name in _OURS), *(f"{name}=()" for name in _NOBODYS)])
"""What a page may ask of the device: a passkey, and where one is for the catalogue nearby; nothing else."""
_EVERYWHERE = [
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cache-control", b"private, no-cache"),
]
"""The last where nothing else was said: what somebody with a key or a cookie reads is kept for nobody else."""
_OF_PAGES = [
    *_EVERYWHERE,
    (b"content-security-policy", PAGES.encode()),
    (b"cross-origin-embedder-policy", b"require-corp"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", PERMISSIONS.encode()),
]
_OF_DATA = [*_EVERYWHERE, (b"content-security-policy", DATA.encode())]
HSTS = (b"strict-transport-security", b"max-age=31536000")
"""For a year over HTTPS only; not for names below ours, which may be somebody else's."""
FORGET = (b"clear-site-data", b'"cache", "storage"')
"""Who signs out leaves nothing in the browser: no page to go back to, no text that was kept while it was written."""


def security_headers(path: str, given: Iterable[Header]) -> list[Header]:
    """What an answer at *path* says of safety beside the headers that it has."""
    has = dict(given)
    more = list(_OF_PAGES)
    if path.startswith("/api/v1/"):
        is_public = has.get(b"cache-control", b"").startswith(b"public")
        more = [*_OF_DATA, (b"cross-origin-resource-policy", b"cross-origin" if is_public else b"same-origin")]
    if settings().secure_cookies:
        more.append(HSTS)
    if _ends_session(given):
        more.append(FORGET)
    return [pair for pair in more if pair[0] not in has]


def _ends_session(given: Iterable[Header]) -> bool:
    taken = f'{session_cookie()}="";'.encode()
    return any(name == b"set-cookie" and value.startswith(taken) for name, value in given)


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
        token, before = current_language.set(language), current_scope.set(scope)

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                end_reading(scope)
                given = list(message["headers"])
                if not any(name == b"content-language" for name, _ in given):
                    given.append((b"content-language", language.encode()))
                message["headers"] = [*given, *security_headers(scope["path"], given)]
            await send(message)

        try:
            await self.app(scope, receive, with_headers)
        finally:
            end_reading(scope)
            current_language.reset(token)
            current_scope.reset(before)


@lru_cache(maxsize=1024)
def _language(accept_language: bytes, cookies: bytes) -> str:
    return choose_language(accept_language.decode("latin-1"), _cookie(cookies.decode("latin-1")))


def _cookie(header: str) -> str | None:
    if language_cookie() not in header:
        return None
    try:
        morsel = SimpleCookie(header).get(language_cookie())
    except CookieError:
        return None
    return morsel.value if morsel else None

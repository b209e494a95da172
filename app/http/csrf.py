"""Writes of a browser come from our own pages, and carry a token that only those can know."""

import hmac
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from urllib.parse import urlsplit

from fastapi import Depends, Request

from app.errors import Forbidden
from app.rules.permissions import Actor

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
HEADER = "x-csrf-token"
FIELD = "csrf_token"


async def check_origin(request: Request, actor: Actor) -> None:
    """Refuses a cookie-borne write without the session's token (header, or form field of the pages)."""
    if request.method in SAFE_METHODS or actor.kind != "user":
        return
    _check_same_site(request)
    sent = request.headers.get(HEADER) or await _from_form(request)
    if not hmac.compare_digest(_unmasked(sent).encode(), actor.csrf_token.encode()):
        raise Forbidden("csrf")


def _check_same_site(request: Request) -> None:
    """What the browser itself says of where the request began; an old one says only its origin."""
    origin, site = request.headers.get("origin"), request.headers.get("sec-fetch-site")
    if site is None and origin is not None:
        site = "same-origin" if urlsplit(origin).netloc == request.headers.get("host") else "cross-site"
    if site not in {None, "same-origin", "none"}:
        raise Forbidden("csrf")


FromOurSite = Depends(_check_same_site)
"""For signing in, which has no session yet: no other site may sign a visitor in as somebody else."""


def masked(token: str) -> str:
    """The token in other letters each time, so that the length of a compressed page tells nothing of it (BREACH)."""
    plain = bytes.fromhex(token)
    mask = secrets.token_bytes(len(plain))
    return urlsafe_b64encode(mask + _crossed(mask, plain)).decode()


def _unmasked(sent: str) -> str:
    """The token that was masked; what is not masked is as it was sent (the API gives it plain)."""
    try:
        mixed = urlsafe_b64decode(sent)
    except ValueError:
        return sent
    half = len(mixed) // 2
    return _crossed(mixed[:half], mixed[half:]).hex() if half == TOKEN_BYTES else sent


TOKEN_BYTES = 20
"""Length of a session's token (app/credentials.py)."""


def _crossed(mask: bytes, text: bytes) -> bytes:
    return bytes(one ^ other for one, other in zip(mask, text, strict=True))


async def _from_form(request: Request) -> str:
    kind = request.headers.get("content-type", "").partition(";")[0]
    if kind not in {"application/x-www-form-urlencoded", "multipart/form-data"}:
        return ""
    form = await request.form()
    value = form.get(FIELD, "")
    return value if isinstance(value, str) else ""

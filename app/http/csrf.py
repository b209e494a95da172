"""Writes of a browser carry a token that only our own pages can know."""

import hmac

from fastapi import Request

from app.errors import Forbidden
from app.rules.permissions import Actor

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
HEADER = "x-csrf-token"
FIELD = "csrf_token"


async def check_origin(request: Request, actor: Actor) -> None:
    """Refuses a cookie-borne write without the session's token (header, or form field of the pages)."""
    if request.method in SAFE_METHODS or actor.kind != "user":
        return
    if request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        raise Forbidden("csrf")
    sent = request.headers.get(HEADER) or await _from_form(request)
    if not hmac.compare_digest(sent.encode(), actor.csrf_token.encode()):
        raise Forbidden("csrf")


async def _from_form(request: Request) -> str:
    kind = request.headers.get("content-type", "").partition(";")[0]
    if kind not in {"application/x-www-form-urlencoded", "multipart/form-data"}:
        return ""
    form = await request.form()
    value = form.get(FIELD, "")
    return value if isinstance(value, str) else ""

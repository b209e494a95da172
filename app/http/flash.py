"""A line of news for the next page: what was just done. It travels in a cookie that the next page takes away."""

import base64
import json

from fastapi import Request, Response

from app.http.cookies import drop_cookie, host_only, set_cookie

_KINDS = frozenset({"success", "error", "info", "warning"})
_LONGEST = 4000
"""Characters of a cookie that are looked at: a browser keeps no longer one."""


def flash_cookie() -> str:
    """The cookie's name."""
    return host_only("jipp_flash")


def flash(response: Response, kind: str, text: str) -> Response:
    """Adds the line to the answer, usually a redirect; gives the answer back."""
    value = base64.urlsafe_b64encode(json.dumps([kind, text]).encode()).decode()
    set_cookie(response, flash_cookie(), value, 60)
    return response


def forget_flashes(response: Response) -> None:
    """Takes the line away from the browser, which has been shown it."""
    drop_cookie(response, flash_cookie())


def read_flashes(request: Request) -> list[dict[str, str]]:
    """The line that the page before left, if any."""
    value = request.cookies.get(flash_cookie())
    if not value:
        return []
    try:
        kind, text = json.loads(base64.urlsafe_b64decode(value[:_LONGEST]))
    except (ValueError, TypeError, RecursionError):  # whoever sends a cookie may have made it up
        return []
    is_ours = isinstance(kind, str) and kind in _KINDS and isinstance(text, str)
    return [{"kind": kind, "text": text[:500]}] if is_ours else []

"""A browser that has signed in before is known by a cookie of its own, so that nobody else's guessing slows it down.

The cookie is sealed: it holds a number, and digests of the accounts that signed in with it. It opens nothing by itself
(after the device cookies of OWASP).
"""

import json
from typing import Any

from fastapi import Request, Response

from app.credentials import new_token
from app.http.cookies import host_only, set_cookie
from app.secrets_store import Unreadable, keyed_digest, seal, unseal

LASTS = 400 * 24 * 3600
"""Seconds; browsers keep no cookie longer."""
MOST_ACCOUNTS = 5
"""People who share a browser."""
_PURPOSE = "device"


def device_cookie() -> str:
    """The cookie's name."""
    return host_only("jipp_device")


def device_of(request: Request) -> str | None:
    """The number of a browser in which somebody has signed in before; None for any other."""
    found = _read(request)
    return str(found["id"]) if found else None


def known_device(request: Request, email: str) -> str | None:
    """The number of the browser where this very account has signed in before; None for any other."""
    found = _read(request)
    return str(found["id"]) if found and _account(email) in found["accounts"] else None


def remember_device(request: Request, response: Response, email: str) -> None:
    """Makes the browser one that this account has signed in with."""
    before = _read(request) or {"id": new_token()[:22], "accounts": []}
    account = _account(email)
    accounts = [account, *(other for other in before["accounts"] if other != account)][:MOST_ACCOUNTS]
    value = seal(_PURPOSE, json.dumps({"id": before["id"], "accounts": accounts}))
    set_cookie(response, device_cookie(), value, LASTS)


def _account(email: str) -> str:
    return keyed_digest("devices", email.strip().lower())[:32]


def _read(request: Request) -> dict[str, Any] | None:
    sealed = request.cookies.get(device_cookie())
    if not sealed:
        return None
    try:
        found: dict[str, Any] = json.loads(unseal(_PURPOSE, sealed))
    except Unreadable:
        return None
    return found

"""What is remembered between two steps of signing in: sealed in a cookie, for some minutes, good for one use.

Nothing is written for somebody who has not signed in yet. That a step was used is counted where limits are
(app/limiter.py), so it holds for all workers.
"""

import json
from typing import Any, Literal

from fastapi import Request, Response

from app import limiter, limiter_store
from app.clock import now
from app.credentials import digest, new_token
from app.errors import Forbidden
from app.http.cookies import drop_cookie, host_only, set_cookie
from app.secrets_store import Unreadable, seal, unseal

Kind = Literal["second-factor", "passkey", "passkey-new", "oidc"]
LASTS = 600
"""Seconds."""


def step_cookie() -> str:
    """The cookie's name; one step at a time."""
    return host_only("jipp_step")


def begin_step(response: Response, kind: Kind, **known: str) -> None:
    """Remembers what the next step needs to know."""
    until = now().timestamp() + LASTS
    value = seal(f"step {kind}", json.dumps(known | {"until": until, "number": new_token()}))
    set_cookie(response, step_cookie(), value, LASTS)


def read_step(request: Request, kind: Kind) -> dict[str, Any]:
    """What the step before left; ``Forbidden("step-over")`` where it was none, another, or too long ago."""
    try:
        found: dict[str, Any] = json.loads(unseal(f"step {kind}", request.cookies.get(step_cookie(), "")))
    except Unreadable:
        raise Forbidden("step-over") from None
    if not 0 < found["until"] - now().timestamp() <= LASTS:
        raise Forbidden("step-over")
    return found


def use_step(request: Request, response: Response, kind: Kind) -> dict[str, Any]:
    """The same for the last time: a copy of the cookie is worth nothing afterwards."""
    found = read_step(request, kind)
    once = limiter.Quota("once", 1, LASTS * 2)
    try:
        is_first = limiter.take(f"step:{digest(str(found['number']))[:40]}", once).is_allowed
    except limiter_store.Unavailable:
        is_first = True  # what else the step asks for still has to be right
    if not is_first:
        raise Forbidden("step-over")
    end_step(response)
    return found


def end_step(response: Response) -> None:
    """Forgets it."""
    drop_cookie(response, step_cookie())

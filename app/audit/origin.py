"""Where a change comes from: who, by which session or key, in which request or command."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

REQUEST = "request"
"""Where a write session names the request that it serves (app/http/sessions.py)."""
COMMAND = "audit.command"
"""Where the session of a command says which it is."""


@dataclass(frozen=True)
class Origin:
    """Who did something, and how. No name and no address: what they belong to may be erased one day."""

    action: str
    """``POST /api/v1/proposals/{proposal_id}/submission``, or ``jipp units import``."""
    actor: dict[str, Any]
    """``kind``, and what is known of ``id``, ``session`` and ``request``."""


def origin_of(session: Session) -> Origin:
    """The origin of the session's transaction."""
    request = session.info.get(REQUEST)
    if request is None:
        return Origin(session.info.get(COMMAND, "jipp"), {"kind": "system"})
    scope = request.scope
    actor = scope.get("jipp.actor")
    found = {"kind": actor.kind if actor else "anonymous", "id": actor.id if actor else None,
             "session": actor.session_id if actor else None, "request": scope.get("jipp.request_id")}  # fmt: skip
    route = scope.get("route")
    path = route.path if route is not None else scope["path"]
    return Origin(f"{scope['method']} {path}", {name: value for name, value in found.items() if value is not None})

"""Where a change comes from: who, by which session or key, in which request or command."""

from collections.abc import MutableMapping
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

current_scope: ContextVar[MutableMapping[str, Any] | None] = ContextVar("current_scope", default=None)
"""The ASGI scope of the request that is being answered (app/http/headers.py); None for commands."""
current_command: ContextVar[str] = ContextVar("current_command", default="jipp")
"""What an operator called."""


@dataclass(frozen=True)
class Origin:
    """Who did something, and how. No name and no address: what they belong to may be erased one day."""

    action: str
    """``POST /api/v1/proposals/{proposal_id}/submission``, or ``jipp units import``."""
    actor: dict[str, Any]
    """``kind``, and what is known of ``id``, ``session`` and ``request``."""


def origin() -> Origin:
    """Where what is done here comes from."""
    scope = current_scope.get()
    if scope is None:
        return Origin(current_command.get(), {"kind": "system"})
    actor = scope.get("jipp.actor")
    found = {"kind": actor.kind if actor else "anonymous", "id": actor.id if actor else None,
             "session": actor.session_id if actor else None, "request": scope.get("jipp.request_id")}  # fmt: skip
    route = scope.get("route")
    path = route.path if route is not None else scope["path"]
    return Origin(f"{scope['method']} {path}", {name: value for name, value in found.items() if value is not None})

"""The names by which the site may be asked for: whoever sends another in ``Host`` gets nothing made with it."""

from functools import lru_cache
from urllib.parse import urlsplit

from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from app.errors import DomainError
from app.http.cache import PROBES
from app.http.failures import MEDIA_TYPE
from app.http.problems import problem_of
from app.models.base import compact_json
from app.settings import settings

_HERE = ("localhost", "127.0.0.1", "::1")
"""Always taken: a proxy's or a watcher's own look at the server."""


class KnownHosts:
    """ASGI middleware: 400 for a name that is not ours; probes may come by any (a balancer asks by the address)."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Compares the name, without its port."""
        if scope["type"] != "http" or scope["path"] in PROBES or _is_known(scope):
            await self.app(scope, receive, send)
            return
        problem = problem_of(DomainError("wrong-host"), scope["path"])
        body = compact_json(problem.model_dump(exclude_none=True))
        await Response(body, 400, {"Cache-Control": "no-store"}, MEDIA_TYPE)(scope, receive, send)


def _is_known(scope: Scope) -> bool:
    known = _known(settings().allowed_hosts, settings().public_url)
    if not known:
        return True
    said = [value for name, value in scope["headers"] if name == b"host"]
    return len(said) == 1 and _name(said[0].decode("latin-1")) in known


@lru_cache(maxsize=8)
def _known(listed: str | None, public_url: str | None) -> frozenset[str]:
    """Empty where the operator names none: then any is taken."""
    names = {name.strip().lower() for name in (listed or "").split(",") if name.strip()}
    if public_url:
        names.add(urlsplit(public_url).hostname or "")
    return frozenset(names | set(_HERE)) if names else frozenset()


def _name(host: str) -> str:
    """The name in ``name:port`` or ``[address]:port``; empty for what is neither."""
    try:
        return urlsplit(f"//{host}").hostname or "" if not set(host) & set("/@\\?# ") else ""
    except ValueError:
        return ""

"""The outermost middleware: gives each request its id, counts it, and writes its line in the log.

One layer for all three: each layer costs a ready-made answer a hundredth of its time.
"""

from time import perf_counter

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.http import metrics
from app.http.access_log import AccessLog
from app.http.request_id import HEADER, request_id
from app.logs import current_request

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
NOWHERE = "-"
"""The route of what no route takes: what was typed may be anything."""
FILES = "/static/"
CUT_OFF = 499
"""The status in log and figures of a request whose sender went away before an answer began."""


class Observing:
    """ASGI middleware; outermost, so that ready-made and refused answers are seen too."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.log: AccessLog | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes on, and notes how it went as the last of the answer is sent."""
        if scope["type"] != "http":
            await self._live(scope, receive, send)
            return
        began, status, request, is_noted = perf_counter(), CUT_OFF, request_id(scope["headers"]), False
        scope["jipp.request_id"] = request

        async def seen(message: Message) -> None:
            nonlocal status, is_noted
            if message["type"] == "http.response.start":
                status = message["status"]
                message = {**message, "headers": [*message["headers"], (HEADER, request.encode())]}
            elif not message.get("more_body"):  # before the last leaves: who then looks at the figures finds it counted
                is_noted = True
                self._note(scope, request, status, perf_counter() - began)
            await send(message)

        token = current_request.set(request)
        metrics.REQUESTS.in_flight += 1
        try:
            await self.app(scope, receive, seen)
        finally:
            metrics.REQUESTS.in_flight -= 1
            current_request.reset(token)
            if not is_noted:
                self._note(scope, request, status, perf_counter() - began)

    async def _live(self, scope: Scope, receive: Receive, send: Send) -> None:
        """From start to stop; an application that is only called, as in tests, logs no requests."""
        self.log = AccessLog() if scope["type"] == "lifespan" else self.log
        try:
            await self.app(scope, receive, send)
        finally:
            if self.log:
                self.log.write()

    def _note(self, scope: Scope, request: str, status: int, seconds: float) -> None:
        method = scope["method"] if scope["method"] in METHODS else "OTHER"
        route = route_of(scope)
        metrics.observe(route, method, status, seconds)
        if self.log:
            self.log.note(request, method, route, status, seconds, scope.get("jipp.actor"))


def route_of(scope: Scope) -> str:
    """The template of the route taken, ``/api/v1/units/{unit_id}``; the folder of the pages' files is one route."""
    route = scope.get("route")
    if route is not None:
        return str(route.path)
    return FILES if scope["path"].startswith(FILES) else NOWHERE

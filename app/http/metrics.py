"""What this process can say about itself, counted as it happens: requests answered, by class of status."""

import time
from collections import Counter
from collections.abc import Iterator

from sqlalchemy import Engine
from sqlalchemy.pool import QueuePool
from starlette.types import ASGIApp, Message, Receive, Scope, Send

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
CLASSES = ("1xx", "2xx", "3xx", "4xx", "5xx")
STARTED = time.monotonic()
_answered: Counter[str] = Counter()


class RequestCounter:
    """ASGI middleware; outermost, so that ready-made and refused answers count too."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Counts the answer as it starts."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def counted(message: Message) -> None:
            if message["type"] == "http.response.start":
                _answered[f"{message['status'] // 100}xx"] += 1
            await send(message)

        await self.app(scope, receive, counted)


def exposition(pools: dict[str, Engine]) -> str:
    """The figures in Prometheus' text format; those of one process, so scrape each worker by itself."""
    return "\n".join([*_uptime(), *_requests(), *_connections(pools), ""])


def _uptime() -> Iterator[str]:
    yield "# HELP jipp_uptime_seconds Seconds since this process began."
    yield "# TYPE jipp_uptime_seconds gauge"
    yield f"jipp_uptime_seconds {time.monotonic() - STARTED:.3f}"


def _requests() -> Iterator[str]:
    yield "# HELP jipp_requests_total Requests answered by this process, by class of status."
    yield "# TYPE jipp_requests_total counter"
    yield from (f'jipp_requests_total{{status="{name}"}} {_answered[name]}' for name in CLASSES)


def _connections(pools: dict[str, Engine]) -> Iterator[str]:
    yield "# HELP jipp_database_connections_in_use Connections of this process that are at work, by kind of session."
    yield "# TYPE jipp_database_connections_in_use gauge"
    for name, engine in pools.items():
        if isinstance(engine.pool, QueuePool):
            yield f'jipp_database_connections_in_use{{sessions="{name}"}} {engine.pool.checkedout()}'

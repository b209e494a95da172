"""How long the server waits for a request: uvicorn itself waits for ever (slowloris).

``jipp serve`` runs with ``PatientProtocol``; behind a reverse proxy that reads requests whole, neither limit is met.
"""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from app.settings import settings


class PatientProtocol(HttpToolsProtocol):
    """HTTP/1.1 as uvicorn speaks it, with an end to waiting for the head of a request: the connection is closed."""

    waiting: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """A connection that asks nothing is not kept either."""
        super().connection_made(transport)
        self._wait()

    def on_message_begin(self) -> None:
        """The next request on a connection that was kept has its own time."""
        super().on_message_begin()
        if self.waiting is None:
            self._wait()

    def on_headers_complete(self) -> None:
        """The head is here; for the body see ``BodyLimit``."""
        self._stop_waiting()
        super().on_headers_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is awaited any more."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _wait(self) -> None:
        self.waiting = self.loop.call_later(settings().header_seconds, self._give_up)

    def _stop_waiting(self) -> None:
        if self.waiting is not None:
            self.waiting.cancel()
            self.waiting = None

    def _give_up(self) -> None:
        self.waiting = None
        if not self.transport.is_closing():
            self.transport.close()

"""A line that misbehaves: a real HTTP server that hands requests on to the server under test, or does not."""

import threading
import time
from collections import deque
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx

_HOP_BY_HOP = {"connection", "transfer-encoding", "content-length", "keep-alive", "host", "accept-encoding"}


@dataclass(frozen=True)
class Refuse:
    """Answers with a status of its own and asks nobody."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True)
class Lose:
    """Hands the request on; the answer is lost on the way back."""


@dataclass(frozen=True)
class Drop:
    """Closes the line before the request is handed on."""


@dataclass(frozen=True)
class Cut:
    """Hands the request on and cuts the answer after so many bytes."""

    after: int


@dataclass(frozen=True)
class Silent:
    """Says nothing for so many seconds."""

    seconds: float


Fault = Refuse | Lose | Drop | Cut | Silent


class Between:
    """Each request meets the next of ``faults``; where none is left, the line is good."""

    def __init__(self, behind: str) -> None:
        self.behind = behind
        self.faults: deque[Fault | None] = deque()
        self.seen: list[tuple[str, str, dict[str, str]]] = []
        between = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _handle(self) -> None:
                between.handle(self)

            do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _handle  # noqa: N815

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self) -> None:
        """Stops listening."""
        self.server.shutdown()
        self.server.server_close()

    def handle(self, request: BaseHTTPRequestHandler) -> None:
        """One request."""
        body = request.rfile.read(int(request.headers.get("content-length") or 0))
        self.seen.append((request.command, request.path, {name.lower(): v for name, v in request.headers.items()}))
        fault = self.faults.popleft() if self.faults else None
        if isinstance(fault, Refuse):
            self._say(request, fault.status, fault.headers, fault.body)
            return
        if isinstance(fault, Silent):
            time.sleep(fault.seconds)
        elif not isinstance(fault, Drop):
            answer = self._asked(request, body)
            if fault is None:
                self._say(request, answer.status_code, dict(answer.headers), answer.content)
                return
            if isinstance(fault, Cut):
                self._say(request, answer.status_code, dict(answer.headers), answer.content, cut=fault.after)
        request.close_connection = True
        request.connection.close()

    def _asked(self, request: BaseHTTPRequestHandler, body: bytes) -> httpx.Response:
        headers = {name: value for name, value in request.headers.items() if name.lower() not in _HOP_BY_HOP}
        return httpx.request(request.command, self.behind + request.path, content=body,
                             headers=headers | {"Accept-Encoding": "identity"}, timeout=60)  # fmt: skip

    @staticmethod
    def _say(request: BaseHTTPRequestHandler, status: int, headers: dict[str, str], body: bytes,
             cut: int | None = None) -> None:  # fmt: skip
        request.send_response_only(status)
        for name, value in headers.items():
            if name.lower() not in _HOP_BY_HOP:
                request.send_header(name, value)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body[:cut])
        request.wfile.flush()

"""One line for each request answered: what was asked for by its route, how it went, how long it took, who asked.

No address, no query, no header and no path as it was typed: these name people. Who asked is a digest, the same for the
same person or key, so that their requests can be followed without saying who they are.

Lines are gathered for a moment and written together, by hand: a general logger takes as long as a ready-made answer.
A process that is killed takes the lines of its last moment along.
"""

import asyncio
import hashlib
import os
import sys
import time
from functools import lru_cache

from app import logs
from app.rules.permissions import Actor
from app.settings import settings

GATHERED_SECONDS = 0.1
MOST_GATHERED = 200
"""Lines after which they are written at once."""
MOST_REMEMBERED = 5000


class AccessLog:
    """Gathers and writes the lines; for the event loop of one process."""

    def __init__(self) -> None:
        self.is_on, self.is_json = settings().access_log, logs.is_json()
        self.to = sys.stderr.fileno() if self.is_on else -1
        self.lines: list[str] = []
        self.ends: dict[tuple[str, str, int, str | None], str] = {}
        """What stays the same for requests of a kind, by method, route, status and who asked."""

    def note(self, request: str, method: str, route: str, status: int, seconds: float, actor: Actor | None) -> None:
        """Takes in one request."""
        if not self.is_on:
            return
        kind = (method, route, status, actor.id if actor else None)
        end = self.ends.get(kind) or self._end(kind, actor)
        moment, line = time.time(), f'"request_id": "{request}", "ms": {seconds * 1000:.1f}'
        if self.is_json:
            self.lines.append(f'{{"time": "{_second(int(moment))}.{int(moment * 1000) % 1000:03}Z", {line}{end}')
        else:
            self.lines.append(f"{_second(int(moment))[11:]} {seconds * 1000:7.1f} ms  {end}")
        if len(self.lines) == 1:
            asyncio.get_running_loop().call_later(GATHERED_SECONDS, self.write)
        elif len(self.lines) >= MOST_GATHERED:
            self.write()

    def _end(self, kind: tuple[str, str, int, str | None], actor: Actor | None) -> str:
        if len(self.ends) >= MOST_REMEMBERED:
            self.ends.clear()
        method, route, status, actor_id = kind
        who = "anonymous" if actor is None or actor_id is None else actor.kind
        if self.is_json:
            end = (
                f', "level": "info", "event": "request", "method": "{method}", "route": "{route}", "status": {status}, '
                f'"actor": "{who}", "actor_digest": "{actor_digest(actor_id) if actor_id else ""}"}}\n'
            )
        else:
            end = f"{status} {method:<6} {route}  {who}\n"
        self.ends[kind] = end
        return end

    def write(self) -> None:
        """Writes what is gathered."""
        if not self.lines:
            return
        text, self.lines = "".join(self.lines), []
        try:
            os.write(self.to, text.encode())
        except OSError:  # nobody reads the log: no reason not to answer
            return


@lru_cache(maxsize=2)
def _second(moment: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(moment))


def actor_digest(actor_id: str) -> str:
    """Twelve hexadecimal digits that stand for a person or key in the log."""
    return hashlib.sha256(b"log\n" + actor_id.encode()).hexdigest()[:12]

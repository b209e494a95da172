"""One line for each request answered: what was asked for by its route, how it went, how long it took, who asked.

No address, no query, no header and no path as it was typed: these name people. Who asked is a digest, the same for the
same person or key, so that their requests can be followed without saying who they are.
"""

import hashlib
import os
import sys
import time
from functools import lru_cache

from app import logs
from app.rules.permissions import Actor
from app.settings import settings


class AccessLog:
    """Writes the lines; made once a process, so that nothing has to be looked up for a line."""

    def __init__(self) -> None:
        self.is_on, self.is_json = settings().access_log, logs.is_json()
        self.to = sys.stderr.fileno() if self.is_on else -1

    def write(self, request: str, method: str, route: str, status: int, seconds: float, actor: Actor | None) -> None:
        """One line. Formed by hand: a kept answer takes less time than a general logger's line."""
        if not self.is_on:
            return
        moment, who = time.time(), _who(actor)
        if self.is_json:
            line = (
                f'{{"time": "{_second(int(moment))}.{int(moment % 1 * 1000):03}Z", "level": "info", "event": "request"'
                f', "request_id": "{request}", "method": "{method}", "route": "{route}", "status": {status}'
                f', "ms": {seconds * 1000:.1f}, "actor": "{who[0]}", "actor_digest": "{who[1]}"}}\n'
            )
        else:
            line = f"{_second(int(moment))[11:]} {status} {method:<6} {route}  {seconds * 1000:.1f} ms  {who[0]}\n"
        try:
            os.write(self.to, line.encode())
        except OSError:  # nobody reads the log: no reason not to answer
            return


@lru_cache(maxsize=2)
def _second(moment: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(moment))


def _who(actor: Actor | None) -> tuple[str, str]:
    return ("anonymous", "") if actor is None or actor.id is None else (actor.kind, actor_digest(actor.id))


@lru_cache(maxsize=4096)
def actor_digest(actor_id: str) -> str:
    """Twelve hexadecimal digits that stand for a person or key in the log."""
    return hashlib.sha256(b"log\n" + actor_id.encode()).hexdigest()[:12]

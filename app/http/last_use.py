"""Notes when an API key or a session was last used, beside the request: no reader waits for a writer's lock.

One thread does the writing. What this process remembers only spares questions; the row itself says when its last
use was noted, so several workers together still write at most once in the time that its kind sets.
"""

import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from functools import lru_cache

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from app import database, room
from app.domain import api_keys, sessions

MOST_REMEMBERED = 10_000
log = logging.getLogger("jipp")


@dataclass(frozen=True)
class LastUse:
    """The last uses of one kind of thing."""

    kind: str
    every: timedelta
    is_due: Callable[[Session, str], bool]
    write: Callable[[Session, str], None]
    asked: dict[str, float] = field(default_factory=dict)
    """Id → when this process last had it noted."""

    def note(self, used_id: str) -> None:
        """Has the use noted soon; returns at once and never fails."""
        moment = time.monotonic()
        if moment - self.asked.get(used_id, float("-inf")) < self.every.total_seconds():
            return
        if len(self.asked) >= MOST_REMEMBERED:
            self.asked.clear()
        self.asked[used_id] = moment
        _writer().submit(self._write, used_id)

    def _write(self, used_id: str) -> None:
        try:
            if room.is_read_only():
                return
            with database.reading() as session:
                if not self.is_due(session, used_id):
                    return
            with database.writing() as session:
                self.write(session, used_id)
        except SQLAlchemyError as error:
            log.warning("the use of a %s was not noted: %s", self.kind, type(error).__name__)


of_keys = LastUse("key", api_keys.USE_NOTED_EVERY, api_keys.is_use_due, api_keys.note_use)
of_sessions = LastUse("session", sessions.USE_NOTED_EVERY, sessions.is_use_due, sessions.note_use)


@lru_cache
def _writer() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(1, "last-use")


def finish() -> None:
    """Returns when all that was noted is written; the server calls it as it stops."""
    if _writer.cache_info().currsize:
        _writer().shutdown()
    _writer.cache_clear()

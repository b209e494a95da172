"""Notes when an API key was last used, beside the request: no reader waits for a writer's lock.

One thread does the writing. What this process remembers only spares questions; the row itself says when its last
use was noted, so several workers together still write at most once a minute for each key.
"""

import logging
import time
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache

from sqlalchemy.exc import SQLAlchemyError

from app import database, room
from app.domain import api_keys

MOST_REMEMBERED = 10_000
_asked: dict[str, float] = {}
log = logging.getLogger("jipp")


def note(key_id: str) -> None:
    """Has the use of the key noted soon; returns at once and never fails."""
    moment = time.monotonic()
    if moment - _asked.get(key_id, float("-inf")) < api_keys.USE_NOTED_EVERY.total_seconds():
        return
    if len(_asked) >= MOST_REMEMBERED:
        _asked.clear()
    _asked[key_id] = moment
    _writer().submit(_write, key_id)


@lru_cache
def _writer() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(1, "key-use")


def finish() -> None:
    """Returns when all that was noted is written; the server calls it as it stops."""
    if _writer.cache_info().currsize:
        _writer().shutdown()
    _writer.cache_clear()


def _write(key_id: str) -> None:
    try:
        if room.is_read_only():
            return
        with database.reading() as session:
            if not api_keys.is_use_due(session, key_id):
                return
        with database.writing() as session:
            api_keys.note_use(session, key_id)
    except SQLAlchemyError as error:
        log.warning("the use of a key was not noted: %s", type(error).__name__)

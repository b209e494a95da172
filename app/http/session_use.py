"""Notes when a session was last used, beside the request, as app/http/key_use.py does for keys."""

import logging
import time
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy.exc import SQLAlchemyError

from app import database
from app.domain import sessions

MOST_REMEMBERED = 10_000
_writer = ThreadPoolExecutor(1, "session-use")
_asked: dict[str, float] = {}
log = logging.getLogger("jipp")


def note(session_id: str) -> None:
    """Has the use of the session noted soon; returns at once and never fails."""
    moment = time.monotonic()
    if moment - _asked.get(session_id, float("-inf")) < sessions.USE_NOTED_EVERY.total_seconds():
        return
    if len(_asked) >= MOST_REMEMBERED:
        _asked.clear()
    _asked[session_id] = moment
    _writer.submit(_write, session_id)


def _write(session_id: str) -> None:
    try:
        with database.reading() as session:
            if not sessions.is_use_due(session, session_id):
                return
        with database.writing() as session:
            sessions.note_use(session, session_id)
    except SQLAlchemyError as error:
        log.warning("the use of a session was not noted: %s", type(error).__name__)

"""Whether there is room to write. Without it the service goes on for readers, and writers are told so.

The disks of the SQLite file and of the evidence are looked at before each write, which costs a few microseconds:
refused at the door is better than failed half-way. A database server's disk is its own; that it is full is known from
what it refuses, and forgotten with the next write that succeeds, or after a while, so that the page does not go on
saying so.
"""

import errno
import logging
import os
import time
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import make_url

from app.errors import StorageFull
from app.settings import settings

REMEMBERED = 60.0
"""Seconds for which a refusal for want of room is remembered, where no write succeeds before."""
DISK_FULL = "53100"
"""PostgreSQL's code (``disk_full``)."""
SQLITE_FULL = frozenset({"SQLITE_FULL", "SQLITE_IOERR_WRITE", "SQLITE_IOERR_FSYNC", "SQLITE_IOERR_TRUNCATE",
                         "SQLITE_IOERR_SHMSIZE", "SQLITE_IOERR_SHMMAP"})  # fmt: skip
"""What SQLite says where nothing more can be written: the disk, a quota, a limit of the process."""
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
log = logging.getLogger("jipp")


class _Known:
    """What this process has seen last."""

    refused_at = float("-inf")
    was_low = False


def free_bytes() -> int:
    """Bytes that may still be written where there is least room."""
    return min(_free(place) for place in _places())


def _places() -> Iterator[Path]:
    yield settings().files_dir
    url = make_url(settings().database_url)
    if url.get_backend_name() == "sqlite" and url.database and url.database != ":memory:":
        yield Path(url.database).parent


def _free(place: Path) -> int:
    """Of the disk on which the folder is, or will be once it is made."""
    for folder in (place, *place.absolute().parents):
        try:
            found = os.statvfs(folder)
        except FileNotFoundError:
            continue
        return found.f_bavail * found.f_frsize
    raise FileNotFoundError(place)


def is_low() -> bool:
    """Whether less is free than ``JIPP_MIN_FREE_BYTES``; each change of it is logged once."""
    least = settings().min_free_bytes
    low = bool(least) and free_bytes() < least
    if low != _Known.was_low:
        _Known.was_low = low
        log.log(logging.ERROR if low else logging.WARNING, "read-only: the disk is full" if low else "room again")
    return low


def is_read_only() -> bool:
    """Whether a write would be refused now, as far as is known."""
    return is_low() or time.monotonic() - _Known.refused_at < REMEMBERED


def check() -> None:
    """Raises ``StorageFull`` where there is too little room to begin."""
    if is_low():
        raise StorageFull


def note_refused() -> None:
    """A write failed for want of room."""
    if time.monotonic() - _Known.refused_at >= REMEMBERED:
        log.error("read-only: a write failed for want of room")
    _Known.refused_at = time.monotonic()


def note_written() -> None:
    """A write succeeded: whatever was full has room again."""
    if _Known.refused_at > float("-inf"):
        _Known.refused_at = float("-inf")
        log.warning("room again")


def is_want_of_room(error: BaseException | None) -> bool:
    """Whether the error, or one that it came from, says that nothing more can be written."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        if getattr(error, "sqlite_errorname", None) in SQLITE_FULL or getattr(error, "sqlstate", None) == DISK_FULL:
            return True
        if isinstance(error, OSError) and error.errno in NO_ROOM:
            return True
        error = getattr(error, "orig", None) or error.__cause__
    return False

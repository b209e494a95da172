"""The figures asked for when somebody reads them: connections, the writer's queue, database, room, backup, outbox."""

import time
from collections.abc import Callable
from functools import lru_cache, partial
from pathlib import Path

from sqlalchemy import Engine, text
from sqlalchemy.pool import QueuePool

from app import backup, database, room, writer
from app.domain import outbox
from app.http import metrics
from app.settings import settings


@lru_cache
def install() -> None:
    """Names them all, once a process."""
    for sessions, engine in (("read", database.read_engine), ("write", database.write_engine)):
        metrics.ask("jipp_database_connections_in_use", "Connections at work, by kind of session.",
                    partial(_in_use, engine), sessions=sessions)  # fmt: skip
    metrics.ask("jipp_writer_waiting", "Writes that wait for SQLite's one writer.", lambda: float(writer.waiting()))
    metrics.ask("jipp_database_bytes", "Size of the database.", _database_bytes)
    metrics.ask("jipp_free_bytes", "Room on the disk of database and files, where it is least.",
                lambda: float(room.free_bytes()))  # fmt: skip
    metrics.ask("jipp_read_only", "1 while nothing is written for want of room.", lambda: float(room.is_read_only()))
    metrics.ask("jipp_backup_age_seconds", "Seconds since the newest whole backup was begun.", _backup_age)
    metrics.ask("jipp_outbox_waiting", "Letters and webhooks that wait to be sent.", _waiting)
    metrics.ask("jipp_outbox_late_seconds", "How long the oldest of them has been due; 0 where none is.", _late_seconds)


def _in_use(engine: Callable[[], Engine]) -> float | None:
    pool = engine().pool
    return float(pool.checkedout()) if isinstance(pool, QueuePool) else None


def _database_bytes() -> float:
    engine = database.read_engine()
    if database.is_sqlite(engine):
        path = Path(engine.url.database or "")
        return float(sum(part.stat().st_size for part in (path, path.with_name(path.name + "-wal")) if part.exists()))
    with engine.connect() as connection:
        return float(connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one())


def _backup_age() -> float | None:
    made = backup.newest(settings().backup_dir) if settings().backup_dir else None
    return None if made is None else time.time() - made.timestamp()


def _waiting() -> float:
    with database.reading() as session:
        return float(outbox.waiting(session))


def _late_seconds() -> float:
    with database.reading() as session:
        return outbox.lateness(session).total_seconds()

"""Where limits are counted: a state that all workers share and nobody misses after a crash.

PostgreSQL: two UNLOGGED tables, reached by two connections of our own, so that a burst of writes does not make the
limiter wait. SQLite: a small file beside the database without flushes to the disk, so that counting does not stand in
the queue of the one writer. See docs/decisions/0014-limits.md.
"""

import logging
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, delete, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.schema import CreateTable
from sqlmodel import col

from app.models.sign_in import AttemptCount, RateWindow
from app.settings import settings

R = TypeVar("R")
CONNECTIONS = 2
"""That a process may hold to PostgreSQL for counting, beside those of the requests."""
PATIENCE = 3
"""Seconds to wait for a lock or a connection: rather no limit than a request that hangs."""
REST = 5.0
"""Seconds for which a broken store is not asked again."""
SWEPT_ONE_IN = 500
FORGOTTEN_AFTER = 24 * 3600
_TABLES = (RateWindow.__table__, AttemptCount.__table__)  # type: ignore[attr-defined]
log = logging.getLogger("jipp")


class Unavailable(Exception):
    """The store does not answer; the caller decides what that means."""


def file_of(database_url: str) -> Path | None:
    """The limiter's own file where the database is an SQLite file; None on a database server."""
    url = make_url(database_url)
    if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
        return None
    return Path(url.database).with_suffix(".limits.sqlite")


def engine() -> Engine:
    """The engine of the counters."""
    return _engine_for(settings().database_url)


@lru_cache
def _engine_for(database_url: str) -> Engine:
    url = make_url(database_url)
    return _file_engine() if url.get_backend_name() == "sqlite" else _server_engine(url)


def _server_engine(url: Any) -> Engine:
    if url.drivername == "postgresql":
        url = url.set(drivername="postgresql+psycopg")
    made = create_engine(url, pool_size=CONNECTIONS, max_overflow=0, pool_timeout=PATIENCE, pool_pre_ping=True,
                         hide_parameters=True, connect_args={"connect_timeout": 2})  # fmt: skip

    @event.listens_for(made, "connect")
    def prepare(connection: DBAPIConnection, _record: object) -> None:
        cursor = connection.cursor()
        cursor.execute(f"SET lock_timeout = '{PATIENCE}s'")
        cursor.execute("SET synchronous_commit = off")
        cursor.close()
        connection.commit()

    return made


def _file_engine() -> Engine:
    path = file_of(settings().database_url)
    if path:
        path.parent.mkdir(parents=True, exist_ok=True)
    made = create_engine(f"sqlite:///{path or ':memory:'}", isolation_level=None, hide_parameters=True,
                         pool_size=2, max_overflow=2, pool_timeout=PATIENCE,
                         connect_args={"timeout": PATIENCE, "check_same_thread": False})  # fmt: skip

    @event.listens_for(made, "connect")
    def prepare(connection: DBAPIConnection, _record: object) -> None:
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=OFF")  # after a power cut everybody has the whole limit again
        for table in _TABLES:
            cursor.execute(str(CreateTable(table, if_not_exists=True).compile(dialect=made.dialect)))
        cursor.close()
        connection.isolation_level = None

    made.dialect.do_begin = lambda connection: connection.execute("BEGIN IMMEDIATE")  # type: ignore[method-assign,assignment]
    return made


def moment(connection: Connection) -> float:
    """Seconds since 1970 by one clock for all: the database server's, or this machine's."""
    if connection.dialect.name == "sqlite":
        return time.time()
    return float(connection.exec_driver_sql("SELECT extract(epoch FROM clock_timestamp())").scalar_one())


class _Health:
    """Remembers that the store failed just now."""

    broken_until = 0.0


@contextmanager
def _guarded() -> Iterator[None]:
    if time.monotonic() < _Health.broken_until:
        raise Unavailable
    try:
        yield
    except (SQLAlchemyError, OSError) as error:
        _Health.broken_until = time.monotonic() + REST
        log.warning("the counters of limits do not answer: %s", type(error).__name__)
        _throw_away_if_damaged(error)
        raise Unavailable from error


def count(work: Callable[[Connection], R]) -> R:
    """*work* in one short transaction of the store; ``Unavailable`` where it is broken or was just now."""
    with _guarded(), engine().begin() as connection:
        if random.random() * SWEPT_ONE_IN < 1:  # noqa: S311  # no secret: now and then
            _sweep(connection)
        return work(connection)


def _sweep(connection: Connection) -> None:
    now = moment(connection)
    connection.execute(delete(RateWindow).where(col(RateWindow.ends_at) < now))
    connection.execute(delete(AttemptCount).where(col(AttemptCount.last_at) < now - FORGOTTEN_AFTER))


def _throw_away_if_damaged(error: Exception) -> None:
    """A file that is no database any more (power cut, full disk) is made anew: it holds nothing worth keeping."""
    path = file_of(settings().database_url)
    if path is None or not any(sign in str(error) for sign in ("malformed", "not a database")):
        return
    forget()
    for ending in ("", "-wal", "-shm"):
        with suppress(OSError):
            path.with_name(path.name + ending).unlink()


def forget() -> None:
    """Closes the connections; the next use makes new ones."""
    if _engine_for.cache_info().currsize:
        engine().dispose()
    _engine_for.cache_clear()
    _Health.broken_until = 0.0

"""Engines, sessions and the differences between SQLite and PostgreSQL; no other file knows which one runs.

SQLite runs in WAL mode with ``synchronous=FULL`` (an acknowledged write survives a crash) and every writing
transaction begins with ``BEGIN IMMEDIATE``: writers queue instead of failing halfway. Reads run in autocommit, so
closing a read session costs no round trip and no request holds a snapshot open.
"""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from anyio.to_thread import run_sync
from sqlalchemy import Connection, Engine, String, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlmodel import Session

from app.settings import settings

SQLITE_BUSY_SECONDS = 30
LONGEST_LOG = 32_000
"""Pages of 4 KiB in SQLite's log at which a commit moves them into the file, where no quiet moment came before."""
CONNECT_SECONDS = 5
A = TypeVar("A")
R = TypeVar("R")


class _Holding(Session):
    _held: Connection | None = None

    @property
    def held(self) -> Connection:
        """Its connection, asked for once: it stays the same until the session closes.

        Not a ``cached_property``: before Python 3.12 that has one lock for all sessions, and who waits for a
        connection would keep those who have one from using it.
        """
        if self._held is None:
            self._held = self.connection()
        return self._held


class ReadSession(_Holding):
    """A session that may only read, in autocommit; may be served by a replica."""


class WriteSession(_Holding):
    """A session of one transaction, committed before the answer is sent."""

    def join(self, connection: Connection) -> None:
        """Makes it a part of the transaction that *connection* is in: a savepoint, undone alone when it fails."""
        self.bind, self.join_transaction_mode = connection, "create_savepoint"


def is_sqlite(session_or_engine: Session | Engine) -> bool:
    """Whether the database behind is SQLite."""
    bind = session_or_engine if isinstance(session_or_engine, Engine) else session_or_engine.get_bind()
    return bind.dialect.name == "sqlite"


def make_engine(url: str, *, writes: bool) -> Engine:
    """An engine for one kind of session; *writes* decides how a transaction begins."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return _sqlite_engine(url, writes=writes)
    if parsed.drivername == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
    options: dict[str, Any] = {} if writes else {"isolation_level": "AUTOCOMMIT", "pool_reset_on_return": None}
    return create_engine(
        parsed, pool_size=settings().concurrency, max_overflow=0 if writes else _overflow(), pool_pre_ping=writes,
        hide_parameters=True, connect_args={"connect_timeout": CONNECT_SECONDS}, **options,
    )  # fmt: skip


def _overflow() -> int:
    """Reading connections beside those of the requests that hold a place: one for each thread, and some to spare."""
    return settings().concurrency + 4


def _sqlite_engine(url: str, *, writes: bool) -> Engine:
    path = make_url(url).database
    if path and path != ":memory:":
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url,
        connect_args={"timeout": SQLITE_BUSY_SECONDS, "check_same_thread": False},
        # One writer in a process: the others queue for the connection in turn. For SQLite's own lock they would
        # sleep and try again, each time longer, and under load the unlucky one waits for seconds.
        pool_size=1 if writes else settings().concurrency,
        max_overflow=0 if writes else _overflow(),
        pool_timeout=SQLITE_BUSY_SECONDS,
        pool_reset_on_return="rollback" if writes else None,
        isolation_level=None if writes else "AUTOCOMMIT",
        hide_parameters=True,
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: DBAPIConnection, _record: object) -> None:
        cursor = connection.cursor()
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "cache_size=-8192",
            "mmap_size=0",
            f"wal_autocheckpoint={LONGEST_LOG}",
            "temp_store=MEMORY",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()
        connection.create_function("sha256_hex", 1, _sha256_hex, deterministic=True)
        connection.isolation_level = None  # we say BEGIN ourselves

    if writes:
        _begin_as_writer(engine.dialect)
    return engine


def _begin_as_writer(dialect: Any) -> None:
    """Transactions take the writer's lock as they begin; the driver is told so directly, a third of the way's cost."""
    dialect.do_begin = lambda connection: connection.execute("BEGIN IMMEDIATE")
    dialect.do_savepoint = lambda connection, name: connection.connection.execute(f"SAVEPOINT {name}")
    dialect.do_release_savepoint = lambda connection, name: connection.connection.execute(f"RELEASE {name}")
    dialect.do_rollback_to_savepoint = lambda connection, name: connection.connection.execute(f"ROLLBACK TO {name}")


class sha256_hex(FunctionElement[str]):  # noqa: N801 - reads like the SQL function that it is
    """SHA-256 of a text's UTF-8, in hexadecimal digits, computed by the database."""

    type = String()
    inherit_cache = True


@compiles(sha256_hex)
def _on_sqlite(element: sha256_hex, compiler: SQLCompiler, **more: Any) -> str:
    return f"sha256_hex({compiler.process(element.clauses, **more)})"


@compiles(sha256_hex, "postgresql")
def _on_postgresql(element: sha256_hex, compiler: SQLCompiler, **more: Any) -> str:
    return f"encode(sha256(convert_to({compiler.process(element.clauses, **more)}, 'UTF8')), 'hex')"


def _sha256_hex(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@lru_cache
def write_engine() -> Engine:
    """The engine of the primary."""
    return make_engine(settings().database_url, writes=True)


@lru_cache
def read_engine() -> Engine:
    """The engine for reads: the replica where one is set."""
    return make_engine(settings().database_read_url or settings().database_url, writes=False)


@contextmanager
def reading() -> Iterator[ReadSession]:
    """A read session outside a request (commands, tests)."""
    with ReadSession(read_engine(), expire_on_commit=False) as session:
        yield session


@contextmanager
def writing() -> Iterator[WriteSession]:
    """A write session outside a request: commits at the end, rolls back on an exception."""
    with write_session() as session, session.begin():
        yield session


def write_session(info: dict[str, Any] | None = None) -> WriteSession:
    """A session that must be begun before it is used: a write outside a transaction fails instead of being lost."""
    return WriteSession(write_engine(), expire_on_commit=False, autobegin=False, info=info)


def reads_a_file() -> bool:
    """Whether reads come from a local file (SQLite) rather than from a server."""
    return is_sqlite(read_engine())


async def look_up(find: Callable[[Connection, A], R], by: A) -> R:
    """Runs a look-up by unique key: at once where the database is a local file, in a thread where it is a server.

    Reading a row of a local file takes less time than handing the work to a thread, and never waits for a writer.
    """
    return find(_at_hand(), by) if reads_a_file() else await run_sync(_in_thread, find, by)


def _in_thread(find: Callable[[Connection, A], R], by: A) -> R:
    with read_engine().connect() as connection:
        return find(connection, by)


@lru_cache
def _at_hand() -> Connection:
    """One connection kept open for look-ups of the event loop, which come one after the other."""
    return read_engine().connect()


def tidy() -> None:
    """Moves SQLite's log into its file, beside readers and writers: a commit that has to makes all others wait."""
    if reads_a_file():
        with read_engine().connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(PASSIVE)")


def dispose_engines() -> None:
    """Closes all connections and forgets the engines; the next use makes new ones."""
    if _at_hand.cache_info().currsize:
        _at_hand().close()
    _at_hand.cache_clear()
    for cached in (write_engine, read_engine):
        if cached.cache_info().currsize:
            cached().dispose()
        cached.cache_clear()

"""Where the writes of requests are done: each one transaction, committed before its answer leaves.

On PostgreSQL every write has a thread and a connection of its own. On SQLite only one may write at a time, so one
thread does it, first come, first served, and those who came while it was writing share the next transaction: each in
a savepoint, all with one flush to the disk, which costs as much as the rest of a small write. PostgreSQL gathers
commits in the same way by itself.
"""

import threading
import time
from asyncio import wrap_future
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from contextvars import Context, copy_context
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, TypeVar

from anyio.to_thread import run_sync
from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from app import database
from app.database import WriteSession

R = TypeVar("R")
QUIET = 0.1
"""Seconds without a write after which SQLite's log is moved into its file."""
LONGEST = 0.02
"""Seconds after which a shared transaction takes nobody else in: the first of it waits for its answer."""


@dataclass
class _Deed:
    """What one request writes, how it went, and where its answer is awaited."""

    session: WriteSession
    work: Callable[[], Any]
    context: Context = field(default_factory=copy_context)
    """Of the request: the language of its answer."""
    awaited: Future[Any] = field(default_factory=Future)
    came: float = field(default_factory=time.monotonic)
    result: Any = None
    error: BaseException | None = None

    def do(self) -> None:
        """Does it and remembers how it went."""
        try:
            self.result = self.context.run(_transaction, self.session, self.work)
        except BaseException as error:  # whatever it is, it belongs to the request that waits
            self.error = error

    def tell(self, failure: BaseException | None = None) -> None:
        """Hands over how it went, or the *failure* of the transaction that it was a part of.

        Even a refusal does not hold then: it may rest on what another wrote before.
        """
        error = failure or self.error
        if error:
            self.awaited.set_exception(error)
        else:
            self.awaited.set_result(self.result)


async def write(session: WriteSession, work: Callable[[], R]) -> R:
    """*work* as one transaction of *session*: committed when this returns, undone when it raises."""
    if not database.is_sqlite(database.write_engine()):
        return await run_sync(_transaction, session, work)
    deed = _Deed(session, work)
    _waiting.append(deed)
    _writer().submit(_serve)
    return await wrap_future(deed.awaited)


def _transaction(session: WriteSession, work: Callable[[], R]) -> R:
    with session, session.begin():
        return work()


_waiting: deque[_Deed] = deque()
told_of_waiting: Callable[[float], object] = lambda _seconds: None  # noqa: E731
"""Is told how long each write has waited, in seconds; the figures of the server listen here."""


def waiting() -> int:
    """How many writes wait for SQLite's one writer."""
    return len(_waiting)


def finish() -> None:
    """Returns when all that waits is written and told; the server calls it as it stops."""
    if _writer.cache_info().currsize:
        _writer().shutdown()
    _writer.cache_clear()


@lru_cache
def _writer() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(1, "writer")


def _serve() -> None:
    """Does what waits. Each who waits calls once: those whom an earlier call has served find nothing left to do."""
    deeds = _called()
    first = next(deeds, None)
    if first is None:
        return
    if _waiting:
        _share(first, deeds)
    else:
        first.do()  # alone, it needs no savepoint
        first.tell()
    _tidy.later()


def _called() -> Iterator[_Deed]:
    """Those who wait, in their order: one at least, then until time is up; who has gone away is passed over."""
    until = time.monotonic() + LONGEST
    while _waiting:
        deed = _waiting.popleft()
        if deed.awaited.set_running_or_notify_cancel():
            told_of_waiting(time.monotonic() - deed.came)
            yield deed
        if time.monotonic() >= until:
            return


def _share(first: _Deed, others: Iterator[_Deed]) -> None:
    """One transaction for all: everybody is told once it is committed, and everybody that it failed if it cannot be."""
    taken = [first]
    failure: BaseException | None = None
    try:
        with database.write_engine().connect() as connection, connection.begin():
            _do_within(connection, first)
            for deed in others:
                taken.append(deed)
                _do_within(connection, deed)
    except BaseException as error:
        failure = error
    for deed in taken:
        deed.tell(failure)


def _do_within(connection: Connection, deed: _Deed) -> None:
    """The deed in a savepoint; raises where SQLite undid the whole transaction, as it may when the disk is full."""
    deed.session.join(connection)
    deed.do()
    if deed.error and not connection.connection.driver_connection.in_transaction:  # type: ignore[union-attr]
        raise OperationalError("ROLLBACK", None, deed.error) from deed.error


class _Tidying:
    """Tidies the log once it has been quiet for a while, in a thread beside the writer's."""

    def __init__(self) -> None:
        self.not_before = 0.0
        self.is_due = threading.Event()
        self.thread = ThreadPoolExecutor(1, "tidying")

    def later(self) -> None:
        """There was a write just now."""
        self.not_before = time.monotonic() + QUIET
        if not self.is_due.is_set():
            self.is_due.set()
            self.thread.submit(self._when_quiet)

    def _when_quiet(self) -> None:
        while (left := self.not_before - time.monotonic()) > 0:
            time.sleep(left)
        self.is_due.clear()
        with suppress(SQLAlchemyError):  # it is tried again after the next write
            database.tidy()


_tidy = _Tidying()

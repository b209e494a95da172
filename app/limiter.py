"""So many in a window of time, and never more, whatever the number of workers.

One row a bucket counts what is used of the current window. A worker takes several at once (a lease) and gives them out
without asking again; what it has left over when the window ends is lost. So all workers together never let more
through than the limit, and may let a few less. What is left of a lease ends by the monotonic clock, before the window
does by the store's clock: no jump of a clock makes it more.
"""

import math
import threading
import time
from dataclasses import dataclass

from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import select

from app import limiter_store
from app.models.sign_in import RateWindow

LARGEST_LEASE = 20
SHARE = 30
"""A lease is at most a thirtieth of the limit."""
MOST_REMEMBERED = 10_000
LATE = 2
"""Windows by which a clock may be behind the row's before the row is not believed."""


@dataclass(frozen=True)
class Quota:
    """*limit* in *window* seconds."""

    name: str
    limit: int
    window: int = 60


@dataclass(frozen=True)
class Verdict:
    """Whether one more is let through, how many are left, and the seconds until the window ends."""

    quota: Quota
    is_allowed: bool
    remaining: int
    resets_in: int


@dataclass
class _Lease:
    """What this process may still give out of a bucket without asking; the rest is *beyond* it, for all."""

    window: int
    left: int
    beyond: int
    ends: float
    size: int


_leases: dict[str, _Lease] = {}
_lock = threading.Lock()


def ask(bucket: str, quota: Quota) -> Verdict | None:
    """The verdict from what this process holds; None where the store has to be asked (``take``)."""
    moment = time.monotonic()
    with _lock:
        lease = _leases.get(bucket)
        if lease is None or moment >= lease.ends or (lease.left == 0 and lease.beyond > 0):
            return None
        is_allowed = lease.left > 0
        lease.left -= is_allowed
        return Verdict(quota, is_allowed, lease.left + lease.beyond, max(1, math.ceil(lease.ends - moment)))


def take(bucket: str, quota: Quota) -> Verdict:
    """One of the bucket, asking the store where needed; ``limiter_store.Unavailable`` where nobody can say."""
    for _attempt in range(3):  # another thread may have used up what this one fetched
        verdict = ask(bucket, quota)
        if verdict is not None:
            return verdict
        _fetch(bucket, quota)
    return ask(bucket, quota) or Verdict(quota, False, 0, 1)


def _fetch(bucket: str, quota: Quota) -> None:
    """Takes a lease of the bucket: one at first, then twice as many each time it is used up."""
    held, begun = _leases.get(bucket), time.monotonic()
    most = max(1, min(LARGEST_LEASE, quota.limit // SHARE))
    size = min(most, held.size * 2) if held is not None and begun < held.ends else 1
    window, used, ends_in = limiter_store.count(lambda connection: _add(connection, bucket, quota, size))
    granted = max(0, min(size, quota.limit - (used - size)))
    with _lock:
        held = _leases.get(bucket)
        over = held.left if held is not None and held.window == window else 0
        if len(_leases) >= MOST_REMEMBERED:
            _leases.clear()  # leases given up are never given out
        _leases[bucket] = _Lease(window, granted + over, max(0, quota.limit - used), begun + ends_in, size)


def _add(connection: Connection, bucket: str, quota: Quota, size: int) -> tuple[int, int, float]:
    """Counts *size* more in the current window: which it is, what is used with them, the seconds until its end."""
    now = limiter_store.moment(connection)
    number = int(now // quota.window)
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    table = RateWindow.__table__  # type: ignore[attr-defined]
    values = {"bucket": bucket, "number": number, "used": 0, "ends_at": (number + 1) * quota.window}
    connection.execute(insert(table).values(values).on_conflict_do_nothing())
    row = connection.execute(select(table).where(table.c.bucket == bucket).with_for_update()).one()
    # Who was overtaken while waiting for the row is a moment late; a row from far ahead is of a clock that was wrong.
    is_current = number <= row.number <= number + LATE
    number, used = (row.number, row.used + size) if is_current else (number, size)
    ends_at = (number + 1) * quota.window
    connection.execute(table.update().where(table.c.bucket == bucket).values(number=number, used=used, ends_at=ends_at))
    return number, used, ends_at - now


def forget() -> None:
    """Gives all leases up."""
    _leases.clear()

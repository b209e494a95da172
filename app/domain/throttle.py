"""Guessing is slowed down, and nobody is locked out by it.

Failures are counted for the address, for the account from that address, and for the account from all devices that
never signed in to it. Past a few of them each further try has to wait, twice as long each time, up to a bound: minutes
for an address, one minute for a whole account. A device that has signed in to the account before (app/http/device.py)
is counted by itself alone, so nobody else's guessing makes its owner wait. A passkey or another provider is not asked.

A try is counted before the password is looked at, and taken back when it was right: a hundred tries at once are a
hundred. An unknown account is counted just like a known one.
"""

import math
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import select

from app import limiter_store
from app.errors import TooManyRequests
from app.models.sign_in import AttemptCount
from app.secrets_store import keyed_digest


@dataclass(frozen=True)
class Slowing:
    """So many failures are free; then the wait doubles from a second up to *longest*; forgotten after *memory*."""

    free: int
    longest: int
    memory: int = 3600


ADDRESS = Slowing(free=30, longest=300)
ACCOUNT_FROM_ADDRESS = Slowing(free=5, longest=900)
ACCOUNT = Slowing(free=20, longest=60)
DEVICE = Slowing(free=8, longest=120)
CODES = Slowing(free=5, longest=300)
"""Codes of a second factor: whoever tries one has the password."""
Buckets = Mapping[str, Slowing]


def password_buckets(email: str, address: str, device: str | None) -> Buckets:
    """What a try to sign in counts against; *address* is a digest, *device* the device's number if it is known."""
    account = keyed_digest("accounts", email.strip().lower())[:32]
    if device is not None:
        return {f"device:{device[:22]}:{account}": DEVICE}
    return {
        f"from:{keyed_digest('pairs', account + address)[:32]}": ACCOUNT_FROM_ADDRESS,
        f"failing:{address}": ADDRESS,
        f"account:{account}": ACCOUNT,
    }


def code_buckets(user_id: str, device: str | None) -> Buckets:
    """What a try of a second factor counts against."""
    return {f"code:{user_id}:{device[:22]}" if device else f"code:{user_id}": CODES}


def admit(buckets: Buckets, code: str = "sign-in-slowed") -> None:
    """Counts a try against all of the buckets, or none: ``TooManyRequests`` with the wait where one refuses."""
    try:
        wait = limiter_store.count(
            lambda connection: _admit(_Rows(connection), limiter_store.moment(connection), buckets)
        )
    except limiter_store.Unavailable:
        wait = _alone.admit(buckets)  # each worker by itself: slower, never open
    else:
        _alone.note(wait, buckets)
    if wait > 0:
        raise TooManyRequests(code, seconds=math.ceil(wait))


def succeeded(buckets: Buckets) -> None:
    """Takes the try back: it was right."""
    _alone.take_back(buckets)
    with suppress(limiter_store.Unavailable):
        limiter_store.count(lambda connection: _take_back(_Rows(connection), buckets))


@dataclass
class _Count:
    count: int = 0
    not_before: float = 0.0
    last_at: float = 0.0


class _Rows:
    """The counters in the shared store."""

    def __init__(self, connection: Connection) -> None:
        self.connection, self.table = connection, AttemptCount.__table__  # type: ignore[attr-defined]

    def load(self, bucket: str) -> _Count:
        insert = sqlite.insert if self.connection.dialect.name == "sqlite" else postgresql.insert
        empty = {"bucket": bucket, "count": 0, "not_before": 0.0, "last_at": 0.0}
        self.connection.execute(insert(self.table).values(empty).on_conflict_do_nothing())
        row = self.connection.execute(select(self.table).where(self.table.c.bucket == bucket).with_for_update()).one()
        return _Count(row._mapping["count"], row.not_before, row.last_at)

    def store(self, bucket: str, found: _Count) -> None:
        values = {"count": found.count, "not_before": found.not_before, "last_at": found.last_at}
        self.connection.execute(self.table.update().where(self.table.c.bucket == bucket).values(values))


class _Memory:
    """The counters of this process alone, which hold while the store is broken."""

    MOST = 10_000

    def __init__(self) -> None:
        self.counts: dict[str, _Count] = {}
        self.lock = threading.Lock()

    def load(self, bucket: str) -> _Count:
        return self.counts.setdefault(bucket, _Count())

    def store(self, bucket: str, found: _Count) -> None:
        if len(self.counts) > self.MOST:
            self.counts.clear()
        self.counts[bucket] = found

    def admit(self, buckets: Buckets) -> float:
        with self.lock:
            return _admit(self, time.monotonic(), buckets)

    def note(self, wait: float, buckets: Buckets) -> None:
        """Counts what the store let through, so that overloading the store opens nothing."""
        with self.lock:
            now = time.monotonic()
            for bucket in buckets if wait <= 0 else ():
                self.store(bucket, _counted(self.load(bucket), buckets[bucket], now))

    def take_back(self, buckets: Buckets) -> None:
        with self.lock:
            _take_back(self, buckets)


_alone = _Memory()


def _admit(rows: _Rows | _Memory, now: float, buckets: Buckets) -> float:
    """The seconds to wait; 0 where the try was let through and counted."""
    found = {bucket: rows.load(bucket) for bucket in _in_order(buckets)}
    # A wait is never longer than its bound, even where a clock jumped back.
    wait = max(min(found[name].not_before - now, slowing.longest) for name, slowing in buckets.items())
    if wait > 0:
        return wait
    for bucket, counted in found.items():
        rows.store(bucket, _counted(counted, buckets[bucket], now))
    return 0.0


def _counted(before: _Count, slowing: Slowing, now: float) -> _Count:
    count = 1 if abs(now - before.last_at) > slowing.memory else before.count + 1
    past = count - slowing.free
    wait = min(slowing.longest, 2.0 ** min(past, 30)) if past > 0 else 0.0
    return _Count(count, now + wait if wait else 0.0, now)


def _take_back(rows: _Rows | _Memory, buckets: Buckets) -> None:
    """Whoever knew it waits no more; the whole account's count falls by this one try only, for others made the rest."""
    for bucket in _in_order(buckets):
        counted = rows.load(bucket)
        is_own = not bucket.startswith(("account:", "failing:"))
        counted.count = 0 if is_own else max(0, counted.count - 1)
        counted.not_before = 0.0 if is_own else counted.not_before
        rows.store(bucket, counted)


def _in_order(buckets: Buckets) -> Sequence[str]:
    """One order for all, so that no two wait for each other."""
    return sorted(buckets)

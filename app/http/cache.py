"""Ready-made public answers, in front of everything: an answer made for one anonymous reader serves the next.

An endpoint offers its answer by ``Cache-Control: public``. The answer holds as long as the number in ``public_state``
stays the same: every write to what the public sees raises it in its own transaction. SQLite tells at once
(``PRAGMA data_version``) whether any other connection committed; on PostgreSQL the number is read at most every
half second, so another worker's write shows after that (one's own at once).
"""

import sqlite3
import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

from anyio.to_thread import run_sync
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import select
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app import database
from app.http.compression import takes_gzip
from app.http.locale import current_language, language_cookie
from app.http.public import body_etag
from app.models import PublicState
from app.settings import settings

POLL_SECONDS = 0.5
PROBES = frozenset({"/healthz", "/readyz", "/metrics"})
"""What must answer while the database does not."""
KEYED = (b"host", b"accept", b"hx-request", b"hx-target")
"""Headers that a public answer may depend on, beside the language and the encoding. An endpoint that reads another
one must not offer its answer by ``Cache-Control: public``: tests/api/test_public_cache.py."""
_TOLD_ONCE = frozenset({*KEYED, b"cookie", b"accept-language", b"accept-encoding"})
_own_writes = 0


def note_own_write() -> None:
    """This process changed what the public sees: look again before the next ready-made answer."""
    global _own_writes
    _own_writes += 1


@dataclass(frozen=True)
class Kept:
    """A whole answer."""

    start: Message
    body: bytes
    route: Any
    """By which the request is counted."""


class Generation:
    """The number that ready-made answers hang on, read as cheaply as the database allows."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.value = -1
        self.checked = 0.0
        self.sqlite: sqlite3.Connection | None = None
        self.data_version = -1
        self.own_writes = -1
        if database.is_sqlite(engine):
            self.sqlite = sqlite3.connect(engine.url.database or "", check_same_thread=False)

    async def current(self) -> int:
        """The number now."""
        if self._is_stale():
            try:
                self.value = await run_sync(self._read)
            except SQLAlchemyError:
                self.checked = 0.0  # nothing has been learned: the next request asks again
                raise
        return self.value

    def _is_stale(self) -> bool:
        if self.sqlite is not None:
            seen = self.sqlite.execute("PRAGMA data_version").fetchone()[0]
            changed, self.data_version = seen != self.data_version, seen
            return bool(changed) or self.value < 0
        moment = time.monotonic()
        stale = moment - self.checked > POLL_SECONDS or self.own_writes != _own_writes
        if stale:
            self.checked, self.own_writes = moment, _own_writes
        return stale

    def _read(self) -> int:
        with database.ReadSession(self.engine) as session:
            return session.exec(select(PublicState.generation)).first() or 0


class PublicCache:
    """ASGI middleware; bounded by bytes, least recently used goes first."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.kept: OrderedDict[tuple[object, ...], Kept] = OrderedDict()
        self.size = 0
        self.generation: Generation | None = None
        self.seen = -1

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers from what is kept, or passes on and keeps what comes back."""
        headers = dict(scope["headers"]) if scope["type"] == "http" else {}
        if scope["type"] != "http" or not _is_public(scope, headers) or not settings().public_cache_bytes:
            await self.app(scope, receive, send)
            return
        if not await self._forget_if_changed():
            await self.app(scope, receive, send)  # no database: the endpoint says so
            return
        key = (scope["path"], scope["query_string"], scope["scheme"], *(headers.get(name) for name in KEYED),
               current_language.get(), takes_gzip(headers.get(b"accept-encoding", b"")))  # fmt: skip
        kept = self.kept.get(key)
        if kept is None:
            await self.app(scope, receive, _Keeper(self, key, self.seen, send, scope))
            return
        self.kept.move_to_end(key)
        scope["route"] = kept.route
        await send(kept.start)
        await send({"type": "http.response.body", "body": kept.body})

    async def _forget_if_changed(self) -> bool:
        """Whether it is known what holds: False while the database does not answer."""
        engine = database.read_engine()
        if self.generation is None or self.generation.engine is not engine:
            self.generation = Generation(engine)
        try:
            current = await self.generation.current()
        except (SQLAlchemyError, sqlite3.Error):
            return False
        if current != self.seen:
            self.kept.clear()
            self.size, self.seen = 0, current
        return True

    def keep(self, key: tuple[object, ...], kept: Kept, seen: int) -> None:
        """Stores an answer, unless the world changed while it was made."""
        if seen != self.seen or len(kept.body) > settings().public_cache_bytes // 8:
            return
        self.kept[key] = kept
        self.size += len(kept.body) + 1000
        while self.size > settings().public_cache_bytes and self.kept:
            _key, oldest = self.kept.popitem(last=False)
            self.size -= len(oldest.body) + 1000


class _Keeper:
    """Passes an answer on and keeps a copy when it is a whole public 200; lists and pages get a tag of their bytes."""

    def __init__(self, cache: PublicCache, key: tuple[object, ...], seen: int, send: Send, scope: Scope) -> None:
        self.cache, self.key, self.seen, self.send, self.scope = cache, key, seen, send, scope
        self.start: Message | None = None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = dict(message["headers"])
            offered = headers.get(b"cache-control", b"").startswith(b"public")
            if message["status"] == 200 and offered and b"set-cookie" not in headers:
                self.start = message
                return  # until the body is known, and with it the tag
        elif self.start is not None:
            if not message.get("more_body"):  # streamed answers are not kept
                body = message.get("body", b"")
                self.start = _tagged(self.start, body)
                self.cache.keep(self.key, Kept(self.start, body, self.scope.get("route")), self.seen)
            await self.send(self.start)
            self.start = None
        await self.send(message)


def _tagged(start: Message, body: bytes) -> Message:
    if any(name == b"etag" for name, _ in start["headers"]):
        return start
    return {**start, "headers": [*start["headers"], (b"etag", body_etag(body).encode())]}


def _is_public(scope: Scope, headers: dict[bytes, bytes]) -> bool:
    """Whether everybody who asks like this gets the same: nothing tells who asks, and nothing is said twice.

    Of a header that comes twice one reader takes the first and another the last: what is kept under the one could be
    an answer to the other.
    """
    if scope["method"] != "GET" or b"authorization" in headers or scope["path"] in PROBES:
        return False
    told = [name for name, _ in scope["headers"] if name in _TOLD_ONCE]
    return len(told) == len(set(told)) and not _names_somebody(headers) and not scope["path"].startswith("/static/")


def _names_somebody(headers: dict[bytes, bytes]) -> bool:
    """A cookie of ours other than that of the language."""
    names = (part.split(b"=", 1)[0].strip() for part in headers.get(b"cookie", b"").split(b";"))
    return any(b"jipp" in name and name != language_cookie().encode() for name in names)

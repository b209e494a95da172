"""Asks the real application, in this process, and writes down what was said.

The clock stands and is moved by a minute with each request, ids and secrets are counted: every run records the same.
"""

import asyncio
import itertools
import os
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from unittest import mock
from urllib.parse import urlsplit

import httpx
import time_machine
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from fastapi import FastAPI
from fastapi.routing import APIRoute

from app.models.award import CODE_SIGNS

Json = dict[str, Any]
BEGIN = datetime(2023, 3, 1, 2, 0, tzinfo=UTC)
PASSWORD = "sepeda biru di ladang tebu"
SIGNING_KEY = Ed25519PrivateKey.from_private_bytes(b"kunci contoh, bukan rahasia ----")
SHOWN_TO = ("Idempotency-Key", "If-Match", "If-None-Match", "X-Editor", "Accept-Language", "Accept", "Range")
SHOWN_FROM = ("ETag", "Location", "Link", "Idempotent-Replayed", "Content-Disposition", "Content-Range", "Retry-After",
              "WWW-Authenticate", "Set-Cookie")  # fmt: skip


class Recorder:
    """Asks the application and writes down what was said."""

    def __init__(self, app: FastAPI, clock: time_machine.Traveller) -> None:
        self.app, self.clock = app, clock
        self.routes = [r for r in app.routes if isinstance(r, APIRoute) and r.include_in_schema]
        self.exchanges: dict[str, dict[str, list[Json]]] = {}
        self.loop, self.afterwards = asyncio.Runner(), Afterwards()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.loop.close()

    def send(self, caller: "Caller", method: str, path: str, headers: dict[str, str], **more: Any) -> httpx.Response:
        """One request, a minute after the one before; the caller shows who asks."""
        self.clock.shift(timedelta(minutes=1))
        return self.exchange(method, path, caller.credentials() | headers, **more)

    def exchange(self, method: str, path: str, headers: dict[str, str], **more: Any) -> httpx.Response:
        """One request and its answer."""

        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(self.app)
            async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as client:
                return await client.request(method, path, headers=headers, **more)

        answer = self.loop.run(ask())
        self.afterwards.catch_up()
        return answer

    def keep(self, summary: str, method: str, path: str, sent: Json, answer: httpx.Response) -> None:
        """Writes an exchange down under its operation."""
        route = self.route_of(method, path)
        of_tag = self.exchanges.setdefault(str(route.tags[0]), {})
        exchange = {"summary": summary, "request": {"path": path, **sent}, "answer": said(answer)}
        of_tag.setdefault(route.name, []).append(exchange)

    def route_of(self, method: str, path: str) -> APIRoute:
        """The operation behind an address."""
        plain = urlsplit(path).path
        return next(r for r in self.routes if method in (r.methods or ()) and r.path_regex.match(plain))


class Caller:
    """Asks as somebody: a person (by e-mail address; signs in when that is needed), a key, or nobody."""

    def __init__(
        self, recorder: Recorder, email: str = "", *, key: str = "", role: str = "", unit_id: str | None = None
    ) -> None:
        self.recorder, self.email, self.key = recorder, email, key
        self.role, self.unit_id = role, unit_id
        self.shown: dict[str, str] = {}
        self.signed_in_at = datetime.min.replace(tzinfo=UTC)

    def credentials(self) -> dict[str, str]:
        """The headers that show who asks."""
        if self.key:
            return {"Authorization": f"Bearer {self.key}"}
        if self.email and datetime.now(UTC) - self.signed_in_at > timedelta(hours=11):
            self._sign_in()
        return self.shown

    def _sign_in(self) -> None:
        body = {"email": self.email, "password": PASSWORD}
        answer = self.recorder.exchange("POST", "/api/v1/sessions", {}, json=body)
        cookie = answer.headers["set-cookie"].partition(";")[0]
        self.shown = {"Cookie": cookie, "X-CSRF-Token": answer.json()["csrf_token"]}
        self.signed_in_at = datetime.now(UTC)

    def ask(
        self, summary: str | None, method: str, path: str, status: int, body: Any = None, *,
        file: tuple[str, bytes] | None = None, form: Json | None = None, **named: str,
    ) -> httpx.Response:  # fmt: skip
        """Sends a request that is to be answered with *status*; kept as an example where it has a *summary*."""
        headers = {name.replace("_", "-"): value for name, value in named.items()}
        more: Json = {"json": body} if body is not None else {}
        if file is not None:
            more = {"files": {"file": file}, "data": form or {}}
        answer = self.recorder.send(self, method, path, headers, **more)
        if answer.status_code != status:
            raise AssertionError(f"{method} {path} answers {answer.status_code}, not {status}: {answer.text}")
        if summary is not None:
            sent: Json = {"headers": {name: headers[name] for name in SHOWN_TO if name in headers}}
            if file is not None:
                sent["body"] = {"file": f"@{file[0]}"} | (form or {})
            elif body is not None:
                sent["body"] = body
            self.recorder.keep(summary, method, path, sent, answer)
        return answer

    def get(self, summary: str | None, path: str, status: int = 200, **headers: Any) -> httpx.Response:
        """Reads."""
        return self.ask(summary, "GET", path, status, **headers)

    def post(self, summary: str | None, path: str, body: Any = None, status: int = 201, **more: Any) -> Json:
        """Makes something; gives the body of the answer."""
        found: Json = self.ask(summary, "POST", path, status, body, **more).json()
        return found

    def change(
        self, summary: str | None, method: str, path: str, body: Any = None, status: int = 200, match: str = "*",
        **headers: Any,
    ) -> httpx.Response:  # fmt: skip
        """Changes the version that *match* names, any without it."""
        return self.ask(summary, method, path, status, body, If_Match=match, **headers)


_SEALED = re.compile(r"(jipp_device)=[^;]+")
"""What is sealed differs each time."""


def said(answer: httpx.Response) -> Json:
    """An answer as it is written down: bytes that are no text are left out."""
    found: Json = {
        "status": answer.status_code,
        "headers": {name: _SEALED.sub(r"\1=…", answer.headers[name]) for name in SHOWN_FROM if name in answer.headers},
    }
    kind = answer.headers.get("content-type", "").partition(";")[0]
    if answer.content and kind.endswith("json"):
        found |= {"type": kind, "body": answer.json()}
    elif answer.content and kind.startswith("text/"):
        found |= {"type": kind, "body": answer.text}
    return found


class Afterwards:
    """Does between two requests what a thread would do some time."""

    def __init__(self) -> None:
        self.waiting: list[Callable[[], None]] = []

    def shutdown(self) -> None:
        """As a thread that ends: what waits is done first."""
        self.catch_up()

    def submit(self, work: Callable[..., None], *given: Any) -> None:
        """Puts it off."""
        self.waiting.append(lambda: work(*given))

    def catch_up(self) -> None:
        """Does it."""
        while self.waiting:
            self.waiting.pop(0)()


@contextmanager
def world(folder: Path, kind: type[Recorder] = Recorder) -> Iterator[Recorder]:
    """The application on an empty database in *folder*, with a clock that stands and nothing left to chance."""
    numbers, secrets = itertools.count(1), itertools.count(1)

    def counted_id() -> str:
        moment = int(datetime.now(UTC).timestamp() * 1000)
        return f"{moment >> 16:08x}-{moment & 0xFFFF:04x}-7000-8000-{next(numbers):012x}"

    def counted_secret(_size: int) -> str:
        return f"contoh-{next(secrets):036d}"

    def counted_code() -> str:
        number, signs = next(numbers), []
        for _ in range(4):
            number, rest = divmod(number, len(CODE_SIGNS))
            signs.append(CODE_SIGNS[rest])
        return f"CNTH-CNTH-{''.join(signs)}"

    with ExitStack() as stack:
        variables = {"JIPP_DATABASE_URL": f"sqlite:///{folder}/world.sqlite", "JIPP_FILES_DIR": f"{folder}/files",
                     "JIPP_SECRET_KEY": "contoh " * 8, "JIPP_SESSION_IDLE_MINUTES": "0"}  # fmt: skip
        stack.enter_context(mock.patch.dict(os.environ, variables))
        from app import database, limiter
        from app.commands.migrate import migrate
        from app.http import last_use
        from app.main import create_app
        from app.settings import settings

        settings.cache_clear()
        database.dispose_engines()
        limiter.forget()
        clock = stack.enter_context(time_machine.travel(BEGIN, tick=False))
        for random in ("uuid4", "uuid7"):
            stack.enter_context(mock.patch(f"uuid_utils.{random}", counted_id))
        stack.enter_context(mock.patch("app.credentials.secrets.token_urlsafe", counted_secret))
        stack.enter_context(mock.patch("app.clock.secrets.token_hex", lambda size: f"{next(secrets):0{2 * size}x}"))
        stack.enter_context(mock.patch("app.domain.awards.new_code", counted_code))
        stack.enter_context(mock.patch("app.signing.signing_key", return_value=SIGNING_KEY))
        # The clock moves on by a minute with each request; nobody is asked the password so often.
        stack.enter_context(mock.patch("app.domain.sessions.CONFIRMATION_HOLDS", timedelta(hours=10.5)))
        for uses in (last_use.of_keys, last_use.of_sessions):
            stack.enter_context(mock.patch.dict(uses.asked, clear=True))
        migrate()
        recorder = stack.enter_context(kind(create_app(), clock))
        stack.enter_context(mock.patch.object(last_use, "_writer", return_value=recorder.afterwards))
        try:
            yield recorder
        finally:
            database.dispose_engines()
            settings.cache_clear()

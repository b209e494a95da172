"""``Client`` waits, ``AsyncClient`` awaits; both have the same resources."""

from __future__ import annotations

import platform
from types import TracebackType
from typing import Any

import anyio
import httpx

from jipp_client.patience import Patience
from jipp_client.resources import Resources
from jipp_client.runners import AsyncRunner, Runner
from jipp_client.version import __version__

TIMEOUT = httpx.Timeout(60, connect=10)
"""Seconds: to connect, and of silence from the server."""


def _settings(url: str, key: str | None, timeout: float | httpx.Timeout, language: str, agent: str) -> dict[str, Any]:
    base = url.rstrip("/").removesuffix("/api/v1") + "/api/v1/"
    own = f"jipp-client/{__version__} (python {platform.python_version()}; httpx {httpx.__version__})"
    headers = {"User-Agent": f"{agent} {own}".strip(), "Accept-Language": language}
    if key:
        headers["Authorization"] = f"Bearer {key}"
    return {"base_url": base, "headers": headers, "timeout": timeout}


class Client(Resources[Runner]):
    """A server, and who asks it.

    ``url`` is the address of the server (``https://jipp.example``); ``key`` an API key, without which you are the
    public; ``timeout`` in seconds; ``patience`` says how often a request is sent again; ``language`` (``id``, ``en``)
    is that of titles and messages; ``agent`` names your program to the operator (``simpeg/2.1``). ``more`` goes to
    httpx (``verify``, ``proxy``, …). Use it with ``with``, or ``close()`` it. It may be shared by threads.
    """

    def __init__(
        self, url: str, key: str | None = None, *, timeout: float | httpx.Timeout = TIMEOUT,
        patience: Patience = Patience(), language: str = "id", agent: str = "", **more: Any,
    ) -> None:  # fmt: skip
        self.patience = patience
        self.http = httpx.Client(**_settings(url, key, timeout, language, agent), **more)
        super().__init__(Runner(self.http, patience))

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Closes the lines to the server."""
        self.http.close()

    def __repr__(self) -> str:
        return f"Client({str(self.http.base_url)!r})"


class AsyncClient(Resources[AsyncRunner]):
    """As ``Client``, to be awaited: ``async with AsyncClient(url) as client: await client.units.read(id)``."""

    def __init__(
        self, url: str, key: str | None = None, *, timeout: float | httpx.Timeout = TIMEOUT,
        patience: Patience = Patience(), language: str = "id", agent: str = "", **more: Any,
    ) -> None:  # fmt: skip
        self.patience = patience
        self.http = httpx.AsyncClient(**_settings(url, key, timeout, language, agent), **more)
        super().__init__(AsyncRunner(self.http, patience))

    async def __aenter__(self) -> AsyncClient:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with anyio.CancelScope(shield=True):
            await self.close()

    async def close(self) -> None:
        """Closes the lines to the server."""
        await self.http.aclose()

    def __repr__(self) -> str:
        return f"AsyncClient({str(self.http.base_url)!r})"

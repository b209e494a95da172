"""The two ways to carry a conversation out: waiting, and awaiting. All that they share is in `core` and `patience`."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from time import sleep
from typing import TypeVar

import httpx
from anyio import sleep as async_sleep

from jipp_client.core import Call
from jipp_client.errors import NoAnswer
from jipp_client.patience import Heard, Patience, Send, Wait, talk

T = TypeVar("T")


def request_of(http: httpx.Client | httpx.AsyncClient, call: Call[T], stack: ExitStack) -> httpx.Request:
    """The request as httpx sends it; a file that goes with it is open as long as the *stack* is."""
    form = call.upload.form(stack) if call.upload else {}
    return http.build_request(call.method, call.path.lstrip("/"), params=call.parameters(), headers=call.headers(),
                              content=call.content(), **form)  # fmt: skip


class Runner:
    """Waits for answers."""

    def __init__(self, http: httpx.Client, patience: Patience) -> None:
        self.http, self.patience = http, patience

    def run(self, call: Call[T]) -> T:
        """Carries the request out and reads its answer."""
        return call.read(self._converse(call, is_stream=False))

    @contextmanager
    def stream(self, call: Call[T]) -> Iterator[Iterator[bytes]]:
        """The answer's body piece by piece; a line that breaks meanwhile is a ``NoAnswer``."""
        response = self._converse(call, is_stream=True)
        try:
            yield response.iter_bytes()
        except httpx.RequestError as error:
            raise _broken(call, error) from error
        finally:
            response.close()

    def _converse(self, call: Call[T], *, is_stream: bool) -> httpx.Response:
        talking = talk(call, self.patience)
        heard: Heard | None = None
        while True:
            try:
                step = talking.send(heard)
            except StopIteration as end:
                response: httpx.Response = end.value
                return response
            heard = self._do(step, call, is_stream)

    def _do(self, step: Send | Wait, call: Call[T], is_stream: bool) -> Heard | None:
        if isinstance(step, Wait):
            sleep(step.seconds)
            return None
        try:
            with ExitStack() as stack:
                response = self.http.send(request_of(self.http, call, stack), stream=is_stream)
            if not response.is_success:
                response.read()
        except httpx.RequestError as error:
            return error
        return response


class AsyncRunner:
    """Awaits answers; the same, with ``await``."""

    def __init__(self, http: httpx.AsyncClient, patience: Patience) -> None:
        self.http, self.patience = http, patience

    async def run(self, call: Call[T]) -> T:
        """Carries the request out and reads its answer."""
        return call.read(await self._converse(call, is_stream=False))

    @asynccontextmanager
    async def stream(self, call: Call[T]) -> AsyncIterator[AsyncIterator[bytes]]:
        """The answer's body piece by piece; a line that breaks meanwhile is a ``NoAnswer``."""
        response = await self._converse(call, is_stream=True)
        try:
            yield response.aiter_bytes()
        except httpx.RequestError as error:
            raise _broken(call, error) from error
        finally:
            await response.aclose()

    async def _converse(self, call: Call[T], *, is_stream: bool) -> httpx.Response:
        talking = talk(call, self.patience)
        heard: Heard | None = None
        while True:
            try:
                step = talking.send(heard)
            except StopIteration as end:
                response: httpx.Response = end.value
                return response
            heard = await self._do(step, call, is_stream)

    async def _do(self, step: Send | Wait, call: Call[T], is_stream: bool) -> Heard | None:
        if isinstance(step, Wait):
            await async_sleep(step.seconds)
            return None
        try:
            with ExitStack() as stack:
                response = await self.http.send(request_of(self.http, call, stack), stream=is_stream)
            if not response.is_success:
                await response.aread()
        except httpx.RequestError as error:
            return error
        return response


def _broken(call: Call[T], error: httpx.RequestError) -> NoAnswer:
    return NoAnswer(f"{call.method} {call.path}: {error or type(error).__name__}", may_be_done=True)

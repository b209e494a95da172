"""How one description of an operation serves both clients: of a ``Client`` it gives the answer, of an ``AsyncClient``
something to await or to loop over with ``async for``.

    class Units(Resource[R]):
        @pages
        def list(self, *, q: str | None = None) -> Call[Page[UnitRead]]:
            return Call("GET", "/units", {"q": q}, read=read_page)
"""

from __future__ import annotations

import dataclasses
import functools
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar, cast, overload

from jipp_client.core import Call, Page
from jipp_client.runners import AsyncRunner, Runner
from jipp_client.uploads import Progress

T = TypeVar("T")
P = ParamSpec("P")
R = TypeVar("R", bound="Runner | AsyncRunner")


class Resource(Generic[R]):
    """Operations on one kind of thing, carried out by a runner."""

    def __init__(self, runner: R) -> None:
        self._runner: R = runner


class Pages(Generic[T]):
    """A list, fetched page by page as far as somebody reads it."""

    def __init__(self, runner: Runner, call: Call[Page[T]]) -> None:
        self._runner, self._call = runner, call

    def __iter__(self) -> Iterator[T]:
        for page in self.pages():
            yield from page.items

    def pages(self) -> Iterator[Page[T]]:
        """Page by page."""
        call: Call[Page[T]] | None = self._call
        while call:
            page = self._runner.run(call)
            yield page
            call = _after(call, page)

    def page(self) -> Page[T]:
        """The first page alone: how many there are, and the newest."""
        return self._runner.run(self._call)

    def first(self) -> T | None:
        """The first, or None where the list is empty."""
        return next(iter(self._runner.run(_one(self._call)).items), None)


class AsyncPages(Generic[T]):
    """A list, fetched page by page as far as somebody reads it."""

    def __init__(self, runner: AsyncRunner, call: Call[Page[T]]) -> None:
        self._runner, self._call = runner, call

    async def __aiter__(self) -> AsyncIterator[T]:
        async for page in self.pages():
            for item in page.items:
                yield item

    async def pages(self) -> AsyncIterator[Page[T]]:
        """Page by page."""
        call: Call[Page[T]] | None = self._call
        while call:
            page = await self._runner.run(call)
            yield page
            call = _after(call, page)

    async def page(self) -> Page[T]:
        """The first page alone: how many there are, and the newest."""
        return await self._runner.run(self._call)

    async def first(self) -> T | None:
        """The first, or None where the list is empty."""
        return next(iter((await self._runner.run(_one(self._call))).items), None)


def _after(call: Call[Page[T]], page: Page[T]) -> Call[Page[T]] | None:
    return dataclasses.replace(call, query={**call.query, "cursor": page.next}) if page.next else None


def _one(call: Call[Page[T]]) -> Call[Page[T]]:
    return dataclasses.replace(call, query={**call.query, "limit": 1}) if "limit" in call.query else call


class Body:
    """A file of the server, fetched when it is asked for."""

    def __init__(self, runner: Runner, call: Call[None]) -> None:
        self._runner, self._call = runner, call

    def read(self) -> bytes:
        """All of it, in memory."""
        with self._runner.stream(self._call) as pieces:
            return b"".join(pieces)

    def save(self, file: Path | str, progress: Progress | None = None) -> Path:
        """Writes it to the disk piece by piece; there is no file under that name before it is whole."""
        with _Saved(Path(file), progress) as saved, self._runner.stream(self._call) as pieces:
            for piece in pieces:
                saved.write(piece)
        return Path(file)


class AsyncBody:
    """A file of the server, fetched when it is asked for."""

    def __init__(self, runner: AsyncRunner, call: Call[None]) -> None:
        self._runner, self._call = runner, call

    async def read(self) -> bytes:
        """All of it, in memory."""
        async with self._runner.stream(self._call) as pieces:
            return b"".join([piece async for piece in pieces])

    async def save(self, file: Path | str, progress: Progress | None = None) -> Path:
        """Writes it to the disk piece by piece; there is no file under that name before it is whole."""
        with _Saved(Path(file), progress) as saved:
            async with self._runner.stream(self._call) as pieces:
                async for piece in pieces:
                    saved.write(piece)
        return Path(file)


class _Saved:
    """A file that gets its name when it is whole."""

    def __init__(self, file: Path, progress: Progress | None) -> None:
        self._file, self._part, self._progress = file, file.with_name(file.name + ".part"), progress

    def __enter__(self) -> _Saved:
        self._out = self._part.open("wb")
        return self

    def write(self, piece: bytes) -> None:
        self._out.write(piece)
        if self._progress:
            self._progress(self._out.tell(), 0)

    def __exit__(self, kind: object, *_rest: object) -> None:
        self._out.close()
        if kind is None:
            self._part.replace(self._file)
        else:
            self._part.unlink(missing_ok=True)


class Splitter:
    """Bytes to documents, one a line. Only a line feed ends a line: texts may hold other separators."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, piece: bytes) -> Iterator[Any]:
        """The documents that are whole now; half a line waits for its other half."""
        *lines, self._rest = (self._rest + piece).split(b"\n")
        return (json.loads(line) for line in lines if line.strip())


def _lines(runner: Runner, call: Call[T]) -> Iterator[T]:
    splitter = Splitter()
    with runner.stream(call) as pieces:
        for piece in pieces:
            yield from splitter.feed(piece)


async def _async_lines(runner: AsyncRunner, call: Call[T]) -> AsyncIterator[T]:
    splitter = Splitter()
    async with runner.stream(call) as pieces:
        async for piece in pieces:
            for line in splitter.feed(piece):
                yield line


class _Operation(Generic[P, T]):
    """A method of both kinds of client, made of a function that says which request it is."""

    def __init__(self, build: Callable[Concatenate[Any, P], Call[T]]) -> None:
        self.build = build
        functools.update_wrapper(cast(Any, self), build)

    def _bound(self, resource: Any, waiting: Callable[..., Any], awaiting: Callable[..., Any]) -> Any:
        if resource is None:
            return self
        runner = resource._runner
        act = awaiting if isinstance(runner, AsyncRunner) else waiting

        @functools.wraps(self.build)
        def method(*given: P.args, **named: P.kwargs) -> Any:
            return act(runner, self.build(resource, *given, **named))

        return method


class call(_Operation[P, T]):  # noqa: N801 - a decorator
    """An operation with one answer."""

    @overload
    def __get__(self, resource: Resource[Runner], owner: Any) -> Callable[P, T]: ...
    @overload
    def __get__(self, resource: Resource[AsyncRunner], owner: Any) -> Callable[P, Awaitable[T]]: ...
    def __get__(self, resource: Any, owner: Any) -> Any:
        return self._bound(resource, Runner.run, AsyncRunner.run)


class pages(_Operation[P, Page[T]]):  # noqa: N801
    """A list."""

    @overload
    def __get__(self, resource: Resource[Runner], owner: Any) -> Callable[P, Pages[T]]: ...
    @overload
    def __get__(self, resource: Resource[AsyncRunner], owner: Any) -> Callable[P, AsyncPages[T]]: ...
    def __get__(self, resource: Any, owner: Any) -> Any:
        return self._bound(resource, Pages, AsyncPages)


class lines(_Operation[P, T]):  # noqa: N801
    """A stream of documents, one a line."""

    @overload
    def __get__(self, resource: Resource[Runner], owner: Any) -> Callable[P, Iterator[T]]: ...
    @overload
    def __get__(self, resource: Resource[AsyncRunner], owner: Any) -> Callable[P, AsyncIterator[T]]: ...
    def __get__(self, resource: Any, owner: Any) -> Any:
        return self._bound(resource, _lines, _async_lines)


class body(_Operation[P, None]):  # noqa: N801
    """A file."""

    @overload
    def __get__(self, resource: Resource[Runner], owner: Any) -> Callable[P, Body]: ...
    @overload
    def __get__(self, resource: Resource[AsyncRunner], owner: Any) -> Callable[P, AsyncBody]: ...
    def __get__(self, resource: Any, owner: Any) -> Any:
        return self._bound(resource, Body, AsyncBody)

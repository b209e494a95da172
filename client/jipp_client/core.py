"""Requests as data. Nothing here knows a transport: `runners.py` has two, one that waits and one that awaits."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Generic, Literal, TypeVar
from urllib.parse import quote

import httpx

from jipp_client.errors import UnexpectedAnswer
from jipp_client.uploads import Upload

T = TypeVar("T")
Version = int | Literal["*"]
"""The ``version`` of what was read, or ``"*"``: whatever it is now; only for who is the only writer."""
JSON_TYPES = ("application/json", "application/problem+json")


def path(template: str, **names: str | int) -> str:
    """The template with each name in its place, quoted."""
    return template.format(**{name: quote(str(value), safe="") for name, value in names.items()})


def read_json(response: httpx.Response) -> Any:
    """The answer's document; what is none raises ``UnexpectedAnswer``."""
    kind = response.headers.get("content-type", "").partition(";")[0]
    if response.status_code == 204:
        return None
    if kind not in JSON_TYPES:
        place = response.headers.get("location")
        raise UnexpectedAnswer(f"{response.status_code} {kind}" + (f" → {place}" if place else ""))
    try:
        return response.json()
    except ValueError as error:
        raise UnexpectedAnswer(str(error)) from error


@dataclass(frozen=True)
class Call(Generic[T]):
    """One request, and how its answer is read.

    A POST has an idempotency key from the start, so that all its attempts carry the same. ``if_match`` is the version
    that a change changes.
    """

    method: str
    path: str
    query: Mapping[str, Any] = field(default_factory=dict)
    body: Any = None
    upload: Upload | None = None
    if_match: Version | None = None
    key: str | None = None
    accept: str = "application/json"
    read: Callable[[httpx.Response], T] = read_json

    def __post_init__(self) -> None:
        if self.method == "POST" and self.key is None:
            object.__setattr__(self, "key", str(uuid.uuid4()))

    @property
    def is_repeatable(self) -> bool:
        """Whether a second time does no harm where the first may have been carried out.

        Reads; what carries an idempotency key; a change of one certain version, which happens once or not at all.
        """
        return self.method in {"GET", "HEAD"} or self.key is not None or isinstance(self.if_match, int)

    def headers(self) -> dict[str, str]:
        """What is sent beside the client's own headers."""
        found = {"Accept": self.accept}
        if self.key:
            found["Idempotency-Key"] = self.key
        if self.if_match is not None:
            found["If-Match"] = self.if_match if isinstance(self.if_match, str) else f'"{self.if_match}"'
        if self.body is not None:
            found["Content-Type"] = "application/json"
        return found

    def content(self) -> bytes | None:
        """The body in JSON; dates and ids are written as the API has them."""
        return None if self.body is None else json.dumps(self.body, ensure_ascii=False, default=_plain).encode()

    def parameters(self) -> dict[str, Any]:
        """The query without what was left out."""
        return {name: _plain(value) if isinstance(value, date) else value
                for name, value in self.query.items() if value is not None}  # fmt: skip


def _plain(value: Any) -> str:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, uuid.UUID):
        return str(value)
    raise TypeError(f"{type(value).__name__} is not JSON")


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page of a list: its ``items``, the cursor of the ``next`` (None at the end), how many there are in all.

    ``more`` is what else the API says of it, such as how the catalogue understood a question.
    """

    items: list[T]
    next: str | None
    total: int
    more: dict[str, Any] = field(default_factory=dict)


def read_page(response: httpx.Response) -> Page[Any]:
    """The answer to a list."""
    found = read_json(response)
    items, after, total = found.pop("items"), found.pop("next", None), found.pop("total")
    return Page(items, after, total, found)


def read_nothing(_response: httpx.Response) -> None:
    """For answers without a document."""

"""What a store of files can do. Everything else about files is built on these five."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from app.errors import DomainError

CHUNK = 256 * 1024
"""Bytes read or sent at a time."""


@dataclass(frozen=True)
class Entry:
    """A stored file."""

    sha256: str
    size: int
    stored_at: datetime
    """When it was last stored: storing the same bytes again renews it."""


class StoreUnavailable(DomainError):
    """The place of the files does not answer, or takes nothing more."""

    status = 503
    code = "files-unavailable"


class Store(Protocol):
    """Files by the SHA-256 of their bytes. Raises ``FileNotFoundError`` or ``StoreUnavailable``."""

    def add(self, sha256: str, path: Path) -> None:
        """Stores the file at *path*: whole and safe on disk before its name is there. Again: only renews its age."""

    def size(self, sha256: str) -> int:
        """How many bytes it has."""

    def read(self, sha256: str, start: int, end: int) -> Iterator[bytes]:
        """The bytes from *start* up to, without, *end*, in chunks."""

    def entries(self) -> Iterator[Entry]:
        """Every stored file, in no order."""

    def remove(self, sha256: str, before: datetime) -> bool:
        """Removes it, unless it was stored again at or after *before*; whether it was removed."""

"""Files that go up from the disk, piece by piece, telling how far they are."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

Progress = Callable[[int, int], None]
"""Told after each piece: bytes gone so far, and of how many. Begins anew where an attempt is repeated."""


@dataclass(frozen=True)
class Upload:
    """A file on the disk as a field of a form. It is opened for each attempt, and never held in memory."""

    file: Path
    fields: Mapping[str, Any] = field(default_factory=dict)
    progress: Progress | None = None

    def form(self, stack: ExitStack) -> dict[str, Any]:
        """The arguments for httpx; the file is closed with the *stack*."""
        told = _Told(stack.enter_context(self.file.open("rb")), self.file.stat().st_size, self.progress)
        kind = mimetypes.guess_type(self.file.name)[0] or "application/octet-stream"
        given = {name: value for name, value in self.fields.items() if value is not None}
        return {"data": given, "files": {"file": (self.file.name, told, kind)}}


class _Told:
    """A file that tells what was read of it."""

    def __init__(self, file: BinaryIO, size: int, progress: Progress | None) -> None:
        self._file, self._size, self._progress = file, size, progress

    def read(self, size: int = -1) -> bytes:
        piece = self._file.read(size)
        if self._progress and piece:
            self._progress(self._file.tell(), self._size)
        return piece

    def seek(self, *place: int) -> int:
        return self._file.seek(*place)

    def tell(self) -> int:
        return self._file.tell()

    def fileno(self) -> int:
        return self._file.fileno()

"""Files in a local folder: ``ab/abcd…``, complete on disk before the name exists, so a crash leaves no half file."""

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from app.files.store import CHUNK, Entry, StoreUnavailable

_DIGEST = re.compile(r"[0-9a-f]{64}")


class LocalStore:
    """A ``Store`` in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path_of(self, sha256: str) -> Path:
        """Where the bytes with this digest lie; ``FileNotFoundError`` for what is no digest, whatever path it makes."""
        if not _DIGEST.fullmatch(sha256):
            raise FileNotFoundError(sha256)
        return self.folder / sha256[:2] / sha256

    def add(self, sha256: str, path: Path) -> None:
        """See ``Store``."""
        target = self.path_of(sha256)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            if not _renewed(target):
                path.chmod(0o600)
                _flush(path)
                with suppress(FileExistsError):
                    os.link(path, target)
            _flush(target.parent)
        except OSError as error:
            raise StoreUnavailable from error

    def size(self, sha256: str) -> int:
        """See ``Store``."""
        return self.path_of(sha256).stat().st_size

    def read(self, sha256: str, start: int, end: int) -> Iterator[bytes]:
        """See ``Store``."""
        with self.path_of(sha256).open("rb") as source:
            source.seek(start)
            while start < end and (chunk := source.read(min(CHUNK, end - start))):
                start += len(chunk)
                yield chunk

    def entries(self) -> Iterator[Entry]:
        """See ``Store``."""
        for path in self.folder.glob("[0-9a-f][0-9a-f]/*"):
            with suppress(FileNotFoundError):
                found = path.stat()
                if _DIGEST.fullmatch(path.name):
                    yield Entry(path.name, found.st_size, datetime.fromtimestamp(found.st_mtime, UTC))

    def remove(self, sha256: str, before: datetime) -> bool:
        """See ``Store``. Taken aside and looked at again: who stores it meanwhile renews it or writes it anew."""
        path = self.path_of(sha256)
        aside = path.with_suffix(".going")
        try:
            if _stored_at(path) >= before:
                return False
            path.rename(aside)
        except FileNotFoundError:
            return False  # somebody else has cleared it
        is_old = _stored_at(aside) < before
        if not is_old:
            with suppress(FileExistsError):
                os.link(aside, path)
        aside.unlink()
        return is_old


def _stored_at(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


def _renewed(path: Path) -> bool:
    try:
        os.utime(path)
    except FileNotFoundError:
        return False
    return True


def _flush(path: Path) -> None:
    """Onto the disk: a file's bytes, or the names in a folder."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

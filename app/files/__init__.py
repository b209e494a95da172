"""Evidence files: a file lies under the SHA-256 of its bytes, written once, never changed.

Where they lie is one small interface (``Store``): a local folder, or an S3-compatible bucket by setting.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from app.errors import TooLarge, invalid
from app.files.local import LocalStore
from app.files.store import CHUNK, Entry, Store, StoreUnavailable
from app.settings import settings

__all__ = ["CHUNK", "Entry", "Fault", "Store", "StoreUnavailable", "copied", "current", "digest_of", "is_working",
           "keep", "scratch", "store", "store_at", "verify"]  # fmt: skip
INCOMING = "incoming"
"""Folder in ``files_dir`` for what is not stored yet: on the same disk, so that giving it its name is one step."""


class Fault(StrEnum):
    """What is wrong with a stored file."""

    missing = "missing"
    altered = "altered"


def current() -> Store:
    """The store that the settings name."""
    return store_at(settings().files_url)


def store_at(url: str | None) -> Store:
    """The store at ``s3://bucket/prefix``, or the local folder for None."""
    return _bucket(url) if url else LocalStore(settings().files_dir)


@lru_cache
def _bucket(url: str) -> Store:
    from app.files.s3 import open_bucket  # its library takes memory that a local folder has no use for

    return open_bucket(url)


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder for what is being worked on, gone afterwards; a crash leaves it to ``jipp tidy``."""
    folder = settings().files_dir / INCOMING
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder) as path:
        yield Path(path)


def store(source: BinaryIO, limit: int) -> tuple[str, int]:
    """Copies at most *limit* bytes in as they are; returns (sha256, size).

    ``TooLarge`` past the limit, 422 for an empty file. What people send goes through ``intake.receive`` instead.
    """
    with scratch() as folder:
        path, size = copied(source, folder / "in", limit)
        return keep(path), size


def copied(source: BinaryIO, path: Path, limit: int) -> tuple[Path, int]:
    """The source's bytes in a file of their own, and how many; ``TooLarge`` past *limit*, 422 for none."""
    size = 0
    with path.open("xb") as target:
        while chunk := source.read(CHUNK):
            size += len(chunk)
            if size > limit:
                raise TooLarge(limit=f"{limit // 1_048_576} MB")
            target.write(chunk)
    if not size:
        raise invalid("file", "empty_file")
    return path, size


def keep(path: Path) -> str:
    """Stores the file (which may be moved away by this), and gives its digest."""
    with path.open("rb") as source:
        sha256 = digest_of(iter(lambda: source.read(CHUNK), b""))
    current().add(sha256, path)
    return sha256


def digest_of(chunks: Iterator[bytes]) -> str:
    """The SHA-256 of all chunks together, in hex."""
    digest = hashlib.sha256()
    for chunk in chunks:
        digest.update(chunk)
    return digest.hexdigest()


def verify(sha256: str, where: Store | None = None) -> Fault | None:
    """Reads the stored file whole: None when its bytes are still those that it is named after."""
    where = where or current()
    try:
        return None if digest_of(where.read(sha256, 0, where.size(sha256))) == sha256 else Fault.altered
    except FileNotFoundError:
        return Fault.missing


def is_working() -> bool:
    """Whether a file can be stored and read back now, for a look at the set-up; the trial is cleared like an orphan."""
    try:
        sha256, _size = store(BytesIO(b"JIPP"), 100)
        return verify(sha256) is None
    except StoreUnavailable:
        return False

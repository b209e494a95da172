"""The content-addressed store: a file lies under the SHA-256 of its bytes, written once, never changed."""

import hashlib
import os
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import BinaryIO

from app.errors import TooLarge, invalid
from app.settings import settings

CHUNK = 256 * 1024


def path_of(sha256: str) -> Path:
    """Where the bytes with this digest lie."""
    return settings().files_dir / sha256[:2] / sha256


def store(source: BinaryIO, limit: int) -> tuple[str, int]:
    """Copies at most *limit* bytes in; returns (sha256, size). ``TooLarge`` past the limit, 422 for an empty file.

    The file is complete on disk before its name exists, so a crash never leaves half a document.
    """
    digest, size = hashlib.sha256(), 0
    settings().files_dir.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=settings().files_dir, delete=False) as target:
        try:
            while chunk := source.read(CHUNK):
                size += len(chunk)
                if size > limit:
                    raise TooLarge(limit=f"{limit // 1_048_576} MB")
                digest.update(chunk)
                target.write(chunk)
            if not size:
                raise invalid("file", "empty_file")
            target.flush()
            os.fsync(target.fileno())
            _name(Path(target.name), digest.hexdigest())
        finally:
            Path(target.name).unlink(missing_ok=True)
    return digest.hexdigest(), size


def _name(temporary: Path, sha256: str) -> None:
    path = path_of(sha256)
    path.parent.mkdir(exist_ok=True)
    if not path.exists():
        os.link(temporary, path)

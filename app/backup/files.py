"""The files that rows name, kept once for all backups of a folder under the digest of their bytes."""

import hashlib
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import BinaryIO

from app import files as store
from app.backup import BackupError
from app.backup.loading import Progress
from app.backup.manifest import digest_of

COLUMN = "sha256"
"""The column, of any table, that names a file by its digest."""
_CHUNK = 1024 * 1024


def place(pool: Path, sha256: str) -> Path:
    """Where a file lies in the backups' folder."""
    return pool / sha256[:2] / sha256


def keep(named: Iterable[str], pool: Path, *, check: bool, progress: Progress) -> tuple[dict[str, int], list[str], int]:
    """Copies what is not there yet; digests with sizes, those that the store has no whole file for, files copied.

    With *check* what is there already is read once more, and copied anew where its bytes are others.
    """
    kept: dict[str, int] = {}
    missing: list[str] = []
    copied = 0
    all_named = sorted(named)
    for done, sha256 in enumerate(all_named):
        progress("files", done, len(all_named))
        path = place(pool, sha256)
        if not _is_whole(path, sha256, check):
            if not _copied_from_store(sha256, path):
                missing.append(sha256)
                continue
            copied += 1
        kept[sha256] = path.stat().st_size
    progress("files", len(all_named), len(all_named))
    return kept, missing, copied


def _is_whole(path: Path, sha256: str, check: bool) -> bool:
    if not path.exists():
        return False
    return not check or digest_of(path) == sha256


def _copied_from_store(sha256: str, path: Path) -> bool:
    try:
        with store.path_of(sha256).open("rb") as source:
            return copy(source, sha256, path)
    except FileNotFoundError:
        return False


def copy(source: BinaryIO, sha256: str, path: Path) -> bool:
    """Copies bytes to where they belong, whole or not at all; False where they are not those of the digest."""
    path.parent.mkdir(parents=True, exist_ok=True)
    found = hashlib.sha256()
    with NamedTemporaryFile(dir=path.parent, delete=False) as target:
        try:
            while chunk := source.read(_CHUNK):
                found.update(chunk)
                target.write(chunk)
            target.flush()
            os.fsync(target.fileno())
            if found.hexdigest() != sha256:
                return False
            Path(target.name).replace(path)
        finally:
            Path(target.name).unlink(missing_ok=True)
    return True


def check(named: Iterable[str], pool: Path, progress: Progress) -> None:
    """``BackupError`` for the first file that is not there or not whole."""
    all_named = sorted(named)
    for done, sha256 in enumerate(all_named):
        progress("check", done, len(all_named))
        if not _is_whole(place(pool, sha256), sha256, check=True):
            raise BackupError("damaged", path=place(pool, sha256))
    progress("check", len(all_named), len(all_named))


def restore(named: Iterable[str], pool: Path, progress: Progress) -> int:
    """Puts files back into the store; returns how many were not there. What is there already stays."""
    all_named = sorted(named)
    restored = 0
    for done, sha256 in enumerate(all_named):
        progress("files", done, len(all_named))
        path = store.path_of(sha256)
        if _is_whole(path, sha256, check=True):
            continue
        with place(pool, sha256).open("rb") as source:
            if not copy(source, sha256, path):
                raise BackupError("damaged", path=place(pool, sha256))
        restored += 1
    progress("files", len(all_named), len(all_named))
    return restored


def forget_all_but(named: set[str], pool: Path) -> None:
    """Removes what no backup names."""
    for path in pool.glob("??/*"):
        if path.name not in named:
            path.unlink()
    for folder in pool.glob("??"):
        with suppress(OSError):  # not empty
            folder.rmdir()

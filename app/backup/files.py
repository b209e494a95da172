"""The files that rows name, kept once for all backups of a folder under the digest of their bytes."""

import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from tempfile import NamedTemporaryFile

from app import clock
from app import files as store
from app.backup import BackupError
from app.backup.loading import Progress
from app.backup.manifest import digest_of

COLUMN = "sha256"
"""The column, of any table, that names a file by its digest."""


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
    with _the_store() as where:
        try:
            return _copied(where.read(sha256, 0, where.size(sha256)), sha256, path)
        except FileNotFoundError:
            return False


@contextmanager
def _the_store() -> Iterator[store.Store]:
    """The store of the settings; ``BackupError`` where it does not answer."""
    try:
        yield store.current()
    except store.StoreUnavailable as error:
        raise BackupError("no-store", reason=type(error.__cause__ or error).__name__) from error


def _copied(chunks: Iterable[bytes], sha256: str, path: Path) -> bool:
    """Brings bytes to where they belong, whole or not at all; False where they are not those of the digest."""
    path.parent.mkdir(parents=True, exist_ok=True)
    found = hashlib.sha256()
    with NamedTemporaryFile(dir=path.parent, delete=False) as target:
        try:
            for chunk in chunks:
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
        with _the_store() as where:
            if store.verify(sha256, where) is not None:
                _put_back(where, sha256, place(pool, sha256))
                restored += 1
    progress("files", len(all_named), len(all_named))
    return restored


def _put_back(where: store.Store, sha256: str, kept: Path) -> None:
    with store.scratch() as folder:  # the store may take the file it is given for its own
        shutil.copyfile(kept, folder / sha256)
        if digest_of(folder / sha256) != sha256:
            raise BackupError("damaged", path=kept)
        with suppress(FileNotFoundError):  # one whose bytes were altered would else only be made younger
            where.remove(sha256, clock.now() + timedelta(days=1))
        where.add(sha256, folder / sha256)


def forget_all_but(named: set[str], pool: Path) -> None:
    """Removes what no backup names."""
    for path in pool.glob("??/*"):
        if path.name not in named:
            path.unlink()
    for folder in pool.glob("??"):
        with suppress(OSError):  # not empty
            folder.rmdir()

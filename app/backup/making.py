"""Making a backup: rows of one moment, the files they name, tried out, and only then given its name."""

import gzip
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from app import __version__, clock, schema
from app.backup import BackupError, all_in, files, manifest, name_of
from app.backup.loading import Progress, load
from app.backup.manifest import Manifest, TablePart
from app.backup.reading import rows, snapshot
from app.backup.tables import Columns, reflected
from app.database import is_sqlite, make_engine
from app.settings import settings

PARTIAL = ".partial-"
_FAST = 3
"""How hard gzip tries: text gets three times smaller, and twice as small again would take four times as long."""


@dataclass(frozen=True)
class Made:
    """What came of it."""

    path: Path
    manifest: Manifest
    copied: int
    """Files that no earlier backup had."""
    removed: int
    """Old backups beyond those that are kept."""


def make(target: Path, *, keep: int, verify: bool, progress: Progress) -> Made:
    """Backs up database and files of the settings into *target*; what is there stays whole, whatever goes wrong.

    *keep* is the number of backups left in the end, 0 for all. ``BackupError`` and ``OSError`` (a full disk).
    """
    target.mkdir(parents=True, exist_ok=True)
    with _alone(target):
        partial = Path(tempfile.mkdtemp(prefix=PARTIAL, dir=target))
        try:
            made, copied = _written(partial, target, verify, progress)
            if verify:
                try_out(partial, made, progress)
            _sync(partial)
            path = target / name_of(made.made_at)
            partial.rename(path)
            _sync_folder(target)
        except BaseException:
            shutil.rmtree(partial, ignore_errors=True)
            raise
        return Made(path, made, copied, _removed(target, keep))


@contextmanager
def _alone(target: Path) -> Iterator[None]:
    """One backup at a time in a folder; what a killed one left behind is cleared away."""
    import fcntl

    with (target / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BackupError("under-way", path=target) from None
        for left in target.glob(f"{PARTIAL}*"):
            shutil.rmtree(left, ignore_errors=True)
        yield


def _written(partial: Path, target: Path, verify: bool, progress: Progress) -> tuple[Manifest, int]:
    engine = make_engine(settings().database_url, writes=False)
    (partial / "tables").mkdir()
    moment = clock.now()  # before the rows are: what was acknowledged until now is among them
    try:
        with snapshot(engine) as connection:
            revision = _revision(connection)
            tables, named = _tables(connection, partial / "tables", progress)
    except SQLAlchemyError as error:
        raise BackupError("no-database", reason=type(error).__name__) from error
    finally:
        engine.dispose()
    kept, missing, copied = files.keep(named, target / "files", check=verify, progress=progress)
    kind = "sqlite" if is_sqlite(engine) else "postgresql"
    made = Manifest(version=__version__, revision=revision, database=kind, made_at=moment, tables=tables, files=kept,
                    missing=missing)  # fmt: skip
    manifest.write(partial, made)
    return made, copied


def _revision(connection: Connection) -> str:
    found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one()
    if found != schema.head():
        raise BackupError("not-migrated", found=found, expected=schema.head())
    return str(found)


def _tables(connection: Connection, folder: Path, progress: Progress) -> tuple[dict[str, TablePart], set[str]]:
    """Writes each table; gives what was written, and the digests of the files that rows name."""
    parts: dict[str, TablePart] = {}
    named: set[str] = set()
    all_columns = reflected(connection)
    for done, columns in enumerate(all_columns):
        progress("rows", done, len(all_columns))
        parts[columns.table] = _table(connection, columns, folder / f"{columns.table}.jsonl.gz", named)
    progress("rows", len(all_columns), len(all_columns))
    return parts, named


def _table(connection: Connection, columns: Columns, path: Path, named: set[str]) -> TablePart:
    place = columns.names.index(files.COLUMN) if files.COLUMN in columns.names else None
    count = 0
    with path.open("wb") as raw, gzip.GzipFile("", "wb", _FAST, raw, 0) as packed:
        packed.write(_line(columns.heading))
        for row in rows(connection, columns):
            packed.write(_line(row))
            count += 1
            if place is not None and isinstance(row[place], str):
                named.add(str(row[place]))
    return TablePart(rows=count, bytes=path.stat().st_size, sha256=manifest.digest_of(path))


def _line(values: object) -> bytes:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def try_out(folder: Path, made: Manifest, progress: Progress) -> None:
    """Restores the rows into a new SQLite file, brings it to this version's schema, and throws it away."""
    check_tables(folder, made)
    with tempfile.TemporaryDirectory(dir=folder) as place:
        engine = make_engine(f"sqlite:///{place}/tried.sqlite", writes=True)
        try:
            load(folder, made, engine, progress)
            schema.upgrade(engine)
        finally:
            engine.dispose()


def check_tables(folder: Path, made: Manifest) -> None:
    """Compares each table's file with its digest."""
    for name, part in made.tables.items():
        path = folder / "tables" / f"{name}.jsonl.gz"
        if not path.exists() or manifest.digest_of(path) != part.sha256:
            raise BackupError("damaged", path=path)


def _removed(target: Path, keep: int) -> int:
    """Removes backups beyond the newest *keep*, and files that no backup names any more."""
    old = all_in(target)[:-keep] if keep else []
    for path in old:
        gone = path.with_name(f"{PARTIAL}{path.name}")  # half of it is no backup any more
        path.rename(gone)
        shutil.rmtree(gone)
    if old:
        with suppress(BackupError):  # one that cannot be read may name any of them: all stay
            named = {sha256 for path in all_in(target) for sha256 in manifest.read(path).files}
            files.forget_all_but(named, target / "files")
    return len(old)


def _sync(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as written:
                os.fsync(written.fileno())
        else:
            _sync_folder(path)
    _sync_folder(folder)


def _sync_folder(folder: Path) -> None:
    with suppress(PermissionError):  # Windows does not open folders
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

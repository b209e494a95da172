"""Backups: all rows of one moment and the files they name, verified by restoring them into a new place.

One form for both databases: each table's rows as lines of JSON. PostgreSQL's own ``pg_dump`` is seldom at hand where
JIPP runs (no image of ours has it, and it must not be older than the server), so this needs nothing but JIPP. It can be
tried out in a fresh SQLite file on any machine without a right on any server, moves an installation from one database
to the other, and can be read by anybody in twenty years.

A folder of backups holds ``jipp-<moment>/`` for each, and ``files/`` which they share: a file lies there under the
digest of its bytes and is copied once, however many backups name it.
"""

from datetime import UTC, datetime
from pathlib import Path

PREFIX = "jipp-"
_MOMENT = "%Y%m%dT%H%M%S.%fZ"


class BackupError(Exception):
    """A backup that could not be made, is damaged, or may not be restored there: a code and its values."""

    def __init__(self, code: str, **params: object) -> None:
        self.code, self.params = code, params
        super().__init__(code, params)


def name_of(moment: datetime) -> str:
    """The name of the backup whose rows are of this moment."""
    return PREFIX + moment.astimezone(UTC).strftime(_MOMENT)


def moment_of(name: str) -> datetime | None:
    """The moment of a backup by its name; None for any other name."""
    try:
        return datetime.strptime(name, PREFIX + _MOMENT).replace(tzinfo=UTC)
    except ValueError:
        return None


def all_in(folder: Path) -> list[Path]:
    """The whole backups in a folder, oldest first."""
    return sorted(path for path in folder.iterdir() if moment_of(path.name)) if folder.is_dir() else []


def newest(folder: Path | None) -> datetime | None:
    """The moment of the newest whole backup; None where there is none."""
    found = all_in(folder) if folder else []
    return moment_of(found[-1].name) if found else None

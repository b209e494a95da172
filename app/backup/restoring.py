"""A backup put back: into an empty place, or beside what is there, which is kept under another name."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, inspect, literal, make_url, select, table, text

from app import clock, feed, schema
from app.backup import BackupError, files, manifest
from app.backup.loading import Progress, load
from app.backup.making import check_tables
from app.backup.manifest import Manifest
from app.database import WriteSession, is_sqlite, make_engine
from app.feed import likeness
from app.settings import settings

FILLED_BY_PEOPLE = ("users", "units", "editions", "proposals")
"""Tables that only people fill: where they have no row, nothing can be lost."""
_WITH_LOG = ("", "-wal", "-shm")
"""SQLite's file, and those beside it."""


@dataclass(frozen=True)
class Restored:
    """What came of it."""

    manifest: Manifest
    files: int
    """Files that the store did not have."""
    set_aside: str | None
    """Where the database that was there before is now."""


OF_THE_MOMENT = ("user_sessions", "password_links")
"""What does not come back: it may have ended since."""


def restore(folder: Path, *, replace: bool, progress: Progress) -> Restored:
    """Puts a backup into the database and the files of the settings; the server must not run meanwhile.

    ``BackupError`` before anything is changed: a damaged backup, or a place that is not empty without *replace*.
    """
    made = check(folder, progress)
    if made.revision != schema.head() and not _is_known(made.revision):
        raise BackupError("newer", version=made.version)
    engine = make_engine(settings().database_url, writes=True)
    try:
        if not replace and not is_empty(engine):
            raise BackupError("not-empty", place=engine.url.render_as_string(hide_password=True))
        count = files.restore(made.files, folder.parent / "files", progress)  # first: no row names what is not there
        into = _into_sqlite if is_sqlite(engine) else _into_postgresql
        return Restored(made, count, into(engine, lambda new: _fill(folder, made, new, progress)))
    finally:
        engine.dispose()


def check(folder: Path, progress: Progress) -> Manifest:
    """Compares all of a backup with its digests; its manifest."""
    made = manifest.read(folder)
    check_tables(folder, made)
    files.check(made.files, folder.parent / "files", progress)
    return made


def _is_known(revision: str) -> bool:
    from alembic.script import ScriptDirectory

    return revision in {found.revision for found in ScriptDirectory(str(schema.ROOT / "migrations")).walk_revisions()}


def is_empty(engine: Engine) -> bool:
    """Whether nobody has put anything into the database."""
    if is_sqlite(engine) and not Path(engine.url.database or "").exists():
        return True
    with engine.connect() as connection:
        there = set(inspect(connection).get_table_names()).intersection(FILLED_BY_PEOPLE)
        first = (select(literal(1)).select_from(table(name)).limit(1) for name in there)
        return not any(connection.execute(one).first() for one in first)


def _fill(folder: Path, made: Manifest, engine: Engine, progress: Progress) -> None:
    load(folder, made, engine, progress)
    schema.upgrade(engine)
    with engine.begin() as connection:  # who signed out or used a link since the backup is not let in again by it
        for name in OF_THE_MOMENT:
            connection.execute(table(name).delete())
    with WriteSession(engine) as session, session.begin():
        feed.catch_up(session)
        likeness.fill_now(session)
        feed.begin_epoch(session)  # numbers after the backup may be given a second time: app/models/feed.py


def _stamp() -> str:
    return "before_" + clock.now().strftime("%Y%m%dt%H%M%S")


def _into_sqlite(engine: Engine, fill: Callable[[Engine], None]) -> str | None:
    """Fills a new file, and puts it in the place of the old one once it is whole."""
    path = Path(make_url(str(engine.url)).database or "")
    new = path.with_name(path.name + ".restoring")
    _remove(new)
    filled = make_engine(f"sqlite:///{new}", writes=True)
    try:
        fill(filled)
        with filled.connect() as connection:
            connection.connection.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # type: ignore[union-attr]
    except BaseException:
        filled.dispose()
        _remove(new)
        raise
    filled.dispose()
    engine.dispose()
    aside = path.with_name(f"{path.name}.{_stamp()}") if path.exists() else None
    for end in _WITH_LOG:
        old = path.with_name(path.name + end)
        if aside and old.exists():
            old.rename(aside.with_name(aside.name + end))
    new.rename(path)
    _remove(new)
    return str(aside) if aside else None


def _remove(path: Path) -> None:
    for end in _WITH_LOG:
        path.with_name(path.name + end).unlink(missing_ok=True)


def _into_postgresql(engine: Engine, fill: Callable[[Engine], None]) -> str | None:
    """Fills an empty schema; the one that was there is renamed, and gets its name back if the new one fails."""
    with engine.begin() as connection:
        name = connection.execute(text("SELECT current_schema()")).scalar_one()
        aside = _stamp() if inspect(connection).get_table_names() else None
        if aside:
            connection.exec_driver_sql(f'ALTER SCHEMA "{name}" RENAME TO "{aside}"')
            connection.exec_driver_sql(f'CREATE SCHEMA "{name}"')
    try:
        fill(engine)
    except BaseException:
        if aside:
            with engine.begin() as connection:
                connection.exec_driver_sql(f'DROP SCHEMA "{name}" CASCADE')
                connection.exec_driver_sql(f'ALTER SCHEMA "{aside}" RENAME TO "{name}"')
        raise
    return aside

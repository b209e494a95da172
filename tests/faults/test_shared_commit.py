"""SQLite's one writer: who came while it wrote shares a transaction, and still succeeds or fails alone."""

import asyncio
import shutil
import sqlite3
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError, OperationalError

from app import database, writer
from app.database import WriteSession

Deed = Callable[[WriteSession], object]


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    made, read = (
        database.make_engine(f"sqlite:///{tmp_path}/shared.sqlite", writes=writes) for writes in (True, False)
    )
    monkeypatch.setattr(database, "write_engine", lambda: made)
    monkeypatch.setattr(database, "read_engine", lambda: read)
    monkeypatch.setattr(writer, "_tidy", writer._Tidying())
    with made.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE names (name TEXT UNIQUE)")
        connection.exec_driver_sql(
            "CREATE TABLE nicknames (of TEXT REFERENCES names (name) DEFERRABLE INITIALLY DEFERRED)"
        )
        connection.exec_driver_sql(
            "CREATE TRIGGER undoes_all BEFORE INSERT ON names WHEN NEW.name = 'full disk' "
            "BEGIN SELECT RAISE(ROLLBACK, 'as SQLite does'); END"
        )
    yield made
    made.dispose()
    read.dispose()


def named(name: str) -> Deed:
    return lambda session: session.execute(text("INSERT INTO names VALUES (:name)"), {"name": name}).rowcount


def nickname_of(name: str) -> Deed:
    return lambda session: session.execute(text("INSERT INTO nicknames VALUES (:name)"), {"name": name}).rowcount


def together(*deeds: Deed) -> list[object]:
    """What each deed answers, when all come while the writer is busy with another."""

    async def all_of_them() -> list[object]:
        async with busy_writer():
            others = [asyncio.ensure_future(one(deed)) for deed in deeds]
            await asyncio.sleep(0)
        return list(await asyncio.gather(*others, return_exceptions=True))

    return asyncio.run(all_of_them())


async def one(deed: Deed) -> object:
    session = database.write_session()
    return await writer.write(session, lambda: deed(session))


@asynccontextmanager
async def busy_writer() -> AsyncIterator[None]:
    begun, release = threading.Event(), threading.Event()

    def work(_session: WriteSession) -> None:
        begun.set()
        release.wait(10)

    busy = asyncio.ensure_future(one(work))
    await asyncio.to_thread(begun.wait, 10)
    yield
    release.set()
    await busy


def names(engine: Engine) -> list[str]:
    with sqlite3.connect(str(engine.url.database)) as connection:
        return [name for [name] in connection.execute("SELECT name FROM names ORDER BY rowid")]


def untidied(monkeypatch: pytest.MonkeyPatch) -> None:
    """The log stays as it is, so that its commits can be counted."""
    monkeypatch.setattr(writer._Tidying, "later", lambda _self: None)


def commits(engine: Engine) -> Callable[[], int]:
    """Says how many transactions were committed since."""
    seen = sqlite3.connect(str(engine.url.database))
    log = Path(f"{engine.url.database}-wal")
    before = _commits(log)
    seen.close()
    return lambda: _commits(log) - before


def _commits(log: Path) -> int:
    """Frames of SQLite's log that end a transaction: the second number of their header is not zero."""
    frames = log.read_bytes()[32:]
    return sum(frames[at + 4 : at + 8] != bytes(4) for at in range(0, len(frames), 24 + 4096))


def test_those_who_waited_share_one_commit(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    untidied(monkeypatch)
    committed = commits(engine)
    assert together(*(named(name) for name in "abcdef")) == [1] * 6
    assert (names(engine), committed()) == (list("abcdef"), 1)


def test_who_fails_is_undone_alone(engine: Engine) -> None:
    first, second, third = together(named("a"), named("a"), named("b"))
    assert (first, third, names(engine)) == (1, 1, ["a", "b"])
    assert isinstance(second, IntegrityError)


def test_a_commit_that_fails_is_told_to_all(engine: Engine) -> None:
    answers = together(named("a"), nickname_of("nobody"), named("b"))
    assert [type(answer) for answer in answers] == [IntegrityError] * 3
    assert names(engine) == []
    assert together(named("c"), named("d")) == [1, 1], "and the next can be made"


def test_what_sqlite_undoes_by_itself_is_acknowledged_to_nobody(engine: Engine) -> None:
    before, culprit, after = together(named("a"), named("full disk"), named("b"))
    assert [type(before), type(culprit)] == [OperationalError] * 2
    assert (after, names(engine)) == (1, ["b"]), "who had not begun is not harmed"


def test_a_long_deed_does_not_keep_the_next_from_their_own_transaction(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    untidied(monkeypatch)
    monkeypatch.setattr(writer, "LONGEST", 0.0)
    committed = commits(engine)
    assert together(*(named(name) for name in "abc")) == [1, 1, 1]
    assert committed() == 3


def test_who_has_gone_away_writes_nothing(engine: Engine) -> None:
    async def leave() -> None:
        async with busy_writer():
            gone = asyncio.ensure_future(one(named("a")))
            await asyncio.sleep(0)
            gone.cancel()
            await asyncio.sleep(0)

    asyncio.run(leave())
    assert together(named("b")) == [1]
    assert names(engine) == ["b"]


def test_the_log_is_moved_into_the_file_once_it_is_quiet(engine: Engine, tmp_path: Path) -> None:
    assert together(named("a"), named("b")) == [1, 1]
    alone = tmp_path / "without-log.sqlite"
    for _ in range(100):
        shutil.copy(str(engine.url.database), alone)
        with sqlite3.connect(alone) as connection:
            found = connection.execute("SELECT count(*) FROM names").fetchone()[0] if _has_table(connection) else 0
        if found == 2:
            return
        time.sleep(0.1)
    pytest.fail("the file alone does not have what was committed")


def _has_table(connection: sqlite3.Connection) -> bool:
    return bool(connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'names'").fetchone())

"""`jipp backup` and `jipp restore`: everything comes back, on either database, and what is damaged is found."""

import contextlib
import gzip
import io
import json
import os
import resource
import sqlite3
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import Engine, MetaData, Table, func, inspect, select, text
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from app import backup, database, files
from app.audit.adoption import adopt
from app.backup import making, manifest
from app.backup.making import PARTIAL
from app.backup.tables import LEFT_OUT
from app.clock import new_id, now
from app.database import WriteSession
from app.models import Document, PasswordLink, Proposal, Transition, Unit, User, UserSession
from app.settings import settings
from tests.backup.conftest import PAPER, Place
from tests.buckets import bucket_settings
from tests.conftest import DATABASES

MISSING = "0" * 64
"""The factories' own papers name a file that is in no store."""


@pytest.fixture
def whole(filled: Place) -> Place:
    """Every file that the rows name is there."""
    with Session(filled.engine()) as session, session.begin():
        for document in session.exec(select_rows(Document).where(Document.sha256 == MISSING)):
            session.delete(document)
    return filled


def everything(engine: Engine) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables, as the application reads them."""
    found = MetaData()
    found.reflect(engine)
    with engine.connect() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(table.select().order_by(*table.primary_key))]
            for table in found.sorted_tables
        }


def one(target: Path) -> Path:
    """The only backup there."""
    [path] = backup.all_in(target)
    return path


def test_all_rows_and_files_come_back(whole: Place, elsewhere: Place, target: Path) -> None:
    before = everything(whole.engine())
    made = whole.run("backup", target)
    assert made.exit_code == 0, made.output
    restored = elsewhere.run("restore", one(target))
    assert restored.exit_code == 0, restored.output
    assert everything(elsewhere.engine()) == before
    with Session(elsewhere.engine()) as session:
        [sha256] = session.exec(select_rows(Document.sha256)).all()
        assert b"".join(files.current().read(sha256, 0, len(PAPER))) == PAPER
    assert sum(map(len, before.values())) > 10


@pytest.mark.parametrize("other", DATABASES)
def test_a_backup_of_one_database_is_restored_into_the_other_and_back(
    whole: Place, target: Path, other: str, tmp_path: Path, request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    if other == "sqlite":
        url = f"sqlite:///{tmp_path}/other.sqlite"
    else:
        url = _fresh(str(request.getfixturevalue("postgres")), "across")
    across = Place(url, tmp_path / "across", monkeypatch)
    whole.enter()
    with database.writing() as session:
        assert adopt(session) > 5
    whole.run("backup", target)
    assert across.run("restore", one(target)).exit_code == 0
    assert across.run("backup", tmp_path / "second").exit_code == 0
    first, second = manifest.read(one(target)), manifest.read(one(tmp_path / "second"))
    assert second.files == first.files
    assert _lines(one(tmp_path / "second")) == _lines(one(target))
    told = across.run("verify")
    assert told.exit_code == 0, "every row is, on the other database too, what its entry says: " + told.output


def test_a_restore_signs_nobody_in(whole: Place, target: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who has signed out since the backup, or used a link, is not let in again by it."""
    elsewhere = Place(f"sqlite:///{tmp_path}/later.sqlite", tmp_path / "later", monkeypatch)
    whole.enter()
    with database.writing() as session:
        person = User(name="Rani", email="rani@contoh.example")
        session.add(person)
        session.flush()
        until = now() + timedelta(hours=1)
        session.add(UserSession(token_hash="x", user_id=person.id, expires_at=until))
        session.add(PasswordLink(token_hash="y", user_id=person.id, expires_at=until))
    whole.run("backup", target)
    assert elsewhere.run("restore", one(target)).exit_code == 0
    elsewhere.enter()
    with database.reading() as session:
        assert session.exec(select_rows(UserSession)).all() == session.exec(select_rows(PasswordLink)).all() == []
        assert session.get(User, person.id) is not None


def _fresh(address: str, name: str) -> str:
    from sqlalchemy import create_engine

    admin = create_engine(address.replace("postgresql://", "postgresql+psycopg://"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        connection.execute(text(f"CREATE DATABASE {name}"))
    admin.dispose()
    return address.replace("/postgres?", f"/{name}?")


def _lines(path: Path) -> dict[str, list[object]]:
    """All rows of a backup, JSON within them read: PostgreSQL writes it with other spaces."""
    found = {}
    for table in sorted((path / "tables").iterdir()):
        heading, *lines = gzip.decompress(table.read_bytes()).decode().splitlines()
        kinds = [kind for _name, kind in json.loads(heading)]
        rows = [
            [json.loads(value) if kind == "json" and value is not None else value
             for kind, value in zip(kinds, json.loads(line), strict=True)]
            for line in lines
        ]  # fmt: skip
        found[table.name] = sorted(rows, key=str)
    return found


def test_what_was_acknowledged_before_is_in_it_and_it_is_one_moment(
    whole: Place, elsewhere: Place, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Proposals are added with a transition each while the tables are read: never one without the other."""
    engine = whole.engine()
    before = _proposals(engine)
    begun, may_end, failures = threading.Event(), threading.Event(), list[BaseException]()
    written: list[str] = []

    def write_on() -> None:
        begun.wait(30)
        try:
            while not may_end.is_set():
                written.append(_add(engine))
        except BaseException as error:
            failures.append(error)

    read = making._table

    def slowly(*given: Any) -> Any:
        begun.set()
        wanted = len(written) + 3
        while len(written) < wanted and not failures:  # writes happen between any two tables
            threading.Event().wait(0.001)
        return read(*given)

    monkeypatch.setattr(making, "_table", slowly)
    writer = threading.Thread(target=write_on)
    writer.start()
    try:
        assert whole.run("backup", target).exit_code == 0
    finally:
        may_end.set()
        writer.join()
        engine.dispose()
    assert failures == []
    assert len(written) >= 60, "others wrote all the while"
    assert elsewhere.run("restore", one(target)).exit_code == 0
    with Session(elsewhere.engine()) as session:
        there = set(session.exec(select_rows(Proposal.id)).all())
        moved = set(session.exec(select_rows(Transition.proposal_id)).all())
    assert before <= there
    assert there - before == moved, "a proposal and its transition are one change"


def _proposals(engine: Engine) -> set[str]:
    with Session(engine) as session:
        return set(session.exec(select_rows(Proposal.id)).all())


def _add(engine: Engine) -> str:
    with WriteSession(engine) as session, session.begin():
        pattern = session.exec(select_rows(Proposal).limit(1)).one()
        new = Proposal(id=new_id(), **pattern.model_dump(exclude={"id", "sequence"}))
        session.add(new)
        session.flush()
        session.add(Transition(proposal_id=new.id, action="created", to_status="draft", actor_name="Uji"))
        return new.id


def use_bucket(place: Place, server: str, name: str) -> None:
    """From now on files lie in this bucket, which is empty."""
    assert httpx.put(f"{server}/{name}").status_code == 200
    for setting, value in bucket_settings(server, name).items():
        place.patch.setenv(f"JIPP_{setting.upper()}", value)
    place.enter()


def test_files_in_a_bucket_are_in_it_too_and_come_back(
    whole: Place, elsewhere: Place, target: Path, s3_server: str
) -> None:
    use_bucket(whole, s3_server, f"asal-{new_id()}")
    sha256, size = files.store(io.BytesIO(PAPER), len(PAPER))
    assert whole.run("backup", target).exit_code == 0
    use_bucket(elsewhere, s3_server, f"tujuan-{new_id()}")
    told = elsewhere.run("restore", one(target))
    assert (told.exit_code, "1 berkas" in told.output) == (0, True), told.output
    assert files.verify(sha256) is None
    assert b"".join(files.current().read(sha256, 0, size)) == PAPER


def test_a_bucket_that_does_not_answer_makes_no_backup(
    whole: Place, target: Path, s3_server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_bucket(whole, s3_server, f"asal-{new_id()}")
    monkeypatch.setattr(type(files.current()), "size", unanswered)
    told = whole.run("backup", target)
    assert (told.exit_code, backup.all_in(target)) == (1, [])
    assert "Tempat berkas tidak menjawab" in told.output


def unanswered(*_given: Any) -> int:
    raise files.StoreUnavailable from TimeoutError()


def test_an_altered_file_is_replaced_when_the_backup_comes_back(whole: Place, target: Path) -> None:
    whole.run("backup", target)
    [stored] = (whole.folder / "files").glob("??/*")
    stored.write_bytes(b"lain")
    assert "1 berkas" in whole.run("restore", one(target), "--replace").output
    assert stored.read_bytes() == PAPER


def test_unchanged_files_are_copied_once(whole: Place, target: Path) -> None:
    first = whole.run("backup", target).output
    second = whole.run("backup", target).output
    assert "1 berkas (1 baru disalin)" in first
    assert "1 berkas (0 baru disalin)" in second
    assert len(list((target / "files").glob("??/*"))) == 1


def test_only_the_newest_are_kept_and_their_files(whole: Place, target: Path) -> None:
    whole.run("backup", target)
    with Session(whole.engine()) as session, session.begin():
        session.delete(session.exec(select_rows(Document)).one())
    for _ in range(3):
        last = whole.run("backup", target, "--keep", "2")
    assert "1 cadangan lama dihapus" in last.output
    assert len(backup.all_in(target)) == 2
    assert list((target / "files").glob("??/*")) == [], "no backup names it any more"


def test_a_file_that_was_lost_before_is_told(filled: Place, target: Path) -> None:
    told = filled.run("backup", target)
    assert told.exit_code == 2
    assert MISSING in told.output
    assert manifest.read(one(target)).missing == [MISSING]


def damage_a_table(path: Path) -> None:
    table = path / "tables" / "units.jsonl.gz"
    table.write_bytes(table.read_bytes()[:-9] + b"x" + table.read_bytes()[-8:])


def damage_a_file(path: Path) -> None:
    [kept] = (path.parent / "files").glob("??/*")
    kept.write_bytes(b"%PDF-1.7 surat palsu")


def lose_a_file(path: Path) -> None:
    [kept] = (path.parent / "files").glob("??/*")
    kept.unlink()


def lose_a_table(path: Path) -> None:
    (path / "tables" / "users.jsonl.gz").unlink()


def change_the_manifest(path: Path) -> None:
    told = (path / manifest.NAME).read_text()
    (path / manifest.NAME).write_text(told.replace('"rows":', '"rows": 1', 1))


@pytest.mark.parametrize("damage", [damage_a_table, damage_a_file, lose_a_file, lose_a_table, change_the_manifest])
def test_a_damaged_backup_is_found_and_changes_nothing(
    whole: Place, elsewhere: Place, target: Path, damage: Callable[[Path], None]
) -> None:
    whole.run("backup", target)
    damage(one(target))
    for words in (("restore", one(target)), ("restore", one(target), "--check")):
        told = elsewhere.run(*words)
        assert told.exit_code == 1
        assert "rusak" in told.output
    assert inspect(elsewhere.engine()).get_table_names() == []


def test_rows_that_would_not_come_back_are_found_before_the_backup_counts(
    whole: Place, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = making._table

    def without_one(*given: Any) -> Any:
        part = written(*given)
        return part.model_copy(update={"rows": part.rows + 1}) if given[1].table == "units" else part

    monkeypatch.setattr(making, "_table", without_one)
    told = whole.run("backup", target)
    assert (told.exit_code, backup.all_in(target)) == (1, [])
    assert "Tabel units" in told.output


def test_a_file_damaged_in_the_backup_is_copied_anew(whole: Place, target: Path) -> None:
    whole.run("backup", target)
    damage_a_file(one(target))
    assert "(1 baru disalin)" in whole.run("backup", target).output
    [kept] = (target / "files").glob("??/*")
    assert kept.read_bytes() == PAPER


def test_a_full_disk_leaves_the_old_backups_whole(whole: Place, elsewhere: Place, target: Path) -> None:
    whole.run("backup", target)
    old = one(target)
    attach(whole, os.urandom(300_000))
    with no_file_grows_beyond(100_000):
        told = whole.run("backup", target)
    assert told.exit_code == 1
    assert "Cadangan yang lama tetap utuh" in told.output
    assert backup.all_in(target) == [old]
    assert list(target.glob(f"{PARTIAL}*")) == []
    assert elsewhere.run("restore", old).exit_code == 0


def attach(place: Place, data: bytes) -> None:
    with Session(place.engine()) as session, session.begin():
        sha256, size = files.store(io.BytesIO(data), len(data))
        first = session.exec(select_rows(Document)).one()
        session.add(Document(**first.model_dump(exclude={"id", "sha256", "size"}), sha256=sha256, size=size))


def no_file_grows_beyond(size: int) -> contextlib.AbstractContextManager[None]:
    """What the system says then, EFBIG, is what a full disk or quota says by another name."""

    @contextlib.contextmanager
    def limited() -> Any:
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)

    return limited()


def test_what_a_killed_backup_left_behind_is_cleared_away(whole: Place, target: Path) -> None:
    left = target / f"{PARTIAL}x"
    left.mkdir(parents=True)
    (left / "half").write_text("half")
    whole.run("backup", target)
    assert not left.exists()
    assert len(backup.all_in(target)) == 1


def test_two_at_once_are_refused(whole: Place, target: Path) -> None:
    target.mkdir()
    with making._alone(target):
        told = whole.run("backup", target)
    assert told.exit_code == 1
    assert "sedang dibuat" in told.output


def test_a_place_that_is_not_empty_is_not_overwritten_without_a_word(whole: Place, target: Path) -> None:
    whole.run("backup", target)
    with Session(whole.engine()) as session, session.begin():
        session.add(Unit(code="BARU", name="Sesudah cadangan", kind="agency"))
    refused = whole.run("restore", one(target))
    assert refused.exit_code == 1
    assert "--replace" in refused.output
    assert _has(whole.engine(), "BARU")
    replaced = whole.run("restore", one(target), "--replace")
    assert replaced.exit_code == 0, replaced.output
    assert not _has(whole.engine(), "BARU")
    assert _in_the_old_one(whole, replaced.output.rsplit(" ", 1)[1].strip().rstrip(".")), "the old data is kept"


def _has(engine: Engine, code: str) -> bool:
    with Session(engine) as session:
        return session.exec(select_rows(Unit.id).where(col(Unit.code) == code)).first() is not None


def _in_the_old_one(place: Place, aside: str) -> bool:
    count = "SELECT count(*) FROM {} WHERE code = 'BARU'"
    if place.url.startswith("sqlite"):
        with contextlib.closing(sqlite3.connect(aside)) as old:
            return bool(old.execute(count.format("units")).fetchone()[0])
    with place.engine().connect() as connection:
        return bool(connection.execute(text(count.format(f"{aside}.units"))).scalar_one())


def test_a_restore_that_fails_gives_the_old_database_back(
    whole: Place, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.backup import loading

    whole.run("backup", target)
    before = everything(whole.engine())

    def fails(*_given: Any) -> None:
        raise backup.BackupError("rows-missing", table="units", found=0, expected=1)

    monkeypatch.setattr(loading, "check", fails)
    assert whole.run("restore", one(target), "--replace").exit_code == 1
    assert everything(whole.engine()) == before


def test_a_database_of_another_version_is_not_backed_up_as_this_one(whole: Place, target: Path) -> None:
    with whole.engine().begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'other'"))
    told = whole.run("backup", target)
    assert (told.exit_code, backup.all_in(target)) == (1, [])
    assert "jipp migrate" in told.output


def test_every_table_of_the_models_is_in_it(whole: Place, target: Path) -> None:
    from sqlmodel import SQLModel

    whole.run("backup", target)
    made = manifest.read(one(target))
    assert made.tables.keys() == SQLModel.metadata.tables.keys() - LEFT_OUT
    with whole.engine().connect() as connection:
        for table in SQLModel.metadata.sorted_tables:
            if table.name in LEFT_OUT:
                continue
            assert made.tables[table.name].rows == _count(connection, table)


def _count(connection: Any, table: Table) -> int:
    return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def test_the_folder_of_the_settings_is_taken_where_none_is_named(
    whole: Place, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert whole.run("backup").exit_code == 1
    monkeypatch.setenv("JIPP_BACKUP_DIR", str(target))
    assert whole.run("backup").exit_code == 0
    assert settings().backup_dir == target
    assert backup.newest(target) is not None
    database.dispose_engines()

"""`jipp tidy` and `jipp files` on both databases, with files in a folder and in a bucket."""

import io
import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, col, select
from typer.testing import CliRunner

from app import database, files
from app.clock import new_id, now
from app.commands.app import cli
from app.database import make_engine
from app.models import Document, IdempotentAnswer, UserSession
from app.settings import settings
from tests.buckets import bucket_settings, set_bucket
from tests.conftest import empty, migrated
from tests.factories import Factory
from tests.files.papers import path_of


@pytest.fixture
def make(new_database: Callable[[str], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Factory]:
    """Factories on a database that the commands use too."""
    address = new_database("tidied")
    migrated(address, tmp_path)
    monkeypatch.setenv("JIPP_DATABASE_URL", address)
    monkeypatch.setenv("JIPP_FILES_DIR", str(tmp_path / "files"))
    settings.cache_clear()
    database.dispose_engines()
    engine = make_engine(address, writes=True)
    empty(engine)
    with Factory(engine, "") as factory:
        yield factory
    engine.dispose()
    database.dispose_engines()
    settings.cache_clear()
    files._bucket.cache_clear()


def _run(*arguments: str) -> tuple[int, str]:
    found = CliRunner().invoke(cli, list(arguments))
    return found.exit_code, found.output


def _file(content: bytes, *, hours: int = 0) -> str:
    """Stores a file, so many hours ago."""
    sha256 = files.store(io.BytesIO(content), 1000)[0]
    moment = (now() - timedelta(hours=hours)).timestamp()
    os.utime(path_of(sha256), (moment, moment))
    return sha256


def _named(make: Factory, sha256: str) -> None:
    draft = make.proposal(make.edition(required_documents=[]), make.unit())
    make.save(Document(proposal_id=draft.id, kind="evidence", filename="a.pdf", media_type="application/pdf", size=5,
                       sha256=sha256))  # fmt: skip


def test_tidy_clears_files_that_nobody_names_after_a_day(make: Factory) -> None:
    named, orphan, young = _file(b"named", hours=48), _file(b"orphan", hours=25), _file(b"young", hours=23)
    _named(make, named)
    assert _run("files", "orphans") == (0, f"{orphan} 6\n")
    code, output = _run("tidy")
    assert (code, "Berkas tanpa pemilik: 1\n" in output) == (0, True)
    assert {entry.sha256 for entry in files.current().entries()} == {named, young}
    assert "Berkas tanpa pemilik: 0\n" in _run("tidy")[1]


def test_tidy_clears_what_a_crash_left_of_uploads(make: Factory) -> None:
    old, young = (settings().files_dir / files.INCOMING / name for name in ("old", "young"))
    for folder in (old, young):
        folder.mkdir(parents=True)
        (folder / "in").write_bytes(b"half")
    os.utime(old, (0, 0))
    assert "Sisa unggahan yang terputus: 1\n" in _run("tidy")[1]
    assert (old.exists(), young.exists()) == (False, True)


def test_tidy_clears_sessions_and_kept_answers_that_are_over(make: Factory) -> None:
    person = make.user("auditor")
    for hours in (-1, 1):
        moment = now() + timedelta(hours=hours)
        make.save(UserSession(token_hash=new_id(), user_id=person.id, expires_at=moment))
        make.save(IdempotentAnswer(actor="a", key=new_id(), request_digest="d", expires_at=moment))
    code, output = _run("tidy")
    assert code == 0
    assert "Sesi yang sudah berakhir: 1\n" in output
    assert "Jawaban ulangan yang kedaluwarsa: 1\n" in output
    with Session(make.engine) as session:
        for table in (UserSession, IdempotentAnswer):
            [left] = session.exec(select(col(table.expires_at))).all()
            assert left > now()


def test_verify_names_what_is_missing_or_altered(make: Factory) -> None:
    good, altered, missing = _file(b"good"), _file(b"bad"), "ab" * 32
    for sha256 in (good, altered, missing, good):
        _named(make, sha256)
    path_of(altered).write_bytes(b"xxx")
    code, output = _run("files", "verify")
    assert code == 1
    assert f"{altered}: isinya berubah" in output
    assert f"{missing}: hilang" in output
    assert "3 berkas diperiksa, 2 bermasalah." in output


def test_copy_moves_an_installation_into_a_bucket_and_back(
    make: Factory, s3_server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, altered = _file(b"kept"), _file(b"to be altered")
    path_of(altered).write_bytes(b"altered")
    bucket = set_bucket(monkeypatch, s3_server, f"pindah-{new_id()[-12:]}")
    code, output = _run("files", "copy", "local", bucket)
    assert (code, f"{altered}: isinya berubah" in output) == (1, True), "what is damaged is not carried along"
    assert [entry.sha256 for entry in files.current().entries()] == [kept]
    assert files.verify(kept) is None
    path_of(kept).unlink()
    assert _run("files", "copy", bucket, "local")[0] == 0
    assert path_of(kept).read_bytes() == b"kept"


def test_tidy_clears_a_bucket_too(make: Factory, s3_server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    set_bucket(monkeypatch, s3_server, f"rapi-{new_id()[-12:]}")
    named, _orphan = (files.store(io.BytesIO(content), 1000)[0] for content in (b"named", b"orphan"))
    _named(make, named)
    assert "Berkas tanpa pemilik: 0\n" in _run("tidy")[1], "both are young"
    monkeypatch.setattr(settings(), "orphan_hours", -1)
    assert "Berkas tanpa pemilik: 1\n" in _run("tidy")[1]
    assert [entry.sha256 for entry in files.current().entries()] == [named]


def test_the_settings_of_a_bucket_come_from_the_environment(
    s3_server: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    set_bucket(monkeypatch, s3_server, f"lain-{new_id()[-12:]}")
    wanted = bucket_settings(s3_server, "lain")
    for name, value in wanted.items():
        monkeypatch.setenv(f"JIPP_{name.upper()}", value)
    settings.cache_clear()
    found = {name: getattr(settings(), name) for name in wanted}
    settings.cache_clear()
    assert found.pop("s3_secret_access_key").get_secret_value() == wanted.pop("s3_secret_access_key")
    assert found == wanted
    assert "rahasia" not in repr(found)

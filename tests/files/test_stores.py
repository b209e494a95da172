"""A store keeps what it was given, tells when it did not, and clears what nobody names: in a folder and in a bucket."""

import io
import itertools
import os
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import obstore
import pytest

from app import files
from app.files import Fault
from app.files.s3 import open_bucket
from app.files.store import Store, StoreUnavailable
from app.settings import settings
from tests.buckets import set_bucket
from tests.files.papers import path_of

_numbers = itertools.count(1)
TEN = b"0123456789"


@pytest.fixture(params=["folder", "bucket"])
def store(request: pytest.FixtureRequest, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """Each kind of store, empty, as the settings name it."""
    if request.param == "bucket":
        server = request.getfixturevalue("s3_server")
        set_bucket(monkeypatch, server, f"bukti-{next(_numbers)}")
    return files.current()


def _put(content: bytes) -> str:
    return files.store(io.BytesIO(content), 50_000_000)[0]


def test_what_is_stored_is_read_back(store: Store) -> None:
    sha256, size = files.store(io.BytesIO(TEN), 100)
    assert sha256 == "84d89877f0d4041efb6bf91a16f0248f2fd573e6af05c19f96bedb9f882f7882"
    assert (size, store.size(sha256)) == (10, 10)
    assert b"".join(store.read(sha256, 0, 10)) == TEN
    assert b"".join(store.read(sha256, 3, 7)) == b"3456"
    assert b"".join(store.read(sha256, 5, 5)) == b""
    assert files.verify(sha256) is None


def test_a_store_that_works_says_so(store: Store) -> None:
    assert files.is_working()


def test_a_large_file_comes_in_chunks(store: Store) -> None:
    content = os.urandom(11_000_000)
    sha256 = _put(content)
    chunks = list(store.read(sha256, 0, len(content)))
    assert b"".join(chunks) == content
    assert len(chunks) > 1


def test_the_same_bytes_lie_there_once(store: Store) -> None:
    assert _put(TEN) == _put(TEN)
    _put(b"other")
    assert sorted(entry.size for entry in store.entries()) == [5, 10]


@pytest.mark.parametrize("name", ["0" * 64, "../../etc/passwd", "a" * 63, "A" * 64, ""])
def test_what_is_not_there_and_path_tricks_are_missing(store: Store, name: str) -> None:
    with pytest.raises(FileNotFoundError):
        store.size(name)
    with pytest.raises(FileNotFoundError):
        list(store.read(name, 0, 1))
    assert files.verify(name) is Fault.missing


def test_a_young_file_is_not_removed_and_storing_again_makes_it_young(store: Store) -> None:
    sha256 = _put(TEN)
    [entry] = store.entries()
    assert not store.remove(sha256, entry.stored_at - timedelta(seconds=1))
    assert store.size(sha256) == 10
    assert store.remove(sha256, datetime.now(UTC) + timedelta(minutes=1))
    assert list(store.entries()) == []


def test_a_full_or_lost_store_is_a_clear_error(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    if settings().files_url:
        monkeypatch.setattr(settings(), "s3_endpoint", "http://127.0.0.1:9")
        files._bucket.cache_clear()
    else:
        monkeypatch.setattr(os, "link", _no_room)
    with pytest.raises(StoreUnavailable):
        _put(TEN)
    assert not files.is_working()


def _no_room(*_paths: object) -> None:
    raise OSError(28, "No space left on device")


# ── The folder ──


def test_nobody_else_on_the_machine_reads_a_file(folder: Path) -> None:
    assert path_of(_put(TEN)).stat().st_mode & 0o777 == 0o600
    assert (folder / files.INCOMING).exists()


def test_a_file_altered_on_disk_is_found(folder: Path) -> None:
    sha256 = _put(TEN)
    path_of(sha256).write_bytes(b"0123456780")
    assert files.verify(sha256) is Fault.altered


def test_an_object_altered_in_the_bucket_is_found(
    folder: Path, s3_server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_bucket(set_bucket(monkeypatch, s3_server, "diubah"))
    sha256 = _put(TEN)
    obstore.put(store.bucket, f"{sha256[:2]}/{sha256}", b"0123456780")
    assert files.verify(sha256) is Fault.altered


def test_who_stores_while_it_is_cleared_away_keeps_the_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The clearing is stopped right after it took the file away; somebody stores the same bytes; it goes on."""
    sha256 = _put(TEN)
    taken_away, go_on = threading.Event(), threading.Event()
    rename = Path.rename

    def slowly(path: Path, target: Path) -> Path:
        moved = rename(path, target)
        taken_away.set()
        assert go_on.wait(30)
        return moved

    monkeypatch.setattr(Path, "rename", slowly)
    later = datetime.now(UTC) + timedelta(minutes=1)
    clearing = threading.Thread(target=files.current().remove, args=(sha256, later))
    clearing.start()
    assert taken_away.wait(30)
    _put(TEN)
    go_on.set()
    clearing.join()
    assert files.verify(sha256) is None


def test_a_refused_file_leaves_nothing_behind(folder: Path) -> None:
    with pytest.raises(Exception, match="too-large"):
        files.store(io.BytesIO(TEN), 5)
    assert [path for path in folder.rglob("*") if path.is_file()] == []


def test_the_name_exists_only_once_the_bytes_are_on_disk(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    flush, link = os.fsync, os.link
    monkeypatch.setattr(os, "fsync", _noting(done, "flushed", flush))
    monkeypatch.setattr(os, "link", _noting(done, "named", link))
    _put(TEN)
    assert done == ["flushed", "named", "flushed"], "the bytes, the name, the folder that holds the name"


def _noting(done: list[str], what: str, deed: Callable[..., None]) -> Callable[..., None]:
    def noted(*given: object) -> None:
        deed(*given)
        done.append(what)

    return noted

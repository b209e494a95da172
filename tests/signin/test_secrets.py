"""The one secret of an installation, and what is made from it."""

import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import secrets_store
from app.settings import settings
from tests.conftest import environment

SHOW = "from app.secrets_store import derive; print(derive('trying').hex())"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("JIPP_DATABASE_URL", f"sqlite:///{tmp_path}/some.sqlite")
    settings.cache_clear()
    yield tmp_path
    settings.cache_clear()


def test_the_file_is_made_once_for_its_owner_alone(folder: Path) -> None:
    first = secrets_store.derive("a")
    path = folder / "secret.key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(path.read_bytes()) >= 48
    assert [file.name for file in folder.iterdir()] == ["secret.key"]
    assert secrets_store.derive("a") == first != secrets_store.derive("b")


def test_workers_that_begin_at_once_have_one_secret(tmp_path: Path) -> None:
    env = environment(f"sqlite:///{tmp_path}/some.sqlite", tmp_path)
    command = [sys.executable, "-c", SHOW]
    running = [subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True) for _ in range(6)]
    shown = {process.communicate(timeout=60)[0] for process in running}
    assert len(shown) == 1
    assert len(shown.pop().strip()) == 64


def test_a_sealed_text_opens_only_whole_and_for_its_purpose(folder: Path) -> None:
    sealed = secrets_store.seal("letters", "rahasia é")
    assert secrets_store.unseal("letters", sealed) == "rahasia é"
    assert secrets_store.seal("letters", "rahasia é") != sealed, "the same text looks otherwise each time"
    changed = sealed[:20] + ("A" if sealed[20] != "A" else "B") + sealed[21:]
    for purpose, text in (
        ("others", sealed),
        ("letters", changed),
        ("letters", ""),
        ("letters", "é"),
        ("letters", "A"),
    ):
        with pytest.raises(secrets_store.Unreadable):
            secrets_store.unseal(purpose, text)


def test_a_setting_that_is_no_secret_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIPP_SECRET_KEY", "pendek")
    settings.cache_clear()
    with pytest.raises(secrets_store.WeakSecret):
        secrets_store.derive("a")

"""The limiter: however many processes take at once, all together get the limit and no more."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app import database, limiter, limiter_store
from app.settings import settings
from tests.conftest import migrated

PROCESSES = 5
LONG = 10_000_000
"""Seconds of a window that no test outlasts: one ends every four months."""


@pytest.fixture(scope="module")
def counted(new_database: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of processes on a database of their own."""
    return migrated(new_database("limited"), tmp_path_factory.mktemp("limited"))


@pytest.fixture
def here(counted: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The same database in this process."""
    for name in ("JIPP_DATABASE_URL", "JIPP_FILES_DIR"):
        monkeypatch.setenv(name, counted[name])
    _begin_anew()
    yield
    _begin_anew()


def _begin_anew() -> None:
    settings.cache_clear()
    database.dispose_engines()
    limiter_store.forget()
    limiter.forget()


def taken_at_once(env: dict[str, str], bucket: str, limit: int, tries: int, window: int = LONG) -> list[int]:
    """What each of the processes was let through, all of them beginning in the same moment."""
    begin = str(time.time() + 4)
    command = [sys.executable, "-m", "tests.signin.takers", bucket, str(limit), str(window), str(tries), begin]
    running = [subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True) for _ in range(PROCESSES)]
    outputs = [process.communicate(timeout=120)[0] for process in running]
    assert [process.returncode for process in running] == [0] * PROCESSES
    return [int(output) for output in outputs]


@pytest.mark.parametrize("limit", [7, 100, 600])
def test_processes_together_get_the_limit_and_no_more(counted: dict[str, str], limit: int) -> None:
    taken = taken_at_once(counted, f"all-{limit}", limit, tries=limit)
    assert sum(taken) <= limit
    assert sum(taken) >= limit - PROCESSES * limiter.LARGEST_LEASE, "what is lost is at most a lease a process"


def test_whoever_asks_alone_gets_all_of_it(here: None) -> None:
    quota = limiter.Quota("test", 600, LONG)
    verdicts = [limiter.take("alone", quota) for _ in range(700)]
    assert [verdict.is_allowed for verdict in verdicts] == [True] * 600 + [False] * 100
    assert [verdict.remaining for verdict in verdicts[:4]] == [599, 598, 597, 596]
    assert verdicts[-1].remaining == 0
    assert 1 <= verdicts[-1].resets_in <= LONG


def test_the_next_window_begins_anew(here: None, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [1_000_000.0]
    monkeypatch.setattr(limiter_store, "moment", lambda _connection: clock[0])
    quota = limiter.Quota("test", 2, 100)
    assert [limiter.take("anew", quota).is_allowed for _ in range(3)] == [True, True, False]
    clock[0] += 100
    limiter.forget()
    assert [limiter.take("anew", quota).is_allowed for _ in range(3)] == [True, True, False]


def test_a_clock_that_is_a_little_behind_opens_no_second_window(here: None, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [2_000_000.0]
    monkeypatch.setattr(limiter_store, "moment", lambda _connection: clock[0])
    quota = limiter.Quota("test", 2, 100)
    assert limiter.take("behind", quota).is_allowed
    clock[0] -= 1
    limiter.forget()
    assert [limiter.take("behind", quota).is_allowed for _ in range(2)] == [True, False]


def test_a_clock_that_was_far_ahead_shuts_nobody_out(here: None, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [3_000_000.0]
    monkeypatch.setattr(limiter_store, "moment", lambda _connection: clock[0])
    quota = limiter.Quota("test", 1, 100)
    assert [limiter.take("ahead", quota).is_allowed for _ in range(2)] == [True, False]
    clock[0] -= LONG
    limiter.forget()
    assert limiter.take("ahead", quota).is_allowed


def test_a_damaged_file_of_counters_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIPP_DATABASE_URL", f"sqlite:///{tmp_path}/some.sqlite")
    _begin_anew()
    path = limiter_store.file_of(settings().database_url)
    assert path is not None
    path.write_bytes(b"no database at all " * 500)
    quota = limiter.Quota("test", 1, LONG)
    with pytest.raises(limiter_store.Unavailable):
        limiter.take("any", quota)
    assert limiter.take("any", quota).is_allowed
    _begin_anew()

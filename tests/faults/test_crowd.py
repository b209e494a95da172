"""Many at once, and some who never read their answer: everybody else is still served."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from app import database
from app.http import listing
from app.queries import units
from tests.conftest import Server, start_server
from tests.factories import Factory

CROWD = 40
"""More requests than the small server below has places, threads and connections together."""


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Server]:
    """A server with two threads and two places."""
    running = start_server(f"sqlite:///{tmp_path}/small.sqlite", tmp_path, JIPP_CONCURRENCY="2")
    yield running
    running.process.terminate()
    running.process.wait(10)
    running.engine.dispose()


def test_a_crowd_waits_its_turn_and_is_served(small: Server) -> None:
    def ask(number: int) -> int:
        return httpx.get(f"{small.url}/units", params={"q": f"kata{number}"}, timeout=60).status_code

    with ThreadPoolExecutor(CROWD) as crowd:
        assert Counter(crowd.map(ask, range(CROWD))) == {200: CROWD}


def test_who_does_not_read_a_csv_file_holds_no_connection(make: Factory, monkeypatch: pytest.MonkeyPatch) -> None:
    make.unit(kind="province")
    monkeypatch.setattr(database, "read_engine", lambda: make.engine)
    before = make.engine.pool.checkedout()  # type: ignore[attr-defined]
    lines = listing._lines(units.UnitFilters(), units.list_)
    assert next(lines).startswith("id,"), "the file has begun"
    assert make.engine.pool.checkedout() == before  # type: ignore[attr-defined]

"""What SQLite promises rests on how each connection is set up."""

from pathlib import Path

import pytest
from sqlalchemy import Engine

from app.database import make_engine

FULL = 2
"""``PRAGMA synchronous``: every commit is on the disk before it is acknowledged."""


@pytest.fixture(params=[True, False], ids=["writes", "reads"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Engine:
    return make_engine(f"sqlite:///{tmp_path}/durable.sqlite", writes=request.param)


def test_every_connection_that_may_write_waits_for_the_disk(engine: Engine) -> None:
    """The readers' too: one of them moves the log into the file, and the log is forgotten once that is on the disk."""
    connections = [engine.connect() for _ in range(1 if engine.pool.size() == 1 else 5)]  # type: ignore[attr-defined]
    for again in range(2):
        for connection in connections:
            assert pragma(connection, "synchronous") == FULL
            assert pragma(connection, "journal_mode") == "wal"
            assert pragma(connection, "foreign_keys") == 1
        if not again:
            connections.append(_after_an_error(connections.pop()))
    for connection in connections:
        connection.close()
    engine.dispose()


def pragma(connection: object, name: str) -> object:
    return connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()  # type: ignore[attr-defined]


def _after_an_error(connection: object) -> object:
    """A connection thrown away is replaced by one that is set up in the same way."""
    engine = connection.engine  # type: ignore[attr-defined]
    connection.invalidate()  # type: ignore[attr-defined]
    connection.close()  # type: ignore[attr-defined]
    return engine.connect()

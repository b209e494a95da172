"""A whole competition, played through the API, with its log: what the tests of the log look at."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from app import database
from tests.examples import play
from tests.examples.recorder import world


@pytest.fixture(scope="session")
def competition(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """From the first unit to the last publication, on SQLite (the recorder's world)."""
    folder: Path = tmp_path_factory.mktemp("competition")
    with world(folder) as recorder:
        play(recorder)
    engine = database.make_engine(f"sqlite:///{folder}/world.sqlite", writes=True)
    yield engine
    engine.dispose()

"""The demo, loaded once into a file of its own."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine
from sqlmodel import SQLModel

from app import demo, settings
from app.database import WriteSession, make_engine

Loader = Callable[..., Engine]


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loader]:
    """Loads the demo into a new database, its sample papers into a new folder, and gives the engine."""
    folder, engines = tmp_path_factory.mktemp("demo"), []

    def load(*, url: str | None = None, **options: int) -> Engine:
        engine = make_engine(url or f"sqlite:///{folder}/{len(engines)}.sqlite", writes=True)
        engines.append(engine)
        SQLModel.metadata.create_all(engine)
        with files_in(folder / "files"), WriteSession(engine) as session, session.begin():
            demo.load(session, password_hash="x", **options)
        return engine

    yield load
    for engine in engines:
        engine.dispose()


@contextmanager
def files_in(folder: Path) -> Iterator[None]:
    """Sample papers go to this folder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings.settings(), "files_dir", folder)
        yield


@pytest.fixture(scope="session")
def engine(loaded: Loader) -> Engine:
    """The demo at its own size."""
    return loaded()


@pytest.fixture
def rows(engine: Engine) -> Iterator[Connection]:
    """A connection to read from."""
    with engine.connect() as connection:
        yield connection

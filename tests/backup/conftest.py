"""A filled database with files, as a backup finds it, and the commands run against it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result
from sqlalchemy import Engine
from typer.testing import CliRunner

from app import database, files, schema
from app.commands.app import cli
from app.models import Document
from app.settings import settings
from tests.buckets import s3_server  # noqa: F401  # a fixture
from tests.factories import Factory

PAPER = b"%PDF-1.7 surat pengantar"


class Place:
    """A database with its folder of files; what runs here runs there."""

    def __init__(self, url: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.url, self.folder, self.patch = url, folder, monkeypatch

    def enter(self) -> None:
        """Makes the settings point here."""
        self.patch.setenv("JIPP_DATABASE_URL", self.url)
        self.patch.setenv("JIPP_FILES_DIR", str(self.folder / "files"))
        settings.cache_clear()
        database.dispose_engines()

    def run(self, *words: object) -> Result:
        """A command of the terminal."""
        self.enter()
        return CliRunner().invoke(cli, [str(word) for word in words], catch_exceptions=False)

    def engine(self) -> Engine:
        """Its database."""
        self.enter()
        return database.write_engine()


@pytest.fixture
def filled(new_database: Callable[[str], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    place = Place(new_database("kept"), tmp_path / "here", monkeypatch)
    schema.upgrade(place.engine())
    with Factory(place.engine(), "") as make:
        root = make.unit("Provinsi “Jawa Timur”", "province")
        agency = make.unit("Dinas\tKesehatan \\ 'ü'", "agency", root, latitude=-7.25, longitude=112.75)
        draft = make.proposal(make.edition(), agency)
        make.user("organiser", name="Penyelenggara")
        sha256, size = _stored(PAPER)
        make.save(Document(proposal_id=draft.id, kind="evidence", filename="bukti.pdf", media_type="application/pdf",
                           size=size, sha256=sha256))  # fmt: skip
    yield place
    database.dispose_engines()
    settings.cache_clear()


def _stored(data: bytes) -> tuple[str, int]:
    import io

    return files.store(io.BytesIO(data), 10_000)


@pytest.fixture
def elsewhere(
    new_database: Callable[[str], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, filled: Place
) -> Place:
    """An empty place of the same kind."""
    return Place(new_database("elsewhere"), tmp_path / "elsewhere", monkeypatch)


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """The folder of the backups."""
    return tmp_path / "backups"

"""The commands of the terminal that no other test goes through."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlmodel import Session, select
from typer.testing import CliRunner

from app import database
from app.commands.app import cli
from app.database import make_engine
from app.models import User
from app.settings import settings
from tests.conftest import migrated

PASSWORD = "lumbung padi 1926"


@pytest.fixture
def url(new_database: Callable[[str], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    address = new_database("commands")
    migrated(address, tmp_path)
    monkeypatch.setenv("JIPP_DATABASE_URL", address)
    settings.cache_clear()
    database.dispose_engines()
    return address


@pytest.fixture(autouse=True)
def forget_the_database() -> Iterator[None]:
    yield
    database.dispose_engines()
    settings.cache_clear()


def create(email: str, password: str) -> tuple[int, str]:
    found = CliRunner().invoke(cli, ["create-organiser", email, "Penyelenggara", "--password", password])
    return found.exit_code, found.output


def test_the_first_organiser(url: str) -> None:
    assert create("pertama@jipp.example", PASSWORD)[0] == 0
    engine = make_engine(url, writes=False)
    with Session(engine) as session:
        assert session.exec(select(User.email)).all() == ["pertama@jipp.example"]
    engine.dispose()


@pytest.mark.parametrize(("email", "password", "field"), [
    ("bukan surel", PASSWORD, "email"), ("dua@jipp.example", "padi 1926", "password"),
    ("dua@jipp.example", "1111111111", "password"),
])  # fmt: skip
def test_a_refusal_names_the_field_and_never_quotes_the_password(
    url: str, email: str, password: str, field: str
) -> None:
    code, output = create(email, password)
    assert code == 1
    assert output.startswith(f"{field}: ")
    assert password not in output


def test_the_same_account_twice_is_refused(url: str) -> None:
    create("dua@jipp.example", PASSWORD)
    code, output = create("dua@jipp.example", PASSWORD)
    assert code == 1
    assert output.startswith("email: ")

"""Every migration runs up and down with data in it, and the schema it ends with is the models' own."""

import os
import subprocess
import sys
from collections.abc import Callable

from sqlalchemy import inspect, text
from sqlmodel import SQLModel

import app.models  # noqa: F401
from app.database import make_engine
from app.feed import words_table
from tests.factories import Factory


def alembic(url: str, *arguments: str) -> None:
    """Runs alembic on this database."""
    done = subprocess.run([sys.executable, "-m", "alembic", *arguments], env=os.environ | {"JIPP_DATABASE_URL": url},
                          capture_output=True, text=True)  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def test_up_and_down_with_data(new_database: Callable[[str], str]) -> None:
    url = new_database("migrated")
    alembic(url, "upgrade", "head")
    alembic(url, "check")
    engine = make_engine(url, writes=True)
    with Factory(engine, "") as make:
        unit = make.unit()
        make.proposal(make.edition(), unit)
    alembic(url, "upgrade", "head")
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM proposals")).scalar_one() == 1, "nothing is lost"
    engine.dispose()
    alembic(url, "downgrade", "base")
    left = {name for name in inspect(engine).get_table_names() if not words_table.is_part(name)} - {"alembic_version"}
    assert left == set()
    alembic(url, "upgrade", "head")
    there = {name for name in inspect(engine).get_table_names() if not words_table.is_part(name)}
    assert there - {"alembic_version"} == set(SQLModel.metadata.tables)
    engine.dispose()

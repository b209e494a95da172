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
from tests.conftest import ONLY_POSTGRESQL
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


@ONLY_POSTGRESQL
def test_words_of_the_catalogue_move_into_one_column_and_back(new_database: Callable[[str], str]) -> None:
    """0025 writes the index anew: not one word is lost, or found in another field."""
    url = new_database("migrated_words")
    alembic(url, "upgrade", "head")
    engine = make_engine(url, writes=True)
    with engine.begin() as connection:
        words_table.write(connection, [words_table.Stems(7, "loket malam", "puskesmas", "antre malam b/t 2023"),
                                       words_table.Stems(8, "", "", "")])  # fmt: skip
    alembic(url, "downgrade", "0024")
    with engine.connect() as connection:
        before = connection.execute(text("SELECT number, title::text, about::text, body::text FROM catalogue_words "
                                         "ORDER BY number")).all()  # fmt: skip
    assert before == [(7, "'loket' 'malam'", "'puskesmas'", "'2023' 'antre' 'b/t' 'malam'"), (8, "", "", "")]
    alembic(url, "upgrade", "head")
    with engine.connect() as connection:
        found = {f: words_table.numbers_with(connection, f, ["malam"]).tolist() for f in words_table.FIELDS}
        assert found == {"body": [7], "about": [], "title": [7]}
        assert words_table.numbers_with(connection, "about", ["puskesmas"]).tolist() == [7]
        assert connection.execute(text("SELECT count(*) FROM catalogue_words")).scalar_one() == 2
    engine.dispose()

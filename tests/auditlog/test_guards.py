"""What refuses to change the log is seen to be there, and seen to be gone, disabled or replaced."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Engine, text

from app import schema
from app.audit import guards
from app.commands.verify import verify
from app.database import is_sqlite, make_engine


@pytest.fixture
def engine(new_database: Callable[[str], str]) -> Iterator[Engine]:
    """A database as the migrations make it."""
    made = make_engine(new_database("guarded"), writes=True)
    schema.upgrade(made)
    yield made
    made.dispose()


def after(engine: Engine, *statements: str) -> list[str]:
    """Which guards are missing once this was done to the database."""
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
        connection.commit()
    with engine.connect() as connection:
        return guards.missing(connection)


def test_the_migrations_make_all_of_them(engine: Engine) -> None:
    assert after(engine) == []


SQLITE = {
    "dropped": ("DROP TRIGGER checkpoints_no_delete",),
    "made to let through": (
        "DROP TRIGGER checkpoints_no_delete",
        "CREATE TRIGGER checkpoints_no_delete BEFORE DELETE ON checkpoints BEGIN SELECT 1; END",
    ),
    "moved to another table": (
        "DROP TRIGGER checkpoints_no_delete",
        "CREATE TRIGGER checkpoints_no_delete BEFORE DELETE ON units BEGIN "
        "SELECT RAISE(ABORT, 'checkpoints only grows'); END",
    ),
}
ON_CHECKPOINTS = "ON checkpoints FOR EACH STATEMENT"
POSTGRESQL = {
    "dropped": ("DROP TRIGGER checkpoints_only_grows ON checkpoints",),
    "disabled": ("ALTER TABLE checkpoints DISABLE TRIGGER checkpoints_only_grows",),
    "silent in a replica's role": ("ALTER TABLE checkpoints ENABLE TRIGGER checkpoints_only_grows",),
    "narrowed": (
        "DROP TRIGGER checkpoints_only_grows ON checkpoints",
        f"CREATE TRIGGER checkpoints_only_grows BEFORE DELETE {ON_CHECKPOINTS} EXECUTE FUNCTION jipp_only_grows()",
        "ALTER TABLE checkpoints ENABLE ALWAYS TRIGGER checkpoints_only_grows",
    ),
    "told to let through": (
        "CREATE OR REPLACE FUNCTION jipp_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$",
    ),
}


def test_what_was_done_to_one_is_seen(engine: Engine) -> None:
    """Each deed by itself, undone before the next: both databases alter their schema within a transaction."""
    unseen = []
    for deed, statements in (SQLITE if is_sqlite(engine) else POSTGRESQL).items():
        with engine.connect() as connection:
            for statement in statements:
                connection.execute(text(statement))
            if not any(name.startswith("checkpoints_") for name in guards.missing(connection)):
                unseen.append(deed)
            connection.rollback()
    assert unseen == []
    assert after(engine) == []


def test_the_command_says_so(engine: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    url = engine.url.render_as_string(hide_password=False)
    assert verify(None, url, None)
    after(engine, (SQLITE if is_sqlite(engine) else POSTGRESQL)["dropped"][0])
    assert not verify(None, url, None)
    assert "pemicu" in capsys.readouterr().err

"""The schema's versions: which one this source needs, which one a database has, and how it gets there."""

from functools import lru_cache
from pathlib import Path

from sqlalchemy import Engine

ROOT = Path(__file__).resolve().parents[1]


@lru_cache
def head() -> str | None:
    """The revision that this source needs."""
    from alembic.script import ScriptDirectory

    return ScriptDirectory(str(ROOT / "migrations")).get_current_head()


def revision(engine: Engine) -> str | None:
    """The revision that the database has; None where it was never migrated."""
    from alembic.runtime.migration import MigrationContext

    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def upgrade(engine: Engine, to: str = "head") -> None:
    """Applies the migrations that the database lacks, up to *to*; ``CommandError`` for a revision nobody knows."""
    from alembic import command
    from alembic.config import Config

    config = Config(str(ROOT / "alembic.ini"))
    config.attributes["engine"] = engine
    command.upgrade(config, to)

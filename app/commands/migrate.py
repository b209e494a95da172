"""`jipp migrate`: brings the database to the schema of this version."""

from pathlib import Path

from alembic import command
from alembic.config import Config

ROOT = Path(__file__).resolve().parents[2]


def alembic_config() -> Config:
    """Alembic's configuration, wherever the command was started."""
    return Config(str(ROOT / "alembic.ini"))


def migrate() -> None:
    """Applies every migration that is missing; rows from before the audit log or the index are taken into it."""
    command.upgrade(alembic_config(), "head")
    from app import database, feed  # after the schema is there, and only where it is used
    from app.audit.adoption import adopt
    from app.feed import likeness

    with database.writing() as session:
        adopt(session)
        feed.catch_up(session)
    for _count in likeness.fill(database.writing):
        pass

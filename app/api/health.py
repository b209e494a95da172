"""Whether the server lives, whether it is ready, and what it counts. Outside ``/api/v1``: for machines that run it."""

from functools import lru_cache
from pathlib import Path

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from fastapi import APIRouter, Response
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from app import database
from app.errors import DomainError
from app.http import metrics
from app.settings import settings

router = APIRouter(tags=["health"])
MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"


class NotReady(DomainError):
    """The database does not answer, or its schema is of another version."""

    status = 503
    code = "not-serving"


@router.get("/healthz")
async def healthz() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


@router.get("/readyz")
def readyz(response: Response) -> dict[str, str]:
    """The database answers and has the schema of this version; 503 otherwise."""
    response.headers["Cache-Control"] = "no-store"
    for engine in _engines():
        if _revision(engine) != _head():
            raise NotReady
    return {"status": "ready"}


@router.get("/metrics", response_class=Response)
def read_metrics() -> Response:
    """Figures of this process in Prometheus' text format."""
    pools = {"read": database.read_engine(), "write": database.write_engine()}
    return Response(metrics.exposition(pools), media_type=metrics.CONTENT_TYPE)


def _engines() -> list[Engine]:
    """The replica and the primary where there are two; one database is asked by a reader, who waits for no writer."""
    replica = [database.write_engine()] if settings().database_read_url else []
    return [database.read_engine(), *replica]


def _revision(engine: Engine) -> str | None:
    try:
        with engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()
    except SQLAlchemyError:
        raise NotReady from None


@lru_cache
def _head() -> str | None:
    return ScriptDirectory(str(MIGRATIONS)).get_current_head()

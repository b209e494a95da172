"""Whether the server lives, whether it is ready, and what it counts. Outside ``/api/v1``: for machines that run it."""

import hmac
from ipaddress import ip_address, ip_network

from fastapi import APIRouter, Request, Response
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from app import database, room, schema
from app.errors import DomainError, Forbidden, Unauthenticated
from app.http import figures, metrics, stopping
from app.settings import settings

router = APIRouter(tags=["health"])


class NotReady(DomainError):
    """The database does not answer, its schema is of another version, or this process is about to stop."""

    status = 503
    code = "not-serving"


@router.get("/healthz")
async def healthz() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


@router.get("/readyz")
def readyz(response: Response) -> dict[str, str]:
    """The database answers and has the schema of this version, and the server is not about to stop; 503 otherwise.

    With a full disk it is ``read-only`` and still 200: readers are served, and another server would not do better.
    """
    response.headers["Cache-Control"] = "no-store"
    if stopping.is_stopping():
        raise NotReady("stopping")
    for engine in _engines():
        if _revision(engine) != schema.head():
            raise NotReady
    return {"status": "read-only" if room.is_read_only() else "ready"}


@router.get("/metrics", response_class=Response)
def read_metrics(request: Request) -> Response:
    """Figures of this process in Prometheus' text format; 401 or 403 where the operator has limited who may read."""
    _check_reader(request)
    figures.install()
    return Response(metrics.exposition(), media_type=metrics.CONTENT_TYPE)


def _check_reader(request: Request) -> None:
    token, places = settings().metrics_token, settings().metrics_from
    given = request.headers.get("authorization", "").removeprefix("Bearer ")
    if token is not None and not hmac.compare_digest(given.encode(), token.encode()):
        raise Unauthenticated
    if places is not None and not _is_within(request.client.host if request.client else "", places):
        raise Forbidden


def _is_within(address: str, places: str) -> bool:
    try:
        found = ip_address(address)
    except ValueError:  # a socket of this machine has no address
        return False
    return any(found in ip_network(place.strip(), strict=False) for place in places.split(","))


def _engines() -> list[Engine]:
    """The replica and the primary where there are two; one database is asked by a reader, who waits for no writer."""
    replica = [database.write_engine()] if settings().database_read_url else []
    return [database.read_engine(), *replica]


def _revision(engine: Engine) -> str | None:
    try:
        return schema.revision(engine)
    except SQLAlchemyError:
        raise NotReady from None

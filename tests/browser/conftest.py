"""A real Chromium in front of real servers: one that each test fills by itself, one with the demo.

All of it lives as long as this package's tests: Playwright keeps an event loop running, which others must not find.
"""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, expect, sync_playwright
from sqlmodel import select

from app import credentials, demo
from app.clock import new_id, now
from app.database import WriteSession
from app.models import ApiKey, OutboxMessage, Unit, Webhook
from app.models.webhook import Event
from tests.browser.chromium import ARGUMENTS, find_chromium
from tests.browser.window import Windows
from tests.conftest import Server, start_server
from tests.demo.conftest import files_in

PATIENCE = 15_000
"""Milliseconds that Playwright waits for what is expected; a limit, never a measurement."""


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """The browser; where there is none the tests are skipped, and `make test` has said so."""
    path = find_chromium()
    if path is None:
        pytest.skip("no Chromium was found: install one, or set JIPP_CHROMIUM")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


def _stop(running: Server) -> None:
    running.process.terminate()
    running.process.wait(10)
    running.engine.dispose()


@pytest.fixture(scope="package")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server on SQLite whose database each test fills (see ``make``)."""
    folder = tmp_path_factory.mktemp("browser")
    running = start_server(f"sqlite:///{folder}/served.sqlite", folder)
    yield running
    _stop(running)


def connect(session: WriteSession) -> None:
    """What the demo has not: a system of a regency with a key and a webhook that failed."""
    unit_id = session.exec(select(Unit.id).where(Unit.name == "Kabupaten Malang")).one()
    session.add(ApiKey(name="SIMPEG", unit_id=unit_id, role="coordinator", scopes=["quotas:read"], prefix="jipp_contoh",
                       key_hash="0" * 64, expires_at=now() + timedelta(days=90)))  # fmt: skip
    webhook = Webhook(name="SIMPEG", unit_id=unit_id, url="https://simpeg.example/jipp", events=list(Event),
                      secret=credentials.new_webhook_secret(), is_active=False, disabled_reason="failing")  # fmt: skip
    session.add(webhook)
    session.add(OutboxMessage(event_id=new_id(), kind="webhook", topic="webhook.test", webhook_id=webhook.id,
                              status="failed", due_at=now(), attempts=10, response_code=500, duration_ms=1234,
                              response_excerpt="basis data mati", error="http_500"))  # fmt: skip


@pytest.fixture(scope="package")
def demo_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with the demo of East Java; its tests only read."""
    folder = tmp_path_factory.mktemp("browser-demo")
    running = start_server(f"sqlite:///{folder}/demo.sqlite", folder, JIPP_IS_DEMO="true")
    with files_in(folder / "files"), WriteSession(running.engine) as session, session.begin():
        demo.load(session, password_hash=credentials.hash_password(demo.PASSWORD))
        connect(session)
    yield running
    _stop(running)


def _nothing_went_wrong(opened: Windows) -> None:
    problems = opened.close()
    assert not problems, "\n".join(problems)


@pytest.fixture
def windows(chromium: Browser, server: Server) -> Iterator[Windows]:
    """Windows on the server; the test fails on whatever went wrong in one of them."""
    opened = Windows(chromium, server.url)
    yield opened
    _nothing_went_wrong(opened)


@pytest.fixture
def at_home(chromium: Browser, server: Server) -> Iterator[Windows]:
    """Windows on the same server by the name ``localhost``: browsers bind no passkey to a bare address."""
    opened = Windows(chromium, server.url.replace("127.0.0.1", "localhost"))
    yield opened
    _nothing_went_wrong(opened)


@pytest.fixture
def demo_windows(chromium: Browser, demo_server: Server) -> Iterator[Windows]:
    """Windows on the demo; the test fails on whatever went wrong in one of them."""
    opened = Windows(chromium, demo_server.url)
    yield opened
    _nothing_went_wrong(opened)

"""A real Chromium in front of real servers: one that each test fills by itself, one with the demo.

All of it lives as long as this package's tests: Playwright keeps an event loop running, which others must not find.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from app import credentials, demo
from app.database import WriteSession
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


@pytest.fixture(scope="package")
def demo_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with the demo of East Java; its tests only read."""
    folder = tmp_path_factory.mktemp("browser-demo")
    running = start_server(f"sqlite:///{folder}/demo.sqlite", folder, JIPP_IS_DEMO="true")
    with files_in(folder / "files"), WriteSession(running.engine) as session, session.begin():
        demo.load(session, password_hash=credentials.hash_password(demo.PASSWORD))
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
def demo_windows(chromium: Browser, demo_server: Server) -> Iterator[Windows]:
    """Windows on the demo; the test fails on whatever went wrong in one of them."""
    opened = Windows(chromium, demo_server.url)
    yield opened
    _nothing_went_wrong(opened)

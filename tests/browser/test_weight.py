"""A first visit stays light: everything that Chromium transfers for a public page, as the server compresses it."""

import pytest
from playwright.sync_api import Browser

from bench.weight import GOAL_KB, PHONE, paths, weigh
from tests.conftest import Server

pytestmark = pytest.mark.browser


def test_a_public_page_is_light(chromium: Browser, demo_server: Server) -> None:
    found = {}
    for path in paths(demo_server.url):
        context = chromium.new_context(viewport=PHONE)
        found[path] = weigh(context.new_page(), demo_server.url + path)
        context.close()
    assert len(found) >= 6
    for path, weight in found.items():
        assert {"Document", "Stylesheet", "Script", "Font"} <= weight.bytes.keys(), f"{path}: not all of it was counted"
        assert weight.total < GOAL_KB * 1000, f"{path}: {dict(weight.bytes)}"

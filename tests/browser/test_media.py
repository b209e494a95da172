"""Public pages on paper, and before somebody who wants nothing to move."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.places import find_places
from tests.browser.window import WIDE, Window, Windows
from tests.conftest import Server

pytestmark = pytest.mark.browser
PRINTED = ["/innovations/{asked}", "/innovations", "/innovations/map", "/editions/{concluded}/stages/proposal/ranking",
           "/exhibitions/{exhibition}", "/exhibitions/{exhibition}/programme", "/replications"]  # fmt: skip
PAPER = 178 / 25.4 * 96
"""CSS pixels between the margins of A4."""
_PRESSED = "main button, main input:not([type=hidden]), main select, main .button, nav"
_SHOWN = "nodes => nodes.filter((node) => node.checkVisibility()).map((node) => node.outerHTML.slice(0, 120))"
_FOLDED = """() => [...document.querySelectorAll("main details > :not(summary)")]
  .filter((node) => node.parentElement.checkVisibility() && !node.getBoundingClientRect().height && node.textContent)
  .map((node) => node.outerHTML.slice(0, 120))"""
_OVER = """width => [...document.querySelectorAll("main *")].filter((node) => node.checkVisibility()
  && !node.closest("svg, .visually-hidden") && node.getBoundingClientRect().right > width + 1)
  .map((node) => node.outerHTML.slice(0, 120))"""
_MOVING = """() => [...document.querySelectorAll("*")].flatMap((node) => ["", "::before", "::after"].map((part) => {
  const style = getComputedStyle(node, part || null);
  const longest = (times) => Math.max(...times.split(",").map(parseFloat));
  const moves = longest(style.transitionDuration) > 0 || longest(style.animationDuration) > 0.001;
  return moves && node.outerHTML.slice(0, 100) + part;
})).filter(Boolean)"""

_RUNNING = """() => document.getAnimations().filter((one) => one.effect.getComputedTiming().endTime > 1)
  .map((one) => one.animationName)"""


@pytest.mark.parametrize("path", PRINTED)
def test_on_paper(path: str, demo_windows: Windows, demo_server: Server) -> None:
    """Nothing to press, nothing folded, nothing cut off at the edge; a table is a table."""
    window = demo_windows.open(WIDE)
    window.open(path.format(**find_places(demo_server.engine)))
    page = window.page
    page.emulate_media(media="print")
    page.set_viewport_size({"width": int(PAPER), "height": 980})
    assert page.locator(_PRESSED).evaluate_all(_SHOWN) == []
    assert page.evaluate(_FOLDED) == []
    assert page.evaluate(_OVER, PAPER) == []
    assert set(page.locator("main tr").evaluate_all("rows => rows.map((row) => getComputedStyle(row).display)")) <= {
        "table-row"
    }
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.pdf(format="A4").startswith(b"%PDF")


def test_a_link_says_on_paper_where_it_leads(demo_windows: Windows) -> None:
    window = demo_windows.open(WIDE)
    window.open("/open-data")
    link = window.page.get_by_role("main").get_by_role("link", name=re.compile("Creative Commons"))
    window.page.emulate_media(media="print")
    after = link.evaluate("node => getComputedStyle(node, '::after').content")
    assert "https://creativecommons.org/licenses/by/4.0/" in after


def _moving(page: Page) -> list[str]:
    """What would move for longer than a moment, a button at work included."""
    page.evaluate("document.querySelectorAll('.button').forEach((one) => one.setAttribute('aria-busy', 'true'))")
    return [*page.evaluate(_MOVING), *page.evaluate(_RUNNING)]


@pytest.mark.parametrize("path", [*PRINTED, "/", "/sign-in", "/innovations/{asked}/questions/new",
                                  "/exhibitions/{exhibition}/board"])  # fmt: skip
def test_nothing_moves_where_nothing_shall(path: str, demo_windows: Windows, demo_server: Server) -> None:
    window = demo_windows.open(WIDE)  # it asks for reduced motion
    window.open(path.format(**find_places(demo_server.engine)))
    assert _moving(window.page) == []


def test_the_watch_sees_what_moves(demo_windows: Windows) -> None:
    window: Window = demo_windows.open(WIDE)
    window.open("/")
    window.page.emulate_media(reduced_motion="no-preference")
    assert "turn" in _moving(window.page)

"""The question before a deed: its button names the deed, in red where nothing brings it back."""

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.window import WIDE, Window, Windows
from tests.browser.world import World
from tests.factories import Factory

pytestmark = pytest.mark.browser


def _yes(window: Window, button: str) -> Locator:
    """The dialog's button after this one was pressed."""
    window.page.get_by_role("button", name=button, exact=True).click()
    window.look("dialog")
    return window.page.get_by_role("dialog").locator("[value=yes]")


def test_the_button_of_a_question_names_the_deed(make: Factory, windows: Windows) -> None:
    world = World(make)
    window = world.window(windows, "author", WIDE)
    window.open(f"/proposals/{world.draft().id}")
    yes = _yes(window, "Hapus draf")
    expect(yes).to_have_text("Hapus draf")
    expect(yes).to_have_css("background-color", "rgb(163, 36, 28)")
    window.page.keyboard.press("Escape")
    window.open(f"/proposals/{world.draft().id}/edit")
    yes = _yes(window, "Serahkan")
    expect(yes).to_have_text("Serahkan")
    expect(yes).to_have_css("background-color", "rgb(14, 95, 86)")

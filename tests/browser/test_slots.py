"""Several drafts for fewer slots: the coordinator sees it while ticking, not after sending."""

import pytest
from playwright.sync_api import expect

from tests.browser.window import NARROW, WIDE, Windows
from tests.browser.world import World
from tests.factories import Factory

pytestmark = pytest.mark.browser


def test_the_button_waits_until_the_slots_are_enough(make: Factory, windows: Windows) -> None:
    world = World(make)
    drafts = [world.draft(title=f"Loket Malam {n}") for n in range(4)]
    window = world.window(windows, "coordinator", WIDE)
    window.open("/proposals/submissions?" + "&".join(f"pick={draft.id}" for draft in drafts))
    page = window.page
    send = page.get_by_role("button", name="Kirim yang ditandai")
    expect(page.get_by_text("3 ditandai · sisa 3 slot", exact=True)).to_be_visible()
    expect(page.get_by_label("Pilih Loket Malam 3")).not_to_be_checked()
    page.get_by_label("Pilih Loket Malam 3").check()
    expect(page.get_by_text("4 ditandai · sisa 3 slot: kurangi 1")).to_be_visible()
    expect(send).to_be_disabled()
    window.look("bulk-over")
    window.turn(NARROW)
    window.look("bulk-over")
    page.get_by_label("Pilih Loket Malam 0").uncheck()
    page.get_by_label("Pilih Loket Malam 1").uncheck()
    send.click()
    expect(page.get_by_role("dialog").get_by_role("button", name="Kirim 2 usulan")).to_be_visible()
    page.keyboard.press("Escape")
    for n in (2, 3):
        page.get_by_label(f"Pilih Loket Malam {n}").uncheck()
    expect(page.get_by_text("0 ditandai · sisa 3 slot")).to_be_visible()
    expect(send).to_be_disabled()

"""The secretariat's decision: chosen first, one form at a time, and by keys."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.window import NARROW, PLAIN, WIDE, Screen, Window, Windows
from tests.factories import PASSWORD, Factory
from tests.pages.browsing import as_role

pytestmark = pytest.mark.browser


@pytest.fixture
def ids(make: Factory) -> list[str]:
    """Three submissions, first come first."""
    edition, agency = make.edition(quota=9), make.unit("Dinas Contoh", "agency")
    coordinator = as_role(make, "coordinator", agency)
    ids = [make.proposal(edition, agency).id for _ in range(3)]
    for id_ in ids:
        url = f"/proposals/{id_}/submission"
        assert coordinator.send(coordinator.get(url), url).status_code == 303
    return ids


def _case(make: Factory, windows: Windows, screen: Screen, id_: str) -> Window:
    window = windows.open(screen)
    window.sign_in(make.user("secretariat").email, PASSWORD)
    window.open(f"/selection/{id_}")
    return window


def _choose(window: Window, name: str) -> Locator:
    return window.page.get_by_role("radio", name=name, exact=True)


@pytest.mark.parametrize("screen", [WIDE, NARROW, PLAIN], ids=str)
def test_only_the_chosen_form_is_shown(screen: Screen, ids: list[str], make: Factory, windows: Windows) -> None:
    window = _case(make, windows, screen, ids[0])
    forms = {"Loloskan": "Loloskan", "Kembalikan": "Kembalikan", "Tolak": "Tolak usulan"}
    for choice in forms:
        _choose(window, choice).check()
        for other, button in forms.items():
            shown = window.page.get_by_role("button", name=button, exact=True)
            expect(shown).to_be_visible() if other == choice else expect(shown).to_be_hidden()
        window.look(f"selection-{choice}")


def test_the_panel_has_no_scroll_of_its_own(ids: list[str], make: Factory, windows: Windows) -> None:
    window = _case(make, windows, Screen(1280, 600), ids[0])
    _choose(window, "Kembalikan").check()
    panel = window.page.locator("#decision")
    assert panel.evaluate("node => node.scrollHeight - node.clientHeight") <= 0
    window.page.mouse.wheel(0, 3000)
    expect(window.page.get_by_role("button", name="Kembalikan", exact=True)).to_be_in_viewport()


@pytest.mark.parametrize("choice", ["Kembalikan", "Tolak"])
def test_the_focus_goes_to_the_reasons_that_are_missing(
    choice: str, ids: list[str], make: Factory, windows: Windows
) -> None:
    window = _case(make, windows, WIDE, ids[0])
    window.expected |= {422}
    _choose(window, choice).check()
    window.press({"Tolak": "Tolak usulan"}.get(choice, choice))
    reasons = window.page.get_by_role("group", name="Alasan").filter(visible=True)
    expect(reasons.get_by_text("Pilih paling sedikit satu alasan")).to_be_in_viewport()
    expect(reasons.get_by_role("checkbox").first).to_be_focused()
    window.look(f"selection-refused-{choice}")


def test_keys_tick_choose_and_turn_over(ids: list[str], make: Factory, windows: Windows) -> None:
    window = _case(make, windows, WIDE, ids[1])
    page = window.page
    page.keyboard.press("1")
    expect(page.get_by_role("group", name="Sudah diperiksa").get_by_role("checkbox").first).to_be_checked()
    for key, choice in (("t", "Tolak"), ("K", "Kembalikan"), ("l", "Loloskan"), ("k", "Kembalikan")):
        page.keyboard.press(key)
        expect(_choose(window, choice)).to_be_checked()
    page.get_by_label("Penjelasan untuk peserta").filter(visible=True).fill("")
    page.keyboard.type("jalan t1l")
    expect(_choose(window, "Kembalikan")).to_be_checked()
    expect(page).to_have_url(re.compile(ids[1]))
    _choose(window, "Kembalikan").focus()
    for key, id_ in (("n", ids[2]), ("j", ids[1])):
        with page.expect_navigation():
            page.keyboard.press(key)
        expect(page).to_have_url(re.compile(id_))


def test_keys_can_be_switched_off_for_good(ids: list[str], make: Factory, windows: Windows) -> None:
    window = _case(make, windows, WIDE, ids[1])
    window.page.get_by_label("Tombol pintas").uncheck()
    window.page.reload()
    expect(window.page.get_by_label("Tombol pintas")).not_to_be_checked()
    window.page.keyboard.press("t")
    expect(_choose(window, "Loloskan")).to_be_checked()

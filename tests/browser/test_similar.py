"""Beside the editor: what is like the draft comes by itself once something is saved, and moves nothing."""

import re

import pytest
from playwright.sync_api import Locator, expect
from sqlmodel import Session

from app.models import Proposal
from tests.api.test_similar import OTHERS, TUBERCULOSIS, innovation, publish
from tests.browser.axe import violations
from tests.browser.window import NARROW, Window, Windows
from tests.browser.world import World
from tests.factories import Factory

pytestmark = pytest.mark.browser


@pytest.fixture
def window(make: Factory, windows: Windows) -> Window:
    """A catalogue with a text like what will be written; the author's phone, 360 px wide."""
    publish(make, innovation("Kawan Sembuh", TUBERCULOSIS), *(innovation(text.split()[0], text) for text in OTHERS))
    world = World(make)
    draft = world.draft(title="Sembuh Bersama", sections={})
    opened = world.window(windows, "author", NARROW)
    opened.open(f"/proposals/{draft.id}/edit")
    return opened


def top(field: Locator) -> float:
    """How far down the page it is, in CSS pixels."""
    return float(field.evaluate("element => element.getBoundingClientRect().top + window.scrollY"))


def test_the_box_follows_what_is_saved_and_leads_to_an_adaptation(window: Window, make: Factory) -> None:
    page = window.page
    box = page.locator("#similar")
    expect(box).to_contain_text("Belum ada inovasi serupa di katalog.")
    field = page.get_by_label("Ringkasan", exact=True)
    before = top(field)
    with page.expect_response(lambda answer: answer.url.endswith("/similar")):
        field.fill(TUBERCULOSIS)
    expect(box).to_contain_text("Kawan Sembuh")
    assert top(field) == before, "what is being written stays where it is"
    expect(field).to_be_focused()
    expect(field).to_have_value(TUBERCULOSIS)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW.width
    box.get_by_role("link", name="Jadikan usulan replikasi").click()
    page.wait_for_url(re.compile(r"replicates="))
    expect(page.get_by_label("Asal yang direplikasi")).to_have_value("Kawan Sembuh, RSUD Mawar, 2022")
    expect(page.get_by_label("Kelompok")).to_have_value("replikasi")
    page.get_by_role("button", name="Serahkan").wait_for()
    with page.expect_response(lambda answer: answer.request.method == "PATCH"):
        page.get_by_label("Judul inovasi").fill("Sembuh Bersama di Pulau")
    with Session(make.engine) as session:
        saved = session.get_one(Proposal, page.url.split("/proposals/")[1].split("/")[0])
        assert (saved.group, saved.origin) == ("replikasi", "Kawan Sembuh, RSUD Mawar, 2022")

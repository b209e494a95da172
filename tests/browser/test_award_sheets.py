"""The presenter's sheets and the tabs of the awards: few pages of paper, and no tab out of sight on a phone."""

import io

import pypdfium2
import pytest

from tests.awarding import PLENARY, awarding
from tests.browser.window import NARROW, WIDE, Windows
from tests.factories import PASSWORD, Factory

pytestmark = pytest.mark.browser
CALLED = 48
SHEETS = 3
_OUT_OF_SIGHT = """() => [...document.querySelectorAll('.tabs a')].filter((tab) => {
  const at = tab.getBoundingClientRect(); return at.left < 0 || at.right > innerWidth; })
  .map((tab) => tab.textContent)"""


def test_the_evening_is_printed_on_few_sheets_with_the_reasons_of_the_plenary(make: Factory, windows: Windows) -> None:
    found = awarding(make, CALLED - 1)
    assert len(found.given()) == CALLED
    office = windows.open(WIDE)
    office.sign_in(make.user("organiser").email, PASSWORD)
    office.open(f"/editions/{found.edition.id}/running-order")
    paper = pypdfium2.PdfDocument(io.BytesIO(office.page.pdf(prefer_css_page_size=True, format="A4")))
    said = " ".join(page.get_textpage().get_text_range() for page in paper)
    assert said.count(PLENARY) == 2, "its tier and the best of its group"
    assert len(paper) <= SHEETS


def test_no_tab_is_out_of_sight_on_a_phone(make: Factory, windows: Windows) -> None:
    found = awarding(make, 1)
    found.given()
    office = windows.open(NARROW)
    office.sign_in(make.user("organiser").email, PASSWORD)
    of = f"/editions/{found.edition.id}"
    for path in (f"{of}/awards", f"{of}/ceremony", f"{of}/awards/new", f"{of}/edit/awards", "/collaborations"):
        office.open(path)
        assert office.page.locator(".tabs a").count() > 2, path
        assert office.page.evaluate(_OUT_OF_SIGHT) == [], path

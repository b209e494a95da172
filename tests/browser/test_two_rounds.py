"""The organiser runs two rounds: draw, look at the zone, spend the next readings there, publish with fewer doubts."""

import re

import pytest
from playwright.sync_api import expect

from tests.api.test_judging import LEAVES, Judging, fill
from tests.browser.window import NARROW, PLAIN, WIDE, Screen, Window, Windows
from tests.factories import PASSWORD, Factory

pytestmark = pytest.mark.browser
PLACES, APART, NOISE = 5, 3, 8
"""Proposals that go on; points between one proposal and the next; how far off first readings are, either way."""


def stage(make: Factory) -> Judging:
    """Fourteen proposals of falling quality, two readings each by six jurors, calibrated; five go on."""
    judging = Judging(make, proposals=14, jurors=6)
    first, *_others = judging.edition.stages
    judging.edition.stages = [first | {"jurors_per_proposal": 2, "aggregate": "calibrated",
                                       "advance": {"kind": "top_n", "n": PLACES}}]  # fmt: skip
    make.save(judging.edition)
    judging.panel()
    return judging


def sign(judging: Judging, noise: float) -> int:
    """Signs every sheet that is open, by the API; how many."""
    places = {proposal.id: n for n, proposal in enumerate(judging.proposals)}
    signed = 0
    for j, juror in enumerate(judging.jurors):
        desk = judging.make.signed_in(juror)
        for sheet in desk.get("/api/v1/assignments", params={"status": "untouched"}).json()["items"]:
            n = places[sheet["proposal_id"]]
            fill(desk, sheet["id"], dict.fromkeys(LEAVES, 85 - APART * n + noise * (-1) ** (n + j)))
            signed += 1
    return signed


def open_places(judging: Judging) -> int:
    ranking = judging.organiser.get(f"/api/v1/editions/{judging.edition.id}/stages/proposal/ranking").json()
    return sum("near-cut" in item["flags"] for item in ranking["items"])


@pytest.mark.parametrize("screen", [WIDE, NARROW, PLAIN], ids=str)
def test_two_rounds_with_a_zone(screen: Screen, make: Factory, windows: Windows) -> None:
    judging = stage(make)
    room = f"/editions/{judging.edition.id}/stages/proposal"
    organiser = windows.open(screen)
    organiser.sign_in(make.user("organiser", name="Oni Penyelenggara").email, PASSWORD)
    organiser.open(room)
    organiser.follow("Bagikan usulan")
    organiser.press("Bagikan")
    assert sign(judging, NOISE) == 28
    before = open_places(judging)
    _plan(organiser, room, before)
    assert sign(judging, 0) == 3 * before
    after = open_places(judging)
    assert after < before
    _look_again(organiser, room, after)
    organiser.open(room)
    organiser.follow("Periksa dan umumkan")
    organiser.press("Umumkan sekarang")
    expect(organiser.page.get_by_text("Diumumkan").first).to_be_visible()


def _plan(organiser: Window, room: str, before: int) -> None:
    """Sees what a budget would do, takes three readings for each open place, and hands them out."""
    page = organiser.page
    organiser.open(room)
    organiser.follow("Pembacaan berikutnya")
    expect(page.get_by_role("heading", level=1, name="Pembacaan berikutnya")).to_be_visible()
    expect(page.locator(".stat").first).to_contain_text(str(before))
    organiser.look("rounds-1-plan")
    page.get_by_label("Lembar pada putaran ini").fill(str(3 * before))
    with page.expect_navigation():
        page.get_by_role("button", name="Terapkan").click()
    expect(page.get_by_role("rowheader", name=re.compile(rf"^{3 * before} dipilih|^{3 * before}"))).to_be_visible()
    organiser.press(f"Bagikan {3 * before} lembar")
    expect(page.get_by_text(f"{3 * before} lembar nilai dibagikan.")).to_be_visible()
    organiser.look("rounds-2-handed-out")
    organiser.open(room + "/next-readings")
    page.get_by_label("Lembar pada putaran ini").fill(str(3 * before))
    with page.expect_navigation():
        page.get_by_role("button", name="Terapkan").click()
    expect(page.get_by_role("button", name=re.compile("^Bagikan"))).to_have_count(0)


def _look_again(organiser: Window, room: str, after: int) -> None:
    """The analysis tells how many places are still open."""
    page = organiser.page
    organiser.open(room + "/analysis")
    expect(page.locator(".stat", has_text="usulan belum pasti")).to_contain_text(str(after))
    organiser.look("rounds-3-analysis")

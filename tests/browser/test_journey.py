"""From an idea to a published ranking, by everybody who has a part in it."""

import pytest
from playwright.sync_api import expect

from tests.api.test_judging import LEAVES, fill
from tests.browser import judging, writing
from tests.browser.window import NARROW, PLAIN, WIDE, Screen, Window, Windows
from tests.browser.world import World
from tests.factories import Factory

pytestmark = pytest.mark.browser
NUMBER = "2031-0001"
MENDED = "Warga menunggu tiga jam pada tahun lalu; kini rata-rata dua belas menit menurut catatan loket harian kami."


@pytest.mark.parametrize("screen", [WIDE, NARROW, PLAIN], ids=str)
def test_from_an_idea_to_a_published_ranking(screen: Screen, make: Factory, windows: Windows) -> None:
    world = World(make)
    author, coordinator = (world.window(windows, role, screen) for role in ("author", "coordinator"))
    _write(author, coordinator)
    secretariat = world.window(windows, "secretariat", screen)
    judging.return_it(secretariat, NUMBER, "Lampirkan angka.")
    writing.submit_again(coordinator, NUMBER, "Lampirkan angka.")
    judging.verify(secretariat, NUMBER)
    world.rival()
    organiser, juror = (world.window(windows, role, screen) for role in ("organiser", "juror"))
    judging.share_out(organiser, world)
    judging.score(juror)
    judging.sign(juror)
    _the_other_sheet(world)
    own = coordinator.page.url
    coordinator.page.reload()
    expect(coordinator.page.get_by_text("Peringkat 1 dari 2")).to_be_hidden()
    judging.publish(organiser, world)
    coordinator.page.goto(own)
    expect(coordinator.page.get_by_text("Peringkat 1 dari 2")).to_be_visible()
    coordinator.look("journey-27-own-result")
    judging.see_the_results(windows.open(screen), world)


def _write(author: Window, coordinator: Window) -> None:
    writing.begin_a_draft(author)
    writing.write_the_sections(author)
    writing.attach_the_papers(author)
    writing.hand_over(author)
    coordinator.open("/home")
    writing.send_back(coordinator, "Tambahkan angka tahun lalu.")
    writing.mend(author, "Tambahkan angka tahun lalu.", MENDED)
    writing.submit(coordinator, NUMBER)


def _the_other_sheet(world: World) -> None:
    """The juror's second sheet, by the API: lower marks for the rival."""
    desk = world.make.signed_in(world.people["juror"])
    (sheet,) = desk.get("/api/v1/assignments", params={"status": "untouched"}).json()["items"]
    fill(desk, sheet["id"], dict.fromkeys(LEAVES, 50))

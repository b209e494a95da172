"""Nobody loses a word: autosave under bad networks, failing servers, two tabs, an ended session, a nervous finger."""

import re

import pytest
from playwright.sync_api import Locator, Route, expect
from sqlmodel import Session, select

from app.models import Proposal, Transition
from tests.browser.window import NARROW, PLAIN, WIDE, Screen, Window, Windows
from tests.browser.world import World
from tests.factories import PASSWORD, Factory

pytestmark = pytest.mark.browser
NO_NETWORK = {"net::ERR_INTERNET_DISCONNECTED", "Failed to fetch"}


class Desk:
    """An author in front of the editor of a complete draft."""

    def __init__(self, make: Factory, windows: Windows) -> None:
        self.world = World(make)
        self.draft = self.world.draft(title="Jemput Bola Akta")
        self.window = self.world.window(windows, "author", NARROW)
        self.open(self.window)

    def open(self, window: Window) -> None:
        """Opens the editor."""
        window.open(f"/proposals/{self.draft.id}/edit")

    def stored(self) -> str:
        """The summary as the server has it."""
        with Session(self.world.make.engine) as session:
            return session.exec(select(Proposal).where(Proposal.id == self.draft.id)).one().sections["ringkasan"]


def summary(window: Window) -> Locator:
    """Where the summary is written."""
    return window.page.get_by_label("Ringkasan", exact=True)


def state(window: Window, words: str) -> None:
    """Waits until the line beside the buttons says these words."""
    beside = window.page.get_by_role("status").and_(
        window.page.locator("[data-save-form]")
    )  # a notice may say the same
    expect(beside.filter(has_text=words)).to_be_visible()


def write(window: Window, text: str) -> None:
    """Writes a new summary, and waits until the server has answered."""
    with window.page.expect_response(lambda answer: answer.request.method == "PATCH"):
        summary(window).fill(text)


@pytest.fixture
def desk(make: Factory, windows: Windows) -> Desk:
    return Desk(make, windows)


def test_what_is_written_saves_itself(desk: Desk) -> None:
    write(desk.window, "Warga menunggu lama.")
    state(desk.window, "Tersimpan")
    assert desk.stored() == "Warga menunggu lama."
    desk.window.page.reload()
    expect(summary(desk.window)).to_have_value("Warga menunggu lama.")


def test_the_readiness_follows_and_too_many_words_are_kept(desk: Desk) -> None:
    expect(desk.window.page.get_by_text("Siap dikirim")).to_be_visible()
    write(desk.window, "kata " * 207)
    expect(desk.window.page.get_by_text("Lebih 7 kata").first).to_be_visible()
    expect(desk.window.page.get_by_text("1 hal belum terpenuhi")).to_be_visible()
    assert len(desk.stored().split()) == 207
    desk.window.look("editor-too-many-words")


def test_what_is_written_without_a_network_is_saved_when_it_returns(desk: Desk) -> None:
    window = desk.window
    window.expected |= NO_NETWORK
    window.context.set_offline(True)
    summary(window).fill("Ditulis di jalan.")
    state(window, "Tidak ada jaringan")
    window.look("editor-offline")
    with window.page.expect_response(lambda answer: answer.request.method == "PATCH" and answer.ok):
        window.context.set_offline(False)
    state(window, "Tersimpan")
    assert desk.stored() == "Ditulis di jalan."


def test_what_a_failing_server_refused_is_there_after_a_crash(desk: Desk) -> None:
    window, url = desk.window, re.compile("/proposals/[^/]+$")
    window.expected |= {500}
    window.page.on("dialog", lambda dialog: dialog.accept())

    def fail(route: Route) -> None:
        route.fulfill(status=500, body="") if route.request.method == "PATCH" else route.fallback()

    window.page.route(url, fail)
    write(window, "Hampir hilang.")
    state(window, "Server tidak menjawab")
    window.page.reload()
    expect(summary(window)).to_have_value("Hampir hilang.")
    with window.page.expect_response(lambda answer: answer.request.method == "PATCH" and answer.ok):
        window.page.unroute(url)
    state(window, "Tersimpan")
    assert desk.stored() == "Hampir hilang."


def test_a_second_tab_does_not_write_over_the_first(desk: Desk) -> None:
    first, second = desk.window, desk.window.tab()
    first.expected |= {412}
    desk.open(second)
    write(first, "Dari tab pertama.")
    write(second, "Dari tab kedua.")
    state(second, "sudah diubah di tempat lain")
    second.look("editor-conflict")
    assert desk.stored() == "Dari tab pertama."
    second.page.on("dialog", lambda dialog: dialog.accept())
    with second.page.expect_navigation():
        second.page.get_by_role("link", name="Muat ulang").click()
    expect(summary(second)).to_have_value("Dari tab pertama.")
    with second.page.expect_response(lambda answer: answer.request.method == "PATCH" and answer.ok):
        second.page.get_by_role("button", name="Pulihkan tulisan saya").click()
    expect(summary(second)).to_have_value("Dari tab kedua.")
    assert desk.stored() == "Dari tab kedua."


def test_after_the_session_has_ended_nothing_is_lost(desk: Desk) -> None:
    window, other = desk.window, desk.window.tab()
    window.expected |= {401, 403}
    other.context.clear_cookies()
    write(window, "Sesudah makan siang.")
    state(window, "Sesi Anda berakhir")
    other.sign_in(desk.world.people["author"].email, PASSWORD)
    with window.page.expect_response(lambda answer: answer.request.method == "PATCH" and answer.ok):
        window.page.get_by_role("button", name="Coba lagi").click()
    state(window, "Tersimpan")
    assert desk.stored() == "Sesudah makan siang."


@pytest.mark.parametrize("screen", [WIDE, PLAIN], ids=str)
def test_a_double_click_sends_in_once(screen: Screen, make: Factory, windows: Windows) -> None:
    world = World(make)
    draft = world.draft()
    window = world.window(windows, "coordinator", screen)
    window.open(f"/proposals/{draft.id}/submission")
    posts: list[str] = []
    window.page.on("request", lambda request: posts.append(request.url) if request.method == "POST" else None)
    window.page.get_by_role("button", name="Kirim usulan").dblclick(no_wait_after=True)
    expect(window.page.get_by_text("2031-0001", exact=True).first).to_be_visible()
    assert len(posts) == 1 or not screen.has_scripts
    with Session(make.engine) as session:
        assert len(session.exec(select(Transition).where(Transition.action == "submitted")).all()) == 1


def test_from_a_section_to_its_evidence(make: Factory, windows: Windows) -> None:
    world = World(make)
    world.edition.form = [{**section, "evidence": "Laporan evaluasi"} for section in world.edition.form]
    make.save(world.edition)
    window = world.window(windows, "author", NARROW)
    window.open(f"/proposals/{world.draft(title='Bukti Nyata').id}/edit")
    second = str(world.edition.form[1]["key"])
    window.page.locator(f'[data-supports="sections.{second}"]').click()
    expect(window.page.get_by_label("Mendukung bagian")).to_have_value(second)
    expect(window.page.get_by_label("Berkas bukti")).to_be_in_viewport()

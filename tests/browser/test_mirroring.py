"""Another province mirrors: two servers, the organiser of the one adds the other, and what is withdrawn there goes."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from app.database import WriteSession
from app.domain.public import public_changed
from app.models import Innovation
from tests.api.test_peers import ALLOWED
from tests.browser.window import NARROW, WIDE, Window, Windows
from tests.conftest import Server, start_server
from tests.factories import PASSWORD, Factory

pytestmark = pytest.mark.browser
NEIGHBOUR = "Provinsi Tetangga"
OWN, KEPT, WITHDRAWN = "Loket Malam", "Antar Obat ke Rumah", "Perpustakaan Perahu"
LOOKS = 90
"""How often the page is opened anew until the courier has been there; a limit, never a measurement."""


@pytest.fixture
def there(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    yield from _running(tmp_path_factory.mktemp("there"))


@pytest.fixture
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """It may call the own machine, and looks by itself as in the open."""
    yield from _running(tmp_path_factory.mktemp("here"), **ALLOWED)


def _running(folder: Path, **more: str) -> Iterator[Server]:
    running = start_server(f"sqlite:///{folder}/served.sqlite", folder, **more)
    yield running
    running.process.terminate()
    running.process.wait(10)
    running.engine.dispose()


def test_what_another_province_shows_and_withdraws(chromium: Browser, here: Server, there: Server) -> None:
    windows = Windows(chromium, here.url)
    with Factory(there.engine, there.url) as make, Factory(here.engine, here.url) as own:
        rows = [Innovation(title=title, unit_name="RSUD Tetangga", year=2024, summary="Menyapa.")
                for title in (KEPT, WITHDRAWN)]  # fmt: skip
        make.save(*rows)
        own.save(Innovation(title=OWN, unit_name="Dinas Sendiri", year=2023))
        organiser = windows.open(WIDE)
        organiser.sign_in(own.user("organiser").email, PASSWORD)
        _add(organiser, there.url)
        _see(windows.open(NARROW), there.url, str(rows[0].id))
        _withdraw(there, str(rows[1].id))
        _look_again(organiser)
        _gone(windows.open(NARROW))
    problems = windows.close()
    assert not problems, "\n".join(problems)


def _add(organiser: Window, url: str) -> None:
    page = organiser.page
    organiser.open("/peers")
    expect(page.get_by_text("Belum ada jaringan lain")).to_be_visible()
    organiser.follow("Tambah jaringan")
    page.get_by_label("Nama jaringan").fill(NEIGHBOUR)
    page.get_by_label("Alamat JIPP").fill("https://127.0.0.1:1/umpan?q=1")
    organiser.expected.add(422)
    organiser.press("Tambah")
    expect(page.get_by_label("Nama jaringan")).to_have_value(NEIGHBOUR)
    organiser.look("mirroring-1-refused")
    page.get_by_label("Alamat JIPP").fill(url)
    organiser.press("Tambah")
    expect(page.get_by_text("Jaringan ditambahkan. Katalognya segera diambil.")).to_be_visible()
    _until(organiser, "2", "Terkini")
    for screen in (NARROW, WIDE):
        organiser.turn(screen)
        organiser.look("mirroring-2-current")


def _until(organiser: Window, count: str, state: str) -> None:
    """Opens the page anew until the line of the neighbour says so."""
    row = organiser.page.get_by_role("row").filter(has_text=NEIGHBOUR)
    said = re.compile(rf"{NEIGHBOUR}\D*{count}\s*{state}")
    for _ in range(LOOKS):
        organiser.open("/peers")
        if said.search(" ".join(row.all_inner_texts())):
            return
        organiser.page.wait_for_timeout(500)
    expect(row).to_have_text(said)


def _see(visitor: Window, url: str, kept: str) -> None:
    """The catalogue shows both networks; what is mirrored says where it comes from, and leads there."""
    page = visitor.page
    visitor.open("/innovations")
    expect(page.get_by_role("main").get_by_role("article")).to_have_count(3)
    card = page.get_by_role("article").filter(has_text=KEPT)
    expect(card.get_by_text(NEIGHBOUR)).to_be_visible()
    expect(page.get_by_role("article").filter(has_text=OWN).get_by_text(NEIGHBOUR)).to_have_count(0)
    visitor.look("mirroring-3-catalogue")
    page.get_by_role("complementary", name="Saring hasil").get_by_role("link", name=NEIGHBOUR).click()
    expect(page.get_by_role("main").get_by_role("article")).to_have_count(2)
    page.get_by_role("link", name=KEPT, exact=True).click()
    expect(page.get_by_text(f"Inovasi ini dari {NEIGHBOUR}.")).to_be_visible()
    origin = page.get_by_role("link", name="Buka halaman asalnya")
    expect(origin).to_have_attribute("href", f"{url}/innovations/{kept}")
    expect(page.get_by_role("link", name="Ajukan pertanyaan")).to_have_count(0)
    visitor.look("mirroring-4-innovation")


def _withdraw(there: Server, id_: str) -> None:
    """As its keeper would, with the database of the neighbour."""
    with WriteSession(there.engine) as session, session.begin():
        session.delete(session.get_one(Innovation, id_))
        public_changed(session)


def _look_again(organiser: Window) -> None:
    organiser.open("/peers")
    organiser.press("Ambil sekarang")
    expect(organiser.page.get_by_text("Diambil dalam beberapa detik.")).to_be_visible()
    _until(organiser, "1", "Terkini")


def _gone(visitor: Window) -> None:
    visitor.open(f"/innovations?q={WITHDRAWN.split()[0]}")
    expect(visitor.page.get_by_text("Tidak ada inovasi yang cocok")).to_be_visible()
    visitor.open("/innovations")
    expect(visitor.page.get_by_role("main").get_by_role("article")).to_have_count(2)

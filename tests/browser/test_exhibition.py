"""At an exhibition: a visitor reads the QR of a booth and presses a button; the big screen shows it."""

import re

import pytest
from playwright.sync_api import expect

from app.clock import now
from app.models.visitor import Visitor
from tests.browser.window import NARROW, PLAIN, WIDE, Screen, Windows
from tests.factories import PASSWORD, Factory
from tests.fair import Fair

pytestmark = pytest.mark.browser
HALL = Screen(1920, 1080)
THANKS = "Terima kasih! Suara Anda untuk “Inovasi pameran 1” tercatat."
AGAIN = "Anda sudah memilih “Inovasi pameran 1”. Satu suara untuk tiap inovasi, dan suara Anda tetap tercatat."
PRESS = "Bermanfaat: Inovasi pameran 1"


@pytest.mark.parametrize("screen", [NARROW, WIDE, PLAIN], ids=str)
def test_a_visitor_votes_by_the_qr_of_a_booth(screen: Screen, make: Factory, windows: Windows) -> None:
    fair = Fair(make)
    path = f"/e/{fair.booths[0]['code']}"
    phone = windows.open(screen)
    phone.open(path)
    if screen.has_scripts:
        expect(phone.page.get_by_text("Kunjungan Anda tercatat.")).to_be_visible()
    else:
        phone.press("Catat kunjungan saya")
    phone.look("exhibition-1-booth")
    second = phone.tab()
    second.open(path)
    phone.press(PRESS)
    expect(phone.page.get_by_text(THANKS)).to_be_visible()
    expect(phone.page.get_by_text("Suara Anda tercatat", exact=True)).to_be_visible()
    phone.look("exhibition-2-thanks")
    second.press(PRESS)
    expect(second.page.get_by_text(AGAIN)).to_be_visible()
    second.look("exhibition-3-again")
    assert fair.figures() == [(1, 1), (0, 0)]
    phone.page.reload()
    phone.press("Tarik kembali suara untuk Inovasi pameran 1")
    expect(phone.page.get_by_role("button", name=PRESS)).to_be_visible()
    assert fair.figures() == [(1, 0), (0, 0)]


def test_the_board_shows_it_by_itself(make: Factory, windows: Windows) -> None:
    fair = Fair(make)
    board, phone = windows.open(HALL), windows.open(NARROW)
    board.open(f"/exhibitions/{fair.id}/board")
    expect(board.page.get_by_text("Belum ada suara.")).to_be_visible()
    phone.open(f"/e/{fair.booths[0]['code']}")
    phone.press(PRESS)
    useful = board.page.get_by_role("region", name="Paling bermanfaat").get_by_role("listitem")
    expect(useful).to_have_text(re.compile("Inovasi pameran 1"), timeout=30_000)
    board.look("exhibition-4-board")
    assert board.page.evaluate("document.documentElement.scrollHeight <= innerHeight"), "one screen, nothing to scroll"


def test_with_a_ticket_from_the_entrance(make: Factory, windows: Windows) -> None:
    fair = Fair(make, votes_need_ticket=True)
    code = fair.made(fair.organiser.post(f"{fair.path}/tickets", json={"count": 1}))["codes"][0]
    phone = windows.open(NARROW)
    phone.open(f"/e/{fair.booths[0]['code']}")
    expect(phone.page.get_by_role("button", name=PRESS)).to_be_hidden()
    phone.page.get_by_label("Kode tiket").fill(code)
    phone.look("exhibition-5-ticket")
    phone.press("Pakai tiket")
    expect(phone.page.get_by_text("Tiket diterima. Selamat memilih!")).to_be_visible()
    phone.press(PRESS)
    expect(phone.page.get_by_text(THANKS)).to_be_visible()


def test_the_organiser_sets_an_exhibition_up(make: Factory, windows: Windows) -> None:
    from app.models import Innovation

    make.save(Innovation(unit_name="Dinas", title="Antrean tanpa antre", year=2023))
    person = make.user("organiser")
    organiser = windows.open(WIDE)
    organiser.sign_in(person.email, "sandi-uji-panjang")
    organiser.open("/exhibitions/new")
    for label, value in (("Nama pameran", "Pameran Batu"), ("Tempat", "Kota Batu"), ("Hari pertama", "2031-11-23"),
                         ("Hari terakhir", "2031-11-24")):  # fmt: skip
        organiser.page.get_by_label(label, exact=True).fill(value)
    organiser.press("Buat pameran")
    organiser.follow("Tambah stan")
    for label, value in (("Nomor stan", "A-1"), ("Nama stan", "Stan Dinas")):
        organiser.page.get_by_label(label, exact=True).fill(value)
    organiser.page.get_by_label("Inovasi yang dipamerkan").fill("Antrean tanpa antr")
    organiser.expected.add(422)
    organiser.press("Tambah stan")
    expect(organiser.page.get_by_label("Nama stan", exact=True)).to_have_value("Stan Dinas")
    organiser.page.get_by_label("Inovasi yang dipamerkan").fill("Antrean tanpa antre")
    organiser.press("Tambah stan")
    expect(organiser.page.get_by_text("Stan ditambahkan.")).to_be_visible()
    organiser.press("Buka untuk umum")
    expect(organiser.page.get_by_text("Pameran terbuka untuk umum.")).to_be_visible()
    organiser.look("exhibition-6-open")
    organiser.follow("Lembar QR")
    expect(organiser.page.get_by_role("img", name=re.compile("Kode QR menuju"))).to_be_visible()
    organiser.look("exhibition-7-signs")


@pytest.mark.parametrize("screen", [NARROW, WIDE], ids=str)
def test_a_long_address_stays_within_the_table(screen: Screen, make: Factory, windows: Windows) -> None:
    fair = Fair(make)
    address = "pengelola.kepegawaian.dan.umum@dinaskependudukandanpencatatansipil.kabupatencontoh.example"
    agency = "Dinas Kependudukan dan Pencatatan Sipil Kabupaten Contoh"
    make.save(Visitor(exhibition_id=fair.id, ballot="x", name="Siti Contoh", email=address, organisation=agency,
                      consented_at=now()))  # fmt: skip
    organiser = windows.open(screen)
    organiser.sign_in(make.user("organiser").email, PASSWORD)
    organiser.open(f"/exhibitions/{fair.id}/visitors")
    table = organiser.page.locator(".table-box")
    assert table.evaluate("box => box.scrollWidth <= box.clientWidth"), "nothing to scroll sideways"
    expect(organiser.page.get_by_role("cell", name=address)).to_be_visible()
    organiser.look("exhibition-6-visitors")

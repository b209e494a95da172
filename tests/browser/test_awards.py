"""The evening: from a published ranking to 45 certificates that a phone verifies, and the big screen."""

import hashlib
import io
import zipfile

import pytest
from playwright.sync_api import expect

from tests.awarding import Awarding, awarding
from tests.browser.window import NARROW, PLAIN, WIDE, Screen, Window, Windows
from tests.factories import PASSWORD, Factory

pytestmark = pytest.mark.browser
WINNERS = 45
VERIFIED = 5
"""Of 45 those that the phone opens; all are verified by their data."""


@pytest.mark.parametrize("screen", [PLAIN, WIDE], ids=str)
def test_from_the_ranking_to_certificates_verified_by_phone(screen: Screen, make: Factory, windows: Windows) -> None:
    found = awarding(make, WINNERS)
    office = windows.open(screen)
    office.sign_in(make.user("organiser", name="Oni Penyelenggara").email, PASSWORD)
    _give(office, found)
    _write_the_evening(office, found)
    _arrange(office, found)
    _make_certificates(office, found, is_scripted=screen is not PLAIN)
    _publish(office, found)
    _verify(windows.open(NARROW), found)
    _show(office, found, is_scripted=screen is not PLAIN)
    _revoke(office, windows.open(NARROW), found)


def _url(found: Awarding, tail: str) -> str:
    return f"/editions/{found.edition.id}{tail}"


def _give(office: Window, found: Awarding) -> None:
    page = office.page
    office.open(_url(found, ""))
    page.get_by_role("link", name="Daftar penghargaan").click()
    page.get_by_role("link", name="Usulkan dari peringkat").click()
    office.look("awards-1-proposed")
    office.press(f"Berikan {WINNERS + 1} penghargaan")
    expect(page.get_by_text(f"{WINNERS + 1} penghargaan diberikan.")).to_be_visible()
    page.get_by_role("link", name="Tambah penghargaan").click()
    page.get_by_role("link", name="Hasil instrumen").click()
    page.get_by_label("Instrumen").fill("SAKIP")
    page.get_by_label("Hasil", exact=True).fill("Predikat A")
    page.get_by_label("Unit penerima").fill("Dinas Contoh")
    office.press("Berikan")
    expect(page.get_by_text("“SAKIP Predikat A” diberikan kepada Dinas Contoh.")).to_be_visible()
    office.look("awards-2-given")


def _write_the_evening(office: Window, found: Awarding) -> None:
    page = office.page
    office.open(_url(found, "/ceremony"))
    page.get_by_label("Tempat").fill("Kota Batu")
    page.get_by_label("Tanggal acara").fill("2026-11-23")
    page.get_by_label("Jabatan").fill("Gubernur Contoh")
    page.get_by_label("Nama", exact=True).fill("Nama Pejabat Contoh")
    office.press("Simpan")
    expect(page.get_by_text("Perubahan disimpan.")).to_be_visible()


def _arrange(office: Window, found: Awarding) -> None:
    page = office.page
    office.open(_url(found, "/running-order"))
    last = found.listed()[-1]
    page.get_by_label(f"Nomor baru untuk {last['unit_name']}").last.fill("1")
    page.locator(f"#award-{last['id']}").get_by_role("button", name="Pindah").click()
    expect(page.locator(".running-order__item").first).to_contain_text("SAKIP Predikat A")
    page.get_by_role("button", name="Turunkan Dinas Contoh").first.click()
    expect(page.locator(".running-order__item").nth(1)).to_contain_text("SAKIP Predikat A")
    office.look("awards-3-running-order")


def _make_certificates(office: Window, found: Awarding, *, is_scripted: bool) -> None:
    page = office.page
    office.open(_url(found, "/certificates"))
    office.press("Buat piagam")
    expect(page.get_by_text("Pembuatan piagam dimulai.")).to_be_visible()
    if not is_scripted:
        found.waited()
        page.reload()
    expect(page.get_by_text(f"{WINNERS + 2} piagam siap.")).to_be_visible(timeout=60_000)
    office.look("awards-4-certificates")


def _publish(office: Window, found: Awarding) -> None:
    page = office.page
    office.open(_url(found, "/awards"))
    office.press("Umumkan penghargaan")
    expect(page.get_by_text("Penghargaan diumumkan.")).to_be_visible()


def _verify(phone: Window, found: Awarding) -> None:
    page = phone.page
    packed = found.organiser.get(f"{found.path}/certificates.zip").content
    archive = zipfile.ZipFile(io.BytesIO(packed))
    given = found.listed()
    assert len(archive.namelist()) == len(given) + 1 == WINNERS + 3
    for one in given:
        told = found.organiser.get(f"/api/v1/certificates/{one['code']}").json()
        pdf = archive.read(f"piagam-{one['position']:03d}-{one['code']}.pdf")
        assert (told["state"], told["sha256"]) == ("valid", hashlib.sha256(pdf).hexdigest())
    for one in given[:VERIFIED]:
        phone.open(f"/verify/{one['code']}")
        expect(page.get_by_role("heading", name="Piagam ini sah")).to_be_visible()
        expect(page.get_by_text(one["innovation_title"] or one["unit_name"]).first).to_be_visible()
    phone.look("awards-5-valid")
    name = f"piagam-{given[0]['position']:03d}-{given[0]['code']}.pdf"
    phone.open(f"/verify/{given[0]['code']}")
    page.get_by_label("Berkas piagam (PDF)").set_input_files(
        {"name": name, "mimeType": "application/pdf", "buffer": archive.read(name)}
    )
    phone.press("Bandingkan")
    expect(page.get_by_text("Berkas itu sama persis")).to_be_visible()
    phone.open("/certificates")
    page.get_by_label("Kode", exact=True).fill("abcd efgh jkmn")
    phone.expected.add(404)
    phone.press("Periksa")
    expect(page.get_by_role("heading", name="Kode tidak dikenal")).to_be_visible()


def _show(office: Window, found: Awarding, *, is_scripted: bool) -> None:
    """One after the other, also once the network is gone."""
    page = office.page
    office.open(_url(found, "/board"))
    called = [one["innovation_title"] or one["unit_name"] for one in found.listed()]
    if not is_scripted:
        expect(page.get_by_role("heading", level=2)).to_have_count(len(called))
        return
    page.context.set_offline(True)
    expect(page.get_by_role("heading", level=2)).to_have_count(0)
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("heading", level=2)).to_have_text(called[0])
    page.keyboard.press(" ")
    expect(page.get_by_role("heading", level=2)).to_have_text(called[1])
    page.keyboard.press("ArrowLeft")
    page.locator(".score-board__slide--shown").click()
    expect(page.get_by_text(f"2 dari {len(called)}")).to_be_visible()
    office.look("awards-6-board")
    page.keyboard.press("End")
    expect(page.get_by_role("heading", level=2)).to_have_text(called[-1])
    expect(page.get_by_role("button", name="Berikutnya")).to_be_disabled()
    page.context.set_offline(False)


def _revoke(office: Window, phone: Window, found: Awarding) -> None:
    best = found.listed()[-1]
    office.open(f"/awards/{best['id']}")
    office.page.get_by_label("Alasan pencabutan").fill("Angka manfaat tidak dapat dibuktikan.")
    office.press("Cabut penghargaan")
    expect(office.page.get_by_text("Penghargaan dicabut.")).to_be_visible()
    phone.open(f"/verify/{best['code']}")
    expect(phone.page.get_by_role("heading", name="Penghargaan ini dicabut")).to_be_visible()
    expect(phone.page.get_by_text("Angka manfaat tidak dapat dibuktikan.")).to_be_visible()
    phone.look("awards-7-revoked")
    phone.open(_url(found, "/results"))
    expect(phone.page.get_by_role("heading", name="Dicabut")).to_be_visible()
    phone.look("awards-8-press")

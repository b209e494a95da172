"""A unit takes an innovation over, on a phone: interest, agreement with its paper, practice, running; the origin unit
confirms; then everybody reads it."""

import re
from datetime import date

import pytest
from playwright.sync_api import Locator, expect

from app.models import Innovation
from tests.browser.window import NARROW, PLAIN, WIDE, Screen, Window, Windows
from tests.browser.world import PDF
from tests.factories import PASSWORD, Factory

pytestmark = pytest.mark.browser
DAYS = ("2025-01-06", "2025-02-03", "2025-03-03", "2025-04-07")


class Story:
    """An innovation of one city, and somebody in another who wants it."""

    def __init__(self, make: Factory) -> None:
        self.make = make
        root = make.unit("Provinsi Contoh", "province")
        self.origin = make.unit("Kota Asal", "city", root, region_code="35.71")
        self.unit = make.unit("Puskesmas Peniru", "regional_technical_unit", root, region_code="35.73")
        self.innovation: Innovation = make.save(
            Innovation(unit_id=self.origin.id, unit_name="Kota Asal", title="Antar Obat", year=2024, summary="Singkat.")
        )
        self.author = make.user("author", self.unit, "Sari Penulis")
        self.answers = make.user("coordinator", self.origin, "Adi Asal")


@pytest.mark.parametrize("screen", [NARROW, PLAIN, WIDE], ids=str)
def test_unit_replicating(screen: Screen, make: Factory, windows: Windows) -> None:
    story = Story(make)
    author = windows.open(screen)
    author.sign_in(story.author.email, PASSWORD)
    _interest(author, story)
    _move(author, "Kesepakatan", DAYS[1])
    _attach(author)
    _move(author, "Implementasi", DAYS[2])
    _move(author, "Berjalan", DAYS[3])
    _note(author)
    url = author.page.url
    visitor = windows.open(screen)
    visitor.expected.add(404)
    visitor.page.goto(url)
    expect(visitor.page.get_by_role("heading", level=1)).to_contain_text("Tidak ditemukan")
    _confirm(windows.open(screen), story)
    _public(windows.open(screen), story)


def _interest(author: Window, story: Story) -> None:
    author.open(f"/innovations/{story.innovation.id}")
    expect(author.page.get_by_text("Belum ada replikasi")).to_be_visible()
    author.follow("Unit kami meniru ini")
    expect(author.page.get_by_label("Unit yang meniru")).to_have_value("Puskesmas Peniru")
    author.page.get_by_label("Tanggal tercapai").fill(DAYS[0])
    author.look("replicating-1-new")
    author.press("Laporkan")
    expect(author.page.get_by_text("Laporan tersimpan")).to_be_visible()
    expect(author.page.get_by_text("Baru berupa minat")).to_be_visible()


def _move(author: Window, stage: str, on: str) -> None:
    author.page.get_by_label("Tahap", exact=True).select_option(label=stage)
    author.page.get_by_label("Tanggal tercapai").fill(on)
    author.press("Simpan tahap")
    expect(author.page.get_by_text(f"Tahapnya kini: {stage}.")).to_be_visible()


def _attach(author: Window) -> None:
    page = author.page
    page.get_by_text("Lampirkan berkas").click()
    expect(page.get_by_label("Naskah kesepakatan")).to_be_checked()
    page.locator("#file").set_input_files({"name": "kesepakatan.pdf", "mimeType": "application/pdf", "buffer": PDF})
    page.get_by_label(re.compile("Boleh dibaca publik")).check()
    author.press("Unggah")
    expect(page.get_by_role("link", name="kesepakatan.pdf")).to_be_visible()
    author.look("replicating-2-agreed")


def _note(author: Window) -> None:
    page = author.page
    page.get_by_label("Yang disesuaikan").fill("Kurirnya kader posyandu.")
    page.get_by_label("Tingkat kesulitan").select_option("2")
    page.get_by_label("Biaya (rupiah)").fill("75.000.000 rupiah")
    author.expected.add(422)
    author.press("Simpan catatan")
    expect(page.get_by_label("Yang disesuaikan")).to_have_value("Kurirnya kader posyandu.")
    page.get_by_label("Biaya (rupiah)").fill("75.000.000")
    author.press("Simpan catatan")
    expect(page.get_by_text("Catatan disimpan.")).to_be_visible()
    expect(page.get_by_text("Rp75.000.000")).to_be_visible()


def _confirm(origin: Window, story: Story) -> None:
    origin.sign_in(story.answers.email, PASSWORD)
    origin.open("/replications/mine")
    expect(origin.page.get_by_role("heading", name="1 menunggu konfirmasi Anda")).to_be_visible()
    origin.look("replicating-3-mine")
    origin.page.get_by_role("link", name="Periksa replikasi Puskesmas Peniru").click()
    expect(origin.page.get_by_role("heading", level=1)).to_contain_text("Benarkah Puskesmas Peniru meniru")
    origin.look("replicating-3-confirmation")
    origin.press("Ya, konfirmasi")
    expect(origin.page.get_by_text("Dikonfirmasi. Kini publik dapat membacanya.")).to_be_visible()


def _public(visitor: Window, story: Story) -> None:
    page = visitor.page
    visitor.open(f"/innovations/{story.innovation.id}")
    expect(page.get_by_role("link", name="Kami ingin meniru ini")).to_be_visible()
    page.get_by_role("link", name="Puskesmas Peniru").click()
    expect(page.get_by_text("Kurirnya kader posyandu.")).to_be_visible()
    expect(page.get_by_text("91 hari")).to_be_visible()
    expect(page.get_by_role("link", name="kesepakatan.pdf")).to_be_visible()
    expect(page.get_by_text("Sari Penulis")).to_have_count(0)
    visitor.look("replicating-4-public")
    visitor.open("/replications")
    line = _edges(visitor)
    expect(line).to_have_count(1)
    line.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/replications/*-*")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Puskesmas Peniru meniru")


def test_an_organisation_elsewhere_asks(make: Factory, windows: Windows) -> None:
    """Without an account, on a phone, without scripts."""
    story = Story(make)
    visitor = windows.open(PLAIN)
    visitor.open(f"/innovations/{story.innovation.id}")
    visitor.follow("Kami ingin meniru ini")
    visitor.look("replicating-request")
    page = visitor.page
    page.get_by_label("Nama organisasi").fill("Kota Semarang Contoh")
    page.get_by_label("Jenis organisasi").select_option(label="Pemerintah kota")
    page.get_by_label("Provinsi").fill("Jawa Tengah")
    page.get_by_label("Surel").fill("dinkes@semarang.example")
    page.get_by_label("Pesan untuk unit pemiliknya").fill("Antrean obat kami panjang.")
    visitor.press("Kirim permintaan")
    expect(page.get_by_role("heading", level=1)).to_contain_text("buka surel Anda")
    visitor.look("replicating-request-sent")
    visitor.open("/replications/list")
    visitor.look("replications-list")


def _edges(visitor: Window) -> Locator:
    """Of the drawing that this screen shows."""
    kind = "wide" if visitor.screen.width > 700 else "narrow"
    expect(visitor.page.locator(f".network--{kind}")).to_be_visible()
    return visitor.page.locator(f".network--{kind} .network__edge")


def test_forty_lines_are_told_apart(make: Factory, windows: Windows) -> None:
    """Every line of a full network is reached by keyboard, names its ends, and no two names overlap."""
    from app.models import Replication

    story, on = Story(make), date(2025, 1, 6)
    origins = [make.unit(f"Perangkat Daerah Nomor {n}", "agency") for n in range(8)]
    entries = [make.save(Innovation(unit_id=unit.id, unit_name=unit.name, title=f"Inovasi {n}", year=2024))
               for n, unit in enumerate(origins)]  # fmt: skip
    for n in range(40):
        unit = make.unit(f"Puskesmas Kecamatan Contoh Nomor {n}", "regional_technical_unit")
        make.save(Replication(innovation_id=entries[n * 7 % 8].id, unit_id=unit.id, stage="running", begun_on=on,
                              running_on=on, confirmed_at=story.author.created_at))  # fmt: skip
    for screen in (WIDE, NARROW):
        visitor = windows.open(screen)
        visitor.open("/replications")
        visitor.look("replications-forty")
        edges = _edges(visitor)
        expect(edges).to_have_count(40)
        names = [edge.get_attribute("aria-label") or "" for edge in edges.all()]
        assert len(set(names)) == 40
        assert all(re.match(r"Puskesmas .* belajar dari Perangkat .*: Inovasi \d, 2025", name) for name in names)
        assert _overlapping(visitor) == 0


def _overlapping(visitor: Window) -> int:
    """Pairs of names that lie over each other."""
    return int(
        visitor.page.evaluate("""() => {
      const boxes = [...document.querySelectorAll(".network text")].map((one) => one.getBoundingClientRect())
        .filter((box) => box.width);
      let found = 0;
      boxes.forEach((a, n) => boxes.slice(n + 1).forEach((b) => {
        if (a.left < b.right && b.left < a.right && a.top < b.bottom - 1 && b.top < a.bottom - 1) found += 1;
      }));
      return found;
    }""")
    )

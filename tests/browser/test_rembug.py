"""Two units help each other, on a phone and without scripts: a question, its answer, a mentorship, a joint proposal."""

import pytest
from playwright.sync_api import expect

from app.models import Innovation
from tests.browser.window import NARROW, PLAIN, WIDE, Screen, Window, Windows
from tests.factories import PASSWORD, Factory

pytestmark = pytest.mark.browser


class Story:
    """A clinic with a long queue, and a city whose innovation shortens it."""

    def __init__(self, make: Factory) -> None:
        self.clinic = make.unit("Puskesmas Antre", "regional_technical_unit", make.unit("Kabupaten Contoh", "regency"))
        self.city = make.unit("Kota Cepat", "city")
        self.innovation: Innovation = make.save(
            Innovation(
                unit_id=self.city.id, unit_name="Kota Cepat", title="Antrean Rapi", year=2024, summary="Singkat."
            )
        )
        self.draft = make.proposal(make.edition(), self.clinic, title="Loket Bersama")
        self.asks = make.user("author", self.clinic, "Sari Penulis")
        self.knows = make.user("coordinator", self.city, "Adi Kota")


@pytest.mark.parametrize("screen", [NARROW, PLAIN, WIDE], ids=str)
def test_two_units_help_each_other(screen: Screen, make: Factory, windows: Windows) -> None:
    story = Story(make)
    clinic, city = windows.open(screen), windows.open(screen)
    clinic.sign_in(story.asks.email, PASSWORD)
    city.sign_in(story.knows.email, PASSWORD)
    _ask(clinic, is_scripted=screen is not PLAIN)
    _answer(city)
    _thank_and_ask_to_be_mentored(clinic)
    _mentor(city)
    _end(clinic)
    _work_together(clinic, city, story)


def _ask(clinic: Window, *, is_scripted: bool) -> None:
    page = clinic.page
    clinic.open("/help-requests")
    expect(page.get_by_text("Belum ada yang meminta bantuan")).to_be_visible()
    page.get_by_role("link", name="Minta bantuan").first.click()
    page.get_by_label("Yang dicari").fill("Merapikan antrean loket")
    page.get_by_label("Ceritanya").fill("Antrean kami satu jam setiap Senin. Siapa sudah memangkasnya?")
    if is_scripted:
        expect(page.get_by_role("heading", name="Mungkin sudah ada di katalog")).to_be_visible()
        expect(page.get_by_role("link", name="Antrean Rapi")).to_be_visible()
    expect(page.get_by_label("Unit yang bertanya")).to_have_value("Puskesmas Antre")
    clinic.look("rembug-1-asking")
    clinic.press("Kirim")
    expect(page.get_by_text("Permintaan terkirim.")).to_be_visible()


def _answer(city: Window) -> None:
    page = city.page
    city.open("/help-requests")
    city.look("rembug-2-list")
    page.get_by_role("link", name="Merapikan antrean loket").click()
    page.get_by_role("textbox", name="Jawaban").fill("Kami memakai ini; silakan melihat loket kami.")
    page.get_by_label("Inovasi yang menjawabnya").fill("Antrean Rapi")
    city.press("Kirim jawaban")
    expect(page.get_by_text("Terima kasih. Puskesmas Antre diberi tahu.")).to_be_visible()


def _thank_and_ask_to_be_mentored(clinic: Window) -> None:
    page = clinic.page
    page.reload()
    clinic.press("Ini membantu")
    expect(page.get_by_text("Ditandai membantu; Kota Cepat diberi tahu.")).to_be_visible()
    clinic.look("rembug-3-answered")
    page.get_by_role("link", name="Minta didampingi").click()
    expect(page.locator("#mentor_unit_id")).to_have_value("Kota Cepat")
    page.get_by_label("Tujuan").fill("Antrean di bawah dua puluh menit.")
    clinic.press("Usulkan")
    expect(page.get_by_text("Menunggu persetujuan Kota Cepat.")).to_be_visible()


def _mentor(city: Window) -> None:
    page = city.page
    city.open("/mentorships")
    page.get_by_role("link", name="Antrean di bawah dua puluh menit.").click()
    city.press("Setujui")
    expect(page.get_by_text("Disepakati. Pendampingan dimulai.")).to_be_visible()
    page.get_by_label("Yang dibahas").fill("Alur berkas sampai loket.")
    page.get_by_label("Yang disepakati").fill("Berkas diperiksa sebelum antre.")
    page.get_by_label("Lama (menit)").fill("dua jam")
    city.expected.add(422)
    city.press("Simpan pertemuan")
    expect(page.get_by_label("Yang dibahas")).to_have_value("Alur berkas sampai loket.")
    page.get_by_label("Lama (menit)").fill("120")
    city.press("Simpan pertemuan")
    expect(page.get_by_text("Pertemuan dicatat.")).to_be_visible()
    city.look("rembug-4-mentoring")


def _end(clinic: Window) -> None:
    page = clinic.page
    page.reload()
    expect(page.get_by_text("Berkas diperiksa sebelum antre.")).to_be_visible()
    page.get_by_text("Akhiri pendampingan").click()
    page.get_by_role("textbox", name="Hasilnya").fill("Dari 60 menjadi 18 menit.")
    clinic.press("Selesai")
    expect(page.get_by_text("Pendampingan selesai; hasilnya tercatat.")).to_be_visible()
    expect(page.get_by_text("Dari 60 menjadi 18 menit.")).to_be_visible()


def _work_together(clinic: Window, city: Window, story: Story) -> None:
    page = clinic.page
    clinic.open(f"/proposals/{story.draft.id}")
    page.get_by_role("link", name="Ajak unit lain").click()
    page.get_by_label("Unit yang diajak").fill("Kota Cepat")
    page.get_by_label("Bagiannya").fill("Melatih petugas loket.")
    clinic.press("Ajak")
    expect(page.get_by_text("Kota Cepat diajak dan diberi tahu.")).to_be_visible()
    city.open("/collaborations")
    city.page.get_by_role("link", name="Loket Bersama").click()
    city.look("rembug-5-invited")
    city.press("Ikut bekerja sama")
    expect(city.page.get_by_text("Disepakati: unit Anda ikut bekerja sama.")).to_be_visible()
    page.reload()
    expect(page.get_by_text("Ikut bekerja sama")).to_be_visible()
    clinic.look("rembug-6-joint")

"""A visitor answers on a phone by the QR at the counter; the unit reads the result once five have answered."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from app.clock import today
from app.models import Survey, SurveyAnswer
from app.rules.surveys import NUMBERS
from tests.browser.window import NARROW, PLAIN, Screen, Window, Windows
from tests.factories import PASSWORD, Factory

pytestmark = pytest.mark.browser
WORDS = ("Sesuai", "Mudah", "Cepat", "Wajar", "Sesuai", "Mampu", "Ramah", "Baik", "Baik")
"""What the visitor presses, question by question."""


@pytest.mark.parametrize("screen", [NARROW, PLAIN], ids=str)
def test_a_visitor_answers_and_the_unit_reads(screen: Screen, make: Factory, windows: Windows) -> None:
    clinic = make.unit("Puskesmas Ramah", "regional_technical_unit", make.unit("Kabupaten Contoh", "regency"))
    writer = make.user("author", clinic, "Sari Penulis")
    unit, phone = windows.open(screen), windows.open(screen)
    unit.sign_in(writer.email, PASSWORD)
    code = _ask(unit, make)
    _already_answered(make)
    unit.page.reload()
    expect(unit.page.get_by_text("Baru 4 jawaban.")).to_be_visible()
    _answer(phone, code)
    _answer_again(phone, code)
    unit.page.reload()
    expect(unit.page.get_by_text("Dari 5 jawaban.")).to_be_visible()
    expect(unit.page.get_by_text("75,00", exact=True).first).to_be_visible()
    expect(unit.page.get_by_text("Kursinya kurang.")).to_be_visible()
    unit.look("survey-4-results")
    _close(unit, phone, code)


def _ask(unit: Window, make: Factory) -> str:
    page = unit.page
    unit.open("/surveys")
    page.get_by_role("link", name="Buat survei").first.click()
    page.get_by_label("Judul").fill("SKM semester 1")
    page.get_by_label("Hari pertama").fill(str(today()))
    page.get_by_label("Hari terakhir").fill(str(today() + timedelta(days=30)))
    page.get_by_label("Jumlah orang yang dilayani").fill("1.000")
    unit.look("survey-1-new")
    unit.press("Simpan draf")
    expect(page.get_by_text("Survei disiapkan.")).to_be_visible()
    unit.press("Buka survei")
    expect(page.get_by_role("link", name="Unduh poster (A4)")).to_be_visible()
    expect(page.get_by_text("0 dari 278")).to_be_visible()
    return page.locator(".survey-link").inner_text().rpartition("/")[2]


def _already_answered(make: Factory) -> None:
    """Four others have, before."""
    from sqlmodel import Session, select

    with Session(make.engine) as session:
        survey_id = session.exec(select(Survey.id)).one()
    make.save(*(SurveyAnswer(survey_id=survey_id, **dict.fromkeys(NUMBERS, 3)) for _ in range(4)))  # type: ignore[arg-type]


def _answer(phone: Window, code: str) -> None:
    page = phone.page
    phone.open(f"/s/{code}")
    for question, word in zip(page.locator(".ask").all(), WORDS, strict=True):
        question.get_by_role("radio", name=word, exact=True).check()
    page.get_by_label("Saran untuk kami").fill("Kursinya kurang.")
    phone.look("survey-2-answering")
    phone.press("Kirim jawaban")
    expect(page.get_by_role("heading", name="Terima kasih!")).to_be_visible()
    phone.look("survey-3-thanks")


def _answer_again(phone: Window, code: str) -> None:
    """The page says so before anything is typed; a form that was still open is told so, kindly."""
    page = phone.page
    phone.open(f"/s/{code}")
    expect(page.get_by_text("Anda sudah menjawab pada kunjungan ini.")).to_be_visible()
    expect(page.get_by_role("button", name="Kirim jawaban")).to_have_count(0)


def _close(unit: Window, phone: Window, code: str) -> None:
    unit.press("Tutup survei")
    expect(unit.page.get_by_text("Survei ditutup; hasilnya tetap.")).to_be_visible()
    phone.open(f"/s/{code}")
    phone.page.get_by_role("link", name="Lihat hasilnya").click()
    expect(phone.page.get_by_text("75,00", exact=True).first).to_be_visible()
    expect(phone.page.get_by_text("Kursinya kurang.")).to_have_count(0)

"""What author and coordinator do on the way, by what the pages call things."""

import re

from playwright.sync_api import expect

from app.rules.words import count_words
from tests.browser.window import Window
from tests.browser.world import PAPERS, PDF, SECTIONS

TITLE = "Antrean Cepat Puskesmas"


def text_for(title: str) -> str:
    """A narrative long enough to say something, different for each section."""
    return f"Dahulu warga menunggu lama; kini layanan {title.lower()} selesai dalam satu hari kerja – tanpa antre lagi."


def begin_a_draft(author: Window) -> None:
    """From the home page to an empty editor."""
    page = author.page
    author.look("journey-01-author-home")
    author.follow("Tulis usulan")
    page.get_by_label("Judul inovasi").fill(TITLE)
    page.get_by_label("Kategori").select_option(label="Kesehatan")
    author.look("journey-02-new-draft")
    author.press("Mulai menulis")
    expect(page.get_by_role("heading", level=1, name=TITLE)).to_be_visible()
    expect(page.get_by_text("Siap dikirim")).to_be_hidden()


def write_the_sections(author: Window) -> None:
    """Writes all that is asked; with scripts it saves itself and is there after a reload."""
    page = author.page
    for title in SECTIONS:
        page.get_by_label(title, exact=True).fill(text_for(title))
    page.get_by_label("Diterapkan sejak").fill("2024-01-15")
    if author.screen.has_scripts:
        left = 200 - count_words(text_for("Ringkasan"))
        expect(page.get_by_text(f"Sisa {left} kata").first).to_be_visible()
        with page.expect_response(lambda answer: answer.request.method == "PATCH") as saved:
            page.get_by_label("3. Kehidupan sehat dan sejahtera").check()
        assert saved.value.ok
        expect(page.get_by_text(re.compile("^Tersimpan$"))).to_be_visible()
        page.reload()
    else:
        page.get_by_label("3. Kehidupan sehat dan sejahtera").check()
        author.press("Simpan")
        expect(page.get_by_text("Draf disimpan.")).to_be_visible()
    for title in SECTIONS:
        expect(page.get_by_label(title, exact=True)).to_have_value(text_for(title))
    author.look("journey-03-editor")


def attach_the_papers(author: Window) -> None:
    """Attaches each required document; the readiness list follows."""
    page = author.page
    missing = page.get_by_text(re.compile(r"\d hal belum terpenuhi"))
    expect(missing).to_have_text(f"{len(PAPERS)} hal belum terpenuhi")
    for n, title in enumerate(PAPERS):
        chosen = page.get_by_label(f"Berkas {title}")
        chosen.set_input_files({"name": f"surat-{n}.pdf", "mimeType": "application/pdf", "buffer": PDF})
        page.locator(".upload").filter(has=chosen).get_by_role("button", name="Unggah").click()
        expect(page.get_by_role("link", name=f"surat-{n}.pdf")).to_be_visible()
    expect(missing).to_be_hidden()
    expect(page.get_by_text("Siap dikirim")).to_be_visible()
    author.look("journey-04-papers")


def hand_over(author: Window) -> None:
    """Gives the draft to the coordinator."""
    author.press("Serahkan")
    expect(author.page.get_by_text("Diserahkan ke admin lokal").first).to_be_visible()
    author.look("journey-05-handed-over")


def send_back(coordinator: Window, remark: str) -> None:
    """The coordinator reads what waits, and sends it back with a remark."""
    page = coordinator.page
    coordinator.look("journey-06-coordinator-home")
    coordinator.follow(f"Periksa, lalu kirim atau kembalikan {TITLE}")
    coordinator.look("journey-07-handed-over-draft")
    coordinator.follow("Kembalikan ke penulis")
    page.get_by_label("Yang perlu diperbaiki").fill(remark)
    coordinator.look("journey-08-send-back")
    coordinator.press("Kembalikan ke penulis")
    expect(page.get_by_text("Dikembalikan ke penulis.")).to_be_visible()


def mend(author: Window, remark: str, text: str) -> None:
    """The author reads the remark, mends the summary and hands over again."""
    page = author.page
    author.open("/proposals")
    author.look("journey-09-author-list")
    author.follow("Baca catatan dan perbaiki")
    expect(page.get_by_text(remark)).to_be_visible()
    page.get_by_label("Ringkasan", exact=True).fill(text)
    author.press("Serahkan")
    expect(page.get_by_text(text)).to_be_visible()


def submit(coordinator: Window, number: str) -> None:
    """The coordinator sends it in and reads the number."""
    page = coordinator.page
    coordinator.open("/proposals")
    coordinator.look("journey-10-coordinator-list")
    coordinator.follow("Periksa, lalu kirim atau kembalikan")
    coordinator.follow("Kirim usulan")
    coordinator.look("journey-11-submission")
    coordinator.press("Kirim usulan")
    expect(page.get_by_text(f"Terkirim dengan nomor {number}. Sisa kuota 2 dari 3.")).to_be_visible()
    expect(page.get_by_text(number, exact=True).first).to_be_visible()


def submit_again(coordinator: Window, number: str, remark: str) -> None:
    """After a return by the secretariat: the deadline and the remark are there, and it goes in under its number."""
    page = coordinator.page
    coordinator.open("/home")
    coordinator.follow(f"Perbaiki {TITLE}")
    expect(page.get_by_text(re.compile("Perlu diperbaiki sampai"))).to_be_visible()
    expect(page.get_by_text(remark).first).to_be_visible()
    coordinator.look("journey-13-returned")
    coordinator.follow("Perbaiki")
    page.get_by_label("Kebaruan atau nilai tambah", exact=True).fill(text_for("kebaruan yang diperbaiki"))
    coordinator.press("Lanjut mengirim")
    coordinator.press("Kirim usulan")
    expect(page.get_by_text(number, exact=True).first).to_be_visible()

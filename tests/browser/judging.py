"""What secretariat, organiser, juror, participant and public do on the way, by what the pages call things."""

import re

from playwright.sync_api import Locator, expect

from app.rules.rubric import leaves
from tests.browser.window import Window
from tests.browser.world import STAGE, World
from tests.browser.writing import TITLE

MARKS = {leaf.title: 80 + n for n, leaf in enumerate(leaves(STAGE.rubric))}
"""Criterion → the mark that the juror gives."""
TOTAL = sum(leaf.weight * MARKS[leaf.title] for leaf in leaves(STAGE.rubric)) / 100


def _case(secretariat: Window, number: str) -> None:
    secretariat.open("/selection")
    expect(secretariat.page.get_by_text(number, exact=True)).to_be_visible()
    secretariat.follow("Periksa yang pertama")
    expect(secretariat.page.get_by_role("heading", level=1, name=TITLE)).to_be_visible()


def return_it(secretariat: Window, number: str, remark: str) -> None:
    """Returns the first of the queue, with a reason from the list, words of one's own, and the usual deadline."""
    page = secretariat.page
    secretariat.look("journey-12-secretariat-home")
    _case(secretariat, number)
    page.get_by_role("radio", name="Kembalikan", exact=True).check()
    form = page.get_by_role("region", name="Kembalikan untuk perbaikan")
    form.get_by_label("Angka atau pernyataan belum didukung bukti.").check()
    form.get_by_label("Penjelasan untuk peserta").fill(remark)
    secretariat.look("journey-12-case")
    secretariat.press("Kembalikan")
    expect(page.get_by_text(re.compile("dikembalikan kepada peserta"))).to_be_visible()


def verify(secretariat: Window, number: str) -> None:
    """Passes the first of the queue, each point looked at."""
    page = secretariat.page
    _case(secretariat, number)
    for box in page.get_by_role("group", name="Sudah diperiksa").get_by_role("checkbox").all():
        box.check()
    secretariat.look("journey-14-case-again")
    secretariat.press("Loloskan")
    expect(page.get_by_text(re.compile("lolos seleksi administrasi"))).to_be_visible()
    secretariat.look("journey-15-empty-queue")


def share_out(organiser: Window, world: World) -> None:
    """Closes the registration, puts the juror on the panel, and shares the proposals out."""
    page = organiser.page
    organiser.open(f"/editions/{world.edition.id}/edit")
    organiser.press("Tutup pendaftaran")
    organiser.look("journey-16-closed")
    organiser.open(f"/editions/{world.edition.id}/stages/proposal")
    organiser.look("journey-17-stage")
    organiser.follow("Tetapkan juri")
    page.get_by_label("Jaka Juri").check()
    organiser.press("Tambahkan yang ditandai")
    expect(page.get_by_role("rowheader", name="Jaka Juri")).to_be_visible()
    organiser.look("journey-18-panel")
    organiser.follow("Pembagian", page.get_by_role("navigation", name="Tahap ini"))
    organiser.follow("Bagikan usulan")
    organiser.look("journey-19-plan")
    organiser.press("Bagikan")
    expect(page.get_by_role("link", name="Jaka Juri")).to_have_count(2)
    organiser.look("journey-20-shared-out")


def score_field(juror: Window, criterion: str) -> Locator:
    """Where the mark of a criterion is typed."""
    return juror.page.get_by_label(f"Nilai 0 sampai 100: {criterion}", exact=True)


def score(juror: Window) -> None:
    """Opens the sheet from the desk, gives each mark, and signs."""
    page = juror.page
    juror.open("/assignments")
    juror.look("journey-21-desk")
    juror.follow(TITLE)
    for criterion, mark in MARKS.items():
        field = score_field(juror, criterion)
        if juror.screen.has_scripts:
            with page.expect_response(lambda answer: answer.request.method == "PATCH") as saved:
                field.fill(str(mark))
            assert saved.value.ok
        else:
            field.fill(str(mark))
    if juror.screen.has_scripts:
        expect(page.locator("#total")).to_contain_text("lengkap")
        page.reload()
        for criterion, mark in MARKS.items():
            expect(score_field(juror, criterion)).to_have_value(str(mark))
    juror.look("journey-22-sheet")


def sign(juror: Window) -> None:
    """Signs the sheet that is open."""
    page = juror.page
    juror.press("Tanda tangani")
    expect(page.get_by_role("heading", level=1, name="Tanda tangani lembar nilai")).to_be_visible()
    juror.look("journey-23-signature")
    juror.press("Tanda tangani")
    expect(page.get_by_text(re.compile("itandatangani")).first).to_be_visible()
    juror.look("journey-24-signed")


def publish(organiser: Window, world: World) -> None:
    """Looks at the order, and publishes it."""
    page = organiser.page
    organiser.open(f"/editions/{world.edition.id}/stages/proposal/ranking")
    expect(page.get_by_text("Urutan sementara")).to_be_visible()
    expect(page.get_by_role("row").nth(1)).to_contain_text(TITLE)
    organiser.look("journey-25-ranking")
    organiser.follow("Periksa dan umumkan")
    organiser.look("journey-26-publication")
    organiser.press("Umumkan sekarang")
    expect(page.get_by_text("Diumumkan").first).to_be_visible()


def see_the_results(visitor: Window, world: World) -> None:
    """Somebody from the public finds the results of the edition and reads the innovation that won."""
    page = visitor.page
    visitor.open("/editions")
    visitor.follow(world.edition.name)
    visitor.look("journey-28-edition")
    expect(page.get_by_role("link", name=TITLE)).to_be_visible()
    visitor.follow("Lihat peringkat lengkap")
    expect(page.get_by_role("row").nth(1)).to_contain_text(TITLE)
    visitor.look("journey-29-results")
    visitor.follow(TITLE)
    expect(page.get_by_role("heading", level=1, name=TITLE)).to_be_visible()
    expect(page.get_by_text("Top 30 Inovasi Terpuji").first).to_be_visible()
    visitor.look("journey-30-innovation")

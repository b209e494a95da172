"""The editor on a phone: where one is, what is missing and the button stay in sight; errors are at their fields."""

import re

import pytest
from playwright.sync_api import expect

from tests.api.test_nominations import put_up
from tests.browser.test_editor import Desk, state, write
from tests.browser.window import NARROW, WIDE, Windows
from tests.browser.world import PDF, SECTIONS
from tests.factories import PASSWORD, Factory

pytestmark = pytest.mark.browser
LARGE = 10 * 1024 * 1024 + 1


@pytest.fixture
def desk(make: Factory, windows: Windows) -> Desk:
    return Desk(make, windows)


def test_the_bar_is_one_row_and_stays_to_the_end_of_the_page(desk: Desk) -> None:
    page = desk.window.page
    bar, hand_over = page.locator(".editor-bar"), page.get_by_role("button", name="Serahkan", exact=True)
    for place in (page.get_by_label("Judul inovasi"), page.locator("#documents"), page.locator("#readiness")):
        place.scroll_into_view_if_needed()
        expect(hand_over).to_be_in_viewport()
    expect(bar.get_by_text(re.compile(r"^\d\d\.\d\d$"))).to_be_visible()
    box = bar.bounding_box()
    assert box is not None
    assert box["height"] < 90
    assert page.locator("#readiness").bounding_box()["y"] > page.locator("#documents").bounding_box()["y"]  # type: ignore[index]
    desk.window.look("editor-end")


def test_the_parts_are_numbered_and_ticked(desk: Desk) -> None:
    page, all_ = desk.window.page, len(SECTIONS)
    page.get_by_text(f"{all_} dari {all_} bagian selesai").click()
    ring = page.locator("#jumps-list li").filter(has_text="Ringkasan")
    expect(ring.get_by_label("selesai", exact=True).or_(ring.get_by_title("selesai", exact=True))).to_have_count(1)
    write(desk.window, "")
    expect(page.get_by_text(f"{all_ - 1} dari {all_} bagian selesai")).to_be_visible()
    expect(page.locator("#bar-missing")).to_have_text(re.compile("1 kurang"))
    expect(page.get_by_text(f"1 dari {all_}", exact=True)).to_be_visible()
    desk.window.look("editor-jumps")


def test_a_wrong_field_is_marked_itself_and_the_bar_says_it_is_not_saved(desk: Desk) -> None:
    page = desk.window.page
    write(desk.window, "Tersimpan bersama isian yang keliru.")
    expect(page.locator("[data-save-form=editor]")).to_have_attribute("data-save-state", "saved")
    page.get_by_label("Tautan video").fill("bukan alamat")
    with page.expect_response(lambda answer: answer.request.method == "PATCH"):
        page.get_by_label("Lintang").fill("jauh")
    state(desk.window, "Belum tersimpan: 2 isian.")
    expect(page.get_by_role("link", name="Lihat Tautan video")).to_be_visible()
    expect(page.get_by_label("Lintang")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#latitude-error")).to_have_text("Harus berupa angka.")
    desk.window.look("editor-wrong")
    with page.expect_response(lambda answer: answer.request.method == "PATCH"):
        page.get_by_label("Lintang").fill("-7,9")
    state(desk.window, "Belum tersimpan: 1 isian.")
    expect(page.locator("#latitude-error")).to_have_count(0)
    with page.expect_response(lambda answer: answer.request.method == "PATCH"):
        page.get_by_label("Tautan video").fill("https://contoh.go.id/video")
    expect(page.locator("[data-save-form=editor]")).to_have_attribute("data-save-state", "saved")
    expect(page.locator("[data-unsaved]")).to_have_count(0)


def test_the_bar_of_a_nomination_says_it_too(make: Factory, windows: Windows) -> None:
    put = put_up(make)
    nomination = put.nominate().json()["id"]
    window = windows.open(NARROW)
    window.sign_in(make.user("author", put.unit).email, PASSWORD)
    window.open(f"/nominations/{nomination}/edit")
    page = window.page
    award = page.get_by_label("Penghargaan nasional sebelumnya")
    award.evaluate("field => field.removeAttribute('maxlength')")
    with page.expect_response(lambda answer: answer.request.method == "PATCH"):
        award.fill("Top 99 " * 50)
    state(window, "Belum tersimpan: 1 isian.")
    expect(page.get_by_role("link", name="Lihat Penghargaan nasional sebelumnya")).to_be_visible()
    window.look("nomination-wrong")


def test_an_ended_session_has_a_link_to_sign_in(desk: Desk) -> None:
    window = desk.window
    window.expected |= {401, 403}
    window.context.clear_cookies()
    write(window, "Sesudah makan siang.")
    expect(window.page.get_by_role("link", name="Masuk (tab baru)")).to_have_attribute("target", "_blank")


def test_an_error_of_a_file_is_at_the_file_and_goes_with_it(desk: Desk) -> None:
    window, page = desk.window, desk.window.page
    window.expected |= {415}
    chosen = page.get_by_label("Berkas bukti")
    send = page.locator(".upload").filter(has=chosen).get_by_role("button", name="Unggah")
    chosen.set_input_files({"name": "besar.pdf", "mimeType": "application/pdf", "buffer": b"0" * LARGE})
    send.click()
    error = page.locator(".field__error")
    expect(error).to_have_text("Berkas ini 10,1 MB; paling besar 10 MB.")
    chosen.set_input_files({"name": "program.pdf", "mimeType": "application/pdf", "buffer": b"MZ program"})
    expect(error).to_have_count(0)
    send.click()
    expect(error).to_contain_text("Kirim PDF")
    window.turn(WIDE)
    window.look("editor-file-refused")
    chosen.set_input_files({"name": "bukti.pdf", "mimeType": "application/pdf", "buffer": PDF})
    expect(error).to_have_count(0)
    send.click()
    expect(page.get_by_role("link", name="bukti.pdf")).to_be_visible()
    page.get_by_role("button", name="Hapus").last.click()
    page.get_by_role("dialog").get_by_role("button", name="Hapus berkas").click()
    expect(page.get_by_role("link", name="bukti.pdf")).to_have_count(0)

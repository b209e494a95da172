"""The juror on the last night: five proposals without a mouse, the own other sheets, time, a sheet given back."""

import re

import pytest
from playwright.sync_api import Keyboard, expect
from sqlmodel import Session, select

from app.models import Declination, SheetTime
from tests.api.test_judging import LEAVES, fill
from tests.browser.desk import Desk, desk
from tests.browser.judging import MARKS, score_field
from tests.browser.keyboard import check_focus, press_enter, tab_to
from tests.browser.window import PLAIN, WIDE, Screen, Window, Windows
from tests.factories import PASSWORD, Factory

pytestmark = pytest.mark.browser
FIRST = next(iter(MARKS))
__all__ = ["desk"]


def test_a_juror_scores_five_proposals_by_keyboard_only(make: Factory, windows: Windows) -> None:
    desk = Desk(make, windows, WIDE, sheets=5)
    window, keys = desk.window, desk.window.page.keyboard
    desk.window.open("/sign-in")
    tab_to(window, window.page.get_by_label("Surel"))
    keys.type(desk.stage.jurors[0].email)
    tab_to(window, window.page.get_by_label("Kata sandi"))
    keys.type(PASSWORD)
    press_enter(window)
    tab_to(window, window.page.get_by_role("link", name="Buka meja juri"))
    press_enter(window)
    with window.page.expect_navigation():
        keys.press("n")  # the sheet to go on with
    for n in range(5):
        expect(window.page).to_have_url(re.compile(re.escape(desk.sheets[n])))
        _fill(window, keys, 60 + n)
        _sign(window, keys)
    expect(window.page.get_by_text("lembar terakhir")).to_be_visible()
    signed = desk.stored()
    assert all(one.signed_at is not None for one in signed)
    assert [sorted(set(one.scores.values())) for one in signed] == [[60 + n, 65 + n, 66 + n] for n in range(5)]
    assert [one.notes["kebaruan"] for one in signed] == [f"Catatan {n}." for n in range(60, 65)]


def _fill(window: Window, keys: Keyboard, mark: int) -> None:
    """The first mark by digits, a note beside the second, the others stepped up from there."""
    keys.press("b")
    expect(score_field(window, FIRST)).to_be_focused()
    check_focus(window)
    keys.type(str(mark))
    for place, criterion in enumerate(list(MARKS)[1:], start=1):
        keys.press("Enter")
        expect(score_field(window, criterion)).to_be_focused()
        check_focus(window)
        keys.type(str(mark))
        keys.press("PageUp")
        if place == 1:
            keys.press("c")
            keys.type(f"Catatan {mark}.")
            keys.press("Escape")
            expect(score_field(window, criterion)).to_be_focused()
        else:
            keys.press("ArrowUp")
    keys.press("r")
    expect(window.page.get_by_label("Rekomendasi")).to_be_focused()
    keys.type("Baca ulang? Jumlahnya bagus.")


def _sign(window: Window, keys: Keyboard) -> None:
    with window.page.expect_navigation(url=re.compile("/signature$")):
        keys.press("Control+Enter")
    expect(window.page.get_by_role("heading", level=1, name="Tanda tangani lembar nilai")).to_be_visible()
    with window.page.expect_navigation():
        keys.press("Control+Enter")
    expect(window.page.get_by_text("itandatangani").first).to_be_visible()


def test_keys_never_take_what_is_typed_and_can_be_switched_off(desk: Desk) -> None:
    window = desk.open()
    page, keys = window.page, window.page.keyboard
    keys.press("r")
    keys.type("bcrtnj?")
    expect(page.get_by_label("Rekomendasi")).to_have_value("bcrtnj?")
    keys.press("ArrowUp")
    keys.press("PageDown")
    expect(page.get_by_label("Rekomendasi")).to_have_value("bcrtnj?")
    score_field(window, FIRST).focus()
    keys.press("?")
    help_ = page.get_by_role("dialog", name="Pintasan papan ketik")
    expect(help_).to_be_visible()
    window.look("sheet-keys")
    help_.get_by_label("Pintasan satu huruf aktif").uncheck()
    keys.press("Escape")
    expect(help_).to_be_hidden()
    score_field(window, FIRST).focus()
    keys.press("r")
    expect(page.get_by_label("Rekomendasi")).not_to_be_focused()
    keys.press("ArrowUp")  # these are no letters
    expect(score_field(window, FIRST)).not_to_have_value("")


def test_a_mark_stays_within_its_limits(desk: Desk) -> None:
    window = desk.open()
    field, keys = score_field(window, FIRST), window.page.keyboard
    field.fill("98,5")
    keys.press("ArrowUp")
    expect(field).to_have_value("99,5")
    keys.press("PageUp")
    expect(field).to_have_value("100")
    field.fill("3")
    keys.press("PageDown")
    expect(field).to_have_value("0")
    field.fill("banyak")
    keys.press("ArrowUp")
    expect(field).to_have_value("banyak")


def test_time_is_counted_and_shown(desk: Desk) -> None:
    window = desk.window
    window.page.clock.install()
    desk.open()
    score_field(window, FIRST).focus()
    for _ in range(5):
        window.page.clock.run_for(29_000)
        _step(window)
    window.page.clock.run_for(600_000)  # nobody is there: of these at most the first minute counts
    _step(window)
    shown = window.page.locator("[data-minutes]")
    expect(shown).to_have_text("3")
    with Session(desk.make.engine) as session:
        times = session.exec(select(SheetTime)).all()
    assert len(times) == 1
    assert times[0].seconds <= 215


def _step(window: Window) -> None:
    """Raises the mark, and waits until that is saved; the clock stands still but for a second."""
    with window.page.expect_response(lambda answer: answer.request.method == "PATCH" and answer.ok):
        window.page.keyboard.press("ArrowUp")
        window.page.clock.run_for(1_000)
    expect(window.page.get_by_text(re.compile("^Tersimpan$"))).to_be_visible()


@pytest.mark.parametrize("screen", [WIDE, PLAIN], ids=str)
def test_a_sheet_is_given_back_with_a_reason(screen: Screen, make: Factory, windows: Windows) -> None:
    desk = Desk(make, windows, screen)
    desk.sign_in()
    window = desk.open()
    window.follow("Kembalikan lembar ini")
    window.look("declination")
    window.page.get_by_label("Di luar bidang saya").check()
    window.page.get_by_label("Penjelasan").fill("Saya tidak mengenal bidang ini.")
    window.press("Kembalikan lembar")
    expect(window.page.get_by_text("Dikembalikan.")).to_be_visible()
    with Session(make.engine) as session:
        [row] = session.exec(select(Declination)).all()
    assert (row.cause, row.juror_id) == ("not_my_field", desk.stage.jurors[0].id)


@pytest.mark.parametrize("screen", [WIDE, PLAIN], ids=str)
def test_the_own_other_sheets_stand_beside_this_one(screen: Screen, make: Factory, windows: Windows) -> None:
    desk = Desk(make, windows, screen, sheets=3)
    client = make.signed_in(desk.stage.jurors[0])
    for url, mark in zip(desk.sheets[1:], (70, 80), strict=True):
        fill(client, url.rsplit("/", 1)[1], dict.fromkeys(LEAVES, mark))
    desk.sign_in()
    window = desk.open()
    expect(window.page.get_by_text("Anda pada 2 lembar lain: 75,0 (70–80)").first).to_be_visible()
    window.follow("Bandingkan dengan lembar saya yang lain")
    window.look("comparison")
    expect(window.page.get_by_role("row")).to_have_count(4)

"""Signing in and scoring without a mouse."""

import re

import pytest
from playwright.sync_api import expect

from app.demo import LOGINS
from app.demo import PASSWORD as PASSWORD_OF_THE_DEMO
from tests.browser.judging import MARKS, TOTAL, score_field
from tests.browser.keyboard import check_focus, press_enter, tab_to
from tests.browser.places import find_places
from tests.browser.window import NARROW, WIDE, Screen, Window, Windows
from tests.conftest import Server
from tests.factories import PASSWORD, Factory
from tests.pages.judging import Stage

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("screen", [WIDE, NARROW], ids=str)
def test_a_juror_needs_no_mouse(screen: Screen, make: Factory, windows: Windows) -> None:
    stage = Stage(make, proposals=1, jurors=1, wanted=1)
    stage.begin()
    window = windows.open(screen)
    window.open("/sign-in")
    _sign_in(window, stage.jurors[0].email)
    tab_to(window, window.page.get_by_role("link", name="Buka meja juri"))
    press_enter(window)
    tab_to(window, window.page.get_by_role("link", name="Mulai menilai"))
    press_enter(window)
    _score(window)
    tab_to(window, window.page.get_by_role("button", name="Tanda tangani"))
    press_enter(window)
    tab_to(window, window.page.get_by_role("button", name="Tanda tangani"))
    press_enter(window)
    expect(window.page.get_by_text("Ditandatangani").first).to_be_visible()


def _sign_in(window: Window, email: str) -> None:
    tab_to(window, window.page.get_by_label("Surel"))
    window.page.keyboard.type(email)
    tab_to(window, window.page.get_by_label("Kata sandi"))
    window.page.keyboard.type(PASSWORD)
    press_enter(window)
    expect(window.page.get_by_role("heading", level=1)).to_be_visible()


def _score(window: Window) -> None:
    for criterion, mark in MARKS.items():
        tab_to(window, score_field(window, criterion))
        window.page.keyboard.type(str(mark))
    total = f"{TOTAL:.2f}".replace(".", ",")
    expect(window.page.locator("#total")).to_contain_text("lengkap")
    expect(window.page.locator("#total")).to_contain_text(total)


def _sheet(make: Factory, windows: Windows, screen: Screen) -> Window:
    stage = Stage(make, proposals=1, jurors=1, wanted=1)
    stage.begin()
    window = windows.open(screen)
    window.sign_in(stage.jurors[0].email, PASSWORD)
    window.open(stage.sheets()[0])
    return window


@pytest.mark.parametrize("screen", [WIDE, NARROW], ids=str)
def test_enter_goes_on_to_the_next_criterion(screen: Screen, make: Factory, windows: Windows) -> None:
    window = _sheet(make, windows, screen)
    expect(window.page.get_by_text("Belum ada yang tersimpan")).to_be_visible()
    expect(window.page.get_by_role("button", name="Simpan", exact=True)).to_have_count(0)
    address = window.page.url
    tab_to(window, score_field(window, next(iter(MARKS))))
    for criterion, mark in MARKS.items():
        expect(score_field(window, criterion)).to_be_focused()
        check_focus(window)
        assert _is_named(window, criterion), f"the bar lies over {criterion}"
        window.page.keyboard.type(str(mark))
        window.page.keyboard.press("Enter")
    expect(window.page.get_by_label("Rekomendasi")).to_be_focused()
    expect(window.page.locator("#total")).to_contain_text("lengkap")
    assert window.page.url == address
    window.look("sheet-filled")


def _is_named(window: Window, criterion: str) -> bool:
    """Whether nothing lies over the name of the criterion."""
    name = window.page.locator(".score-row__name").filter(has_text=criterion).first
    return bool(name.evaluate(
        """node => { const box = node.getBoundingClientRect();
           const top = document.elementFromPoint(box.left + 4, box.top + box.height / 2);
           return node === top || node.contains(top); }"""
    ))  # fmt: skip


def test_the_slider_is_for_the_mouse_and_shows_no_mark_that_nobody_gave(make: Factory, windows: Windows) -> None:
    window = _sheet(make, windows, WIDE)
    criterion = next(iter(MARKS))
    slider = score_field(window, criterion).locator("xpath=..").locator("input[type=range]")
    colour = "node => getComputedStyle(node).accentColor"  # the thumb itself is closed to scripts
    empty = slider.evaluate(colour)
    assert slider.get_attribute("tabindex") == "-1"
    with window.page.expect_response(lambda answer: answer.request.method == "PATCH" and answer.ok):
        slider.click()
    assert slider.evaluate(colour) != empty
    expect(score_field(window, criterion)).not_to_have_value("")


@pytest.mark.parametrize("screen", [WIDE, NARROW], ids=str)
def test_a_mark_above_the_most_is_marked_where_it_stands(screen: Screen, make: Factory, windows: Windows) -> None:
    window = _sheet(make, windows, screen)
    wrong, right = list(MARKS)[:2]
    score_field(window, wrong).fill("150")
    with window.page.expect_response(lambda answer: answer.request.method == "PATCH" and answer.ok):
        score_field(window, right).fill("70")
    field = score_field(window, wrong)
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description(re.compile("Paling besar 100"))
    expect(score_field(window, right)).not_to_have_attribute("aria-invalid", "true")
    window.look("sheet-mark-too-large")
    with window.page.expect_response(lambda answer: answer.request.method == "PATCH" and answer.ok):
        field.fill("15")
    expect(field).not_to_have_attribute("aria-invalid", "true")
    expect(field).not_to_have_accessible_description(re.compile("Paling besar 100"))


@pytest.mark.parametrize("screen", [WIDE, NARROW], ids=str)
@pytest.mark.parametrize(
    ("role", "path"),
    [
        ("author", "/proposals/{draft}/edit"),
        ("secretariat", "/selection/{submitted}"),
        ("juror", "/evaluations/{sheet}"),
        ("organiser", "/editions/{open}/edit/groups"),
    ],
)
def test_every_stop_is_seen(
    role: str, path: str, screen: Screen, demo_windows: Windows, demo_server: Server
) -> None:  # fmt: skip
    window = demo_windows.open(screen)
    window.sign_in(next(login.email for login in LOGINS if login.role == role), PASSWORD_OF_THE_DEMO)
    window.open(path.format(**find_places(demo_server.engine)))
    tab_to(window, window.page.get_by_role("link", name="Lisensi"))
    tab_to(window, window.page.get_by_role("link", name="Lewati ke isi halaman"), key="Shift+Tab")


def test_the_first_stop_leads_past_the_menu(demo_windows: Windows) -> None:
    window = demo_windows.open(WIDE)
    window.open("/innovations")
    tab_to(window, window.page.get_by_role("link", name="Lewati ke isi halaman"))
    window.page.keyboard.press("Enter")
    expect(window.page.get_by_role("main")).to_be_focused()

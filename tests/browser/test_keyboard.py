"""Signing in and scoring without a mouse."""

import pytest
from playwright.sync_api import expect

from app.demo import LOGINS
from app.demo import PASSWORD as PASSWORD_OF_THE_DEMO
from tests.browser.judging import MARKS, TOTAL, score_field
from tests.browser.keyboard import press_enter, tab_to
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
    total = f"{TOTAL:.10g}".replace(".", ",")
    expect(window.page.get_by_text("Semua kriteria sudah dinilai.")).to_be_visible()
    expect(window.page.locator("#total")).to_contain_text(total)


def test_a_mark_is_given_with_the_arrow_keys_too(make: Factory, windows: Windows) -> None:
    stage = Stage(make, proposals=1, jurors=1, wanted=1)
    stage.begin()
    window = windows.open(WIDE)
    window.sign_in(stage.jurors[0].email, PASSWORD)
    window.open(stage.sheets()[0])
    criterion = next(iter(MARKS))
    tab_to(window, window.page.get_by_role("slider", name=f"Geser nilai {criterion}"))
    with window.page.expect_response(lambda answer: answer.request.method == "PATCH" and answer.ok):
        for _ in range(3):
            window.page.keyboard.press("ArrowRight")
    expect(score_field(window, criterion)).to_have_value("3")
    window.page.reload()
    expect(score_field(window, criterion)).to_have_value("3")


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

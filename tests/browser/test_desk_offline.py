"""A network that comes and goes: the juror loses nothing, and is never told what is not true."""

import re

import pytest
from playwright.sync_api import Request, Route, expect

from app.rules.rubric import leaves
from tests.browser.desk import Desk, desk, saves, state
from tests.browser.judging import MARKS, score_field
from tests.browser.test_editor import NO_NETWORK
from tests.browser.window import NARROW, WIDE, Screen, Window, Windows
from tests.browser.world import STAGE, World
from tests.factories import PASSWORD, Factory

pytestmark = pytest.mark.browser
FIRST, SECOND = list(MARKS)[:2]
__all__ = ["desk"]


@pytest.mark.parametrize("screen", [WIDE, NARROW], ids=str)
def test_without_a_network_nothing_is_lost(screen: Screen, make: Factory, windows: Windows) -> None:
    desk = Desk(make, windows, screen)
    desk.sign_in()
    window = desk.open()
    window.expected |= NO_NETWORK
    saves(window, score_field(window, FIRST), "70")
    window.context.set_offline(True)
    score_field(window, FIRST).fill("71")
    score_field(window, SECOND).fill("82,5")
    state(window, "Belum tersimpan: 2 isian. Tidak ada jaringan")
    state(window, "terakhir tersimpan")
    window.page.get_by_role("button", name="Tanda tangani").click()
    expect(score_field(window, SECOND)).to_have_value("82,5")  # the page is still there
    window.look("sheet-offline")
    assert desk.marks() == [70]
    with window.page.expect_response(lambda answer: answer.request.method == "PATCH" and answer.ok):
        window.context.set_offline(False)
    expect(window.page.get_by_text(re.compile("^Tersimpan$"))).to_be_visible()
    assert desk.marks() == [71, 82.5]
    assert _kept(window) == []


def _kept(window: Window) -> list[str]:
    return window.page.evaluate("Object.keys(localStorage).filter((key) => key.includes(':/evaluations/'))")


def test_what_was_typed_without_a_network_is_sent_when_the_sheet_is_opened_again(desk: Desk) -> None:
    window = desk.open()
    window.expected |= NO_NETWORK
    window.context.set_offline(True)
    score_field(window, FIRST).fill("64")
    window.page.get_by_label("Rekomendasi").fill("Layak maju.")
    state(window, "Tidak ada jaringan")
    later = window.tab()
    window.page.close(run_before_unload=False)
    later.context.set_offline(False)
    later.open("/assignments")
    expect(later.page.get_by_text("ada isian belum terkirim")).to_be_visible()
    later.look("desk-unsent")
    with later.page.expect_response(lambda answer: answer.request.method == "PATCH" and answer.ok):
        desk.open(later)
    expect(score_field(later, FIRST)).to_have_value("64")
    expect(later.page.get_by_text(re.compile("^Tersimpan$"))).to_be_visible()
    assert desk.marks() == [64]
    assert desk.stored()[0].recommendation == "Layak maju."
    later.open("/assignments")
    expect(later.page.get_by_text("ada isian belum terkirim")).to_be_hidden()


@pytest.mark.parametrize(("button", "kept"), [("Pulihkan tulisan saya", 64), ("Pakai yang di server", 88)])
def test_a_newer_sheet_is_never_overwritten_unasked(desk: Desk, button: str, kept: float) -> None:
    window = desk.open()
    window.expected |= NO_NETWORK
    window.context.set_offline(True)
    score_field(window, FIRST).fill("64")
    score_field(window, SECOND).fill("50")
    state(window, "Tidak ada jaringan")
    later = window.tab()
    window.page.close(run_before_unload=False)
    later.context.set_offline(False)
    _from_elsewhere(desk, 88)
    desk.open(later)
    panel = later.page.get_by_role("region", name="Dua isian yang berbeda")
    expect(panel).to_contain_text(f"{FIRST}")
    expect(panel).to_contain_text("64")
    expect(panel).to_contain_text("88")
    expect(score_field(later, FIRST)).to_have_value("88")
    later.look("sheet-both")
    assert 88 in desk.marks()
    panel.get_by_role("button", name=button).click()
    expect(panel).to_be_hidden()
    expect(score_field(later, FIRST)).to_have_value(str(int(kept)))
    expect(later.page.get_by_text(re.compile("^Tersimpan$"))).to_be_visible()
    assert kept in desk.marks()
    assert _kept(later) == []


def _from_elsewhere(desk: Desk, mark: float) -> None:
    """The same juror at another machine."""
    path = f"/api/v1{desk.sheets[0]}"
    client = desk.make.signed_in(desk.stage.jurors[0])
    answer = client.put(path, json={"scores": {_key(FIRST): mark}}, headers={"If-Match": "*"})
    assert answer.status_code == 200, answer.text


def _key(title: str) -> str:
    return next(leaf.key for leaf in leaves(STAGE.rubric) if leaf.title == title)


def _has(request: Request, mark: str) -> bool:
    """Whether it sends this mark; others send the time that was spent."""
    return request.method == "PATCH" and f"={mark}&" in (request.post_data or "")


def test_a_lost_answer_is_no_quarrel_with_oneself(desk: Desk) -> None:
    window, url = desk.open(), re.compile("/evaluations/[^/]+$")
    window.expected |= NO_NETWORK | {"net::ERR_FAILED", 500}

    def lose(route: Route) -> None:
        if route.request.method == "PATCH":
            route.fetch()
            route.abort()
        else:
            route.fallback()

    window.page.route(url, lose)
    score_field(window, FIRST).fill("61")
    state(window, "Belum tersimpan: 1 isian")
    assert desk.marks() == [61]
    # From here on the tab sends nothing: what a route holds back goes out all the same when its page is closed.
    window.page.evaluate("window.htmx = null")
    score_field(window, FIRST).fill("62")
    later = window.tab()
    window.page.close(run_before_unload=False)
    with later.page.expect_response(lambda answer: _has(answer.request, "62") and answer.ok):
        desk.open(later)
    expect(score_field(later, FIRST)).to_have_value("62")
    expect(later.page.get_by_text(re.compile("^Tersimpan$"))).to_be_visible()
    assert desk.marks() == [62]


def test_signing_out_asks_first_and_clears_what_was_not_sent(desk: Desk) -> None:
    window = desk.open()
    window.expected |= {500}
    window.page.route(
        re.compile("/evaluations/[^/]+$"),
        lambda route: route.fulfill(status=500) if route.request.method == "PATCH" else route.fallback(),
    )
    score_field(window, FIRST).fill("61")
    state(window, "Server tidak menjawab")
    window.open("/home")
    window.page.locator("details.account summary").click()
    window.page.get_by_role("button", name="Keluar").click()
    dialog = window.page.get_by_role("dialog")
    expect(dialog).to_contain_text("belum tersimpan di server")
    with window.page.expect_navigation():
        dialog.locator("[value=yes]").click()
    assert window.page.evaluate("localStorage.length") == 0


def test_what_one_person_typed_is_not_offered_to_another(make: Factory, windows: Windows) -> None:
    world = World(make)
    draft = world.draft(title="Jemput Bola Akta")
    window = world.window(windows, "author", WIDE)
    window.expected |= {500}
    window.page.on("dialog", lambda dialog: dialog.accept())
    window.page.route(
        re.compile("/proposals/[^/]+$"),
        lambda route: route.fulfill(status=500) if route.request.method == "PATCH" else route.fallback(),
    )
    window.open(f"/proposals/{draft.id}/edit")
    summary = window.page.get_by_label("Ringkasan", exact=True)
    summary.fill("Rahasia penulis.")
    state(window, "Server tidak menjawab")
    window.context.clear_cookies()  # the session ended; nobody signed out
    window.sign_in(world.people["coordinator"].email, PASSWORD)
    window.open(f"/proposals/{draft.id}/edit")
    expect(summary).to_have_value(draft.sections["ringkasan"])
    window.context.clear_cookies()
    window.sign_in(world.people["author"].email, PASSWORD)
    window.open(f"/proposals/{draft.id}/edit")
    expect(summary).to_have_value("Rahasia penulis.")


def test_a_link_waits_for_the_save_before_it(make: Factory, windows: Windows) -> None:
    desk = Desk(make, windows, WIDE, sheets=2)
    desk.sign_in()
    window = desk.open()
    score_field(window, FIRST).fill("77")
    window.page.keyboard.press("n")
    expect(window.page).to_have_url(re.compile(re.escape(desk.sheets[1])))
    assert desk.marks() == [77]

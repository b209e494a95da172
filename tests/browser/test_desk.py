"""The juror on the last night: five proposals without a mouse, and a network that comes and goes."""

import re

import pytest
from playwright.sync_api import Keyboard, Locator, Route, expect
from sqlmodel import Session, select

from app.models import Declination, Evaluation, SheetTime
from app.rules.rubric import leaves
from tests.api.test_judging import LEAVES, fill
from tests.browser.judging import MARKS, score_field
from tests.browser.keyboard import check_focus, press_enter, tab_to
from tests.browser.test_editor import NO_NETWORK
from tests.browser.window import NARROW, PLAIN, WIDE, Screen, Window, Windows
from tests.browser.world import STAGE, World
from tests.factories import PASSWORD, Factory
from tests.pages.judging import Stage

pytestmark = pytest.mark.browser
FIRST, SECOND = list(MARKS)[:2]


class Desk:
    """A juror with sheets, in front of a browser."""

    def __init__(self, make: Factory, windows: Windows, screen: Screen, sheets: int = 1) -> None:
        self.make, self.stage = make, Stage(make, proposals=sheets, jurors=1, wanted=1)
        self.stage.begin()
        self.sheets = self.stage.sheets()
        self.window = windows.open(screen)
        self.window.page.on("dialog", lambda dialog: dialog.accept())

    def sign_in(self) -> None:
        self.window.sign_in(self.stage.jurors[0].email, PASSWORD)

    def open(self, window: Window | None = None) -> Window:
        """The first sheet."""
        shown = window or self.window
        shown.open(self.sheets[0])
        return shown

    def stored(self) -> list[Evaluation]:
        """The sheets as the server has them, in order."""
        ids = [url.rsplit("/", 1)[1] for url in self.sheets]
        with Session(self.make.engine) as session:
            found = {one.assignment_id: one for one in session.exec(select(Evaluation)).all()}
        return [found[id_] for id_ in ids]

    def marks(self) -> list[float]:
        """The marks of the first sheet."""
        return sorted(self.stored()[0].scores.values())


@pytest.fixture
def desk(make: Factory, windows: Windows) -> Desk:
    found = Desk(make, windows, WIDE)
    found.sign_in()
    return found


def state(window: Window, words: str) -> None:
    expect(window.page.get_by_role("status").filter(has_text=words)).to_be_visible()


def saves(window: Window, field: Locator, text: str) -> None:
    """Types, and waits until the server has taken it."""
    with window.page.expect_response(lambda answer: answer.request.method == "PATCH" and answer.ok):
        field.fill(text)


# ── Without a mouse ──


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


# ── A network that comes and goes ──


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
    score_field(window, FIRST).fill("62")
    later = window.tab()
    window.page.close(run_before_unload=False)
    with later.page.expect_response(lambda answer: answer.request.method == "PATCH" and answer.ok):
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


# ── Time, giving back, no scripts ──


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

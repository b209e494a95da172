"""No page of any role breaks its policy, asks anybody else for anything, or lacks a header; with scripts or without."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Error, Response, expect
from sqlmodel import select

from app import database
from app.clock import now
from app.demo import LOGINS, PASSWORD
from app.domain.passwords import LINK, new_link
from app.http import headers
from app.models import TotpFactor
from tests.browser.places import PAGES, find_places
from tests.browser.window import NARROW, PLAIN, WIDE, Screen, Window, Windows
from tests.browser.world import World
from tests.conftest import Server
from tests.factories import PASSWORD as PERSONS_PASSWORD
from tests.factories import Factory
from tests.files.papers import PDF, picture

pytestmark = pytest.mark.browser
WANTED = {
    "content-security-policy": headers.PAGES, "permissions-policy": headers.PERMISSIONS,
    "x-content-type-options": "nosniff", "x-frame-options": "DENY", "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin", "cross-origin-embedder-policy": "require-corp",
    "cross-origin-resource-policy": "same-origin",
}  # fmt: skip
SCRIPTED = PDF.replace(b"/Type /Catalog", b"/Type /Catalog /OpenAction << /S /JavaScript /JS (x) >>")


def _missing(answer: Response | None) -> list[str]:
    assert answer is not None
    found = answer.headers
    wanted = WANTED | ({"referrer-policy": "no-referrer"} if urlsplit(answer.url).path.startswith("/password") else {})
    wrong = [f"{answer.url}: {name}: {found.get(name)}" for name, value in wanted.items() if found.get(name) != value]
    kept = found.get("cache-control", "")
    is_live = answer.url.endswith("/board")  # asked for anew every five seconds, and mostly answered by 304
    is_of_nobody = kept.startswith("public") or "no-store" in kept or "/static/" in answer.url or is_live
    return wrong if is_of_nobody else [*wrong, f"{answer.url}: kept as {kept}"]


@pytest.mark.parametrize("screen", [WIDE, PLAIN], ids=["scripts", "no-scripts"])
@pytest.mark.parametrize("role", PAGES)
def test_every_page_keeps_the_policy(role: str, screen: Screen, demo_windows: Windows, demo_server: Server) -> None:
    window = demo_windows.open(screen)
    places = find_places(demo_server.engine)
    if role != "public":
        window.sign_in(next(login.email for login in LOGINS if login.role == role), PASSWORD)
    for path in PAGES[role]:
        window.problems += _missing(window.open(path.format(**places)))


@pytest.mark.parametrize("screen", [WIDE, PLAIN], ids=["scripts", "no-scripts"])
def test_every_step_of_signing_in_keeps_the_policy(at_home: Windows, make: Factory, screen: Screen) -> None:
    """What the demo cannot stand at: a one-time link, a second step half taken, the setting up of one."""
    person, window = make.user("juror"), at_home.open(screen)
    with database.WriteSession(make.engine) as session, session.begin():
        link = LINK + new_link(session, person.id, now() + timedelta(hours=1))
    window.problems += _missing(window.open(link))
    window.look("password-by-link")
    window.sign_in(person.email, PERSONS_PASSWORD)
    window.open("/security")
    window.press("Pasang aplikasi autentikator")
    for path in ("/security/totp", "/security/passkeys/new"):
        window.problems += _missing(window.open(path))
        expect(window.page).to_have_url(window.base_url + path)
        window.look(path.replace("/", "-").strip("-"))
    with database.WriteSession(make.engine) as session, session.begin():
        session.exec(select(TotpFactor)).one().confirmed_at = now()
    window.context.clear_cookies(name="jipp_session")
    window.open("/sign-in")
    window.page.get_by_label("Surel").fill(person.email)
    window.page.get_by_label("Kata sandi").fill(PERSONS_PASSWORD)
    window.press("Masuk")
    window.problems += _missing(window.open("/sign-in/second-factor"))
    expect(window.page.get_by_role("heading", level=1)).to_have_text("Langkah kedua")
    window.look("second-factor")


def test_the_watch_sees_a_violation_and_a_third_party(demo_windows: Windows) -> None:
    window = demo_windows.open(NARROW)
    window.open("/")
    with pytest.raises(Error):
        window.page.evaluate("document.body.insertAdjacentHTML('beforeend', '<b>x</b>')")
    window.page.evaluate("new Promise((done) => { const image = new Image(); image.onerror = done; "
                         "image.src = 'http://127.0.0.1:9/pixel.png'; })")  # fmt: skip
    signs = ("CSP violation: require-trusted-types-for", "CSP violation: img-src http://127.0.0.1:9/pixel.png")
    expect(window.page.get_by_role("main")).to_be_visible()
    found = [sign for sign in signs if any(sign in problem for problem in window.problems)]
    window.problems.clear()
    assert found == list(signs)


@pytest.mark.parametrize(
    "deed",
    ["document.body.innerHTML = '<b>x</b>'", "document.write('<b>x</b>')", "setTimeout('window.evil = 1')",
     "document.createElement('script').src = '/static/jipp.js'", "document.createElement('script').text = 'evil = 1'",
     "trustedTypes.createPolicy('evil', { createHTML: (text) => text })",
     "trustedTypes.createPolicy('jipp', { createHTML: (text) => text })",
     "new DOMParser().parseFromString('<b>x</b>', 'text/html')"],
)  # fmt: skip
def test_trusted_types_refuse_text_as_markup_or_script(demo_windows: Windows, deed: str) -> None:
    window = demo_windows.open(WIDE)
    window.open("/")
    with pytest.raises(Error, match=r"(?i)trusted|polic"):
        window.page.evaluate(deed)
    assert window.page.evaluate("window.evil === undefined")
    window.problems.clear()  # the browser tells of it, as it should


def test_htmx_still_swaps_what_the_server_answers(demo_windows: Windows) -> None:
    window = demo_windows.open(WIDE)
    window.open("/innovations")
    with window.page.expect_response("**/innovations?**"):
        window.page.locator('#main input[name="q"]').fill("ibu")
    expect(window.page).to_have_url(re.compile("q=ibu"))
    expect(window.page.locator("#catalogue .card h2").first).to_be_visible()


def test_a_script_in_an_answer_is_never_run(demo_windows: Windows) -> None:
    window = demo_windows.open(WIDE)
    window.open("/innovations")
    evil = '<div id="catalogue"><script>window.evil = 1</script><img src=x onerror="window.evil = 1">Hai</div>'
    window.page.route("**/innovations?**", lambda route: route.fulfill(body=evil, content_type="text/html"))
    with window.page.expect_console_message(lambda line: "JIPP makes no script of a text" in line.text):
        window.page.locator('#main input[name="q"]').fill("ibu")
    assert window.page.evaluate("window.evil === undefined")
    expect(window.page.locator("#catalogue")).not_to_contain_text("Hai")
    window.problems.clear()  # of the script and of the handler, each refused


def test_after_signing_out_there_is_no_way_back_to_what_was_shown(windows: Windows, make: Factory) -> None:
    world = World(make)
    window = world.window(windows, "organiser", WIDE)
    window.open("/users")
    expect(window.page.get_by_text("Sinta Sekretariat").first).to_be_visible()
    window.page.evaluate("sessionStorage.setItem('jipp:autosave:/x', 'naskah'); localStorage.setItem('x', 'y')")
    window.page.locator("details.account summary").click()
    window.press("Keluar")
    assert window.page.evaluate("sessionStorage.length + localStorage.length") == 0
    window.page.go_back()
    expect(window.page).to_have_url(re.compile("/sign-in"))
    assert "Sinta Sekretariat" not in window.page.content()


def _choose(window: Window, name: str, content: bytes) -> None:
    window.page.locator('[id="documents.evidence"]').set_input_files({"name": name, "mimeType": "", "buffer": content})


@pytest.mark.parametrize("screen", [NARROW, PLAIN], ids=["scripts", "no-scripts"])
def test_a_refused_file_says_why_and_what_to_do(windows: Windows, make: Factory, screen: Screen) -> None:
    world = World(make)
    draft = world.draft()
    window = world.window(windows, "author", screen)
    window.expected |= {422}
    window.open(f"/proposals/{draft.id}/edit")
    _choose(window, "surat.pdf", SCRIPTED)
    window.page.locator(".paper", has=window.page.locator('[id="documents.evidence"]')).get_by_role(
        "button", name="Unggah", exact=True
    ).click()
    expect(window.page.locator('[id="documents.evidence-error"]')).to_contain_text("PDF ini memuat skrip")
    window.look("hardening-refused-file")


def test_a_picture_opens_in_its_sandbox(windows: Windows, make: Factory) -> None:
    world = World(make)
    draft = world.draft()
    window = world.window(windows, "author", NARROW)
    window.open(f"/proposals/{draft.id}/edit")
    _choose(window, "foto.png", picture())
    window.page.locator(".paper", has=window.page.locator('[id="documents.evidence"]')).get_by_role(
        "button", name="Unggah", exact=True
    ).click()
    link = window.page.get_by_role("link", name=re.compile("foto.jpg"))
    expect(link).to_be_visible()
    answer = window.open(str(link.get_attribute("href")))
    assert answer is not None
    assert "sandbox" in answer.headers["content-security-policy"]
    assert window.page.evaluate("document.images[0].naturalWidth") == 60
    assert window.page.evaluate("self.origin") == "null", "a sandboxed page has no origin of ours"

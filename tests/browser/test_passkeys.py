"""Passkeys in a real Chromium, whose virtual authenticator stands for the person's finger."""

from typing import Any

import pyotp
import pytest
from playwright.sync_api import CDPSession, expect
from sqlmodel import Session, select

from app.models import Passkey, User
from tests.browser.window import NARROW, WIDE, Window, Windows
from tests.conftest import Server
from tests.factories import PASSWORD, Factory

pytestmark = pytest.mark.browser
PHONE: dict[str, Any] = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip
BUTTON = "Masuk dengan kunci sandi"


def with_authenticator(window: Window, **more: Any) -> tuple[CDPSession, str]:
    """Gives the window an authenticator."""
    cdp = window.context.new_cdp_session(window.page)
    cdp.send("WebAuthn.enable")
    made = cdp.send("WebAuthn.addVirtualAuthenticator", {"options": PHONE | more})
    return cdp, str(made["authenticatorId"])


def add_passkey(window: Window, name: str) -> None:
    """Adds a passkey as a person does."""
    window.open("/security")
    window.follow("Tambah kunci sandi")
    window.look("passkey-new")
    window.page.get_by_label("Nama").fill(name)
    window.press("Buat kunci sandi")


def sign_out(window: Window) -> None:
    window.context.clear_cookies(name="jipp_session")


@pytest.fixture
def user(make: Factory) -> User:
    return make.user("juror", name="Rani")


@pytest.fixture
def owner(at_home: Windows, user: User) -> Window:
    """The person's browser with an authenticator and one passkey in it."""
    window = at_home.open(NARROW)
    window.cdp = with_authenticator(window)  # type: ignore[attr-defined]
    window.sign_in(user.email, PASSWORD)
    add_passkey(window, "Ponsel saya")
    return window


def test_a_passkey_is_made_used_and_removed(owner: Window, user: User, server: Server) -> None:
    expect(owner.page.get_by_role("heading", level=1)).to_have_text("Kode pemulihan")
    owner.look("recovery-codes")
    owner.follow("Sudah saya simpan")
    owner.look("security")
    owner.turn(WIDE)
    owner.look("security")
    sign_out(owner)
    owner.open("/sign-in?next=/security")
    owner.look("sign-in-passkey")
    owner.press(BUTTON)
    expect(owner.page).to_have_url(owner.base_url + "/security")
    with Session(server.engine) as session:
        [kept] = session.exec(select(Passkey))
        assert (kept.user_id, kept.name, kept.sign_count > 1) == (user.id, "Ponsel saya", True)
        assert kept.last_used_at is not None
    owner.page.get_by_role("row", name="Ponsel saya").get_by_role("button", name="Cabut").click()
    with owner.page.expect_navigation():
        owner.page.get_by_role("dialog").locator("[value=yes]").click()
    expect(owner.page.get_by_text("Ponsel saya")).to_have_count(0)
    owner.expected.add(401)
    sign_out(owner)
    owner.open("/sign-in")
    owner.press(BUTTON)
    expect(owner.page.get_by_role("alert").first).to_contain_text("Kunci sandi tidak diterima")


def test_a_passkey_is_the_second_step_after_a_password(owner: Window, user: User) -> None:
    sign_out(owner)
    owner.open("/sign-in?next=/assignments")
    owner.page.get_by_label("Surel").fill(user.email)
    owner.page.get_by_label("Kata sandi").fill(PASSWORD)
    owner.press("Masuk")
    expect(owner.page.get_by_role("heading", level=1)).to_have_text("Langkah kedua")
    owner.look("second-factor")
    owner.press(BUTTON)
    expect(owner.page.get_by_text("Rani").first).to_be_attached()


def test_a_copied_passkey_is_refused(owner: Window, server: Server) -> None:
    """The counter of a copy does not grow beyond what the owner's device has counted."""
    with Session(server.engine) as session, session.begin():
        session.exec(select(Passkey)).one().sign_count = 1_000_000
    sign_out(owner)
    owner.expected.add(401)
    owner.open("/sign-in")
    owner.press(BUTTON)
    expect(owner.page.get_by_role("alert").first).to_contain_text("Kunci sandi tidak diterima")


def test_an_answer_to_an_old_challenge_opens_nothing(owner: Window, make: Factory) -> None:
    """What was sent once is sent again, cookie and all, by somebody who has seen it."""
    sign_out(owner)
    owner.open("/sign-in")
    seen: list[tuple[dict[str, str], str]] = []
    owner.page.on("request", lambda request: seen.append((request.all_headers(), request.post_data or ""))
                  if request.method == "POST" and request.url.endswith("/sign-in/passkey") else None)  # fmt: skip
    owner.press(BUTTON)
    [(headers, body)] = seen
    step = next(part.strip() for part in headers["cookie"].split(";") if part.strip().startswith("jipp_step="))
    sent = {"Content-Type": headers["content-type"], "Cookie": step, "Accept": "text/html"}
    answer = make.client().post("/sign-in/passkey", content=body, headers=sent)
    assert answer.status_code == 403
    assert "jipp_session" not in answer.headers.get("set-cookie", "")


def test_somebody_who_gives_up_is_told_so(at_home: Windows, user: User) -> None:
    window = at_home.open(NARROW)
    with_authenticator(window, isUserVerified=False)
    window.open("/sign-in")
    window.page.get_by_role("button", name=BUTTON).click()
    expect(window.page.locator("[data-passkey-error]")).to_be_visible()


def test_an_authenticator_app_is_set_up(at_home: Windows, user: User) -> None:
    window = at_home.open(NARROW)
    window.sign_in(user.email, PASSWORD)
    window.open("/security")
    window.press("Pasang aplikasi autentikator")
    window.look("totp")
    window.turn(WIDE)
    window.look("totp")
    secret = window.page.locator("code.copyable").inner_text().replace(" ", "")
    window.page.get_by_label("Kode enam angka").fill(pyotp.TOTP(secret).now())
    window.press("Pasang")
    expect(window.page.get_by_role("heading", level=1)).to_have_text("Kode pemulihan")
    assert window.page.locator(".codes li").count() == 10

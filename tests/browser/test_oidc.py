"""Signing in with another provider, in a real Chromium with a real provider."""

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.window import NARROW, Windows
from tests.conftest import start_server
from tests.factories import Factory
from tests.signin.provider import provider, settings_for

pytestmark = pytest.mark.browser


def test_a_person_signs_in_with_the_providers_button(
    chromium: Browser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("oidc-browser")
    claims = {"sub": "rani", "email": "rani@contoh.example", "email_verified": True}
    with provider(claims) as issuer:
        running = start_server(f"sqlite:///{folder}/served.sqlite", folder, **settings_for(issuer))
        opened = Windows(chromium, running.url)
        try:
            with Factory(running.engine, running.url) as make:
                user = make.user("juror", name="Rani")
                user.email = str(claims["email"])
                make.save(user)
            window = opened.open(NARROW)
            window.open("/sign-in?next=/assignments")
            window.look("sign-in-provider")
            window.follow("Masuk dengan Akun Jatim")
            window.page.get_by_role("button", name="rani").click()
            expect(window.page).to_have_url(running.url + "/assignments")
        finally:
            problems = opened.close()
            running.process.terminate()
            running.process.wait(10)
            running.engine.dispose()
    assert not [problem for problem in problems if running.url in problem and issuer not in problem]

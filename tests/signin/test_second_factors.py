"""The second step: authenticator apps and recovery codes, by the pages as a person uses them."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import httpx
import pyotp
import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from app.clock import now
from app.models import RecoveryCode, TotpFactor, User, UserSession
from tests.conftest import Server, start_server
from tests.factories import PASSWORD, Factory
from tests.pages.browsing import Browser, text_of

PATH = "/api/v1/sessions"
APP = "/security/totp"
CODE = re.compile(r"<code class=\"copyable\">([a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4})</code>")


def secret_on(page: httpx.Response) -> str:
    """The secret that the page shows in letters."""
    found = re.search(r'<code class="copyable">([A-Z2-7 ]+)</code>', page.text)
    assert found, page.text
    return found[1].replace(" ", "")


def set_up(browser: Browser) -> tuple[str, list[str]]:
    """Sets an authenticator app up as a person does: its secret, and the recovery codes that were shown."""
    page = browser.follow(browser.send(browser.get("/security"), APP))
    secret = secret_on(page)
    shown = browser.send(page, f"{APP}/confirmation", code=pyotp.TOTP(secret).now())
    assert shown.status_code == 200, shown.text
    return secret, CODE.findall(shown.text)


def another_code(secret: str) -> str:
    """A code that is right and was not used to set the app up: the one of the next step."""
    return pyotp.TOTP(secret).at(now() + timedelta(seconds=30))


def sign_in(make: Factory, user: User, code: str | None = None) -> httpx.Response:
    body = {"email": user.email, "password": PASSWORD} | ({"code": code} if code else {})
    return make.client().post(PATH, json=body)


def kind_of(answer: httpx.Response) -> str:
    return str(answer.json()["type"]).removeprefix("/problems/")


@pytest.fixture
def user(make: Factory) -> User:
    return make.user("juror", name="Rani")


def test_signing_in_with_an_authenticator_app(make: Factory, user: User) -> None:
    secret, codes = set_up(Browser(make, user))
    assert len(codes) == len(set(codes)) == 10
    assert kind_of(sign_in(make, user)) == "second-factor-required"
    assert kind_of(sign_in(make, user, "000000")) == "wrong-code"
    answer = sign_in(make, user, another_code(secret))
    assert answer.status_code == 201
    assert answer.json()["has_second_factor"] is True


def test_the_second_step_of_the_pages(make: Factory, user: User) -> None:
    secret, _codes = set_up(Browser(make, user))
    client = make.client()
    client.headers["Accept"] = "text/html"
    first = client.post("/sign-in", data={"email": user.email, "password": PASSWORD, "next": "/proposals"})
    assert first.headers["location"] == "/sign-in/second-factor"
    assert "jipp_session" not in client.cookies, "the password alone opens nothing"
    assert client.get("/home").headers["location"].startswith("/sign-in?")
    assert "aplikasi autentikator" in text_of(client.get("/sign-in/second-factor"))
    wrong = client.post("/sign-in/second-factor", data={"code": "123"})
    assert wrong.status_code == 401
    assert "Kode salah" in text_of(wrong)
    right = client.post("/sign-in/second-factor", data={"code": another_code(secret)})
    assert (right.status_code, right.headers["location"]) == (303, "/proposals")
    assert client.get("/home").status_code == 200


def test_a_second_step_without_the_first_leads_to_the_first(make: Factory) -> None:
    client = make.client()
    assert client.get("/sign-in/second-factor").headers["location"] == "/sign-in"
    assert client.post("/sign-in/second-factor", data={"code": "123456"}).headers["location"] == "/sign-in"


def test_a_code_is_taken_once(make: Factory, user: User) -> None:
    secret, _codes = set_up(Browser(make, user))
    code = another_code(secret)
    assert sign_in(make, user, code).status_code == 201
    assert kind_of(sign_in(make, user, code)) == "wrong-code", "somebody who looked over the shoulder is too late"


def test_a_recovery_code_is_taken_once(make: Factory, user: User, server: Server) -> None:
    _secret, codes = set_up(Browser(make, user))
    assert sign_in(make, user, codes[0].upper().replace("-", " ")).status_code == 201, "however it is typed"
    assert kind_of(sign_in(make, user, codes[0])) == "wrong-code"
    with Session(server.engine) as session:
        kept = session.exec(select(RecoveryCode)).all()
    assert sum(row.used_at is not None for row in kept) == 1
    assert not [row for row in kept if codes[1].replace("-", "") in row.model_dump_json()], "only digests are kept"


def test_the_secret_is_sealed_where_it_lies(make: Factory, user: User, server: Server) -> None:
    secret, _codes = set_up(Browser(make, user))
    with Session(server.engine) as session:
        row = session.exec(select(TotpFactor)).one()
    assert secret not in row.model_dump_json()


def test_guessing_codes_is_slowed(make: Factory, user: User) -> None:
    set_up(Browser(make, user))
    kinds = [kind_of(sign_in(make, user, f"{n:06d}")) for n in range(12)]
    assert "sign-in-slowed" in kinds


def test_setting_up_another_app_needs_the_old_one_gone(make: Factory, user: User) -> None:
    browser = Browser(make, user)
    set_up(browser)
    overview = browser.get("/security")
    assert "Terpasang" in text_of(overview)
    browser.send(overview, f"{APP}/removal")
    assert sign_in(make, user).status_code == 201, "the password is enough again"
    assert "Kode pemulihan" not in text_of(browser.get("/security")), "the codes went with the last factor"


def test_new_recovery_codes_void_the_old(make: Factory, user: User) -> None:
    browser = Browser(make, user)
    _secret, old = set_up(browser)
    shown = browser.send(browser.get("/security"), "/security/recovery-codes")
    new = CODE.findall(shown.text)
    assert len(new) == 10
    assert kind_of(sign_in(make, user, old[0])) == "wrong-code"
    assert sign_in(make, user, new[0]).status_code == 201


def test_what_is_delicate_asks_once_more_after_ten_minutes(make: Factory, user: User, server: Server) -> None:
    browser = Browser(make, user)
    set_up(browser)
    overview = browser.get("/security")
    _age_sessions(server.engine)
    refused = browser.send(overview, f"{APP}/removal")
    assert refused.headers["location"] == "/security/confirmation?next=%2Fsecurity"
    asked = browser.follow(refused)
    assert browser.send(asked, "/security/confirmation", password="salah-sama-sekali").status_code == 422
    token = browser.client.cookies["jipp_session"]
    again = browser.follow(browser.send(asked, "/security/confirmation", password=PASSWORD))
    assert browser.client.cookies["jipp_session"] != token
    assert browser.send(again, f"{APP}/removal").headers["location"] == "/security"
    assert sign_in(make, user).status_code == 201


def _age_sessions(engine: Engine) -> None:
    with Session(engine) as session, session.begin():
        for row in session.exec(select(UserSession)):
            row.authenticated_at = now() - timedelta(minutes=11)


def test_an_organiser_helps_who_has_lost_everything(make: Factory, user: User, server: Server) -> None:
    lost = Browser(make, user)
    set_up(lost)
    juror, organiser = make.as_role("juror"), make.as_role("organiser")
    path = f"/api/v1/users/{user.id}/second-factors"
    assert juror.delete(path).status_code == 403
    assert organiser.delete(path).status_code == 204
    assert lost.get("/home").headers["location"].startswith("/sign-in"), "and every session has ended"
    assert sign_in(make, user).status_code == 201
    _age_sessions(server.engine)
    late = organiser.delete(path)
    assert (late.status_code, kind_of(late)) == (403, "confirm-first")


def test_a_forgotten_password_leaves_the_second_factor(make: Factory, user: User) -> None:
    """Whoever reads somebody's mail has a password by it, and no more."""
    secret, _codes = set_up(Browser(make, user))
    link = make.key("organiser").post(f"/api/v1/users/{user.id}/invitation").json()["link"]
    chosen = {"token": link.rpartition("=")[2], "password": "tujuh layar kapal biru"}
    assert make.client().post("/api/v1/passwords", json=chosen).status_code == 204
    body = {"email": user.email, "password": chosen["password"]}
    assert kind_of(make.client().post(PATH, json=body)) == "second-factor-required"
    assert make.client().post(PATH, json=body | {"code": another_code(secret)}).status_code == 201


# ── Where a role needs it ──


@pytest.fixture(scope="module")
def strict(new_database: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    roles = "organiser,secretariat"
    running = start_server(new_database("strict"), tmp_path_factory.mktemp("strict"), JIPP_SECOND_FACTOR_ROLES=roles)
    yield running
    running.process.terminate()
    running.process.wait(10)
    running.engine.dispose()


def test_a_role_that_needs_a_second_factor_does_nothing_without(strict: Server) -> None:
    with Factory(strict.engine, strict.url) as make:
        organiser = make.signed_in(make.user("organiser"))
        for answer in (
            organiser.get("/api/v1/users"), organiser.get("/api/v1/proposals"), organiser.get("/api/v1/sessions"),
            organiser.post("/api/v1/units", json={"code": "X", "name": "X", "kind": "province"}),
        ):  # fmt: skip
            assert (answer.status_code, kind_of(answer)) == (403, "second-factor-needed")
        assert organiser.get("/api/v1/sessions/current").status_code == 200
        assert organiser.delete("/api/v1/sessions/current").status_code == 204
        assert make.as_role("juror").get("/api/v1/assignments").status_code == 200


def test_whoever_needs_a_second_factor_is_led_to_it_and_then_works(strict: Server) -> None:
    with Factory(strict.engine, strict.url) as make:
        user = make.user("organiser")
        browser = Browser(make, user)
        for path in ("/home", "/users", "/units", "/api-keys/new"):
            assert browser.get(path).headers["location"] == "/security"
        assert "Pasang langkah kedua dahulu" in text_of(browser.get("/security"))
        before = browser.client.cookies["jipp_session"]
        set_up(browser)
        assert browser.client.cookies["jipp_session"] != before, "another token from now on"
        assert browser.get("/home").status_code == 200
        browser.send(browser.get("/security"), f"{APP}/removal")
        assert browser.get("/home").headers["location"] == "/security", "without it nothing is open again"

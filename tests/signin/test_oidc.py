"""Signing in with another provider: a real one, there and back, and what happens to answers that do not hold."""

from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pyotp
import pytest
from sqlmodel import Session, select

from app.models import OidcLink, User
from tests.conftest import Server, start_server
from tests.factories import Factory
from tests.pages.browsing import Browser, text_of
from tests.signin.provider import provider, settings_for
from tests.signin.test_second_factors import another_code, set_up

RANI = {"sub": "rani-1", "email": "rani@contoh.example", "email_verified": True, "name": "Rani"}
UNVERIFIED = {"sub": "palsu-1", "email": "rani@contoh.example", "email_verified": False}
STRANGER = {"sub": "asing-1", "email": "asing@contoh.example", "email_verified": True, "name": "Orang Asing"}
STRONG = RANI | {"sub": "rani-mfa", "email": "kuat@contoh.example", "amr": ["pwd", "mfa"]}
SECOND = {"sub": "rani-2", "email": "rani@contoh.example", "email_verified": True}


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    with provider(RANI, UNVERIFIED, STRANGER, STRONG, SECOND) as running:
        yield running


@pytest.fixture(scope="module")
def offered(
    issuer: str, new_database: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    chosen = settings_for(issuer, JIPP_OIDC_SECOND_FACTOR="mfa,otp", JIPP_SECOND_FACTOR_ROLES="organiser")
    running = start_server(new_database("oidc"), tmp_path_factory.mktemp("oidc"), **chosen)
    yield running
    running.process.terminate()
    running.process.wait(10)
    running.engine.dispose()


@pytest.fixture
def make(offered: Server) -> Iterator[Factory]:
    from tests.conftest import empty

    empty(offered.engine)
    with Factory(offered.engine, offered.url) as factory:
        yield factory


def account(make: Factory, claims: dict[str, object], role: str = "juror") -> User:
    user = make.user(role, name="Rani")
    user.email = str(claims["email"])
    make.save(user)
    return user


def go_there(client: httpx.Client, target: str = "/home") -> str:
    """To the provider: its address with all that it is asked."""
    client.headers["Accept"] = "text/html"
    away = client.get("/sign-in/oidc", params={"next": target})
    assert away.status_code == 303, away.text
    return away.headers["location"]


def agree(address: str, subject: str) -> str:
    """At the provider: the person says yes; the address that leads back."""
    return httpx.post(address, data={"sub": subject}).headers["location"]


def come_back(client: httpx.Client, address: str) -> httpx.Response:
    parts = urlsplit(address)
    return client.get(f"{parts.path}?{parts.query}")


def sign_in(make: Factory, subject: str, target: str = "/home") -> tuple[httpx.Client, httpx.Response]:
    client = make.client()
    return client, come_back(client, agree(go_there(client, target), subject))


def is_signed_in(client: httpx.Client) -> bool:
    return client.get("/api/v1/sessions/current").status_code == 200


def test_there_and_back(make: Factory, offered: Server) -> None:
    user = account(make, RANI)
    client, back = sign_in(make, "rani-1", "/assignments")
    assert (back.status_code, back.headers["location"]) == (303, "/assignments")
    assert client.get("/api/v1/sessions/current").json()["user"]["id"] == user.id
    with Session(offered.engine) as session:
        assert session.exec(select(OidcLink.subject)).one() == "rani-1"


def test_what_the_provider_is_asked(make: Factory) -> None:
    asked = {name: values[0] for name, values in parse_qs(urlsplit(go_there(make.client())).query).items()}
    assert asked["response_type"] == "code"
    assert asked["code_challenge_method"] == "S256"
    assert asked["redirect_uri"].endswith("/sign-in/oidc/callback")
    assert min(len(asked[name]) for name in ("state", "nonce", "code_challenge")) >= 43


def test_the_link_holds_when_the_address_changes(make: Factory) -> None:
    user = account(make, RANI)
    sign_in(make, "rani-1")
    user.email = "pindah@contoh.example"
    make.save(user)
    client, _back = sign_in(make, "rani-1")
    assert is_signed_in(client)


@pytest.mark.parametrize("subject", ["palsu-1", "asing-1", "tanpa-klaim"])
def test_whom_we_do_not_know_gets_no_account(make: Factory, subject: str) -> None:
    account(make, RANI)
    client, back = sign_in(make, subject)
    assert back.status_code == 401
    assert "tidak terdaftar di sini" in text_of(back)
    assert not is_signed_in(client)


def test_an_address_that_passed_on_to_somebody_else_opens_nothing(make: Factory) -> None:
    account(make, RANI)
    sign_in(make, "rani-1")
    client, back = sign_in(make, "rani-2")
    assert back.status_code == 401
    assert not is_signed_in(client)


def test_a_closed_account_stays_closed(make: Factory) -> None:
    user = account(make, RANI)
    sign_in(make, "rani-1")
    user.is_active = False
    make.save(user)
    client, back = sign_in(make, "rani-1")
    assert back.status_code == 401
    assert not is_signed_in(client)


def test_login_csrf_an_answer_that_another_browser_asked_for_is_refused(make: Factory) -> None:
    account(make, RANI)
    attacker, victim = make.client(), make.client()
    address = agree(go_there(attacker), "rani-1")
    assert come_back(victim, address).status_code == 403, "it never asked"
    go_there(victim)
    assert come_back(victim, address).status_code == 401, "it asked for another state"
    assert not is_signed_in(victim)


def test_an_answer_is_taken_once(make: Factory) -> None:
    account(make, RANI)
    client = make.client()
    address = agree(go_there(client), "rani-1")
    step = client.cookies["jipp_step"]
    assert come_back(client, address).status_code == 303
    again = make.client()
    again.cookies.set("jipp_step", step)
    again.headers["Accept"] = "text/html"
    assert come_back(again, address).status_code == 403
    assert not is_signed_in(again)


def test_a_code_of_another_departure_is_refused(make: Factory) -> None:
    """A code that was caught elsewhere, with the state of this browser: PKCE and nonce do not fit."""
    account(make, RANI)
    caught = parse_qs(urlsplit(agree(go_there(make.client()), "rani-1")).query)["code"][0]
    client = make.client()
    state = parse_qs(urlsplit(go_there(client)).query)["state"][0]
    back = client.get("/sign-in/oidc/callback?" + urlencode({"code": caught, "state": state}))
    assert back.status_code == 401
    assert "gagal" in text_of(back)
    assert not is_signed_in(client)


def test_whoever_says_no_there_is_back_at_the_sign_in_page(make: Factory) -> None:
    client = make.client()
    refused = httpx.post(go_there(client), data={"action": "deny"}).headers["location"]
    assert come_back(client, refused).status_code == 401
    assert not is_signed_in(client)


def test_the_second_factor_of_the_account_is_asked_for_here(make: Factory) -> None:
    user = account(make, RANI)
    secret, _codes = set_up(Browser(make, user))
    client, back = sign_in(make, "rani-1")
    assert back.headers["location"] == "/sign-in/second-factor"
    assert not is_signed_in(client)
    client.post("/sign-in/second-factor", data={"code": another_code(secret)})
    assert is_signed_in(client)
    assert len(pyotp.TOTP(secret).now()) == 6


def test_what_the_provider_vouches_for_counts_as_a_second_factor(make: Factory) -> None:
    account(make, RANI, "organiser")
    account(make, STRONG, "organiser")
    weak, _back = sign_in(make, "rani-1")
    assert weak.get("/api/v1/users").status_code == 403
    strong, _back = sign_in(make, "rani-mfa")
    assert strong.get("/api/v1/users").status_code == 200


def test_the_button_names_the_provider(make: Factory) -> None:
    assert "Masuk dengan Akun Jatim" in text_of(make.client().get("/sign-in", headers={"Accept": "text/html"}))


def test_accounts_are_made_only_where_the_operator_says_so(
    issuer: str, new_database: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    chosen = settings_for(issuer, JIPP_OIDC_MAKES_ACCOUNTS="true")
    running = start_server(new_database("oidcnew"), tmp_path_factory.mktemp("oidcnew"), **chosen)
    try:
        with Factory(running.engine, running.url) as make:
            client, back = sign_in(make, "asing-1")
            assert back.status_code == 303
            user = client.get("/api/v1/sessions/current").json()["user"]
            assert (user["name"], user["roles"]) == ("Orang Asing", [])
    finally:
        running.process.terminate()
        running.process.wait(10)
        running.engine.dispose()


def test_a_provider_that_does_not_answer_is_said_so(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("silent")
    running = start_server(f"sqlite:///{folder}/silent.sqlite", folder, **settings_for("http://127.0.0.1:1"))
    try:
        with Factory(running.engine, running.url) as make:
            answer = make.client().get("/sign-in/oidc", headers={"Accept": "text/html"})
        assert answer.status_code == 401
        assert "Penyedia tidak menjawab" in text_of(answer)
        assert 'name="password"' in answer.text, "the password is still a way in"
    finally:
        running.process.terminate()
        running.process.wait(10)
        running.engine.dispose()

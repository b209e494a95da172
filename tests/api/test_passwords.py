"""Nobody knows the password of another: a person chooses it by a one-time link."""

from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from sqlmodel import Session, select

from app.models import IdempotentAnswer, OutboxMessage, PasswordLink
from tests.conftest import Server
from tests.factories import PASSWORD, Factory

USERS, CHOOSE, ASK = "/api/v1/users", "/api/v1/passwords", "/api/v1/password-requests"
GOOD = "embun pagi di ladang"
SITI = {"email": "siti.aminah@dinas.example", "name": "Siti Aminah"}


@pytest.fixture
def organiser(make: Factory) -> httpx.Client:
    """A client with the organiser's key."""
    return make.key("organiser")


def token_of(answer: httpx.Response) -> str:
    """The secret in the link that the organiser is shown where no mail is set up."""
    assert answer.status_code == 201, answer.text
    return str(answer.json()["link"].rpartition("/password?link=")[2])


def choose(client: httpx.Client, token: str, password: str = GOOD) -> httpx.Response:
    return client.post(CHOOSE, json={"token": token, "password": password})


def sign_in(client: httpx.Client, password: str, email: str = SITI["email"]) -> int:
    return client.post("/api/v1/sessions", json={"email": email, "password": password}).status_code


def test_an_invited_person_chooses_the_password(make: Factory, organiser: httpx.Client, client: httpx.Client) -> None:
    made = organiser.post(USERS, json=SITI)
    assert made.json()["state"] == "invited"
    for guess in ("", SITI["email"], "siti.aminah", "jipp"):
        assert sign_in(client, guess) == 401, "an invited account has no password that anybody could guess"
    chosen = choose(client, token_of(made))
    assert (chosen.status_code, chosen.text) == (204, "")
    assert "set-cookie" not in chosen.headers, "it opens no session"
    assert sign_in(client, GOOD) == 201
    assert organiser.get(made.headers["Location"]).json()["state"] == "active"
    assert [user["state"] for user in organiser.get(f"{USERS}?state=active").json()["items"]] == ["active"]


def test_a_link_works_once_even_for_two_at_a_time(make: Factory, organiser: httpx.Client) -> None:
    token = token_of(organiser.post(USERS, json=SITI))
    clients = [make.client() for _ in range(6)]
    with ThreadPoolExecutor(6) as together:
        answers = list(together.map(lambda client: choose(client, token).status_code, clients))
    assert sorted(answers) == [204, 410, 410, 410, 410, 410]


@pytest.mark.parametrize("token", ["", "x", "a\x00b", "é", "' OR 1=1 --", "x" * 100])
def test_a_link_that_never_was(client: httpx.Client, token: str) -> None:
    answer = choose(client, token)
    assert (answer.status_code, answer.json()["type"]) == (410, "/problems/link-unusable")


def test_a_newer_link_voids_the_older(organiser: httpx.Client, client: httpx.Client) -> None:
    made = organiser.post(USERS, json=SITI)
    newer = organiser.post(f"{made.headers['Location']}/invitation")
    assert choose(client, token_of(made)).status_code == 410
    assert choose(client, token_of(newer)).status_code == 204


def test_a_new_password_ends_every_session_and_every_link(
    make: Factory, organiser: httpx.Client, client: httpx.Client
) -> None:
    user = make.user("juror")
    browser = make.signed_in(user)
    link = token_of(organiser.post(f"{USERS}/{user.id}/invitation"))
    assert browser.get("/api/v1/sessions/current").status_code == 200, "a link alone changes nothing"
    assert choose(client, link).status_code == 204
    assert browser.get("/api/v1/sessions/current").status_code == 401
    assert sign_in(client, PASSWORD, user.email) == 401
    assert sign_in(client, GOOD, user.email) == 201


def test_the_link_is_shown_once_and_stored_nowhere(organiser: httpx.Client, server: Server) -> None:
    headers = {"Idempotency-Key": "undang"}
    made = organiser.post(USERS, json=SITI, headers=headers)
    token = token_of(made)
    assert made.headers["cache-control"] == "no-store"
    assert organiser.post(USERS, json=SITI, headers=headers).json()["link"] is None
    assert token not in organiser.get(made.headers["Location"]).text
    with Session(server.engine) as session:
        kept = [*session.exec(select(PasswordLink)), *session.exec(select(OutboxMessage)),
                *session.exec(select(IdempotentAnswer))]  # fmt: skip
    assert len(kept) == 3
    assert all(token not in row.model_dump_json() for row in kept)


@pytest.mark.parametrize(("password", "message"), [
    ("pendek", "string_too_short"), ("siti.aminah", "weak_password"), ("password123", "weak_password"),
    ("x" * 201, "string_too_long"),
])  # fmt: skip
def test_a_weak_password_is_refused_and_the_link_still_works(
    organiser: httpx.Client, client: httpx.Client, password: str, message: str
) -> None:
    token = token_of(organiser.post(USERS, json=SITI))
    refused = choose(client, token, password)
    assert refused.status_code == 422
    assert [(error["field"], error["code"]) for error in refused.json()["errors"]] == [("password", message)]
    assert choose(client, token).status_code == 204


@pytest.mark.parametrize("password", ["  embun pagi \U0001f33e di ladang  ", "Źźź" + "ladang tebu di Malang " * 8])
def test_a_password_is_verified_exactly_as_it_was_typed(
    organiser: httpx.Client, client: httpx.Client, password: str
) -> None:
    """Blanks, letters of any script, far more than 64 of them: nothing is cut, trimmed or folded."""
    assert choose(client, token_of(organiser.post(USERS, json=SITI)), password).status_code == 204
    for other in (password[:-1], password.strip() + "!", password.upper(), password[:72]):
        assert other == password or sign_in(client, other) == 401
    assert sign_in(client, password) == 201


def test_advice_is_in_the_language_of_the_person(organiser: httpx.Client, client: httpx.Client) -> None:
    token = token_of(organiser.post(USERS, json=SITI))
    said = {language: client.post(CHOOSE, json={"token": token, "password": "aminah2024"},
                                  headers={"Accept-Language": language}).json()["errors"][0]["message"]
            for language in ("id", "en")}  # fmt: skip
    assert said["id"].startswith("Kata sandi memuat nama, surel, atau instansi Anda")
    assert said["en"].startswith("The password holds your name, e-mail address or organisation")


@pytest.mark.parametrize("role", ["auditor", "secretariat", "coordinator", "juror", "author"])
def test_only_the_organiser_sends_links(make: Factory, role: str) -> None:
    user = make.user("juror")
    person = make.as_role(role, make.unit() if role in {"author", "coordinator"} else None)
    assert person.post(f"{USERS}/{user.id}/invitation").status_code == 403


def test_account_enumeration_by_asking_for_a_password(make: Factory, client: httpx.Client) -> None:
    user = make.user("juror")
    known = client.post(ASK, json={"email": user.email})
    unknown = client.post(ASK, json={"email": "tidak.ada@contoh.example"})
    assert (known.status_code, known.text) == (unknown.status_code, unknown.text) == (204, "")
    odd = client.post(ASK, json={"email": "a\x00b"})
    assert odd.json()["errors"][0]["code"] == "forbidden_character"


def test_csrf_by_another_site_chooses_no_password(organiser: httpx.Client, client: httpx.Client) -> None:
    token = token_of(organiser.post(USERS, json=SITI))
    elsewhere = {"Origin": "https://jahat.example", "Sec-Fetch-Site": "cross-site"}
    for path, body in ((CHOOSE, {"token": token, "password": GOOD}), (ASK, {"email": SITI["email"]})):
        assert client.post(path, json=body, headers=elsewhere).status_code == 403

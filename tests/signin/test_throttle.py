"""Guessing passwords: it is slowed down, and it locks nobody out. Real servers, both databases."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import httpx
import pytest
from sqlalchemy import Engine, text

from app.clock import now
from app.database import WriteSession, make_engine
from app.domain import throttle
from app.domain.passwords import new_link
from app.limiter_store import file_of
from app.models import User
from tests.conftest import Server
from tests.factories import PASSWORD, Factory

PATH = "/api/v1/sessions"
WRONG = "salah-sama-sekali"


def try_in(client: httpx.Client, email: str, password: str, address: str) -> httpx.Response:
    """One try to sign in from this address (the test's own machine is the trusted proxy that names it)."""
    return client.post(PATH, json={"email": email, "password": password}, headers={"X-Forwarded-For": address})


@pytest.fixture
def owner(make: Factory) -> User:
    return make.user("juror", name="Rani")


@pytest.fixture
def own_device(make: Factory, owner: User) -> httpx.Client:
    """A browser in which the owner has signed in before, and out again."""
    client = make.client()
    answer = try_in(client, owner.email, PASSWORD, "192.0.2.10")
    assert answer.status_code == 201
    client.delete("/api/v1/sessions/current", headers={"X-CSRF-Token": answer.json()["csrf_token"]})
    return client


@pytest.fixture
def counters(server: Server) -> Iterator[Engine]:
    """Where failures are counted."""
    path = file_of(server.database_url)
    engine = make_engine(f"sqlite:///{path}", writes=True) if path else server.engine
    yield engine
    if path:
        engine.dispose()


@pytest.fixture
def attacked(make: Factory, owner: User, own_device: httpx.Client, counters: Engine) -> User:
    """The owner's account after 30 guesses from 30 addresses, one of them the owner's own; the last was just now."""
    for n in range(30):
        try_in(make.client(), owner.email, WRONG, f"198.51.100.{n}" if n else "192.0.2.10")
    with counters.begin() as connection:
        waiting = "UPDATE attempt_counts SET not_before = :until WHERE bucket LIKE 'account:%' AND count > 20"
        done = connection.execute(text(waiting), {"until": time.time() + throttle.ACCOUNT.longest})
        assert done.rowcount >= 1
    return owner


def test_password_guessing_cannot_lock_out_the_owner(make: Factory, attacked: User, own_device: httpx.Client) -> None:
    refused = try_in(make.client(), attacked.email, PASSWORD, "203.0.113.1")
    assert refused.status_code == 429, "a device that was never seen has to wait"
    assert int(refused.headers["Retry-After"]) <= throttle.ACCOUNT.longest, "and never longer than a minute"
    assert try_in(own_device, attacked.email, PASSWORD, "192.0.2.10").status_code == 201


def test_a_one_time_link_lets_the_owner_in_while_the_guessing_goes_on(make: Factory, attacked: User) -> None:
    """From a browser that was never seen: whoever has the mail is known by it."""
    with WriteSession(make.engine) as session, session.begin():
        link = new_link(session, attacked.id, now() + timedelta(hours=1))
    client, password = make.client(), "kuda-hijau-terbang-9"
    assert client.get("/password", params={"link": link}).status_code == 303
    assert client.post("/password", data={"password": password}).status_code == 303
    assert try_in(client, attacked.email, password, "203.0.113.1").status_code == 201
    assert try_in(make.client(), attacked.email, password, "203.0.113.2").status_code == 429, "others still wait"


def test_distributed_guessing_is_slowed(make: Factory, owner: User) -> None:
    statuses = [try_in(make.client(), owner.email, WRONG, f"198.51.{n}.1").status_code for n in range(40)]
    assert statuses[: throttle.ACCOUNT.free] == [401] * throttle.ACCOUNT.free
    assert statuses.count(401) <= throttle.ACCOUNT.free + 6, "each further guess waits twice as long"


def test_guesses_at_once_are_not_free(make: Factory, owner: User) -> None:
    with ThreadPoolExecutor(12) as threads:
        found = list(threads.map(lambda n: try_in(make.client(), owner.email, WRONG, "198.51.100.9"), range(36)))
    tried = [answer for answer in found if answer.status_code == 401]
    assert len(tried) <= throttle.ACCOUNT_FROM_ADDRESS.free + 6


def test_one_address_that_tries_one_password_on_all_accounts_is_slowed(make: Factory) -> None:
    statuses = [try_in(make.client(), f"orang{n}@contoh.example", WRONG, "198.51.100.3").status_code for n in range(60)]
    assert 429 in statuses
    other = try_in(make.client(), "orang99@contoh.example", WRONG, "198.51.100.4")
    assert other.status_code == 401, "the next address has done nothing"


def test_a_person_who_mistypes_signs_in_at_once_and_begins_anew(make: Factory, owner: User) -> None:
    for _round in range(3):
        client = make.client()
        for _ in range(4):
            assert try_in(client, owner.email, WRONG, "192.0.2.77").status_code == 401
        assert try_in(client, owner.email, PASSWORD, "192.0.2.77").status_code == 201


def test_an_unknown_account_is_slowed_just_like_a_known_one(make: Factory, owner: User) -> None:
    def answers(email: str, address: str) -> list[tuple[int, str]]:
        found = [try_in(make.client(), email, WRONG, address) for _ in range(8)]
        return [(answer.status_code, answer.json()["type"]) for answer in found]

    assert answers(owner.email, "198.51.100.20") == answers("tidak.ada@contoh.example", "198.51.100.21")


def test_a_device_cookie_of_another_account_helps_no_guess(make: Factory, attacked: User) -> None:
    own = make.user("juror")
    guesser = make.client()
    assert try_in(guesser, own.email, PASSWORD, "198.51.100.90").status_code == 201
    assert try_in(guesser, attacked.email, WRONG, "198.51.100.90").status_code == 429


def test_a_made_up_device_cookie_is_no_device(make: Factory, attacked: User, own_device: httpx.Client) -> None:
    sealed = own_device.cookies["jipp_device"]
    forged = make.client()
    forged.cookies.set("jipp_device", sealed[:-6] + ("A" * 6 if sealed[-6:] != "A" * 6 else "B" * 6))
    assert try_in(forged, attacked.email, PASSWORD, "203.0.113.1").status_code == 429


def test_a_stolen_device_cookie_is_slowed_by_itself(owner: User, own_device: httpx.Client) -> None:
    statuses = [try_in(own_device, owner.email, WRONG, f"198.51.100.{n}").status_code for n in range(20)]
    assert statuses.count(401) <= throttle.DEVICE.free + 6
    assert 429 in statuses


def test_the_wait_is_told_in_the_persons_words(make: Factory, attacked: User) -> None:
    page = make.client().post(
        "/sign-in", data={"email": attacked.email, "password": PASSWORD}, headers={"Accept": "text/html"}
    )
    assert page.status_code == 429
    assert "Akun Anda tidak dikunci" in page.text
    assert attacked.email in page.text, "what was typed stays"
    english = make.client().post(PATH, json={"email": attacked.email, "password": WRONG},
                                 headers={"Accept-Language": "en"})  # fmt: skip
    assert english.json()["title"] == "Too many tries"


def test_nothing_of_a_person_is_in_the_counters(attacked: User, counters: Engine) -> None:
    with counters.connect() as connection:
        buckets = [row[0] for row in connection.execute(text("SELECT bucket FROM attempt_counts"))]
    assert buckets
    assert not [bucket for bucket in buckets if "198.51" in bucket or "@" in bucket or "orang" in bucket]

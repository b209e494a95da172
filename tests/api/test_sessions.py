"""Signing in and out of a browser."""

import time
from datetime import timedelta
from statistics import median

import httpx
import pytest
from sqlmodel import Session, select

from app.clock import now
from app.models import IdempotentAnswer, UserSession
from tests.conftest import Server
from tests.factories import PASSWORD, Factory

PATH = "/api/v1/sessions"
CURRENT = "/api/v1/sessions/current"


def test_signing_in_and_out(make: Factory, client: httpx.Client) -> None:
    user = make.user("juror", name="Rani")
    answer = client.post(PATH, json={"email": f" {user.email.upper()} ", "password": PASSWORD})
    assert answer.status_code == 201
    cookie = answer.headers["Set-Cookie"].lower()
    for part in ("httponly", "samesite=lax", "path=/", f"max-age={12 * 3600}"):
        assert part in cookie
    current = client.get(CURRENT)
    assert current.json() == answer.json()
    assert current.json()["user"]["name"] == "Rani"
    assert current.headers["Cache-Control"] == "no-store"
    assert client.delete(CURRENT).status_code == 403, "a write needs the CSRF token"
    out = client.delete(CURRENT, headers={"X-CSRF-Token": answer.json()["csrf_token"]})
    assert out.status_code == 204
    assert "max-age=0" in out.headers["Set-Cookie"].lower()
    assert client.get(CURRENT).status_code == 401


def test_signing_out_closes_the_session_for_a_copied_cookie_too(make: Factory) -> None:
    browser = make.as_role("juror")
    thief = make.client()
    thief.cookies.update(browser.cookies)
    assert thief.get(CURRENT).status_code == 200
    browser.delete(CURRENT)
    assert thief.get(CURRENT).status_code == 401


@pytest.mark.parametrize("sent", [
    {"password": "salah-sama-sekali"}, {"email": "tidak.ada@contoh.example"}, {"email": "a\x00b"}, {"password": ""},
    {"password": "\x00"}, {"email": ""},
])  # fmt: skip
def test_wrong_email_and_wrong_password_look_the_same(
    make: Factory, client: httpx.Client, sent: dict[str, str]
) -> None:
    user = make.user("juror")
    answer = client.post(PATH, json={"email": user.email, "password": PASSWORD} | sent)
    assert (answer.status_code, answer.json()["type"]) == (401, "/problems/wrong-password")
    assert "Set-Cookie" not in answer.headers


def test_an_unknown_account_takes_as_long_as_a_wrong_password(make: Factory, client: httpx.Client) -> None:
    user = make.user("juror")

    def seconds(email: str) -> float:
        started = time.perf_counter()
        client.post(PATH, json={"email": email, "password": "salah-sama-sekali"})
        return time.perf_counter() - started

    pairs = [(seconds(user.email), seconds("tidak.ada@contoh.example")) for _ in range(5)]
    known, unknown = (median(times) for times in zip(*pairs, strict=True))
    assert unknown > known / 2, "an account must not be told by how fast the answer comes"


def test_a_closed_account_does_not_open(make: Factory, client: httpx.Client) -> None:
    user = make.user("juror")
    user.is_active = False
    make.save(user)
    assert client.post(PATH, json={"email": user.email, "password": PASSWORD}).status_code == 401


def test_a_form_of_another_site_signs_nobody_in(make: Factory, client: httpx.Client) -> None:
    user = make.user("juror")
    plain = f'{{"email": "{user.email}", "password": "{PASSWORD}"}}'
    answer = client.post(PATH, content=plain, headers={"Content-Type": "text/plain"})
    assert answer.status_code == 415, "a form can send text/plain without asking; JSON it cannot"


def test_an_expired_session_is_over_and_swept_at_the_next_sign_in(make: Factory, server: Server) -> None:
    user = make.user("juror")
    browser = make.signed_in(user)
    with Session(server.engine) as session, session.begin():
        row = session.exec(select(UserSession)).one()
        row.expires_at = now() - timedelta(seconds=1)
        old = row.id
    assert browser.get(CURRENT).status_code == 401
    make.sign_in(user)
    with Session(server.engine) as session:
        assert [row.id for row in session.exec(select(UserSession))] != [old]
        assert len(session.exec(select(UserSession)).all()) == 1


def test_tokens_are_stored_only_as_digests_and_no_sign_in_is_kept(make: Factory, server: Server) -> None:
    user, client = make.user("juror"), make.client()
    sent = {"email": user.email, "password": PASSWORD}
    first = client.post(PATH, json=sent, headers={"Idempotency-Key": "abc"})
    again = client.post(PATH, json=sent, headers={"Idempotency-Key": "abc"})
    assert first.json()["id"] != again.json()["id"]
    token = client.cookies["jipp_session"]
    with Session(server.engine) as session:
        assert session.exec(select(IdempotentAnswer)).all() == []
        assert all(token not in row.model_dump_json() for row in session.exec(select(UserSession)))


def test_a_key_has_no_session(make: Factory) -> None:
    key = make.key("organiser")
    assert key.get(CURRENT).status_code == 404
    assert key.delete(CURRENT).status_code == 404

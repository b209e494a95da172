"""Sessions against those who would take them over: fixation, theft, forged writes."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlmodel import Session, select

from app import pages
from app.clock import new_id, now
from app.models import User, UserSession
from tests.conftest import Server, start_server
from tests.factories import PASSWORD, Factory
from tests.pages.browsing import Browser, forms_of, text_of

CURRENT = "/api/v1/sessions/current"
PATH = "/api/v1/sessions"


def test_session_fixation_a_cookie_from_before_signing_in_is_worth_nothing_after(make: Factory) -> None:
    victim, attacker = make.user("juror"), make.user("juror")
    planted = make.signed_in(attacker).cookies["jipp_session"]
    browser = make.client()
    browser.cookies.set("jipp_session", planted, domain="127.0.0.1", path="/")
    answer = browser.post(PATH, json={"email": victim.email, "password": PASSWORD})
    assert answer.status_code == 201
    thief = make.client()
    thief.cookies.set("jipp_session", planted)
    assert thief.get(CURRENT).status_code == 401, "the session that was planted is gone"
    made_up = make.client()
    made_up.cookies.set("jipp_session", "dipilih-penyerang")
    answer = made_up.post(PATH, json={"email": victim.email, "password": PASSWORD})
    assert "dipilih-penyerang" not in answer.headers["Set-Cookie"], "no token is ever taken from outside"


def test_a_new_role_ends_every_session(make: Factory) -> None:
    user = make.user("juror")
    theirs, organiser = make.signed_in(user), make.as_role("organiser")
    same = organiser.patch(f"/api/v1/users/{user.id}", json={"roles": [{"role": "juror"}]}, headers={"If-Match": "*"})
    assert same.status_code == 200, same.text
    assert theirs.get(CURRENT).status_code == 200, "nothing has changed"
    roles = [{"role": "juror"}, {"role": "secretariat"}]
    organiser.patch(f"/api/v1/users/{user.id}", json={"roles": roles}, headers={"If-Match": "*"})
    assert theirs.get(CURRENT).status_code == 401


def test_another_password_ends_the_sessions_elsewhere(make: Factory) -> None:
    user = make.user("juror")
    other, browser = make.signed_in(user), Browser(make, user)
    old = browser.client.cookies["jipp_session"]
    form = browser.get("/security/password")
    weak = browser.send(form, "/security/password", current=PASSWORD, password="aaaaaaaaaaaa")
    assert weak.status_code == 422
    wrong = browser.send(form, "/security/password", current="bukan-sandinya", password="tujuh layar kapal biru")
    assert "Kata sandi salah" in text_of(wrong)
    done = browser.send(form, "/security/password", current=PASSWORD, password="tujuh layar kapal biru")
    assert done.headers["location"] == "/security"
    assert other.get(CURRENT).status_code == 401
    assert browser.client.cookies["jipp_session"] != old
    assert browser.get("/home").status_code == 200, "the person stays where the change was made"
    thief = make.client()
    thief.cookies.set("jipp_session", old)
    assert thief.get(CURRENT).status_code == 401
    body = {"email": user.email, "password": "tujuh layar kapal biru"}
    assert make.client().post(PATH, json=body).status_code == 201


def test_the_list_of_sessions_and_ending_them(make: Factory) -> None:
    user = make.user("juror")
    others = [make.signed_in(user) for _ in range(3)]
    browser = Browser(make, user)
    overview = browser.get("/security")
    assert text_of(overview).count("Masuk sejak") >= 1
    action = next(
        action for action in forms_of(overview) if re.fullmatch(r"/security/sessions/[0-9a-f-]{36}/end", action)
    )
    browser.send(overview, action)
    assert [client.get(CURRENT).status_code for client in others].count(401) == 1
    browser.send(browser.get("/security"), "/security/sessions/others/end")
    assert {client.get(CURRENT).status_code for client in others} == {401}
    assert browser.get("/home").status_code == 200


def test_nobody_ends_somebody_elses_session(make: Factory) -> None:
    victim = make.as_role("juror")
    their_id = victim.get(CURRENT).json()["id"]
    assert make.as_role("juror").delete(f"{PATH}/{their_id}", headers={"If-Match": "*"}).status_code == 404
    assert victim.get(CURRENT).status_code == 200


def test_an_organiser_ends_all_sessions_of_a_person(make: Factory) -> None:
    user = make.user("juror")
    theirs, organiser = make.signed_in(user), Browser(make, make.user("organiser"))
    assert make.as_role("auditor").delete(f"/api/v1/users/{user.id}/sessions").status_code == 403
    organiser.send(organiser.get(f"/users/{user.id}"), f"/users/{user.id}/sessions/end")
    assert theirs.get(CURRENT).status_code == 401


def test_a_session_left_alone_for_hours_is_over(make: Factory, server: Server) -> None:
    user = make.user("juror")
    browser = make.signed_in(user)
    with Session(server.engine) as session, session.begin():
        session.exec(select(UserSession)).one().last_used_at = now() - timedelta(minutes=181)
    assert browser.get(CURRENT).status_code == 401
    assert make.signed_in(user).get(PATH).json()["total"] == 1, "nor is it in the list"


# ── Cookies ──


@pytest.fixture(scope="module")
def behind_https(new_database: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    url = "https://jipp.example"
    running = start_server(new_database("https"), tmp_path_factory.mktemp("https"), JIPP_PUBLIC_URL=url)
    yield running
    running.process.terminate()
    running.process.wait(10)
    running.engine.dispose()


def cookie_of(answer: httpx.Response, name: str) -> str:
    """The cookie that the answer sets, as a browser sends it back."""
    return next(line.partition(";")[0] for line in answer.headers.get_list("set-cookie") if f"_{name}=" in line)


def test_every_cookie_behind_https_is_host_only_secure_and_hidden_from_scripts(behind_https: Server) -> None:
    with Factory(behind_https.engine, behind_https.url) as make:
        user = make.user("juror")
        signed_in = make.client().post("/sign-in", data={"email": user.email, "password": PASSWORD})
        session = cookie_of(signed_in, "session")
        token = make.client().get(CURRENT, headers={"Cookie": session}).json()["csrf_token"]
        out = make.client().post("/sign-out", headers={"Cookie": session, "X-CSRF-Token": token})
        news = cookie_of(out, "flash")
        answers = [
            signed_in, out, make.client().post("/sign-in/passkey/options"), make.client().get("/language/en"),
            make.client().get("/password?link=x"), make.client().get("/", headers={"Cookie": news}),
        ]  # fmt: skip
    found = [cookie for answer in answers for cookie in answer.headers.get_list("set-cookie")]
    names = {cookie.partition("=")[0].removeprefix("__Host-jipp_") for cookie in found}
    assert names == {"session", "device", "step", "flash", "language", "link"}
    for cookie in found:
        parts = {part.strip().lower() for part in cookie.split(";")[1:]}
        assert cookie.startswith("__Host-jipp_")
        assert {"secure", "httponly", "samesite=lax", "path=/"} <= parts
        assert not [part for part in parts if part.startswith("domain")]


# ── Forged writes: every route of the pages that takes a write ──


def _routes(router: Any) -> Iterator[Any]:
    for route in router.routes:
        if hasattr(route, "methods"):
            yield route
        else:
            yield from _routes(getattr(route, "original_router", route))


WRITES = sorted(
    (method, route.path)
    for router in pages.routers()
    for route in _routes(router)
    for method in route.methods - {"GET", "HEAD", "OPTIONS"}
)
BEFORE_SIGNING_IN = {"/sign-in", "/sign-in/second-factor", "/sign-in/passkey", "/sign-in/passkey/options"}
"""No session yet, so no token: the browser's own word about where the request began has to do."""


def filled(path: str) -> str:
    return re.sub(r"\{[a-z_]+\}", lambda _match: new_id(), path)


@pytest.fixture
def organiser(make: Factory) -> httpx.Client:
    client = make.as_role("organiser")
    del client.headers["X-CSRF-Token"]
    return client


def test_csrf_every_write_of_a_page_needs_the_sessions_token(organiser: httpx.Client) -> None:
    assert len(WRITES) > 50
    got = {
        f"{method} {path}": organiser.request(method, filled(path), data={"csrf_token": "ditebak"})
        for method, path in WRITES
    }
    assert {name: answer.status_code for name, answer in got.items() if answer.status_code != 403} == {}
    assert organiser.get(CURRENT).status_code == 200, "nobody was signed out either"


def test_csrf_a_write_that_began_on_another_site_is_refused_even_with_the_token(make: Factory) -> None:
    client = make.as_role("organiser")
    for method, path in WRITES:
        answer = client.request(method, filled(path), headers={"Sec-Fetch-Site": "cross-site"})
        assert answer.status_code == 403, f"{method} {path}"


@pytest.mark.parametrize("path", sorted(BEFORE_SIGNING_IN))
@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://penyerang.example"}])
def test_csrf_nobody_is_signed_in_from_another_site(make: Factory, path: str, headers: dict[str, Any]) -> None:
    user = make.user("juror")
    answer = make.client().post(path, data={"email": user.email, "password": PASSWORD}, headers=headers)
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("target", ["//penyerang.example", "https://penyerang.example/", "/\\penyerang.example",
                                    "javascript:alert(1)", "/ok\r\nSet-Cookie: x=1"])  # fmt: skip
def test_open_redirect_no_way_of_signing_in_leads_away(make: Factory, target: str) -> None:
    user = make.user("juror")
    answer = make.client().post("/sign-in", data={"email": user.email, "password": PASSWORD, "next": target})
    assert answer.headers["location"] == "/home"
    browser = Browser(make, user)
    form = browser.get("/security/confirmation")
    assert (
        browser.send(form, "/security/confirmation", password=PASSWORD, next=target).headers["location"] == "/security"
    )


def test_a_user_is_not_told_whether_a_session_of_another_exists(make: Factory, server: Server) -> None:
    client = make.as_role("juror")
    other: User = make.user("juror")
    make.signed_in(other)
    with Session(server.engine) as session:
        theirs = session.exec(select(UserSession.id).where(UserSession.user_id == other.id)).one()
    real, none = (client.delete(f"{PATH}/{one}", headers={"If-Match": "*"}) for one in (theirs, new_id()))
    assert (
        (real.status_code, real.json()["title"]) == (none.status_code, none.json()["title"]) == (404, "Tidak ditemukan")
    )

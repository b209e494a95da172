"""CSRF: no write of a browser goes through from another site, by any route of the pages or of the API."""

import pytest

from app.http.csrf import SAFE_METHODS
from app.http.openapi.access import NEEDS
from tests.access.forms import VISITS
from tests.access.requests import REQUESTS
from tests.access.test_api import METHODS
from tests.access.world import Who, World, record

CROSS = [
    {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Sec-Fetch-Site": "nonsense"},
    {"Origin": "https://evil.example"}, {"Origin": "null"}, {"Origin": "http://127.0.0.1.evil.example"},
    {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"},
]  # fmt: skip
"""What a browser says of a request that began elsewhere; the token is right, as if it had leaked."""
BAD_TOKENS = ["", "x", "0" * 40, "A" * 54, "\u00e9", "null", "undefined", "=" * 8]


@pytest.fixture
def organiser(world: World) -> Who:
    return next(who for who in world.persons() if who.name == "organiser")


def writes(world: World) -> dict[str, tuple[str, str]]:
    """Every write: method and address."""
    found = {name: (METHODS[name], next(iter(REQUESTS[name](world))).path) for name in REQUESTS
             if METHODS[name] not in SAFE_METHODS}  # fmt: skip
    for address, rows in VISITS.items():
        method, _, path = address.partition(" ")
        if method not in SAFE_METHODS:
            found[address] = (method, path.format(**next(iter(rows(world))).names))
    own = {"end_session": ("DELETE", f"/api/v1/sessions/{world.root.id}"), "POST /sign-out": ("POST", "/sign-out"),
           "sign_out": ("DELETE", "/api/v1/sessions/current"),
           "end_other_sessions": ("DELETE", "/api/v1/sessions")}  # fmt: skip
    return found | own


def test_csrf_walks_every_write(world: World) -> None:
    names = set(writes(world))
    assert names >= {name for name, method in METHODS.items() if method not in SAFE_METHODS and name in NEEDS}
    assert len([name for name in names if name.startswith(("POST /", "PATCH /"))]) > 35


def test_csrf_every_write_with_a_cookie_and_no_token_is_refused(world: World, organiser: Who) -> None:
    before = record(world.make.engine)
    token = organiser.client.headers.pop("X-CSRF-Token")
    for name, (method, path) in writes(world).items():
        for bad in BAD_TOKENS[:2] if " /" in name else BAD_TOKENS:
            headers = {"X-CSRF-Token": bad.encode()} if bad else {}
            more = {"data": {"csrf_token": bad}} if " /" in name else {}
            answer = organiser.client.request(method, path, headers={"If-Match": "*", **headers}, **more)  # type: ignore[arg-type]
            assert answer.status_code == 403, f"{name} with {bad!r}: {answer.status_code}"
    organiser.client.headers["X-CSRF-Token"] = token
    assert organiser.ask("GET", "/api/v1/sessions/current").status_code == 200, "nobody was signed out"
    assert record(world.make.engine) == before


def test_csrf_every_write_that_began_on_another_site_is_refused(world: World, organiser: Who) -> None:
    before = record(world.make.engine)
    for name, (method, path) in writes(world).items():
        for headers in CROSS:
            answer = organiser.ask(method, path, headers={"If-Match": "*", **headers})
            assert answer.status_code == 403, f"{name} with {headers}: {answer.status_code}"
            if answer.headers["content-type"].startswith("application/problem"):
                assert answer.json()["type"] == "/problems/csrf"
    assert organiser.ask("GET", "/api/v1/sessions/current").status_code == 200
    assert record(world.make.engine) == before


def test_csrf_by_another_persons_token(world: World) -> None:
    """A token is of one session: neither a colleague's nor the one of an earlier session of one's own serves."""
    people = {who.name: who for who in world.persons()}
    own = people["organiser"].client
    other = people["auditor"].client.headers["X-CSRF-Token"]
    again = world.make.signed_in(world.people["organiser"]).headers["X-CSRF-Token"]
    for token in (other, again):
        answer = own.post("/api/v1/units", json={"code": "X", "name": "X", "kind": "agency"},
                          headers={"X-CSRF-Token": token})  # fmt: skip
        assert answer.status_code == 403


def test_csrf_signing_somebody_in_from_another_site(world: World) -> None:
    """Login CSRF: nobody is put into an account of the attacker's."""
    client = world.make.client()
    form = {"email": world.stranger.email, "password": "sandi-uji-panjang"}
    for headers in CROSS:
        answers = [client.post("/sign-in", data=form, headers=headers),
                   client.post("/api/v1/sessions", json=form, headers=headers)]  # fmt: skip
        assert [answer.status_code for answer in answers] == [403, 403], headers
        assert all("set-cookie" not in answer.headers for answer in answers)


def test_csrf_no_read_changes_anything(world: World, organiser: Who) -> None:
    """A picture on another site sends the cookie with a GET: it does nothing."""
    before = record(world.make.engine)
    for name, rows in REQUESTS.items():
        for ask in list(rows(world))[:1] if METHODS[name] == "GET" else ():
            organiser.ask("GET", ask.path, headers={"Sec-Fetch-Site": "cross-site"})
    for address, rows in VISITS.items():
        method, _, path = address.partition(" ")
        for visit in list(rows(world))[:1] if method == "GET" else ():
            organiser.ask("GET", path.format(**visit.names) + visit.query, headers={"Accept": "text/html"})
    assert record(world.make.engine) == before
    assert organiser.ask("GET", "/api/v1/sessions/current").status_code == 200

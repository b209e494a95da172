"""Session fixation: no session that was there before signing in is the one that comes of it."""

import httpx

from tests.access.world import World
from tests.factories import PASSWORD

COOKIES = ("jipp_session", "__Host-jipp_session")


def session_of(answer: httpx.Response) -> str:
    """The session that an answer sets."""
    for line in answer.headers.get_list("set-cookie"):
        name, _, value = line.partition(";")[0].partition("=")
        if name in COOKIES:
            return value
    return ""


def test_session_fixation_by_a_cookie_planted_before_signing_in(world: World) -> None:
    """Made up, an attacker's own, one that has ended: signing in gives a new one, and the planted one opens nothing."""
    attacker = world.make.client()
    email = world.people["auditor"].email
    own = session_of(attacker.post("/api/v1/sessions", json={"email": world.stranger.email, "password": PASSWORD}))
    for planted in ("attacker-chosen", own, "A" * 43, ""):
        for path, more in (("/sign-in", {"data": {"email": email, "password": PASSWORD, "next": ""}}),
                           ("/api/v1/sessions", {"json": {"email": email, "password": PASSWORD}})):  # fmt: skip
            victim = world.make.client()
            cookie = "; ".join(f"{name}={planted}" for name in COOKIES)
            answer = victim.post(path, headers={"Cookie": cookie}, **more)  # type: ignore[arg-type]
            if (planted, path) == (own, "/sign-in"):  # the form is not of the attacker's session: nobody is signed in
                assert (answer.status_code, session_of(answer)) == (403, "")
                continue
            assert answer.status_code in {201, 303}, answer.text
            given = session_of(answer)
            assert given
            assert given != planted
            assert len(given) > 30
            seen = httpx.get(f"{world.make.base_url}/api/v1/sessions/current", headers={"Cookie": cookie})
            assert email not in seen.text, "the planted cookie is not the victim's session"


def test_session_fixation_by_a_session_in_the_address_or_a_header(world: World) -> None:
    """Only the cookie counts: nothing in an address, which would stand in logs and links."""
    answer = world.make.client().post("/api/v1/sessions", json={"email": world.stranger.email, "password": PASSWORD})
    token = session_of(answer)
    client = world.make.client()
    for query in (f"jipp_session={token}", f"session={token}", f"token={token}", f"access_token={token}"):
        assert client.get(f"/api/v1/sessions/current?{query}").status_code in {401, 422}
    for headers in ({"X-Session": token}, {"Authorization": f"Bearer {token}"}, {"X-Auth-Token": token}):
        assert client.get("/api/v1/sessions/current", headers=headers).status_code == 401


def test_a_session_that_ended_opens_nothing(world: World) -> None:
    """After signing out the cookie that somebody kept is worth nothing, nor is its token."""
    client = world.make.signed_in(world.stranger)
    cookie = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
    kept = {"Cookie": cookie, "X-CSRF-Token": client.headers["X-CSRF-Token"]}
    assert client.delete("/api/v1/sessions/current").status_code == 204
    assert httpx.get(f"{world.make.base_url}/api/v1/sessions/current", headers=kept).status_code == 401
    draft = world.proposals["draft", "other"]
    answer = httpx.patch(f"{world.make.base_url}/api/v1/proposals/{draft.id}", json={"title": "X"},
                         headers=kept | {"If-Match": "*"})  # fmt: skip
    assert answer.status_code == 401

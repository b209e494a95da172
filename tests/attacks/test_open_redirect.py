"""Open redirect: no address, cookie or header of ours leads anybody to another site."""

from urllib.parse import quote, urljoin, urlsplit

import pytest

from app.pages.sessions import local_path
from tests.access.world import World
from tests.factories import PASSWORD

ELSEWHERE = [
    "//evil.example", "///evil.example", "\\\\evil.example", "/\\evil.example", "\\/evil.example", "/\\/evil.example",
    "https:evil.example", "https://evil.example", "https:/evil.example", "http:\\\\evil.example",
    "//evil.example/%2f..",
    "javascript:alert(1)", "data:text/html,x", "/\t/evil.example", "/\n/evil.example", "\t//evil.example",
    " //evil.example",
    "/%09/evil.example", "//evil.example@host", "/.//evil.example", "/..//evil.example", "//[::1]/", "////evil.example",
    "/\x00/evil.example", "/\u2028/evil.example", "evil.example", "@evil.example", "?next=//evil.example",
    "/home\r\nSet-Cookie: a=b", "/home\r\n\r\n<script>", "/%5cevil.example", "/%2fevil.example", "/;//evil.example",
]  # fmt: skip


def leads_away(location: str) -> bool:
    """Where a browser would go: it reads ``\\`` as ``/`` and leaves out tabs and line ends."""
    seen = "".join(c for c in location if c not in "\t\r\n").strip().replace("\\", "/")
    target = urlsplit(urljoin("https://jipp.example/sign-in", seen))
    return target.scheme not in {"https", "http"} or target.netloc not in {"jipp.example", "127.0.0.1"}


@pytest.mark.parametrize("target", ELSEWHERE)
def test_open_redirect_by_the_rule_itself(target: str) -> None:
    assert not leads_away(local_path(target, "/home"))


def test_open_redirect_after_signing_in_choosing_a_language_or_being_sent_to_sign_in(world: World) -> None:
    client = world.make.client()
    port = urlsplit(world.make.base_url).netloc
    email = world.people["author"].email
    for target in ELSEWHERE:
        answers = [
            client.get(f"/language/en?next={quote(target)}"),
            client.get(f"/proposals?unit_id={quote(target)}", headers={"Accept": "text/html"}),
            client.get(f"/sign-in?next={quote(target)}", headers={"Accept": "text/html"}),
        ]
        for answer in answers:
            location = answer.headers.get("location", "/").replace(port, "127.0.0.1")
            assert not leads_away(location), f"{target} leads to {location}"
            assert "set-cookie: a=b" not in str(answer.headers).lower()
    for target in ELSEWHERE[:12]:  # argon2 takes its time
        visitor = world.make.client()
        answer = visitor.post("/sign-in", data={"email": email, "password": PASSWORD, "next": target})
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/"), target
        assert not leads_away(answer.headers["location"]), target


def test_open_redirect_by_a_path_that_looks_like_a_host(world: World) -> None:
    """Starlette sends ``/units/`` on to ``/units``: never to what stands in the path or in a header."""
    client = world.make.client()
    own = urlsplit(world.make.base_url).netloc
    for path in ("//evil.example/units/", "/units/", "/evil.example//", "//evil.example/%2e%2e/", "/\\evil.example/",
                 "/units//", "/.//evil.example/units/"):  # fmt: skip
        answer = client.request("GET", world.make.base_url + path, headers={"Accept": "text/html"})
        location = answer.headers.get("location", "/")
        assert urlsplit(location).netloc in {"", own}, f"{path} leads to {location}"

"""How answers travel: compressed where it helps, by HEAD too, kept by nobody they are not for."""

import httpx
import pytest

from app.http.csrf import masked
from tests.factories import PASSWORD, Factory
from tests.pages.browsing import as_role, forms_of

OTHER_SITE = ({"Origin": "https://jahat.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"})
OUR_SITE = ({}, {"Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Site": "none"})


def encoding(client: httpx.Client, path: str, wish: str = "gzip") -> str | None:
    return client.get(path, headers={"Accept-Encoding": wish}).headers.get("Content-Encoding")


def test_pages_and_styles_travel_compressed(make: Factory) -> None:
    visitor = make.client()
    visitor.headers["Accept"] = "text/html"
    for path in ("/", "/static/jipp.css", "/static/vendor/htmx.min.js", "/sign-in"):
        assert encoding(visitor, path) == "gzip", path
        assert encoding(visitor, path) == "gzip", "again, when it is ready-made"
        assert encoding(visitor, path, "identity") is None, path
    assert encoding(visitor, "/static/vendor/plus-jakarta-sans-latin-wght-normal.woff2") is None


def test_a_compressed_page_is_not_sent_again_to_who_has_it(make: Factory) -> None:
    visitor = make.client()
    first = visitor.get("/", headers={"Accept": "text/html"})
    assert first.headers["ETag"].startswith('W/"')
    again = visitor.get("/", headers={"Accept": "text/html", "If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_api_keeps_its_strong_tags(make: Factory) -> None:
    for _ in range(60):
        make.unit()
    assert encoding(make.client(), "/api/v1/units") is None


def test_the_secret_of_a_page_never_looks_the_same(make: Factory) -> None:
    organiser = as_role(make, "organiser")
    secrets = {forms_of(organiser.get("/home"))["/sign-out"].fields["csrf_token"][0] for _ in range(3)}
    assert len(secrets) == 3
    one = secrets.pop()
    assert organiser.client.post("/sign-out", data={"csrf_token": one[::-1]}).status_code == 403
    assert organiser.client.post("/sign-out", data={"csrf_token": one}).status_code == 303


@pytest.mark.parametrize("sent", ["", "ab", "é", "A" * 56, pytest.param(masked("ab" * 20), id="another")])
def test_what_is_not_the_secret_is_refused(make: Factory, sent: str) -> None:
    organiser = as_role(make, "organiser")
    assert organiser.client.post("/sign-out", data={"csrf_token": sent}).status_code == 403


@pytest.mark.parametrize("headers", OTHER_SITE)
def test_no_other_site_signs_a_visitor_in(make: Factory, headers: dict[str, str]) -> None:
    user = make.user("author", make.unit())
    account = {"email": user.email, "password": PASSWORD}
    by_page = make.client().post("/sign-in", data=account, headers=headers)
    by_api = make.client().post("/api/v1/sessions", json=account, headers=headers)
    assert (by_page.status_code, by_api.status_code) == (403, 403)
    assert not by_page.cookies
    assert not by_api.cookies


@pytest.mark.parametrize("headers", OUR_SITE)
def test_our_own_pages_sign_in(make: Factory, headers: dict[str, str]) -> None:
    user = make.user("author", make.unit())
    client = make.client()
    headers = {"Origin": make.base_url, **headers}
    assert client.post("/sign-in", data={"email": user.email, "password": PASSWORD}, headers=headers).status_code == 303


def test_head_is_get_without_its_body(make: Factory) -> None:
    make.unit()
    client = make.client()
    for path in ("/api/v1/units", "/", "/static/jipp.css", "/healthz"):
        asked, read = client.head(path), client.get(path)
        assert (asked.status_code, asked.content) == (200, b""), path
        assert asked.headers["Content-Type"] == read.headers["Content-Type"]
    assert client.head("/api/v1/units/00000000-0000-7000-8000-000000000000").status_code == 404


@pytest.mark.parametrize(("method", "path", "allow"), [
    ("DELETE", "/api/v1/units", "GET, HEAD, POST"),
    ("PUT", "/api/v1/units/00000000-0000-7000-8000-000000000000", "GET, HEAD, PATCH"),
    ("GET", "/api/v1/proposals/00000000-0000-7000-8000-000000000000/withdrawal", "POST"),
])  # fmt: skip
def test_a_wrong_method_is_told_the_right_ones(make: Factory, method: str, path: str, allow: str) -> None:
    answer = make.client().request(method, path)
    assert (answer.status_code, answer.headers["Allow"]) == (405, allow)


def test_what_a_key_reads_is_kept_for_nobody_else(make: Factory) -> None:
    organiser = make.key("organiser")
    assert organiser.get("/api/v1/proposals").headers["Cache-Control"] == "private, no-cache"
    assert organiser.get("/api/v1/units").headers["Cache-Control"] == "private, no-cache"
    assert make.client().get("/api/v1/units").headers["Cache-Control"].startswith("public")


@pytest.mark.parametrize(
    "path", ["/", "/units", "/editions", "/innovations", "/problems", "/problems/csrf", "/api/docs"]
)
def test_every_page_knows_who_reads_it(make: Factory, path: str) -> None:
    make.unit(kind="province")
    organiser = as_role(make, "organiser", name="Bu Ratna")
    assert "Bu Ratna" in organiser.get(path).text
    assert "Bu Ratna" not in make.client().get(path, headers={"Accept": "text/html"}).text

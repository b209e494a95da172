"""The memory of public answers holds nothing private, and nobody can put in it what another would get."""

import re
import socket
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

import app
from app.http.cache import KEYED
from tests.factories import Factory

HTML = {"Accept": "text/html"}


def _raw(url: str, path: str, *lines: str) -> str:
    """An answer to a request of exactly these header lines."""
    where = urlsplit(url)
    with socket.create_connection((where.hostname, where.port), 30) as talk:
        talk.sendall("\r\n".join([f"GET {path} HTTP/1.1", *lines, "Connection: close", "", ""]).encode())
        answer = b""
        while chunk := talk.recv(65536):
            answer += chunk
    return answer.decode("utf-8", "replace")


def test_cache_poisoning_by_host_reaches_nobody_else(make: Factory) -> None:
    poisoned = make.client().get("/api/docs", headers=HTML | {"Host": "evil.example"})
    assert "evil.example" in poisoned.text, "who lies about the address is told of that address"
    assert "evil.example" not in make.client().get("/api/docs", headers=HTML).text


@pytest.mark.parametrize("name", ["X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Prefix", "Forwarded", "X-Host",
                                  "X-Original-URL", "X-Rewrite-URL", "X-HTTP-Method-Override", "Origin", "Referer",
                                  "HX-Current-URL", "HX-Boosted", "User-Agent", "Range"])  # fmt: skip
def test_cache_poisoning_by_an_unkeyed_header_changes_nothing(make: Factory, name: str) -> None:
    for path in ("/", "/api/docs", "/units", "/api/v1/units"):
        make.unit()  # nothing is ready-made
        first = make.client().get(path, headers=HTML | {name: "https://evil.example/?a=1"})
        again = make.client().get(path, headers=HTML)
        assert "evil.example" not in first.text + again.text + str(first.headers) + str(again.headers), path
        assert first.status_code == again.status_code == 200


def test_cache_poisoning_by_a_header_sent_twice_changes_nothing(make: Factory) -> None:
    make.unit(name="Dinas Contoh")
    host = f"Host: {urlsplit(make.base_url).netloc}"
    table = _raw(make.base_url, "/api/v1/units", host, "Accept: text/csv", "Accept: application/json")
    assert table.startswith("HTTP/1.1 200")
    answer = make.client().get("/api/v1/units", headers={"Accept": "application/json"})
    assert answer.json()["items"][0]["name"] == "Dinas Contoh"
    _raw(make.base_url, "/units", host, "HX-Request: true", "HX-Request: false", "Accept: text/html")
    page = make.client().get("/units", headers=HTML | {"HX-Request": "false"})
    assert "<html" in page.text


def test_two_cookie_lines_do_not_hide_who_asks(make: Factory) -> None:
    person = make.as_role("organiser")
    cookie = "; ".join(f"{name}={value}" for name, value in person.cookies.items())
    host = f"Host: {urlsplit(make.base_url).netloc}"
    for lines in ([f"Cookie: {cookie}", "Cookie: a=b"], ["Cookie: a=b", f"Cookie: {cookie}"]):
        _raw(make.base_url, "/editions", host, *lines, "Accept: text/html")
        assert "Orang" not in make.client().get("/editions", headers=HTML | {"Cookie": "a=b"}).text


def test_what_is_private_is_never_offered_to_all(make: Factory) -> None:
    unit = make.unit()
    person = make.as_role("coordinator", unit)
    for path in (
        "/",
        "/units",
        "/editions",
        "/innovations",
        "/api/v1/units",
        "/api/v1/editions",
        "/api/v1/stats/funnel",
    ):
        for headers in ({}, HTML, {"HX-Request": "true"}):
            answer = person.get(path, headers=headers)
            assert not answer.headers["cache-control"].startswith("public"), path
    news = make.client().get("/", headers=HTML | {"Cookie": "jipp_flash=WyJzdWNjZXNzIiwgIlJhaGFzaWEiXQ=="})
    assert "Rahasia" in news.text
    assert not news.headers["cache-control"].startswith("public")
    assert "Rahasia" not in make.client().get("/", headers=HTML).text


def test_a_public_answer_says_what_it_depends_on(make: Factory) -> None:
    for path in ("/", "/units", "/api/v1/units", "/api/v1/editions"):
        answer = make.client().get(path, headers=HTML if "api" not in path else {})
        varies = {name.strip().lower() for name in answer.headers["vary"].split(",")}
        assert {"accept", "accept-language", "authorization", "cookie", "hx-request"} <= varies, path


def test_no_code_reads_a_header_that_the_memory_does_not_know(make: Factory) -> None:
    """Public answers are kept by ``KEYED``: a header that is read anywhere else is one that only private ones read."""
    private = {"authorization", "cookie", "origin", "sec-fetch-site", "host", "content-type", "range", "if-range",
               "user-agent", "hx-current-url", "idempotency-key", "x-csrf-token", "referer"}  # fmt: skip
    known = private | {name.decode() for name in KEYED}
    read = re.compile(r"request\.headers\.get\(\s*\"([\w-]+)\"|request\.headers\[\"([\w-]+)\"\]")
    for path in Path(app.__file__).parent.rglob("*.py"):
        for found in read.findall(path.read_text(encoding="utf-8")):
            assert (found[0] or found[1]).lower() in known, f"{path}: is its answer private, or is the header in KEYED?"


def test_the_memory_still_answers(make: Factory, client: httpx.Client) -> None:
    make.unit(name="Dinas Lama")
    first, again = client.get("/api/v1/units"), client.get("/api/v1/units", headers={"Cookie": "jipp_language=id"})
    assert first.json() == again.json()
    assert first.headers["etag"] == again.headers["etag"]

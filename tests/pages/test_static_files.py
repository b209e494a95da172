"""What a page is drawn with is asked for once: its address changes with its content, and only the right one is kept."""

import re

import httpx
import pytest

from app.http.static_files import STATIC, version, with_versions
from tests.factories import Factory
from tests.pages.browsing import as_role

ADDRESS = re.compile(r'(?:href|src)="(/static/[^"#]+)')


def kept(client: httpx.Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.headers["cache-control"]


@pytest.mark.parametrize("path", ["/", "/innovations", "/sign-in", "/nowhere"])
def test_every_address_of_a_page_has_its_version(make: Factory, path: str) -> None:
    client = make.client()
    found = set(ADDRESS.findall(client.get(path, headers={"Accept": "text/html"}).text))
    assert len(found) >= 7
    assert {address.partition("?")[2][:2] for address in found} == {"v="}
    assert {kept(client, address) for address in found} == {"public, max-age=31536000, immutable"}


def test_who_is_signed_in_gets_the_same(make: Factory) -> None:
    person = as_role(make, "organiser")
    found = set(ADDRESS.findall(person.get("/home").text))
    assert f"/static/autosave.js?v={version('autosave.js')}" in found
    assert {kept(person.client, address) for address in found} == {"public, max-age=31536000, immutable"}


def test_another_version_is_answered_and_not_kept(client: httpx.Client) -> None:
    for path in ("/static/jipp.css", "/static/jipp.css?v=", "/static/jipp.css?v=000000000000",
                 f"/static/jipp.css?v={version('jipp.js')}"):  # fmt: skip
        assert kept(client, path) == "private, no-cache"
    missing = client.get(f"/static/nothing.css?v={version('nothing.css')}")
    assert missing.status_code == 404
    assert "immutable" not in missing.headers["cache-control"]


def test_a_font_is_kept_without_one(client: httpx.Client) -> None:
    [font, *_] = sorted((STATIC / "vendor").glob("*.woff2"))
    assert kept(client, f"/static/vendor/{font.name}") == "public, max-age=2592000"


def test_only_addresses_of_files_are_touched() -> None:
    same = '<a href="/static/nothing.css">/static/jipp.css</a> <a href="/static/jipp.css?v=1">'
    assert with_versions(same) == same
    assert with_versions('<use href="/static/icons.svg#menu">') == (
        f'<use href="/static/icons.svg?v={version("icons.svg")}#menu">'
    )

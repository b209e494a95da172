"""An error page says what went wrong to the person who is there, and does not look signed out."""

import httpx
import pytest

from tests.factories import Factory

READS_HTML = {"Accept": "text/html"}


@pytest.fixture
def author(make: Factory) -> httpx.Client:
    """An author's browser."""
    return make.signed_in(make.user("author", make.unit(kind="agency")))


def test_an_unknown_address_leaves_the_menu(author: httpx.Client) -> None:
    answer = author.get("/nowhere", headers=READS_HTML)
    assert answer.status_code == 404
    assert 'href="/home"' in answer.text
    assert 'href="/sign-in' not in answer.text


def test_a_body_too_large_leaves_the_menu(author: httpx.Client) -> None:
    large = b"csrf_token=x&title=" + b"A" * (12 * 1024 * 1024)
    form = READS_HTML | {"Content-Type": "application/x-www-form-urlencoded"}
    answer = author.post("/proposals", content=large, headers=form)
    assert answer.status_code == 413
    assert "Terlalu besar" in answer.text
    assert 'href="/home"' in answer.text


def test_a_file_too_large_leaves_the_menu(author: httpx.Client) -> None:
    answer = author.post("/proposals", files={"file": b"A" * (12 * 1024 * 1024)}, headers=READS_HTML)
    assert answer.status_code == 413
    assert 'href="/home"' in answer.text


def test_a_stranger_is_told_the_same_without_a_menu(client: httpx.Client) -> None:
    answer = client.get("/nowhere", headers=READS_HTML)
    assert answer.status_code == 404
    assert 'href="/sign-in' in answer.text


def test_a_version_that_is_no_number_is_not_an_unforeseen_error(author: httpx.Client) -> None:
    for version in ("²", "9" * 5000, ""):
        answer = author.post("/proposals/01890000-0000-7000-8000-000000000000", data={"version": version})
        assert answer.status_code in {403, 404, 428}

"""A fault in our own code: the person gets a number to quote, in their language; the log has the rest, once."""

import asyncio
import logging
import re

import httpx
import pytest

from app.main import create_app

SECRET = "the details that only the log may know"


def break_down() -> None:
    raise RuntimeError(SECRET)


async def _get(headers: dict[str, str]) -> httpx.Response:
    app = create_app()
    app.add_api_route("/broken", break_down)
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        return await client.get("/broken", headers={"Authorization": "Bearer past-the-public-cache", **headers})


@pytest.mark.parametrize(("accept", "language", "words"), [
    ("application/json", "id", "Kesalahan ini sudah dicatat"), ("application/json", "en", "has been recorded"),
    ("text/html", "id", "Kesalahan ini sudah dicatat"), ("text/html", "en", "has been recorded"),
])  # fmt: skip
def test_it_is_told_and_logged_under_one_number(
    accept: str, language: str, words: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        answer = asyncio.run(_get({"Accept": accept, "Accept-Language": language}))
    assert answer.status_code == 500
    assert words in answer.text
    assert SECRET not in answer.text
    assert "Content-Security-Policy" in answer.headers
    [record] = [record for record in caplog.records if record.exc_info]
    number = re.search(r"unforeseen error (\w+)", record.getMessage())
    assert number
    assert number[1] in answer.text

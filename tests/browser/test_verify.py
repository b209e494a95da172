"""Anybody checks a result by themselves: the proof is downloaded, and checked in the browser, without a server too."""

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from app import main
from tests.browser.places import find_places
from tests.browser.window import NARROW, Windows
from tests.conftest import Server
from tests.wording import indonesian_in

pytestmark = pytest.mark.browser
PAGE = main.STATIC / "verify" / "index.html"


@pytest.fixture
def proof(demo_windows: Windows, demo_server: Server, tmp_path: Path) -> Path:
    """The proof of the first result, downloaded as a visitor does."""
    window = demo_windows.open(NARROW)
    concluded = find_places(demo_server.engine)["concluded"]
    window.open(f"/editions/{concluded}/stages/presentation/ranking")
    with window.page.expect_download() as download:
        window.page.get_by_role("link", name="Bukti:").first.click()
    path = tmp_path / "bukti.json"
    download.value.save_as(path)
    return path


def test_a_proof_is_checked_without_a_server(proof: Path, chromium: Browser) -> None:
    context = chromium.new_context(locale="id-ID", offline=True)
    page = context.new_page()
    page.goto(PAGE.as_uri())
    page.set_input_files("#file", proof)
    expect(page.locator("#outcome h2")).to_have_text("Sah")
    expect(page.locator("#outcome")).to_contain_text("Peringkat")
    context.close()


def test_the_page_speaks_the_language_that_was_chosen(proof: Path, demo_server: Server, chromium: Browser) -> None:
    context = chromium.new_context(locale="id-ID")
    page = context.new_page()
    page.goto(f"{demo_server.url}/language/en")
    page.goto(f"{demo_server.url}/verify")
    page.set_input_files("#file", proof)
    expect(page.locator("#outcome h2")).to_have_text("Valid")
    places = page.locator("[data-text], #outcome dt")
    said = [page.title(), *places.all_inner_texts()]
    assert page.locator("html").get_attribute("lang") == "en"
    assert [text for text in said if indonesian_in(text)] == []
    context.close()


def _rank(found: dict[str, Any]) -> None:
    found["proofs"][0]["leaf"] = found["proofs"][0]["leaf"].replace('"rank":1,', '"rank":2,')


def _size(found: dict[str, Any]) -> None:
    found["note"] = found["note"].replace("\n", "\n1", 1)


@pytest.mark.parametrize(("change", "word"), [(_rank, "tidak termasuk yang ditandatangani"), (_size, "Tanda tangan")])
def test_a_changed_proof_is_not_valid(proof: Path, demo_windows: Windows, change: Any, word: str) -> None:
    found = json.loads(proof.read_text())
    change(found)
    proof.write_text(json.dumps(found))
    window = demo_windows.open(NARROW)
    window.open("/verify")
    window.page.set_input_files("#file", proof)
    expect(window.page.locator("#outcome h2")).to_have_text("Tidak sah")
    expect(window.page.locator("#outcome")).to_contain_text(word)
    window.look("public-verify")


def test_a_chain_is_checked_entry_by_entry(demo_windows: Windows, demo_server: Server, tmp_path: Path) -> None:
    from app.demo import LOGINS, PASSWORD

    window = demo_windows.open(NARROW)
    window.sign_in(next(login.email for login in LOGINS if login.role == "auditor"), PASSWORD)
    answer = window.page.request.get(f"{demo_server.url}/api/v1/audit.csv?chain=registry")
    log = tmp_path / "log.csv"
    log.write_bytes(answer.body())
    window.open("/verify")
    window.page.set_input_files("#file", log)
    expect(window.page.locator("#outcome h2")).to_have_text("Sah")
    text = log.read_text("utf-8")
    assert '""adopted""' in text
    changed = tmp_path / "changed.csv"
    changed.write_text(text.replace('""adopted""', '""adopteD""', 1), "utf-8")
    window.page.set_input_files("#file", changed)
    expect(window.page.locator("#outcome h2")).to_have_text("Tidak sah")
    expect(window.page.locator("#outcome")).to_contain_text("tidak tersambung")

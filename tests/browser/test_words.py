"""Words are counted alike in the browser and on the server, whatever somebody writes."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import expect

from app.rules.words import count_words
from tests.browser.window import NARROW, Window, Windows
from tests.browser.world import World
from tests.factories import Factory

pytestmark = pytest.mark.browser
NASTY = [
    "", " ", "\n\n", "satu", " satu  dua ", "satu\u00a0dua", "serba-serbi", "antar\u2010kota", "a – b", "a—b",
    "3.500,75 orang", "24/7", "😀 👨\u200d👩\u200d👧", "👍🏽👍🏽", "\u202eterbalik\u202c lagi", "kata\u200b\u200ckata",
    "ne\u0301e cafe\u0301", "\ufeffdi depan", "a\u180eb", "a\u2028b\u2029c", "a\u0085b", "a\u001cb\u001fc", "a\u3000b",
    "ᮃᮊ᮪ᮞᮛ ᮞᮥᮔ᮪ᮓ", "中文 字", "tab\there", "\u2066isolasi\u2069 dua", "...", "- butir", "“kutip” ‘dua’",
    "e\u0301\u0301\u0301", "\u00ad", "a\u00adb",
]  # fmt: skip
REFUSED = set("\u001c\u001f\u202e\u202c\u2066\u2069")
"""What the server does not take: control characters, and marks that reorder text."""
PIECES = st.text(st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from(sorted(set("".join(NASTY))))))


@pytest.fixture
def editor(make: Factory, windows: Windows) -> Window:
    """The editor of a draft."""
    world = World(make)
    draft = world.draft()
    window = world.window(windows, "author", NARROW)
    window.open(f"/proposals/{draft.id}/edit")
    return window


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(PIECES, max_size=40))
def test_the_browser_counts_as_the_server(editor: Window, texts: list[str]) -> None:
    asked = [*NASTY, *texts]
    counted = editor.page.evaluate("texts => texts.map(window.jipp.countWords)", asked)
    assert dict(zip(asked, counted, strict=True)) == {text: count_words(text) for text in asked}


def test_what_is_shown_while_typing_is_what_the_server_says_afterwards(editor: Window) -> None:
    text = "\n".join(text for text in NASTY if not REFUSED & set(text))
    with editor.page.expect_response(lambda answer: answer.request.method == "PATCH" and answer.ok):
        editor.page.get_by_label("Ringkasan", exact=True).fill(text)
    words = count_words(text)
    expect(editor.page.get_by_text(f"Sisa {200 - words} kata").first).to_be_visible()
    editor.follow("Lihat usulan")
    expect(editor.page.get_by_text(f"{words} dari 200 kata", exact=True)).to_be_visible()

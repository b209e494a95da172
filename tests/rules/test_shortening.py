"""What an organiser may release of a juror's words: the words, or fewer of them, never others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.shortening import LEFT_OUT, is_shortened

NOTE = "Loketnya jelas. Bu Siti menyimpan datanya. Lanjutkan."


@pytest.mark.parametrize(
    ("text", "is_right"),
    [
        (NOTE, True),
        ("Loketnya jelas. […] Lanjutkan.", True),
        ("[…] Bu Siti menyimpan datanya. […]", True),
        ("[…]", True),
        ("Loketnya jelas.", False),
        ("Loketnya tidak jelas. […]", False),
        ("Lanjutkan. […] Loketnya jelas.", False),
        ("Loketnya jelas. […] Loketnya jelas. […]", False),
        ("Loketnya jelas. Bu […]iti menyimpan […] datanya. Lanjutkan.", True),
        ("Loketnya jelas. […] jelas. […] Lanjutkan.", False),
    ],
)
def test_words_may_only_be_left_out(text: str, is_right: bool) -> None:
    assert is_shortened(NOTE, text) is is_right


@given(st.text(), st.data())
def test_whatever_is_cut_out_is_recognised(note: str, data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(note)))
    last = data.draw(st.integers(first, len(note)))
    if LEFT_OUT not in note and note.strip():
        assert is_shortened(note, note[:first] + LEFT_OUT + note[last:])
        assert not is_shortened(note, note + " x")


def test_pieces_do_not_overlap() -> None:
    assert not is_shortened("ab", "ab[…]b")
    assert is_shortened("ab", "a[…]b")


@pytest.mark.parametrize("note", ["", " \n"])
def test_nothing_is_left_out_where_nothing_was_said(note: str) -> None:
    """“[…]” alone would say that the juror wrote something."""
    assert not is_shortened(note, LEFT_OUT)
    assert not is_shortened(note, f"{LEFT_OUT} {LEFT_OUT}")
    assert is_shortened(note, "")

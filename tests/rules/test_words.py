import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules import words

SPACES = "\t\n\v\f\r \x1c\x1d\x1e\x1f\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff" + "".join(
    chr(code) for code in range(0x2000, 0x200B)
)


def test_the_browser_counts_with_the_same_class():
    script = (Path(words.__file__).parents[1] / "static" / "jipp.js").read_text(encoding="utf-8")
    in_browser = re.search(r"const WORD = /(\[.+?\]\+)/g;", script)
    assert in_browser
    assert in_browser[1] == words._WORD.pattern


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        (" \n\t ", 0),
        ("satu", 1),
        ("  satu  dua\n\ntiga ", 3),
        ("serba-serbi 1.234,56 – ya", 4),
        ("nol\u200blebar", 1),
        ("a\u00a0b\ufeffc\u3000d", 4),
    ],
)
def test_words_stand_between_white_space(text: str, count: int):
    assert words.count_words(text) == count


@given(st.text(alphabet=st.one_of(st.sampled_from(SPACES), st.characters())))
def test_it_agrees_with_counting_by_hand(text: str):
    starts = [at for at, sign in enumerate(text) if sign not in SPACES and (at == 0 or text[at - 1] in SPACES)]
    assert words.count_words(text) == len(starts)


@given(st.text(), st.text(), st.sampled_from(SPACES))
def test_texts_joined_by_a_space_have_the_words_of_both(one: str, other: str, space: str):
    joined = words.count_words(one + space + other)
    assert joined == words.count_words(one) + words.count_words(other)

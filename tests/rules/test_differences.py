import random
import time
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.rules.differences import differences

words = st.sampled_from(["unit", "layanan", "warga", "a", " ", "  ", "\n", "\n\n", "\t", "\u00a0", "\x1c"])
texts = st.lists(words, max_size=30).map("".join) | st.text(max_size=40)


def pieces(old: str, new: str) -> list[tuple[str, str]]:
    return [(piece.kind, piece.text) for piece in differences(old, new)]


def check_round_trip(old: str, new: str) -> None:
    found = pieces(old, new)
    assert "".join(text for kind, text in found if kind != "inserted") == old
    assert "".join(text for kind, text in found if kind != "deleted") == new


@given(texts, texts)
@example("a b ", "a  b")
@example(" ", "")
def test_the_pieces_lead_from_one_text_to_the_other(old: str, new: str):
    check_round_trip(old, new)
    found = pieces(old, new)
    assert all(text for _, text in found)
    assert all(one[0] != other[0] for one, other in pairwise(found))


@given(texts)
def test_the_same_text_is_kept_whole(text: str):
    assert pieces(text, text) == ([("kept", text)] if text else [])


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("", "baru", [("inserted", "baru")]),
        ("lama", "", [("deleted", "lama")]),
        ("satu dua", "satu dua tiga", [("kept", "satu dua"), ("inserted", " tiga")]),
        ("satu dua tiga", "satu tiga", [("kept", "satu"), ("deleted", " dua"), ("kept", " tiga")]),
        ("satu dua", "satu\ndua", [("kept", "satu"), ("deleted", " "), ("inserted", "\n"), ("kept", "dua")]),
        (
            "biaya turun 10 persen",
            "biaya turun 12 persen",
            [("kept", "biaya turun"), ("deleted", " 10"), ("inserted", " 12"), ("kept", " persen")],
        ),
    ],
)
def test_changes_are_shown_word_by_word(old: str, new: str, expected: list[tuple[str, str]]):
    assert pieces(old, new) == expected


def test_long_texts_are_compared_by_paragraph():
    paragraphs = [f"Paragraf {n} berisi {n * 7} kata\n" for n in range(1_000)]
    changed = [*paragraphs[:500], "Paragraf 500 diubah\n", *paragraphs[501:]]
    assert pieces("".join(paragraphs), "".join(changed)) == [
        ("kept", "".join(paragraphs[:500])),
        ("deleted", paragraphs[500]),
        ("inserted", "Paragraf 500 diubah\n"),
        ("kept", "".join(paragraphs[501:])),
    ]


def test_a_paragraph_of_too_many_words_is_replaced_whole():
    most = [f"kata{n}" for n in range(4_000)]
    assert len(pieces(" ".join(most), " ".join([*most[:-1], "lain"]))) == 3
    many = " ".join([*most, "satu"])
    assert pieces(many, many + " lagi") == [("deleted", many), ("inserted", many + " lagi")]


def test_few_words_much_repeated_are_not_matched_one_by_one():
    old, new = " ".join(["a b"] * 1_000), " ".join(["b a"] * 1_000)
    assert pieces(old, new) == [("deleted", old), ("inserted", new)]


def letters(seed: int, between: str) -> str:
    return between.join(random.Random(seed).choices("abc", k=10_000))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (letters(1, " "), letters(2, " ")),
        (letters(1, "\n"), letters(2, "\n")),
        (" ".join(f"x u{n}" for n in range(316)), " ".join(f"x v{n}" for n in range(316))),
        ("\n " * 10_000, " \n" * 10_000),
        ("a" * 20_000, "a" * 19_999),
    ],
)
def test_no_text_takes_long(old: str, new: str):
    began = time.process_time()
    check_round_trip(old, new)
    assert time.process_time() - began < 5

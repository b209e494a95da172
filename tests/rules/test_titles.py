import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.titles import title_key


@pytest.mark.parametrize(
    "same",
    [
        "GADIS  Manis: Gerakan Sehat!",
        "gadis manis gerakan sehat",
        " Gadis-Manis – «Gerakan» Sehat ",
        "ＧＡＤＩＳ manis, gerakan sehat",
        "Ga\u00addis ma\u200bnis gerakan\u00a0sehat",
    ],
)
def test_spelling_makes_no_new_title(same: str):
    assert title_key(same) == "gadis manis gerakan sehat"


@pytest.mark.parametrize("other", ["Gadis Manis 2", "Gadis Manís", "Gadismanis", "ꦒꦢꦶꦱ꧀"])
def test_other_words_make_another_title(other: str):
    assert title_key(other) != title_key("Gadis Manis")


def test_vowel_signs_of_javanese_script_tell_titles_apart():
    assert title_key("ꦏꦶ") != title_key("ꦏꦸ")


def test_a_title_of_punctuation_stands_for_itself():
    assert title_key(" ?! ") == "?!"
    assert title_key("?!") != title_key("!?")


@given(st.text())
def test_a_title_that_says_something_has_a_key(title: str):
    assert bool(title_key(title)) == bool(title.strip())


@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "Zs", "Cf"])))
def test_case_and_spaces_around_do_not_matter(title: str):
    key = title_key(title)
    if any(sign.isalnum() for sign in key):
        assert title_key(f"  {title} … ") == key
        assert title_key(key) == key

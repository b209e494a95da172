"""What a text is about and what it says word for word, as numbers that are the same everywhere."""

import pytest

from app.similarity.marks import LENGTH, ONE_IN, TERMS, kept, phrases
from app.similarity.texts import (
    SCALE,
    Shelf,
    Text,
    common_phrase,
    common_term,
    marks_on,
    of_innovation,
    of_proposal,
    weight,
)
from app.similarity.words import number_of, spelt, words

STORY = "Pasien tuberkulosis berhenti minum obat. Kader menjenguk pasien di rumah setiap Senin pagi."


def test_figures_function_words_and_formal_words_say_nothing() -> None:
    assert len(words(["Pada tahun 2019 sebanyak 75% pelayanan publik yang inovatif di kabupaten ini"])) == 0
    assert number_of("dengan") == number_of("pelayanan") == number_of("masyarakat") == 0


def test_words_of_one_stem_are_one() -> None:
    assert number_of("pendampingan") == number_of("mendampingi") == number_of("pendamping") != 0
    assert number_of("obat") != number_of("padi")


def test_the_numbers_are_those_of_every_machine() -> None:
    """They stand in databases: another number for the same word would make an index worthless."""
    assert number_of("tuberkulosis") == 941808395
    text = Text("Kawan Sembuh", [STORY])
    assert phrases(text.words).hashes.tolist()[:2] == [2103731626, 968250856]


def test_a_word_says_where_it_stands() -> None:
    found = words(["", STORY])
    part, begin, end = found.places[1]
    assert (part, STORY[begin:end]) == (1, "tuberkulosis")
    assert found.sentences[0] != found.sentences[-1]


def test_phrases_are_within_a_sentence() -> None:
    apart = phrases(words(["Pasien minum obat. Kader menjenguk rumah. Bidan mencatat kartu."]))
    assert len(apart.hashes) == 0
    joined = words(["Pasien minum obat kader menjenguk rumah"])
    assert len(phrases(joined).hashes) == len(joined) - LENGTH + 1


def test_the_phrases_that_are_kept_are_the_same_in_every_text() -> None:
    """Whatever stands around: so the texts that have one can be counted."""
    alone, within = words([STORY]), words(["Bidan desa menimbang balita.", f"Cerita kami panjang sekali. {STORY}"])
    assert set(kept(alone).hashes.tolist()) <= set(kept(within).hashes.tolist())
    assert all(int(one) % ONE_IN == 0 for one in kept(within).hashes)


def test_terms_are_the_words_used_most_those_of_the_title_first() -> None:
    text = Text("Lansia", ["gizi gizi gizi posyandu posyandu sumur"])
    assert text.terms == [number_of(word) for word in ("lansia", "gizi", "posyandu", "sumur")]
    many = Text("", [" ".join(f"kata{'abcdefghijklmnopqrstuvwxyz'[n]}x" for n in range(26))])
    assert len(many.terms) == TERMS


def test_marks_differ_by_shelf_and_fit_into_an_integer() -> None:
    text = Text("Kawan Sembuh", [STORY] * 3)
    ours, others = marks_on(Shelf.innovations, text), marks_on(Shelf.proposals, text)
    assert not set(ours) & set(others)
    assert all(-(2**31) <= mark < 2**31 for mark in ours + others)
    assert len(ours) == len(text.terms) + len(text.phrases)


def test_an_innovation_without_sections_has_its_summary_and_a_proposal_an_order_of_its_own() -> None:
    assert of_innovation("A", "Ringkas", []).parts == ["Ringkas"]
    assert of_innovation("A", "Ringkas", [{"title": "Ide", "text": "Panjang"}]).parts == ["Panjang"]
    assert of_proposal("A", {"b": "2", "a": "1"}).parts == ["1", "2"]


@pytest.mark.parametrize(("texts", "term", "phrase"), [(0, 3, 2), (40, 5, 2), (1_000, 125, 20), (300_000, 500, 20)])
def test_what_is_common_grows_with_the_shelf_and_has_an_end(texts: int, term: int, phrase: int) -> None:
    assert (common_term(texts), common_phrase(texts)) == (term, phrase)


def test_a_word_says_more_the_fewer_have_it() -> None:
    assert weight(500, 0) == weight(500, 1) > weight(500, 2) > weight(500, 499) > weight(500, 500) == SCALE


def test_a_stem_is_spelt_by_the_shortest_word_of_the_text() -> None:
    number = number_of("dampingi")
    assert spelt(["Pendampingan oleh pendamping.", "Mendampingi"], {number}) == {number: "pendamping"}

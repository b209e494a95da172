"""Words: how text is cut and stemmed, and what a mistyped word is taken for."""

import pytest

from app.catalogue.words import asked, nearest, stem, stemmed, vocabulary, words_of


@pytest.mark.parametrize(("text", "words"), [
    ("Antar Obat, 100% gratis!", ["antar", "obat", "100", "gratis"]),
    ("Jum'at dan Jum’at", ["jumat", "dan", "jumat"]),
    ("e-SIAP_2", ["e", "siap", "2"]),
    ("", []),
])  # fmt: skip
def test_words(text: str, words: list[str]) -> None:
    assert words_of(text) == words


@pytest.mark.parametrize("word", ["obat", "berobat", "mengobati", "diobati", "obatnya"])
def test_one_stem(word: str) -> None:
    assert stem(word) == "obat"


def test_numbers_stay_as_they_are() -> None:
    assert stemmed("Layanan 24 jam di RT02") == f"{stem('layanan')} 24 {stem('jam')} {stem('di')} rt02"


def test_a_question_is_about_its_rare_words() -> None:
    assert asked("antrean yang lama di puskesmas dan antrean") == ["antrean", "lama", "puskesmas"]
    assert asked("yang di") == ["yang", "di"], "where there are no others they count"
    assert len(asked("satu dua tiga empat lima enam tujuh delapan")) == 6


KNOWN = {"puskesmas": 40, "antrean": 12, "antaran": 30, "obat": 25, "obah": 1}


@pytest.mark.parametrize(("typed", "meant"), [
    ("puskemas", "puskesmas"), ("puksesmas", "puskesmas"), ("pusksmas", "puskesmas"), ("antrian", "antrean"),
    ("obaat", "obat"), ("obax", "obat"), ("oba", None), ("sampah", None),
])  # fmt: skip
def test_a_slip_is_taken_for_the_nearest_known_word(typed: str, meant: str | None) -> None:
    assert nearest(typed, KNOWN) == meant


def test_the_vocabulary_counts_texts_not_words() -> None:
    assert vocabulary(["obat obat di 24", "Obat rumah"]) == {"obat": 2, "rumah": 1}

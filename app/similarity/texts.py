"""A text as the index knows it: the marks under which others find it, and how much each of them says."""

import math
from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import cached_property
from zlib import crc32

from app.similarity.marks import kept, terms
from app.similarity.words import Words, words

SCALE = 1000
"""Weights are whole numbers, thousandths: their sum is the same in whatever order a database gives them."""


class Shelf(StrEnum):
    """Texts that are looked through together; what is rare on one says nothing about the other."""

    innovations = "innovations"
    proposals = "proposals"


class Text:
    """A title and the parts of a text (its sections)."""

    def __init__(self, title: str, parts: Sequence[str]) -> None:
        self.title, self.parts = title, list(parts)

    @cached_property
    def words(self) -> Words:
        """The content words of the parts."""
        return words(self.parts)

    @cached_property
    def titled(self) -> Words:
        """The content words of the title."""
        return words([self.title])

    @cached_property
    def terms(self) -> list[int]:
        """What it is about."""
        return terms(self.titled, self.words)

    @cached_property
    def phrases(self) -> list[int]:
        """What it says word for word: phrases that are marks, each once."""
        found: list[int] = sorted(set(kept(self.words).hashes.tolist()))
        return found


def of_innovation(title: str, summary: str, sections: Sequence[Mapping[str, str]]) -> Text:
    """An innovation (sections: ``[{"title", "text"}]``); its summary stands in them too, if it has any."""
    return Text(title, [section["text"] for section in sections] or [summary])


def of_proposal(title: str, sections: Mapping[str, str]) -> Text:
    """A proposal; its parts are its sections in the order of their keys, which is the same in every database."""
    return Text(title, [sections[key] for key in sorted(sections)])


def term_marks(shelf: Shelf, numbers: Sequence[int]) -> dict[int, int]:
    """By mark on this shelf (signed, 32 bits) the number of the term."""
    return _marks(f"{shelf} terms", numbers)


def phrase_marks(shelf: Shelf, numbers: Sequence[int]) -> dict[int, int]:
    """By mark on this shelf the hash of the phrase."""
    return _marks(f"{shelf} phrases", numbers)


def marks_on(shelf: Shelf, text: Text) -> list[int]:
    """All marks of a text."""
    return sorted(term_marks(shelf, text.terms) | phrase_marks(shelf, text.phrases))


def _marks(kind: str, numbers: Sequence[int]) -> dict[int, int]:
    salt = crc32(kind.encode())
    return {(number ^ salt) - 2**31: number for number in numbers}


def common_term(texts: int) -> int:
    """In how many of so many texts a term may be and still say something: an eighth, 3 to 500."""
    return max(3, min(MOST_TERM, texts // 8))


def common_phrase(texts: int) -> int:
    """In how many of so many texts a phrase may be and not be everybody's: a fortieth, 2 to 20."""
    return max(2, min(MOST_PHRASE, texts // 40))


MOST_TERM, MOST_PHRASE = 500, 20
ENOUGH = MOST_TERM * 8
"""More texts than this change nothing of what is common."""


def weight(limit: int, texts: int) -> int:
    """What a term says that *texts* have (0: none yet, as if one had), of which *limit* may: ``SCALE`` or more."""
    return round(SCALE * math.log2(1 + limit / max(texts, 1)))

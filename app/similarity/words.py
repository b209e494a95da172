"""Texts as the stems that carry their meaning: no numbers, no function words, no formal words of the field."""

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from zlib import crc32

import numpy as np
import numpy.typing as npt
from snowballstemmer import stemmer  # type: ignore[import-untyped]

Numbers = npt.NDArray[np.uint64]
_WORD = re.compile(r"[^\W\d_]{2,}|[.!?;](?=\s)|\n")
"""A word, of letters alone (a copy in which only the figures were changed is still one), or the end of a sentence."""
_ENDS = frozenset(".!?;\n")
_STEMMER = stemmer("indonesian")


@dataclass(frozen=True)
class Words:
    """The content words of the parts of a text, in order."""

    numbers: Numbers
    """The number of each word's stem: below 2**32, the same on every machine."""
    places: list[tuple[int, int, int]]
    """Where each word stands: the part, and its first and last offset there."""
    sentences: Numbers
    """Which sentence each word is of."""

    def __len__(self) -> int:
        return len(self.places)


def words(parts: Sequence[str]) -> Words:
    """The content words of a text of several *parts* (its sections)."""
    numbers, places, sentences, sentence = [], [], [], 0
    for part, text in enumerate(parts):
        sentence += 1
        for match in _WORD.finditer(text):
            if (found := match[0]) in _ENDS:
                sentence += 1
            elif number := number_of(found.casefold()):
                numbers.append(number)
                places.append((part, match.start(), match.end()))
                sentences.append(sentence)
    return Words(np.array(numbers, np.uint64), places, np.array(sentences, np.uint64))


@lru_cache(maxsize=1 << 16)
def number_of(word: str) -> int:
    """The number of a word's stem; 0 for a common word."""
    stem = _STEMMER.stemWord(word)
    return 0 if stem in _common() else crc32(stem.encode()) or 1


@cache
def _common() -> frozenset[str]:
    lines = files(__package__).joinpath("common.txt").read_text(encoding="utf-8").splitlines()
    listed = (word for line in lines if not line.startswith("#") for word in line.split())
    return frozenset(form for word in listed for form in (word, _STEMMER.stemWord(word)))


def spelt(parts: Sequence[str], numbers: Set[int]) -> dict[int, str]:
    """How a text spells these stems: the shortest of its words for each, in lower case."""
    found: dict[int, str] = {}
    for match in _WORD.finditer("\n".join(parts)):
        word = match[0].casefold()
        number = number_of(word)
        if number in numbers and (number not in found or (len(word), word) < (len(found[number]), found[number])):
            found[number] = word
    return found

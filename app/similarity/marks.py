"""The marks by which texts find each other: what a text is about, and what it says word for word."""

from collections import Counter
from dataclasses import dataclass

import numpy as np

from app.similarity.words import Numbers, Words

TERMS = 24
"""Stems kept of a text: those that it uses most."""
IN_TITLE = 4
"""A word of the title counts like so many of the text."""
LENGTH = 4
"""Content words of a phrase."""
ONE_IN = 4
"""Of so many phrases one is kept."""
_FACTOR, _MIX, _HALF = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xFF51AFD7ED558CCD), np.uint64(32)


def terms(title: Words, text: Words) -> list[int]:
    """The numbers of the text's best terms, most used first: at most ``TERMS``."""
    counts = Counter(text.numbers.tolist())
    for number in set(title.numbers.tolist()):
        counts[number] += IN_TITLE
    return [number for number, _ in sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:TERMS]]


@dataclass(frozen=True)
class Phrases:
    """Phrases of a text in order: hashes below 2**32, and the content word with which each begins."""

    hashes: Numbers
    begins: Numbers


def phrases(text: Words) -> Phrases:
    """All phrases of a text that are within a sentence: two formal sentences in a row are no phrase of anybody's."""
    count = max(0, len(text) - LENGTH + 1)
    found = np.zeros(count, np.uint64)
    with np.errstate(over="ignore"):
        for place in range(LENGTH):
            found = (found ^ text.numbers[place : place + count]) * _FACTOR
            found ^= found >> _HALF
        found *= _MIX
    begins = np.flatnonzero(text.sentences[:count] == text.sentences[LENGTH - 1 :])
    return Phrases(found[begins] >> _HALF, begins.astype(np.uint64))


def kept(text: Words) -> Phrases:
    """The phrases that are marks: those whose hash is a multiple of ``ONE_IN``, in every text the same ones.

    So the number of texts that have a phrase can be counted; winnowing would keep it here and not there.
    """
    every = phrases(text)
    chosen = every.hashes % np.uint64(ONE_IN) == 0
    return Phrases(every.hashes[chosen], every.begins[chosen])

"""How well entries answer a question: for each word the best field it stands in, weighed by how rare the word is."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from app.catalogue.marks import Mask, Places

WEIGHTS = {"body": 1, "about": 2, "title": 4}
"""A word in the title says most; then unit, region, category and award; then the text. In ascending order."""
Hits = Mapping[str, Places]
"""Field → places of the entries that have the word in it."""


class Scores:
    """The scores of all entries for some words."""

    def __init__(self, size: int, words: Sequence[Hits]) -> None:
        self.values: NDArray[np.float64] = np.zeros(size)
        self._matched = np.zeros(size, np.int8)
        self._words = len(words)
        for hits in words:
            best = np.zeros(size, np.int8)  # small, so that it stays in the processor's cache
            for field, weight in WEIGHTS.items():
                best[hits[field]] = weight
            found = np.count_nonzero(best)
            if found:
                self.values += best * np.log1p(size / found)
                self._matched += best > 0

    def all_words(self) -> Mask:
        """The entries that have every word."""
        return np.asarray(self._matched == self._words)

    def half(self) -> Mask:
        """The entries that have at least half of the words: one word of many says nothing."""
        return np.asarray((self._matched > 0) & (2 * self._matched >= self._words))

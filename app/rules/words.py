"""Counting words: the browser (static/jipp.js) counts by the very same rule."""

import re

_WORD = re.compile(r"[^\t\n\v\f\r \u001c-\u001f\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]+")


def count_words(text: str) -> int:
    """The number of runs of characters without white space between them."""
    return sum(1 for _ in _WORD.finditer(text))

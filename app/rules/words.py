"""Counting words, exactly as the browser counts them while a person types."""

import re

_WORD = re.compile(r"[^\t\n\v\f\r \u001c-\u001f\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]+")
"""The same class as in static/jipp.js, spelt out: ``\\s`` is not the same in Python and in JavaScript."""


def count_words(text: str) -> int:
    """The number of words (≥ 0): longest runs of characters that are not white space."""
    return len(_WORD.findall(text))

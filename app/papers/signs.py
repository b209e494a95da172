"""Signs that the fonts of a paper can show. PDF/UA-1 refuses a sign without a glyph, so what has none is replaced."""

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from typing import Any

MISSING = "□"
"""Stands for each sign that the fonts lack."""
MOST_MARKS = 4
"""Combining marks on one letter; further ones are left out."""
MOST_ASKED = 64
"""Different signs beyond the known ones of which a paper asks whether they can be shown; further ones are missing."""
_JOINERS = "\u200c\u200d\ufe0e\ufe0f"
"""Signs without a shape of their own that change how those beside them look."""


def shown(data: Any, is_shown: Callable[[str], bool]) -> Any:
    """*data* (JSON) with every sign of its texts that *is_shown* denies replaced by ``MISSING``.

    Letters are composed first (NFC); a mark that cannot be shown on its letter is left out rather than the letter.
    """
    answers: dict[str, bool] = {}

    def ask(sign: str) -> bool:
        if sign not in answers:
            answers[sign] = len(answers) < MOST_ASKED and is_shown(sign)
        return answers[sign]

    return _walk(data, ask)


def _walk(data: Any, ask: Callable[[str], bool]) -> Any:
    if isinstance(data, str):
        return data if data.isascii() and data.isprintable() else _text(data, ask)
    if isinstance(data, Mapping):
        return {key: _walk(value, ask) for key, value in data.items()}
    return [_walk(value, ask) for value in data] if isinstance(data, list | tuple) else data


def _text(text: str, ask: Callable[[str], bool]) -> str:
    lines = "\n".join(unicodedata.normalize("NFC", text).splitlines())
    found = "".join(_sign(cluster, ask) for cluster in _clusters(lines))
    return found or MISSING  # nothing but joiners: PDF/UA-1 refuses a title in which nothing is left


def _clusters(text: str) -> Iterator[str]:
    """Each sign with the marks that are set on it."""
    cluster = ""
    for sign in text:
        if cluster and unicodedata.category(sign).startswith("M") and sign not in _JOINERS:
            cluster += sign
            continue
        if cluster:
            yield cluster
        cluster = "" if sign in _JOINERS else sign
    if cluster:
        yield cluster


def _sign(cluster: str, ask: Callable[[str], bool]) -> str:
    if _is_known(cluster):
        return cluster
    marked = cluster[: 1 + MOST_MARKS]
    if _is_hidden(cluster[0]):
        return MISSING
    return next((sign for sign in (marked, marked[0]) if _is_known(sign) or ask(sign)), MISSING)


def _is_known(sign: str) -> bool:
    """Latin-1, which the house's fonts have whole, and what ends a line."""
    return len(sign) == 1 and (sign in "\n\t" or (sign < "\u0100" and sign.isprintable()) or sign == "\u00a0")


def _is_hidden(sign: str) -> bool:
    """Control, format and private signs, and halves of pairs: nothing stands for them on paper."""
    return unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Co", "Cn")

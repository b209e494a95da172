"""How one version of a text differs from another, word by word."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal, TypeAlias

from app.models.proposal import Difference

MOST_WORDS = 4_000
"""Longer texts are compared paragraph by paragraph."""
MOST_MATCHES = 100_000
"""Most equal pairs that difflib may look at: its worst case grows with their power of 1.5, a second here."""

_Kind: TypeAlias = Literal["kept", "inserted", "deleted"]
_Piece: TypeAlias = tuple[_Kind, str]
_Unit: TypeAlias = tuple[str, str]
"""White space and the word after it. Only words are matched, so that a line break is a small change."""

_SPACED_WORD = re.compile(r"(\s*)(\S+)|(\s+)\Z")


def differences(old: str, new: str) -> list[Difference]:
    """The pieces that lead from *old* to *new*, in order, neighbours of different kinds, none empty.

    Joining the kept and inserted pieces gives *new*, joining the kept and deleted ones *old*. The time is
    bounded: texts above 4,000 words, or of few words much repeated, are compared by paragraph, and if need be
    as a whole.
    """
    for split in (_words, _paragraphs):
        before, after = split(old), split(new)
        if _is_affordable(before, after):
            return _joined(_pieces(before, after))
    return _joined([("kept", old)] if old == new else [("deleted", old), ("inserted", new)])


def _words(text: str) -> list[_Unit]:
    found = _SPACED_WORD.finditer(text)
    return [(match[3], "") if match[3] else (match[1], match[2]) for match in found]


def _paragraphs(text: str) -> list[_Unit]:
    return [("", line) for line in text.splitlines(keepends=True)]


def _is_affordable(before: Sequence[_Unit], after: Sequence[_Unit]) -> bool:
    if max(len(before), len(after)) > MOST_WORDS:
        return False
    counts, others = Counter(word for _, word in before), Counter(word for _, word in after)
    return sum(count * others[word] for word, count in counts.items()) <= MOST_MATCHES


def _pieces(before: Sequence[_Unit], after: Sequence[_Unit]) -> Iterator[_Piece]:
    matcher = SequenceMatcher(None, [word for _, word in before], [word for _, word in after], autojunk=False)
    for tag, i, i_end, j, j_end in matcher.get_opcodes():
        if tag == "equal":
            for one, other in zip(before[i:i_end], after[j:j_end], strict=True):
                yield from _same_word(one, other)
        else:
            yield "deleted", "".join(space + word for space, word in before[i:i_end])
            yield "inserted", "".join(space + word for space, word in after[j:j_end])


def _same_word(before: _Unit, after: _Unit) -> Iterator[_Piece]:
    if before[0] == after[0]:
        yield "kept", before[0]
    else:
        yield "deleted", before[0]
        yield "inserted", after[0]
    yield "kept", before[1]


def _joined(pieces: Iterator[_Piece] | list[_Piece]) -> list[Difference]:
    """Neighbours of one kind as one piece, without empty ones."""
    filled = (piece for piece in pieces if piece[1])
    return [
        Difference(kind=kind, text="".join(text for _, text in group))
        for kind, group in groupby(filled, key=lambda piece: piece[0])
    ]

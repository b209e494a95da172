"""How two versions of a text differ, word by word."""

import re
from difflib import SequenceMatcher

from app.models.proposal import Difference

LONG = 4000
"""Above so many pieces the comparison goes by paragraph: word by word would take too long."""


def differences(old: str, new: str) -> list[Difference]:
    """Pieces kept, deleted and inserted; kept + inserted joined is *new*, kept + deleted is *old*."""
    before, after = _pieces(old), _pieces(new)
    found: list[Difference] = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Difference(kind="kept", text="".join(before[a:b])))
            continue
        if b > a:
            found.append(Difference(kind="deleted", text="".join(before[a:b])))
        if d > c:
            found.append(Difference(kind="inserted", text="".join(after[c:d])))
    return found


def _pieces(text: str) -> list[str]:
    words = re.findall(r"\s+|\S+", text)
    return words if len(words) <= LONG else re.findall(r"[^\n]*\n|[^\n]+", text)

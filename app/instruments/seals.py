"""The seal of a file: a digest of all it says, so that no figure changes unseen. Comments and layout are not in it.

Two weights exchanged still add up, and a band's edge moved by one still fits: only a digest tells a slip from an
intention. Whoever changes a file checks it and seals it anew.
"""

import hashlib
import json
import re
from decimal import Decimal
from typing import Any

from app.instruments.schema import Definition

_LINE = re.compile(r"^seal:.*\n?", re.M)


def seal_of(definition: Definition) -> str:
    """64 bits of the SHA-256 over the definition without its seal, in four groups."""
    said = definition.model_dump(by_alias=True, exclude={"seal"}, exclude_unset=True)
    text = json.dumps(said, default=_plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    digest = hashlib.sha256(text.encode()).hexdigest()
    return "-".join(digest[place : place + 4] for place in range(0, 16, 4))


def _plain(value: Any) -> str:
    """1.50 and 1.5 are the same number."""
    if not isinstance(value, Decimal):
        raise TypeError(type(value).__name__)
    return format(value.normalize(), "f")


def sealed(text: str, seal: str) -> str:
    """The text with this seal instead of its own; without one, before its first name."""
    line = f"seal: {seal}\n"
    if _LINE.search(text):
        return _LINE.sub(line, text, count=1)
    first = re.search(r"^[a-z]", text, re.M)
    place = first.start() if first else 0
    return text[:place] + line + text[place:]


def unsealed(text: str) -> str:
    """The text without its seal: a copy that is about to be changed was not checked as it will be."""
    return _LINE.sub("", text, count=1)

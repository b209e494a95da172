"""The arithmetic of the change feed: digests that add up, so that a catalogue's digest moves with each change."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

MODULUS = 2**128
NOTHING = "0" * 32
"""The digest of an empty catalogue, and of what is gone."""


def canonical(data: dict[str, Any]) -> str:
    """A document as the digest reads it: keys sorted, no blanks, letters as they are."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest_of(data: dict[str, Any]) -> str:
    """The digest of one document: the first half of its SHA-256, 32 hexadecimal digits."""
    return hashlib.sha256(canonical(data).encode()).hexdigest()[:32]


def moved(total: str, away: Iterable[str], in_: Iterable[str]) -> str:
    """The digest of a catalogue after documents went *away* and others came *in*: a sum, whatever the order."""
    value = int(total, 16) - sum(int(one, 16) for one in away) + sum(int(one, 16) for one in in_)
    return f"{value % MODULUS:032x}"

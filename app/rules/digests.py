"""What the audit log says of a row and of itself: digests that anybody can compute again.

A row's digest is the SHA-256 of its columns as canonical JSON, its own random ``salt`` among them: without the salt
nobody can try values against a digest, and a row whose salt was renewed can no longer be tied to its older digests.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

NOTHING_BEFORE = "0" * 64
"""What the first entry of a chain follows."""


Pieces = dict[str, tuple[Any, str]]
"""A row's columns in the order of their names, each with its value and the value's text."""


def pieces(state: Mapping[str, Any], names: Sequence[str], known: Pieces | None = None) -> Pieces:
    """The columns *names* (sorted) of a row as text; what is as in *known* is not written out again."""
    found: Pieces = {}
    for name in names:
        value, earlier = state[name], known[name] if known else None
        found[name] = earlier if earlier and earlier[0] == value else (value, canonical(value))
    return found


def row_digest(columns: Pieces) -> str:
    """SHA-256 (hex) of a row: JSON with sorted keys and no spaces, times in UTC, whole numbers without a point.

    What is null is left out, so that a column that a later version adds changes no digest of the rows before it.
    """
    return _sha256("{" + ",".join([f'"{name}":{text}' for name, (_, text) in columns.items() if text != "null"]) + "}")


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode


def canonical(value: Any) -> str:
    """JSON: the same text for the same values, whichever database or client they come from."""
    return _encode(value if type(value) is str else _plain(value))


def _plain(value: Any) -> Any:
    kind = type(value)
    if kind is str or kind is int or value is None or kind is bool:
        return value
    if kind is float:
        return int(value) if value.is_integer() else value
    if isinstance(value, Mapping):
        return {key: item if type(item) is str else _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, datetime):
        return (value if value.tzinfo is None else value.astimezone(UTC)).replace(tzinfo=None).isoformat()
    return value.isoformat() if isinstance(value, date) else value


def entry_hash(previous: str, body: str) -> str:
    """What binds an entry to all before it: SHA-256 (hex) of the hash before, a line break and the entry's text."""
    return _sha256(f"{previous}\n{body}")


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()

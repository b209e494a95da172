"""Identifiers that the same seed makes again: UUIDv7 in shape, in order, on a clock of their own."""

from datetime import UTC, datetime
from random import Random

_BEGIN = int(datetime(2016, 1, 1, tzinfo=UTC).timestamp() * 1000)
"""Milliseconds. One id a millisecond from here, so every id made later by the real clock sorts behind."""


class Ids:
    """A series of identifiers."""

    def __init__(self, seed: int) -> None:
        self._random = Random(f"ids {seed}")  # noqa: S311 - repeatable examples, not secrets
        self._moment = _BEGIN

    def next(self) -> str:
        """The next one: 48 bits of time, version 7, 12 random bits, variant 2, 62 random bits."""
        self._moment += 1
        chance = self._random.getrandbits(74)
        high, low = chance >> 62, chance & (2**62 - 1)
        text = f"{self._moment << 80 | 7 << 76 | high << 64 | 2 << 62 | low:032x}"
        return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"

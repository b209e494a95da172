"""What a verification tells."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """Something that does not fit: a code (``app/commands/verify.py`` has its words), and where."""

    code: str
    chain: str
    """An edition's id, or ``registry``."""
    sequence: int | None = None
    """Of the entry that is wrong, or that the row no longer agrees with."""
    row: str | None = None
    """``table/id``, where it is about a row."""


@dataclass
class Seen:
    """How much a run has looked at."""

    entries: int = 0
    rows: int = 0
    checkpoints: int = 0

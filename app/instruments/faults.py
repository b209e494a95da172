"""What can be wrong: a code with its values, where it stands, and the error that carries it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

Path = tuple[str | int, ...]
"""The way to a place in a file: names of keys, and places in lists from 0."""
Params = dict[str, Any]


@dataclass(frozen=True)
class Found:
    """Something wrong at a place that is not yet a line."""

    path: Path
    code: str
    params: Params = field(default_factory=dict)
    at_key: bool = False
    """Whether the name itself is wrong, not its value."""


@dataclass(frozen=True, order=True)
class Fault:
    """Something wrong in a file: ``line`` and ``column`` count from 1; words for ``code`` are in app/http."""

    file: str
    line: int
    column: int
    code: str
    params: Params = field(default_factory=dict, compare=False)


class BadInstrument(Exception):
    """A file that cannot be used, with all of its faults."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("; ".join(f"{one.file}:{one.line}:{one.column}: {one.code}" for one in faults))
        self.faults = tuple(faults)


@dataclass(frozen=True)
class AnswerFault:
    """An answer, a fact or a source's value that does not fit; ``key`` is the item's or the fact's."""

    key: str
    code: str
    params: Params = field(default_factory=dict)


class BadAnswers(Exception):
    """Answers that do not fit the instrument: nothing is scored, and all of them are named."""

    def __init__(self, faults: Sequence[AnswerFault]) -> None:
        super().__init__("; ".join(f"{one.key}: {one.code}" for one in faults))
        self.faults = tuple(faults)

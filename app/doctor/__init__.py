"""`jipp doctor`: small checks, each of one thing that may be set up wrongly, with what mends it.

A check is a function marked with ``@check("name")`` in a file of this package that ``FILES`` names. It returns a
finding by ``ok``, ``warning``, ``error`` or ``skipped``. What it raises is an error too: the machine is not as it was
thought to be.
"""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from importlib import import_module
from typing import Literal

Level = Literal["ok", "warning", "error", "skipped"]
FILES = ("zones", "secrets", "serving", "database", "storage", "backups", "clocks", "mail", "people")
"""In this order; the first says whether anything else can be asked at all."""


@dataclass(frozen=True)
class Finding:
    """What one check found."""

    check: str
    level: Level
    says: str
    mend: str = ""

    def as_json(self) -> dict[str, str]:
        """As ``jipp doctor --json`` has it."""
        return asdict(self)


@dataclass(frozen=True)
class Asked:
    """What the operator told the doctor."""

    url: str | None
    """Where people reach the service."""


Found = tuple[Level, str, str]
Check = Callable[[Asked], Found]
_checks: dict[str, Check] = {}


def check(name: str) -> Callable[[Check], Check]:
    """Registers a check under its name."""

    def register(function: Check) -> Check:
        _checks[name] = function
        return function

    return register


def ok(says: str) -> Found:
    """Nothing to do."""
    return "ok", says, ""


def warning(says: str, mend: str) -> Found:
    """It works, but somebody should look at it."""
    return "warning", says, mend


def error(says: str, mend: str) -> Found:
    """It is wrong."""
    return "error", says, mend


def skipped(says: str) -> Found:
    """It does not concern this set-up, or could not be asked."""
    return "skipped", says, ""


def examine(url: str | None = None, only: str | None = None) -> list[Finding]:
    """What every check finds, or the one named *only*."""
    return list(_examined(Asked(url), only))


def _examined(asked: Asked, only: str | None) -> Iterator[Finding]:
    from app.doctor import zones

    if not zones.are_known():  # nothing of JIPP can be imported without them
        yield Finding("zones", *zones.zones(asked))
        return
    for file in FILES:
        import_module(f"app.doctor.{file}")
    for name, function in _checks.items():
        if only in (None, name):
            yield Finding(name, *_asked(function, asked))


def _asked(function: Check, asked: Asked) -> Found:
    try:
        return function(asked)
    except Exception as failure:
        return error(f"Tidak dapat diperiksa ({type(failure).__name__}).", "Betulkan dahulu temuan lain, lalu ulangi.")

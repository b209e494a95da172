"""What a scoring comes to, with every number on the way. Numbers are exact fractions; ``ranges.shown`` writes them."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from app.instruments.schema import Predicate, Threshold
from app.instruments.shares import Answer

State = Literal["answered", "fed", "missing", "absent"]
"""Answered by hand, fed by a source, not there yet (counts 0), or not asked of this unit."""


@dataclass(frozen=True)
class ItemScore:
    """An item: ``points`` out of ``weight`` (0 ≤ points ≤ weight, in points of the instrument).

    Of an indicator also its ``raw`` value and its ``share`` (0 to 1) of the weight; a component is ``missing`` as
    long as anything below it is, and ``absent`` when all of it is. ``depth`` counts from 0.
    """

    key: str
    title: str
    depth: int
    parent: str | None
    is_component: bool
    state: State
    weight: Fraction
    points: Fraction
    raw: Answer | None = None
    share: Fraction | None = None

    @property
    def converted(self) -> Fraction | None:
        """Nilai konversi, 0 to 100: the percentage of the weight that was won. None where nothing is to be won."""
        if self.share is not None:
            return 100 * self.share
        return 100 * self.points / self.weight if self.weight and self.is_component else None


@dataclass(frozen=True)
class ThresholdResult:
    """A minimum and what it met. ``value`` and ``minimum`` are points, or percent of the weight (``is_percent``).

    ``is_passed`` is None where the item does not apply. ``short`` is what is missing: 0 with ``is_passed`` false
    means that exactly the edge was met and more than it is asked for.
    """

    of: str
    value: Fraction
    minimum: Fraction
    is_percent: bool
    is_passed: bool | None
    threshold: Threshold

    @property
    def short(self) -> Fraction:
        """By how much the minimum was missed; 0 where it was not."""
        return Fraction(0) if self.is_passed is not False else max(self.minimum - self.value, Fraction(0))


@dataclass(frozen=True)
class GateResult:
    """A fact beside what it must be (as the file says it); ``is_passed`` is None as long as the fact is not known."""

    fact: str
    title: str
    value: Answer | None
    wanted: str
    is_passed: bool | None


@dataclass(frozen=True)
class LevelResult:
    """A level: ``failed`` by any threshold or gate, ``open`` while a fact is not known, else ``passed``."""

    key: str
    title: str
    thresholds: tuple[ThresholdResult, ...]
    gates: tuple[GateResult, ...]

    @property
    def verdict(self) -> Literal["passed", "failed", "open"]:
        """What all of them come to."""
        all_of_them = [one.is_passed for one in self.thresholds] + [one.is_passed for one in self.gates]
        if False in all_of_them:
            return "failed"
        return "open" if None in [one.is_passed for one in self.gates] else "passed"


@dataclass(frozen=True)
class Open:
    """What the file leaves open: about the item ``key``, or None for the whole instrument."""

    key: str | None
    why: str


@dataclass(frozen=True)
class Result:
    """The whole result. ``total`` is exact, ``final`` is rounded where the regulation says so: bands, thresholds and
    other instruments take ``final``. 0 ≤ total ≤ ``maximum``."""

    instrument: str
    year: int
    items: Mapping[str, ItemScore]
    total: Fraction
    final: Fraction
    maximum: Fraction
    predicate: Predicate | None
    """None where the total lies in no band (below the lowest, with answers missing), or where nothing applies."""
    levels: tuple[LevelResult, ...]
    open: tuple[Open, ...]

    @property
    def letter(self) -> str | None:
        """The letter of the predicate, where it has one."""
        return self.predicate.letter if self.predicate else None

    @property
    def missing(self) -> tuple[str, ...]:
        """The indicators without an answer: they count 0."""
        return tuple(one.key for one in self.items.values() if one.state == "missing" and not one.is_component)

    @property
    def absent(self) -> tuple[str, ...]:
        """The indicators that do not apply to the unit."""
        return tuple(one.key for one in self.items.values() if one.state == "absent" and not one.is_component)

    @property
    def is_provisional(self) -> bool:
        """Sementara: as long as an answer is missing."""
        return bool(self.missing)

    def feeds(self) -> dict[str, Fraction]:
        """What other instruments may ask for: ``sakip.total`` and the points of each item."""
        own = {f"{self.instrument}.{key}": one.points for key, one in self.items.items()}
        return {f"{self.instrument}.total": self.final, **own}

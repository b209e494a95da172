"""Ranges with explicit operators, ">80 <=90", and whether several of them cover a stretch once and wholly."""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Literal

_ONE = re.compile(r"(>=|>|<=|<)\s*(-?[0-9]{1,12}(?:\.[0-9]{1,12})?)\s*")


@dataclass(frozen=True)
class Edge:
    """One end of a range; ``is_in`` says whether the end itself belongs to it (>= and <=)."""

    value: Fraction
    is_in: bool


@dataclass(frozen=True)
class Range:
    """What lies above ``low`` and below ``high``; None is no end."""

    low: Edge | None
    high: Edge | None

    def holds(self, value: Fraction) -> bool:
        """Whether the value lies in it, exactly."""
        return self._is_above(value) and self._is_below(value)

    def _is_above(self, value: Fraction) -> bool:
        return self.low is None or value > self.low.value or (self.low.is_in and value == self.low.value)

    def _is_below(self, value: Fraction) -> bool:
        return self.high is None or value < self.high.value or (self.high.is_in and value == self.high.value)

    def meets(self, low: Fraction | None, high: Fraction | None) -> bool:
        """Whether any value of ``low``…``high`` (None is no end), both of them in, lies in it."""
        if high is not None and self.low and (self.low.value > high or (self.low.value == high and not self.low.is_in)):
            return False
        beyond = self.high
        return low is None or beyond is None or beyond.value > low or (beyond.value == low and beyond.is_in)

    @property
    def is_empty(self) -> bool:
        """Whether nothing can lie in it."""
        if self.low is None or self.high is None:
            return False
        is_point = self.low.is_in and self.high.is_in
        return self.low.value > self.high.value or (self.low.value == self.high.value and not is_point)


@lru_cache(maxsize=4096)
def parse(text: str) -> Range:
    """The range of one comparison or of two (a lower and an upper one); ``ValueError`` for anything else."""
    found = [match.groups() for match in _ONE.finditer(text)]
    lows = [Edge(Fraction(value), sign == ">=") for sign, value in found if sign.startswith(">")]
    highs = [Edge(Fraction(value), sign == "<=") for sign, value in found if sign.startswith("<")]
    if _ONE.sub("", text.strip()) or not found or len(lows) > 1 or len(highs) > 1:
        raise ValueError(text)
    return Range(lows[0] if lows else None, highs[0] if highs else None)


@dataclass(frozen=True)
class Flaw:
    """Where ranges do not meet: ``place`` is that of the upper range in the list, ``at`` the edge."""

    place: int
    kind: Literal["empty", "beyond", "gap", "overlap", "short_low", "short_high"]
    at: Fraction


def flaws(ranges: Sequence[Range], low: Fraction, high: Fraction, step: Fraction | None = None) -> Iterator[Flaw]:
    """Where *ranges*, in any order, leave out a value of ``low``…``high`` or have it twice.

    With *step* (values are rounded to its multiples) ranges that end and begin a step apart meet: ≤ 64.99, ≥ 65.00.
    """
    order = sorted((n for n, one in enumerate(ranges) if not one.is_empty), key=lambda n: _begin(ranges[n]))
    yield from (Flaw(n, "empty", _end(one)) for n, one in enumerate(ranges) if one.is_empty)
    if not order:
        return
    yield from (Flaw(n, "beyond", high if (e := ranges[n].low) and e.value >= high else low)
                for n in order if not ranges[n].meets(low, high))  # fmt: skip
    first, last = ranges[order[0]], ranges[order[-1]]
    if first.low is not None and not first.holds(low) and first.low.value >= low:
        yield Flaw(order[0], "short_low", low)
    for below, above in itertools.pairwise(order):
        yield from _meeting(above, ranges[below], ranges[above], step)
    if last.high is not None and not last.holds(high) and last.high.value <= high:
        yield Flaw(order[-1], "short_high", high)


def _begin(one: Range) -> tuple[bool, Fraction, bool]:
    """Sorts by the lower end: none comes first, then the end itself before what lies above it."""
    return (False, Fraction(0), False) if one.low is None else (True, one.low.value, not one.low.is_in)


def _end(one: Range) -> Fraction:
    edge = one.high or one.low
    return edge.value if edge else Fraction(0)


def _meeting(place: int, below: Range, above: Range, step: Fraction | None) -> Iterator[Flaw]:
    if below.high is None or above.low is None or above.low.value < below.high.value:
        yield Flaw(place, "overlap", above.low.value if above.low else _end(below))
        return
    apart = above.low.value - below.high.value
    ends = below.high.is_in + above.low.is_in
    if apart == 0 and ends != 1:
        yield Flaw(place, "overlap" if ends == 2 else "gap", above.low.value)
    elif apart > 0 and not (ends == 2 and apart == step):
        yield Flaw(place, "gap", below.high.value)


def shown(value: Fraction, digits: int = 6) -> Decimal:
    """A fraction as a decimal for people, rounded to *digits* where it has more, without trailing zeros."""
    rounded = Decimal(round(value * 10**digits)).scaleb(-digits)
    return rounded.normalize() if rounded % 1 else rounded.quantize(Decimal(1))

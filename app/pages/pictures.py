"""Pictures drawn as rows of a table: each row has its numbers beside a small SVG, so the picture needs no second table.

Widths are percentages, heights pixels: the same markup fits a phone and a desk, and words keep their size.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

MARGIN = 3.0
"""Percent left free at both ends, for what stands at the edge."""
STEPS = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True)
class Scale:
    """Values from ``low`` to ``high`` along the width of a picture."""

    low: float
    high: float

    def at(self, value: float) -> str:
        """Where a value lies, as an SVG percentage; beyond the ends it lies at the end."""
        share = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        return f"{MARGIN + share * (100 - 2 * MARGIN):.2f}%"

    def length(self, low: float, high: float) -> str:
        """How long it is from one value to another, as an SVG percentage."""
        return f"{float(self.at(high)[:-1]) - float(self.at(low)[:-1]):.2f}%"

    @property
    def decimals(self) -> int:
        """How many the ticks need."""
        step = self._step()
        return next((places for places in (0, 1) if math.isclose(round(step, places), step)), 2)

    def ticks(self, most: int = 5) -> Sequence[float]:
        """Round values for the axis, at most so many."""
        step = self._step(most)
        first = math.ceil(self.low / step - 1e-9)
        last = math.floor(self.high / step + 1e-9)
        return [n * step for n in range(first, last + 1)]

    def _step(self, most: int = 5) -> float:
        rough = (self.high - self.low) / most
        power = 10.0 ** math.floor(math.log10(rough))
        return next(power * one for one in STEPS if power * one >= rough * (1 - 1e-9))


def scale_of(values: Sequence[float], *, include: Sequence[float] = ()) -> Scale:
    """A scale on which all values have a place; one unit wide at least."""
    found = [*values, *include] or [0.0]
    low, high = min(found), max(found)
    if high - low < 1:
        low, high = low - 0.5, high + 0.5
    return Scale(low, high)

"""The question backwards: what lifts a result to a better predicate, with the fewest indicators."""

from dataclasses import dataclass
from fractions import Fraction

from app.instruments.loading import Instrument
from app.instruments.ranges import Range, parse
from app.instruments.result import Result
from app.instruments.verdicts import rounded


@dataclass(frozen=True)
class Step:
    """An indicator made full: the points it still has to give, and the total afterwards."""

    key: str
    title: str
    gain: Fraction
    total: Fraction


@dataclass(frozen=True)
class Lift:
    """``steps`` in order; ``needed`` is how far the total is from the band's lower edge (0: it is there).

    Where not even all indicators together are enough, ``is_enough`` is false and the steps are all there are.
    """

    letter: str
    needed: Fraction
    steps: tuple[Step, ...]
    is_enough: bool


def cheapest(instrument: Instrument, result: Result, predicate: str) -> Lift:
    """The smallest set of indicators that lifts *result* into the band with the letter *predicate* or a better one.

    The largest gains first: no smaller set could reach as far. ``KeyError`` for a letter that there is not. Cost
    is counted in indicators, since nobody knows what a point costs.
    """
    bands = {one.letter: parse(one.when) for one in instrument.definition.predicates if one.letter}
    wanted = bands[predicate]
    edge = wanted.low.value if wanted.low else Fraction(0)
    steps: list[Step] = []
    total = result.total
    for key, title, gain in _gains(result):
        if _is_reached(instrument, wanted, total):
            break
        total += gain
        steps.append(Step(key, title, gain, total))
    needed = Fraction(0) if _is_reached(instrument, wanted, result.total) else max(edge - result.final, Fraction(0))
    return Lift(predicate, needed, tuple(steps), _is_reached(instrument, wanted, total))


def _gains(result: Result) -> list[tuple[str, str, Fraction]]:
    """Indicators that still have something to give, the most first, then by the order of the file."""
    found = [(one.key, one.title, one.weight - one.points) for one in result.items.values()
             if not one.is_component and one.state != "absent"]  # fmt: skip
    return sorted((one for one in found if one[2] > 0), key=lambda one: -one[2])


def _is_reached(instrument: Instrument, wanted: Range, total: Fraction) -> bool:
    final = rounded(total, instrument.definition.rounding)
    return Range(wanted.low, None).holds(final)

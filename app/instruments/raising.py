"""What a level still needs: the fewest indicators, each raised as little as will do, that meet every missed minimum."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from app.instruments.inverting import least_raw
from app.instruments.loading import Instrument
from app.instruments.ranges import parse
from app.instruments.result import ItemScore, LevelResult, Result, ThresholdResult
from app.instruments.shares import Answer
from app.instruments.walking import Node

TOTAL = "total"


@dataclass(frozen=True)
class Raise:
    """An indicator to be raised, in points of the instrument: ``needed`` at least, out of the ``most`` that it can
    still give. ``serves`` are the missed minima that it helps with (keys of items, or ``total``). ``raw`` is the value
    now, ``raw_needed`` the least one that gives the points; None where none can be named."""

    key: str
    title: str
    needed: Fraction
    most: Fraction
    serves: tuple[str, ...]
    raw: Answer | None = None
    raw_needed: Answer | None = None


@dataclass(frozen=True)
class Way:
    """``steps`` in the order of the file; without any, no minimum is missed. ``is_enough`` is false where a minimum
    cannot be met by raising what applies to the unit. Gates are not of indicators: nothing here meets them."""

    steps: tuple[Raise, ...]
    is_enough: bool


def way_to(instrument: Instrument, result: Result, level: LevelResult) -> Way:
    """The way to *level*, one of the result's.

    Minima lie inside one another (indicator, area, component, total), so it is gone from the innermost outwards: what
    an inner one takes counts for the outer ones, and what is still short there comes from the largest that are left.
    No smaller set of indicators meets them all, and no smaller sum of points.
    """
    missed = [one for one in level.thresholds if one.is_passed is False]
    missed.sort(key=lambda one: -1 if one.of == TOTAL else instrument.places[one.of].depth, reverse=True)
    most = {key: one.weight - one.points for key, one in result.items.items()
            if not one.is_component and one.state != "absent" and one.weight > one.points}  # fmt: skip
    raised: dict[str, Fraction] = {}
    is_enough = True
    for one in missed:
        inside = [key for key in _below(instrument, one.of) if key in most]
        is_enough &= _meet(raised, most, inside, *_short(instrument, result, one))
    serves = {key: tuple(one.of for one in missed if key in set(_below(instrument, one.of))) for key in raised}
    further = _beyond(instrument, result, missed, raised, most)
    steps = (Raise(key, result.items[key].title, raised[key], most[key], serves[key], result.items[key].raw,
                   _raw_for(instrument, result.items[key], raised[key], beyond=key in further))
             for key in most if key in raised)  # fmt: skip
    return Way(tuple(steps), is_enough)


def _raw_for(instrument: Instrument, one: ItemScore, needed: Fraction, *, beyond: bool) -> Answer | None:
    return least_raw(instrument.by_key[one.key].item, one.raw, (one.points + needed) / one.weight, beyond=beyond)


def _beyond(instrument: Instrument, result: Result, missed: Iterable[ThresholdResult], raised: dict[str, Fraction],
            most: dict[str, Fraction]) -> set[str]:  # fmt: skip
    """Of the raised indicators those that have to give more than ``needed``, by as little as one likes: one for each
    minimum that asks for more than itself and is met just so."""
    found: set[str] = set()
    for one in missed:
        short, is_more = _short(instrument, result, one)
        inside = [key for key in _below(instrument, one.of) if key in raised]
        if is_more and sum(raised[key] for key in inside) == short and not found & set(inside):
            found |= set([key for key in inside if raised[key] < most[key]][:1])
    return found


def _meet(raised: dict[str, Fraction], most: dict[str, Fraction], inside: Iterable[str], short: Fraction,
          is_more: bool) -> bool:  # fmt: skip
    """Raises what is *inside* until it is not *short* any more (``is_more``: until it is beyond), those that are raised
    anyway first, then the largest. Whether that was enough."""
    keys = sorted(inside, key=lambda key: (key not in raised, -most[key]))
    rest = short - sum((raised.get(key, Fraction(0)) for key in keys), Fraction(0))
    spare = sum((most[key] - raised[key] for key in keys if key in raised), Fraction(0))
    left = iter(keys)
    while rest > 0 or (rest == 0 and is_more and spare <= 0):
        key = next(left, None)
        if key is None:
            return False
        spare += 0 if key in raised else most[key]
        taken = min(most[key] - raised.get(key, Fraction(0)), rest)
        raised[key] = raised.get(key, Fraction(0)) + taken
        rest, spare = rest - taken, spare - taken
    return True


def _short(instrument: Instrument, result: Result, one: ThresholdResult) -> tuple[Fraction, bool]:
    """How many points are missing, and whether more than that is asked for."""
    weight = result.maximum if one.of == TOTAL else result.items[one.of].weight
    short = one.short * weight / 100 if one.is_percent else one.short
    low = parse(one.threshold.percent or one.threshold.at or "").low
    is_more = low is not None and not low.is_in
    rounding = instrument.definition.rounding
    if one.of != TOTAL or rounding is None:
        return short, is_more
    unit = Fraction(1, 10**rounding.digits)  # a rounded total moves in whole steps
    steps = -(-short // unit)
    return (steps + (is_more and steps * unit == short)) * unit, False


def _below(instrument: Instrument, key: str) -> Iterator[str]:
    """The indicators that an item, or the total, is made of."""
    for node in instrument.nodes if key == TOTAL else (instrument.by_key[key],):
        yield from _leaves(node)


def _leaves(node: Node) -> Iterator[str]:
    if not node.parts:
        yield node.key
    for part in node.parts:
        yield from _leaves(part)

"""The judgements of some rows of many, in whole numbers of any size: what a float must not decide.

Every contribution (weight × share) is a fraction; brought to one denominator, they are added as integers.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.instruments.columns import Column, Mask
from app.instruments.loading import Instrument
from app.instruments.ranges import parse
from app.instruments.schema import Item, Level, Rounding
from app.instruments.shares import Ratio, share_of
from app.instruments.walking import Node
from app.instruments.weights import weights_of

Whole = NDArray[np.object_]
"""(m,) Python integers."""


@dataclass(frozen=True)
class Judged:
    """Of m rows: totals, places of predicates (-1 for none), and for each level whether its thresholds are met."""

    total: NDArray[np.float64]
    final: NDArray[np.float64]
    predicate: NDArray[np.int64]
    passed: dict[str, Mask]


@dataclass(frozen=True)
class _Sums:
    """Points of items as multiples of 1 / ``of``, and the weight of each item in points."""

    points: dict[str, Whole]
    of: int
    weights: Mapping[str, Fraction]


def judge(instrument: Instrument, columns: Mapping[str, Column], absent: frozenset[str],
          rows: NDArray[np.int64]) -> Judged:  # fmt: skip
    """The rows *rows* of *columns*, to which the indicators *absent* do not apply."""
    definition = instrument.definition
    sums = _sums(instrument, columns, absent, rows)
    total = _total(instrument, sums, len(rows))
    final, of = _rounded(total, sums.of, definition.rounding)
    predicate = np.full(len(rows), -1)
    for place, one in enumerate(definition.predicates if sums.weights["total"] else ()):
        predicate[_held(final, Fraction(1, of), one.when)] = place
    passed = {level.key: _passed(level, instrument, sums, (final, Fraction(1, of))) for level in definition.levels}
    return Judged(_floats(total, sums.of), _floats(final, of), predicate, passed)


def _floats(values: Whole, of: int) -> NDArray[np.float64]:
    return np.array([value / of for value in values.tolist()], float)


def _sums(instrument: Instrument, columns: Mapping[str, Column], absent: frozenset[str],
          rows: NDArray[np.int64]) -> _Sums:  # fmt: skip
    weights = weights_of(instrument, absent)
    won = {key: _won(instrument.by_key[key].item, weights[key], column, rows) for key, column in columns.items()}
    of = math.lcm(*{one.denominator for values in won.values() for one in values})
    points: dict[str, Whole] = {key: _whole([one.numerator * (of // one.denominator) for one in values])
                                for key, values in won.items()}  # fmt: skip
    for node in reversed(list(instrument.by_key.values())):  # parts before what they belong to
        if node.key not in points:
            points[node.key] = _added([points[part.key] for part in node.parts], len(rows))
    return _Sums(points, of, weights)


def _whole(values: Sequence[int]) -> Whole:
    return np.array(values, object)


def _added(parts: Sequence[Whole], count: int) -> Whole:
    return sum(parts, _whole([0] * count))


def _total(instrument: Instrument, sums: _Sums, count: int) -> Whole:
    return _added([sums.points[node.key] for node in instrument.nodes], count)


def _won(item: Item, weight: Fraction, column: Column, rows: NDArray[np.int64]) -> list[Fraction]:
    """The points of each row; every different answer is looked at once."""
    known: dict[Any, Fraction] = {}
    found = []
    for answer in _answers(column, rows):
        if answer not in known:
            known[answer] = Fraction(0) if answer is None else weight * share_of(item, answer)
        found.append(known[answer])
    return found


def _answers(column: Column, rows: NDArray[np.int64]) -> Iterator[Any]:
    """The answers of the rows, None where there is none."""
    if isinstance(column, tuple):
        real, target = (one[rows].tolist() for one in column)
        pairs = zip(real, target, strict=True)
        yield from (None if one != one or of != of else Ratio(one, of) for one, of in pairs)
    else:
        yield from (None if value == "" or value != value else value for value in column[rows].tolist())


def _rounded(total: Whole, of: int, rounding: Rounding | None) -> tuple[Whole, int]:
    """The totals after the file's rule, and what they are multiples of."""
    if rounding is None:
        return total, of
    scale = 10**rounding.digits
    whole, rest = (total * scale) // of, (total * scale) % of
    up = 2 * rest > of
    if rounding.mode == "half_up":
        up = 2 * rest >= of
    elif rounding.mode == "half_even":
        up = up | ((2 * rest == of) & (whole % 2 == 1))
    return (whole if rounding.mode == "down" else whole + up.astype(int)), scale


def _held(values: Whole, unit: Fraction, when: str) -> Mask:
    """Whether each value, times *unit*, lies in the range."""
    allowed = parse(when)
    held = np.ones(len(values), bool)
    if allowed.low:
        bound = allowed.low.value / unit
        held &= (values >= math.ceil(bound) if allowed.low.is_in else values > math.floor(bound)).astype(bool)
    if allowed.high:
        bound = allowed.high.value / unit
        held &= (values <= math.floor(bound) if allowed.high.is_in else values < math.ceil(bound)).astype(bool)
    return held


def _passed(level: Level, instrument: Instrument, sums: _Sums, final: tuple[Whole, Fraction]) -> Mask:
    """Whether all thresholds of a level are met; those on what does not apply are left out."""
    passed = np.ones(len(final[0]), bool)
    for one in level.thresholds:
        for key in [part.key for part in _parts(instrument, one.each)] if one.each else [str(one.of)]:
            values, unit = final if key == "total" else (sums.points[key], Fraction(1, sums.of))
            weight = sums.weights[key]
            if weight:
                passed &= _held(values, unit * 100 / weight if one.percent else unit, one.percent or one.at or "")
    return passed


def _parts(instrument: Instrument, key: str) -> tuple[Node, ...]:
    return instrument.by_key[key].parts

"""The scorer for very many units at once: the same results as ``scoring.score``, in arrays.

Sums are floating-point. Where a total or a threshold's value comes so near to an edge that a rounding error could
decide, the row is judged again in whole numbers (``exactly``): no predicate hangs on a float.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from app.instruments.columns import Column, Floats, Mask, inside, length, shares_of
from app.instruments.exactly import judge
from app.instruments.faults import AnswerFault, BadAnswers
from app.instruments.loading import Instrument
from app.instruments.ranges import parse
from app.instruments.schema import Level, Rounding
from app.instruments.walking import Node

NEAR = 1e-7
"""Points within which a sum of floats is not believed; its error is below 1e-11 for totals up to 1,000."""
Weights = Floats | float
"""(n,), or the same for all: () or a number."""


@dataclass
class Many:
    """Results of n units. Points are floats, at most 1e-10 off; predicates and levels are exact."""

    total: Floats
    """(n,) 0 to the maximum."""
    final: Floats
    """(n,) rounded where the file says so."""
    predicate: NDArray[np.int64]
    """(n,) place in the file's list of predicates, -1 where the total lies in none or nothing applies."""
    missing: NDArray[np.int64]
    """(n,) indicators without an answer; a result is final where it is 0."""
    passed: dict[str, Mask]
    """Level → (n,) whether its thresholds are met. Gates ask for facts and are not in it."""
    points: dict[str, Floats]
    """Item → (n,) points."""
    again: int = 0
    """How many rows were judged again exactly."""


@dataclass
class _Sums:
    """What is being summed: by item shares, weights, points and whether it applies."""

    shares: dict[str, Floats]
    absent: Mapping[str, Mask]
    count: int
    points: dict[str, Floats] = field(default_factory=dict)
    weights: dict[str, Weights] = field(default_factory=dict)

    def applies(self, node: Node) -> Mask | None:
        """(n,) where the item applies; None where it does everywhere."""
        if not node.parts:
            mask = self.absent.get(node.key)
            return None if mask is None else ~mask
        parts = [self.applies(part) for part in node.parts]
        found = [one for one in parts if one is not None]
        return np.logical_or.reduce(found) if found and len(found) == len(parts) else None


def score_many(instrument: Instrument, columns: Mapping[str, Column],
               absent: Mapping[str, Mask] | None = None) -> Many:  # fmt: skip
    """Results of n units from columns by indicator (``columns.Column``); an indicator without one is missing.

    *absent*: indicator → (n,) where it does not apply. ``BadAnswers`` names columns and first rows that do not fit.
    """
    without = absent or {}
    leaves = {node.key: node.item for node in instrument.leaves}
    if wrong := [key for key in (*columns, *without) if key not in leaves]:
        raise BadAnswers([AnswerFault(key, "item_unknown", {"name": key}) for key in wrong])
    shares = {key: shares_of(leaves[key], column) for key, column in columns.items()}
    for key, mask in without.items():
        if key in shares and not np.isnan(shares[key][mask]).all():
            raise BadAnswers([AnswerFault(key, "answer_not_asked")])
    sums = _Sums(shares, without, length(columns))
    definition = instrument.definition
    total = _sum(instrument.nodes, float(definition.maximum), definition.absent == "spread", sums)
    found = _judged(instrument, sums, total)
    _judge_again(instrument, columns, without, found, _unsure(instrument, sums, found))
    return found


def _sum(nodes: tuple[Node, ...], worth: Weights, is_spread: bool, sums: _Sums) -> Floats:
    """The points of items beside each other, which share *worth*; fills in those of each."""
    masks = [sums.applies(node) if is_spread else None for node in nodes]
    parts: list[Weights] = [np.asarray(float(node.worth) * (1.0 if mask is None else mask))
                            for node, mask in zip(nodes, masks, strict=True)]  # fmt: skip
    whole: Weights = sum(parts[1:], parts[0])
    unit = np.asarray(worth) / np.where(np.asarray(whole) == 0, 1.0, whole)
    total = np.zeros(sums.count)
    for node, part in zip(nodes, parts, strict=True):
        weight: Weights = np.asarray(part * unit)
        points = _sum(node.parts, weight, is_spread, sums) if node.parts else _points(node, weight, sums)
        sums.points[node.key], sums.weights[node.key] = points, weight
        total += points
    return total


def _points(node: Node, weight: Weights, sums: _Sums) -> Floats:
    shares = sums.shares.get(node.key)
    return np.zeros(sums.count) if shares is None else np.nan_to_num(shares) * weight


def _judged(instrument: Instrument, sums: _Sums, total: Floats) -> Many:
    definition = instrument.definition
    final = _rounded(total, definition.rounding)
    predicate = np.full(sums.count, -1)
    for place, one in enumerate(definition.predicates):
        predicate[inside(final, one.when) & (_weight("total", instrument, sums) > 0)] = place
    passed = {}
    for level in definition.levels:
        held = [inside(value, when) | ~applies for value, when, applies in _values(level, instrument, sums, final)]
        passed[level.key] = np.logical_and.reduce([np.ones(sums.count, bool), *held])
    return Many(total, final, predicate, _missing(instrument, sums), passed, sums.points)


def _missing(instrument: Instrument, sums: _Sums) -> NDArray[np.int64]:
    found = np.zeros(sums.count, np.int64)
    for node in instrument.leaves:
        shares = sums.shares.get(node.key)
        is_missing = np.ones(sums.count, bool) if shares is None else np.isnan(shares)
        found += is_missing & ~sums.absent.get(node.key, np.zeros(sums.count, bool))
    return found


def _rounded(total: Floats, rounding: Rounding | None) -> Floats:
    """Right but for totals so near to where rounding turns that ``_unsure`` has them scored again."""
    if rounding is None:
        return total.copy()
    scale = 10.0**rounding.digits
    return np.floor(total * scale + (0.0 if rounding.mode == "down" else 0.5)) / scale


def _values(level: Level, instrument: Instrument, sums: _Sums, final: Floats) -> Iterator[tuple[Floats, str, Mask]]:
    """Value, allowed range and where it applies, for each threshold of a level."""
    for one in level.thresholds:
        keys = [part.key for part in instrument.by_key[one.each].parts] if one.each else [str(one.of)]
        for key in keys:
            weight = _weight(key, instrument, sums)
            points = final if key == "total" else sums.points[key]
            value = 100 * points / np.where(weight > 0, weight, 1.0) if one.percent else points
            yield value, one.percent or one.at or "", weight > 0


def _weight(key: str, instrument: Instrument, sums: _Sums) -> Floats:
    of = [node.key for node in instrument.nodes] if key == "total" else [key]
    return np.asarray(sum(np.broadcast_to(sums.weights[one], (sums.count,)) for one in of))


def _unsure(instrument: Instrument, sums: _Sums, found: Many) -> Mask:
    """(n,) where a rounding error could have decided."""
    definition = instrument.definition
    unsure = np.zeros(sums.count, bool)
    if definition.rounding:
        turn = 0.0 if definition.rounding.mode == "down" else 0.5
        scaled = found.total * 10.0**definition.rounding.digits + turn
        unsure |= np.abs(scaled - np.round(scaled)) < NEAR * 10.0**definition.rounding.digits
    for one in definition.predicates:
        unsure |= _near(found.final, one.when)
    for level in definition.levels:
        for value, when, _applies in _values(level, instrument, sums, found.final):
            unsure |= _near(value, when)
    return unsure


def _near(values: Floats, when: str) -> Mask:
    """Near an edge; below nothing and above everything there is nothing to confuse."""
    allowed = parse(when)
    near = np.zeros(len(values), bool)
    for edge in (allowed.low, allowed.high):
        if edge is not None and edge.value > 0:
            near |= np.abs(values - float(edge.value)) < NEAR
    return near


def _judge_again(instrument: Instrument, columns: Mapping[str, Column], absent: Mapping[str, Mask], found: Many,
                 unsure: Mask) -> None:  # fmt: skip
    """Judges the unsure rows exactly, together where the same indicators apply."""
    found.again = int(unsure.sum())
    for without, rows in _alike(absent, np.flatnonzero(unsure)):
        exact = judge(instrument, columns, without, rows)
        found.total[rows], found.final[rows], found.predicate[rows] = exact.total, exact.final, exact.predicate
        for key, passed in exact.passed.items():
            found.passed[key][rows] = passed


def _alike(absent: Mapping[str, Mask], rows: NDArray[np.int64]) -> Iterator[tuple[frozenset[str], NDArray[np.int64]]]:
    """The rows by which indicators do not apply."""
    if not absent or not len(rows):
        yield from [(frozenset(), rows)] if len(rows) else []
        return
    keys = list(absent)
    patterns, places = np.unique(np.stack([absent[key][rows] for key in keys]), axis=1, return_inverse=True)
    for number, pattern in enumerate(patterns.T):
        yield frozenset(key for key, is_absent in zip(keys, pattern, strict=True) if is_absent), rows[places == number]

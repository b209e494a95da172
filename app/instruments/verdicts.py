"""From points to judgements: rounding, the predicate of a total, thresholds and gates of each level."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from app.instruments.loading import Instrument
from app.instruments.ranges import Edge, parse
from app.instruments.result import GateResult, ItemScore, LevelResult, ThresholdResult
from app.instruments.schema import Definition, Gate, Level, Predicate, Rounding, Threshold
from app.instruments.shares import Answer, exact

Scores = Mapping[str, ItemScore]
Facts = Mapping[str, Answer]


def rounded(total: Fraction, rounding: Rounding | None) -> Fraction:
    """The total after the file's rule, exactly: a half is a half however it was come by. Totals are 0 or more."""
    if rounding is None:
        return total
    scale = 10**rounding.digits
    whole, rest = divmod(total.numerator * scale, total.denominator)
    side = 2 * rest - total.denominator  # 0 at the half, more above it
    is_half_up = side == 0 and (rounding.mode == "half_up" or (rounding.mode == "half_even" and whole % 2 == 1))
    is_up = rounding.mode != "down" and (side > 0 or is_half_up)
    return Fraction(whole + is_up, scale)


def predicate_of(definition: Definition, final: Fraction) -> Predicate | None:
    """The band that the total lies in."""
    return next((one for one in definition.predicates if parse(one.when).holds(final)), None)


def level_of(level: Level, instrument: Instrument, items: Scores, final: Fraction, facts: Facts) -> LevelResult:
    """How a level is met."""
    thresholds = [found for one in level.thresholds for found in _thresholds(one, instrument, items, final)]
    titles = {one.key: one.title for one in instrument.definition.facts}
    gates = tuple(_gate(one, titles[one.fact], facts.get(one.fact)) for one in level.gates)
    return LevelResult(level.key, level.title, tuple(thresholds), gates)


def _thresholds(one: Threshold, instrument: Instrument, items: Scores, final: Fraction) -> Iterator[ThresholdResult]:
    if one.each:
        for part in instrument.by_key[one.each].parts:
            yield _threshold(one, part.key, items[part.key].points, items[part.key].weight)
    elif one.of == "total":
        yield _threshold(one, "total", final, sum((items[top.key].weight for top in instrument.nodes), Fraction(0)))
    else:
        key = str(one.of)
        yield _threshold(one, key, items[key].points, items[key].weight)


def _threshold(one: Threshold, key: str, points: Fraction, weight: Fraction) -> ThresholdResult:
    allowed = parse(one.percent or one.at or "")
    minimum = (allowed.low or Edge(Fraction(0), True)).value
    if not weight:
        return ThresholdResult(key, Fraction(0), minimum, one.percent is not None, None, one)
    value = 100 * points / weight if one.percent else points
    return ThresholdResult(key, value, minimum, one.percent is not None, allowed.holds(value), one)


def _gate(gate: Gate, title: str, value: Answer | None) -> GateResult:
    wanted = gate.at or ", ".join(gate.words or ())
    if value is None:
        return GateResult(gate.fact, title, None, wanted, None)
    if gate.at:
        return GateResult(gate.fact, title, value, wanted, parse(gate.at).holds(exact(value)))
    words = {word.casefold() for word in gate.words or ()}
    return GateResult(gate.fact, title, value, wanted, str(value).strip().casefold() in words)

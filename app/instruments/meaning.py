"""What a file of the right form may still get wrong: sums, names, bands, thresholds, gates, sources."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from app.instruments.circles import circles
from app.instruments.faults import Found, Path
from app.instruments.measures import measured
from app.instruments.ranges import Flaw, Range, flaws, parse, shown
from app.instruments.schema import Definition, Fact, Gate, Item, Level, Model, Source, Threshold
from app.instruments.sources import KNOWN
from app.instruments.walking import Group, groups

TOTAL = "total"


def meant(definition: Definition) -> Iterator[Found]:
    """The faults of a definition's meaning."""
    every = list(groups(definition))
    yield from _ends(definition)
    yield from twice([((*path, "key"), item.key) for group in every for path, item in group.each()], {TOTAL})
    for group in every:
        yield from _weights(group)
        for path, item in group.each():
            yield from _item(group, path, item)
    yield from _own_sources(definition, every)
    yield from _predicates(definition)
    yield from _facts(definition)
    yield from _levels(definition, every)


def twice(names: Iterable[tuple[Path, str]], taken: Iterable[str] = ()) -> Iterator[Found]:
    """A fault for each name that stood before, or is *taken*."""
    seen = set(taken)
    for path, name in names:
        if name in seen:
            yield Found(path, "used_before", {"name": name})
        seen.add(name)


def band_faults(path: Path, ranges: Sequence[Range], low: Fraction, high: Fraction,
                step: Fraction | None = None) -> Iterator[Found]:  # fmt: skip
    """The flaws of bands (each with a ``when``) in the list at *path*."""
    for flaw in flaws(ranges, low, high, step):
        yield Found((*path, flaw.place, "when"), f"band_{flaw.kind}", _edge(flaw))


def _edge(flaw: Flaw) -> dict[str, object]:
    return {"at": str(shown(flaw.at))}


def _ends(definition: Definition) -> Iterator[Found]:
    if definition.minimum >= definition.maximum:
        yield Found(("maximum",), "ends_reversed", {"low": str(definition.minimum), "high": str(definition.maximum)})


def _weights(group: Group) -> Iterator[Found]:
    """Weights are there where they are needed, and add up to what they should."""
    for path, item in group.each():
        if group.weights == "equal" and item.weight is not None:
            yield Found((*path, "weight"), "weight_beside_equal")
        elif group.weights != "equal" and item.weight is None:
            yield Found(path, "weight_missing", {"name": item.key})
    whole = Fraction(100) if group.weights == "percent" else group.worth
    given = [item.weight for item in group.items if item.weight is not None]
    if whole is not None and group.weights != "equal" and len(given) == len(group.items):
        total = Fraction(sum(given))
        if total != whole:
            sums = {"sum": str(shown(total)), "whole": str(shown(whole)), "off": str(shown(total - whole))}
            yield Found(group.path, f"weights_{group.weights}", sums, at_key=True)


def _item(group: Group, path: Path, item: Item) -> Iterator[Found]:
    if item.kinds and (wider := sorted(set(item.kinds) - set(group.kinds))):
        yield Found((*path, "for"), "kinds_wider", {"names": ", ".join(wider)})
    if item.items:
        for name in ("scale", "minimum", "maximum", "convert", "source", "evidence"):
            if getattr(item, name) is not None:
                yield Found((*path, name), "not_of_component", {"name": name}, at_key=True)
        return
    if "weights" in item.model_fields_set:
        yield Found((*path, "weights"), "not_of_indicator", {"name": "weights"}, at_key=True)
    if item.scale in (None, "converted") and not (group.is_open or item.open):
        yield Found((*path, "scale") if item.scale else path, "not_open", {"name": item.key})
    yield from measured(path, item, band_faults)
    if item.source:
        yield from _source((*path, "source"), item.source)


def _source(path: Path, source: Source) -> Iterator[Found]:
    given = [name for name in ("instrument", "competition", "records") if getattr(source, name) is not None]
    if len(given) != 1 or ("of" in source.model_fields_set and source.instrument is None):
        yield Found(path, "one_source")
        return
    known = KNOWN.get(given[0], ())
    if known and (name := getattr(source, given[0])) not in known:
        yield Found((*path, given[0]), "source_not_fed", {"name": name, "known": ", ".join(known)})


def _own_sources(definition: Definition, every: Sequence[Group]) -> Iterator[Found]:
    """An item cannot be fed by its own file; where it would feed itself in the end, that is said."""
    edges: dict[str, list[str]] = {TOTAL: [item.key for item in definition.items]}
    fed: list[tuple[Path, Item, Source]] = []
    for path, item in (one for group in every for one in group.each()):
        own = item.source if item.source and item.source.instrument == definition.instrument else None
        edges[item.key] = [*(part.key for part in item.items or ()), *([own.of] if own else [])]
        fed += [((*path, "source"), item, own)] if own else []
    round_and_round = circles(edges)
    for path, item, source in fed:
        if source.of not in edges:
            yield Found(path, "source_item_unknown", {"name": source.name})
        elif item.key in round_and_round:
            yield Found(path, "cycle", {"way": " → ".join(round_and_round[item.key])})
        else:
            yield Found(path, "own_source", {"name": source.name})


def _predicates(definition: Definition) -> Iterator[Found]:
    bands = definition.predicates
    yield from twice((("predicates", n, "letter"), one.letter) for n, one in enumerate(bands) if one.letter)
    for place, one in enumerate(bands):
        if (one.letter is None) == (one.open is None):
            yield Found(("predicates", place), "letter_or_open")
    rounding = definition.rounding
    step = Fraction(1, 10**rounding.digits) if rounding else None
    ends = Fraction(definition.minimum), Fraction(definition.maximum)
    yield from band_faults(("predicates",), [parse(one.when) for one in bands], *ends, step)


def _facts(definition: Definition) -> Iterator[Found]:
    yield from twice((("facts", place, "key"), one.key) for place, one in enumerate(definition.facts))
    for place, one in enumerate(definition.facts):
        if one.choices if one.kind == "number" else (one.minimum, one.maximum) != (None, None):
            yield Found(("facts", place), "fact_form")
        if one.minimum is not None and one.maximum is not None and one.minimum >= one.maximum:
            ends = {"low": str(one.minimum), "high": str(one.maximum)}
            yield Found(("facts", place, "maximum"), "ends_reversed", ends)


def _levels(definition: Definition, every: Sequence[Group]) -> Iterator[Found]:
    yield from twice((("levels", place, "key"), one.key) for place, one in enumerate(definition.levels))
    worth = {item.key: (group.worth_of(item), item) for group in every for _path, item in group.each()}
    worths: dict[str, tuple[Fraction | None, Item | None]] = {TOTAL: (Fraction(definition.maximum), None), **worth}
    facts = {one.key: one for one in definition.facts}
    for place, level in enumerate(definition.levels):
        yield from _level(("levels", place), level, worths, facts)


def _level(path: Path, level: Level, worths: dict[str, tuple[Fraction | None, Item | None]],
           facts: dict[str, Fact]) -> Iterator[Found]:  # fmt: skip
    if not level.thresholds and not level.gates:
        yield Found(path, "level_empty", {"name": level.key})
    yield from _minimums_twice(path, level)
    for place, threshold in enumerate(level.thresholds):
        yield from _threshold((*path, "thresholds", place), threshold, worths)
    for place, gate in enumerate(level.gates):
        yield from _gate((*path, "gates", place), gate, facts)


def _minimums_twice(path: Path, level: Level) -> Iterator[Found]:
    """A second minimum for the same item: one of them says nothing, or was meant for something else."""
    seen: set[tuple[str, str]] = set()
    for place, one in enumerate(level.thresholds):
        for name in ("of", "each"):
            key = getattr(one, name)
            if key and (name, key) in seen:
                yield Found((*path, "thresholds", place, name), "threshold_twice", {"name": key})
            seen.add((name, key or ""))


def _threshold(path: Path, one: Threshold, worths: dict[str, tuple[Fraction | None, Item | None]]) -> Iterator[Found]:
    if not (_one_of(one, "of", "each") and _one_of(one, "at", "percent")):
        yield Found(path, "threshold_form")
        return
    key, field = (one.of, "of") if one.of else (str(one.each), "each")
    if key not in worths or (one.each and key == TOTAL):
        yield Found((*path, field), "item_unknown", {"name": key})
        return
    worth, item = worths[key]
    if one.each and not (item and item.items):
        yield Found((*path, "each"), "each_of_indicator", {"name": key})
    yield from _reached((*path, "at" if one.at else "percent"), one, _most(one, item, worth, worths))


def _most(one: Threshold, item: Item | None, worth: Fraction | None,
          worths: dict[str, tuple[Fraction | None, Item | None]]) -> Fraction | None:  # fmt: skip
    """The most that what a threshold is about can have; of several items that of the lightest. None is unknown."""
    if one.percent:
        return Fraction(100)
    if one.of:
        return worth
    parts = [worths[part.key][0] for part in (item and item.items) or ()]
    return min((part for part in parts if part is not None), default=None)


def _reached(path: Path, one: Threshold, most: Fraction | None) -> Iterator[Found]:
    asked = parse(one.at or one.percent or "")
    if asked.low is None or asked.high:
        yield Found(path, "not_a_minimum")
    elif most is not None and not asked.meets(None, most):
        yield Found(path, "out_of_reach", {"most": str(shown(most))})


def _gate(path: Path, gate: Gate, facts: dict[str, Fact]) -> Iterator[Found]:
    if not _one_of(gate, "at", "words"):
        yield Found(path, "gate_form")
    fact = facts.get(gate.fact)
    if fact is None:
        yield Found((*path, "fact"), "fact_unknown", {"name": gate.fact})
        return
    if (fact.kind == "number") != (gate.at is not None):
        yield Found(path, "gate_mismatch", {"name": gate.fact})
    elif gate.at and not parse(gate.at).meets(_fraction(fact.minimum), _fraction(fact.maximum)):
        ends = {"low": "…" if fact.minimum is None else str(fact.minimum),
                "high": "…" if fact.maximum is None else str(fact.maximum)}  # fmt: skip
        yield Found((*path, "at"), "gate_out_of_reach", {"name": gate.fact, **ends})
    for place, word in enumerate(gate.words or ()):
        if fact.choices and word not in fact.choices:
            yield Found((*path, "is", place), "one_of", {"name": "is", "expected": ", ".join(fact.choices)})


def _fraction(end: Decimal | None) -> Fraction | None:
    return None if end is None else Fraction(end)


def _one_of(model: Model, *names: str) -> bool:
    return sum(getattr(model, name) is not None for name in names) == 1

"""What holds for every instrument and every answer, on instruments and answers made up by Hypothesis."""

import itertools
from decimal import Decimal
from fractions import Fraction
from typing import Any

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from app.instruments.lifting import cheapest
from app.instruments.loading import Instrument, names, shipped
from app.instruments.schema import Item
from app.instruments.scoring import score
from app.instruments.shares import LETTERS, Answer, Ratio
from tests.instruments.files import ALL_SCALES, BANDS, HEAD, made

SHARES = ("0", "0.2", "0.5", "0.9", "1")


@st.composite
def leaves(draw: st.DrawFn) -> dict[str, Any]:
    """An indicator without key and weight, of any scale; bands and tables rise."""
    scale = draw(st.sampled_from(["yes_no", "abc", "abcd", "abcde", "percentage", "number"]))
    leaf: dict[str, Any] = {"title": "Indikator", "scale": scale}
    if scale == "number":
        low, span = draw(st.integers(0, 5)), draw(st.integers(1, 200))
        leaf |= {"minimum": low, "maximum": low + span, "convert": draw(conversions(low, low + span))}
    return leaf


@st.composite
def conversions(draw: st.DrawFn, low: int, high: int) -> dict[str, Any]:
    """A conversion of numbers from low to high."""
    kind = draw(st.sampled_from(["linear", "inverse", "part", "target", "banded"]))
    if kind == "part":
        return {"kind": kind, "of": high}
    if kind == "target":
        return {"kind": kind, "target": draw(st.integers(1, high))}
    if kind == "banded":
        edge = draw(st.integers(low + 1, high))
        return {"kind": kind, "bands": [{"when": f"<{edge}", "share": 0.25}, {"when": f">={edge}", "share": 0.75}]}
    start, end = (low, high) if kind == "linear" else (high, low)
    return {"kind": kind, "from": start, "to": end}


@st.composite
def instruments(draw: st.DrawFn) -> Instrument:
    """One or two levels of items, weights in points, percent or equal."""
    numbers = itertools.count()
    top = draw(st.integers(1, 4))
    shares = draw(st.lists(st.integers(1, 20), min_size=top, max_size=top))
    items = [draw(components(numbers, weight)) for weight in shares]
    values = yaml.safe_load(HEAD) | {"maximum": sum(shares), "absent": draw(st.sampled_from(["zero", "spread"])),
                                     "items": items}  # fmt: skip
    edge = sum(shares) / 2
    values["predicates"] = [{"letter": "A", "when": f">={edge}"}, {"letter": "B", "when": f"<{edge}"}]
    return made(yaml.safe_dump(values, sort_keys=False))


@st.composite
def components(draw: st.DrawFn, numbers: Any, weight: int) -> dict[str, Any]:
    """An indicator, or a component with some."""
    count, weights = draw(st.integers(0, 3)), draw(st.sampled_from(["points", "percent", "equal"]))
    own = {"key": f"i{next(numbers)}", "weight": weight}
    if not count:
        return draw(leaves()) | own
    parts = [draw(leaves()) | {"key": f"i{next(numbers)}"} for _ in range(count)]
    whole = {"points": weight, "percent": 100, "equal": 0}[weights]
    for place, part in enumerate(parts):
        if weights != "equal":  # 1/4 of it each, and the last the rest
            part["weight"] = whole / 4 if place < count - 1 else whole - (count - 1) * whole / 4
    return {"title": "Komponen", "weights": weights, "items": parts} | own


def best_to_worst(item: Item) -> bool:
    return item.convert is not None and item.convert.kind == "inverse"


def answers_for(item: Item) -> st.SearchStrategy[Answer]:
    """Answers on the item's scale."""
    if item.scale in LETTERS:
        return st.sampled_from(sorted(LETTERS[item.scale]))
    if item.scale == "percentage":
        return st.builds(Ratio, st.integers(0, 200), st.integers(1, 100))
    return st.decimals(item.minimum or 0, item.maximum or 100, places=2)


def worth(item: Item, answer: Answer) -> Fraction:
    """How high an answer is, whatever it is worth."""
    if isinstance(answer, str):
        return LETTERS[str(item.scale)][answer]
    if isinstance(answer, Ratio):
        return Fraction(answer.real) / Fraction(answer.target)
    return Fraction(answer)


def some_answers(data: st.DataObject, tool: Instrument) -> dict[str, Answer]:
    kept = [leaf for leaf in tool.leaves if data.draw(st.booleans() | st.just(True))]
    return {leaf.key: data.draw(answers_for(leaf.item)) for leaf in kept}


@settings(deadline=None, max_examples=150)
@given(instruments(), st.data())
def test_raising_an_answer_never_lowers_the_total_unless_its_scale_is_inverse(tool: Instrument, data: st.DataObject):
    answers = some_answers(data, tool)
    leaf = data.draw(st.sampled_from(tool.leaves))
    low, high = sorted((data.draw(answers_for(leaf.item)) for _ in range(2)), key=lambda one: worth(leaf.item, one))
    before, after = (score(tool, answers | {leaf.key: one}).total for one in (low, high))
    assert after <= before if best_to_worst(leaf.item) else after >= before
    assert score(tool, answers | {leaf.key: low}).total >= score(
        tool, {key: one for key, one in answers.items() if key != leaf.key}).total  # fmt: skip


@settings(deadline=None, max_examples=150)
@given(instruments(), st.data())
def test_a_total_stays_between_nothing_and_the_maximum_and_is_the_sum_of_its_parts(
    tool: Instrument, data: st.DataObject
):
    answers = some_answers(data, tool)
    absent = data.draw(st.sets(st.sampled_from([leaf.key for leaf in tool.leaves])))
    found = score(tool, {key: one for key, one in answers.items() if key not in absent}, absent=absent)
    assert 0 <= found.total <= found.maximum <= tool.definition.maximum
    assert found.total == sum(one.points for one in found.items.values() if not one.is_component)
    assert found.maximum == sum(one.weight for one in found.items.values() if not one.is_component)
    assert all(0 <= one.points <= one.weight for one in found.items.values())
    is_half = found.final >= Fraction(tool.definition.maximum) / 2
    assert found.letter == (None if found.maximum == 0 else "A" if is_half else "B")
    for key, one in found.items.items():
        parts = [found.items[part.key] for part in tool.by_key[key].parts]
        assert not parts or (one.points, one.weight) == (sum(p.points for p in parts), sum(p.weight for p in parts))


@settings(deadline=None, max_examples=100)
@given(st.integers(1, 400), st.integers(0, 50), st.sampled_from(["linear", "inverse", "part", "target"]),
       st.integers(1, 997), st.data())  # fmt: skip
def test_rescaling_raw_values_with_their_maximum_changes_nothing(
    span: int, low: int, kind: str, factor: int, data: st.DataObject
):
    value = data.draw(st.decimals(low, low + span, places=3))
    totals = set()
    for by in (Decimal(1), Decimal(factor), Decimal(factor) / 1000):
        least, most = low * by, (low + span) * by
        convert = {"part": f"of: {most}", "target": f"target: {most}", "linear": f"from: {least}, to: {most}",
                   "inverse": f"from: {most}, to: {least}"}[kind]  # fmt: skip
        item = (f"items: [{{key: n, title: N, weight: 90, scale: number, minimum: {least}, maximum: {most},"
                f" convert: {{kind: {kind}, {convert}}}}}]\n")  # fmt: skip
        totals.add(score(made(f"{HEAD}maximum: 90\nabsent: zero\n{item}"), {"n": value * by}).total)
    assert len(totals) == 1


@settings(deadline=None, max_examples=100)
@given(instruments(), st.data())
def test_no_smaller_set_of_indicators_lifts_a_result(tool: Instrument, data: st.DataObject):
    answers = some_answers(data, tool)
    result = score(tool, answers)
    lift = cheapest(tool, result, "A")
    gains = {one.key: one.weight - one.points for one in result.items.values() if not one.is_component}
    edge = Fraction(tool.definition.maximum) / 2
    assert lift.is_enough
    assert lift.needed == max(edge - result.final, 0)
    assert result.total + sum(step.gain for step in lift.steps) >= edge
    for smaller in itertools.combinations(gains.values(), max(len(lift.steps) - 1, 0)):
        assert len(lift.steps) == 0 or result.total + sum(smaller) < edge


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(names()), st.data())
def test_the_files_that_come_with_jipp_stay_in_their_bounds(name: str, data: st.DataObject):
    tool = shipped(name)
    answers = {leaf.key: data.draw(answers_for(leaf.item)) for leaf in tool.leaves}
    found = score(tool, answers)
    assert tool.definition.minimum <= found.total <= tool.definition.maximum
    assert not tool.definition.predicates or found.predicate is not None


def test_the_bands_of_the_tests_hold_every_total():
    tool = made(ALL_SCALES)
    assert BANDS in ALL_SCALES
    assert score(tool, {}).predicate is not None

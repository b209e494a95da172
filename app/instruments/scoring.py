"""Answers → result. Pure and exact: the same answers give the same result, to the last fraction."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from app.instruments.faults import AnswerFault, BadAnswers
from app.instruments.loading import Instrument, Place
from app.instruments.result import ItemScore, Open, Result, State
from app.instruments.schema import Fact, Item
from app.instruments.shares import Answer, Unfit, exact, share_of
from app.instruments.verdicts import Facts, level_of, predicate_of, rounded
from app.instruments.walking import Node
from app.instruments.weights import weights_of

Answers = Mapping[str, Answer]
_NOBODY: Mapping[str, Answer] = {}


@dataclass
class Given:
    """What is known of one unit, by item: raw value and share, and which items do not apply."""

    raw: dict[str, Answer] = field(default_factory=dict)
    shares: dict[str, Fraction] = field(default_factory=dict)
    fed: set[str] = field(default_factory=set)
    absent: set[str] = field(default_factory=set)

    def state(self, key: str) -> State:
        """Of an indicator."""
        if key in self.absent:
            return "absent"
        return "fed" if key in self.fed else "answered" if key in self.shares else "missing"


def score(instrument: Instrument, answers: Answers, facts: Facts = _NOBODY, sources: Answers = _NOBODY, *,
          kind: str | None = None, absent: Collection[str] = ()) -> Result:  # fmt: skip
    """The result of one unit.

    *answers*: indicator → answer on its scale. *facts*: fact → value, for the gates. *sources*: name of a source
    (``sakip.total``, ``competition.kovablik``) → value; sources that nothing asks for are left alone. *kind* is the
    unit's, one of the instrument's: items for other kinds do not apply, nor do those of *absent*.

    ``BadAnswers`` names every answer, fact and source that does not fit; nothing is guessed or cut off.
    """
    given, faults = _given(instrument, answers, sources, _not_applying(instrument, kind, absent))
    faults += list(_fact_faults(instrument, facts))
    if kind is not None and kind not in instrument.definition.kinds:
        faults.append(AnswerFault("kind", "kind_not_served", {"name": kind}))
    faults += [AnswerFault(key, "item_unknown", {"name": key}) for key in absent if key not in instrument.by_key]
    if faults:
        raise BadAnswers(faults)
    return judged(instrument, given, facts)


def judged(instrument: Instrument, given: Given, facts: Facts) -> Result:
    """Points, predicate and levels of what is given."""
    definition = instrument.definition
    items = _scored(instrument, given)
    total = sum((items[node.key].points for node in instrument.nodes), Fraction(0))
    final = rounded(total, definition.rounding)
    levels = tuple(level_of(level, instrument, items, final, facts) for level in definition.levels)
    maximum = sum((items[node.key].weight for node in instrument.nodes), Fraction(0))
    predicate = predicate_of(definition, final) if maximum else None
    opens = _opens(instrument, items)
    if predicate and predicate.open:
        opens = (*opens, Open(None, predicate.open))
    return Result(definition.instrument, definition.year, items, total, final, maximum, predicate, levels, opens)


def _opens(instrument: Instrument, items: Mapping[str, ItemScore]) -> tuple[Open, ...]:
    """What is open of the whole, and of the items that apply."""
    whole = [Open(None, why) for why in instrument.definition.open]
    parts = [Open(key, node.item.open) for key, node in instrument.by_key.items()
             if node.item.open and items[key].state != "absent"]  # fmt: skip
    return (*whole, *parts)


def _not_applying(instrument: Instrument, kind: str | None, absent: Collection[str]) -> set[str]:
    """The indicators that do not apply, those below a named component too."""
    found: set[str] = set()
    for node in instrument.by_key.values():
        if node.key in absent or (kind is not None and kind not in node.kinds):
            found |= {leaf.key for leaf in _leaves(node)}
    return found


def _leaves(node: Node) -> Iterator[Node]:
    if not node.parts:
        yield node
    for part in node.parts:
        yield from _leaves(part)


def _given(instrument: Instrument, answers: Answers, sources: Answers,
           absent: set[str]) -> tuple[Given, list[AnswerFault]]:  # fmt: skip
    given, faults = Given(absent=absent), []
    leaves = {node.key: node.item for node in instrument.leaves}
    faults += [AnswerFault(key, "item_unknown", {"name": key}) for key in answers if key not in leaves]
    for key, item in leaves.items():
        try:
            _take(given, item, answers, sources)
        except Unfit as unfit:
            faults.append(AnswerFault(key, unfit.code, dict(unfit.params)))
    return given, faults


def _take(given: Given, item: Item, answers: Answers, sources: Answers) -> None:
    """Takes the source's value, or else the answer; two of them, or one for what does not apply, are refused."""
    fed = sources.get(item.source.name) if item.source else None
    answer = answers.get(item.key)
    if item.key in given.absent:
        if answer is not None:
            raise Unfit("answer_not_asked")
        return
    if fed is not None and answer is not None:
        raise Unfit("answered_and_fed")
    value = fed if fed is not None else answer
    if value is None:
        return
    given.shares[item.key], given.raw[item.key] = share_of(item, value), value
    if fed is not None:
        given.fed.add(item.key)


def _fact_faults(instrument: Instrument, facts: Facts) -> Iterator[AnswerFault]:
    known = {fact.key: fact for fact in instrument.definition.facts}
    for key, value in facts.items():
        try:
            if key not in known:
                raise Unfit("fact_unknown", name=key)
            check_fact(known[key], value)
        except Unfit as unfit:
            yield AnswerFault(key, unfit.code, dict(unfit.params))


def check_fact(fact: Fact, value: Answer) -> None:
    """``Unfit`` where the value is not one of the fact's."""
    if fact.kind == "number":
        number = exact(value)
        too_low = fact.minimum is not None and number < Fraction(fact.minimum)
        if too_low or (fact.maximum is not None and number > Fraction(fact.maximum)):
            raise Unfit("answer_outside", low=str(fact.minimum or "–"), high=str(fact.maximum or "–"))
    elif not isinstance(value, str):
        raise Unfit("answer_not_text")
    elif fact.choices and value.strip().casefold() not in {word.casefold() for word in fact.choices}:
        raise Unfit("answer_unknown", expected=", ".join(fact.choices))


def _scored(instrument: Instrument, given: Given) -> dict[str, ItemScore]:
    """Every item, in the order of the file; parts are scored before what they belong to."""
    weights = weights_of(instrument, given.absent)
    found: dict[str, ItemScore] = {}
    for node in reversed(list(instrument.by_key.values())):
        weight, place = weights[node.key], instrument.places[node.key]
        found[node.key] = _component(node, weight, found, place) if node.parts else _indicator(
            node, weight, given, place)  # fmt: skip
    return {key: found[key] for key in instrument.by_key}


def _component(node: Node, weight: Fraction, items: Mapping[str, ItemScore], place: Place) -> ItemScore:
    parts = [items[part.key] for part in node.parts]
    states = {part.state for part in parts}
    state: State = "absent" if states == {"absent"} else "missing" if "missing" in states else "answered"
    points = sum((part.points for part in parts), Fraction(0))
    return ItemScore(node.key, node.item.title, place.depth, place.parent, True, state, weight, points)


def _indicator(node: Node, weight: Fraction, given: Given, place: Place) -> ItemScore:
    share = given.shares.get(node.key)
    return ItemScore(node.key, node.item.title, place.depth, place.parent, False, given.state(node.key), weight,
                     weight * (share or 0), given.raw.get(node.key), share)  # fmt: skip

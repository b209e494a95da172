"""Assessing, purely: what somebody typed → an answer on its scale; values of three steps → a result."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Protocol

from app.instruments import scoring
from app.instruments.faults import AnswerFault
from app.instruments.loading import Instrument
from app.instruments.numbers import UnclearNumber, number
from app.instruments.result import Result
from app.instruments.schema import Fact, Item
from app.instruments.shares import LETTERS, Answer, Ratio, Unfit, share_of
from app.models.assessment import AssessmentStatus, Step
from app.models.assessment_round import RoundStatus

NUMBERS = {"number", "converted", "percentage"}
ONWARD: dict[RoundStatus, tuple[RoundStatus, ...]] = {
    RoundStatus.draft: (RoundStatus.open,),
    RoundStatus.open: (RoundStatus.verifying, RoundStatus.draft),
    RoundStatus.verifying: (RoundStatus.panel, RoundStatus.open),
    RoundStatus.panel: (RoundStatus.final, RoundStatus.verifying),
    RoundStatus.final: (RoundStatus.panel,),
}
"""Where a round may go from a status: onward first, then one step back."""
WRITABLE: dict[Step, frozenset[RoundStatus]] = {
    Step.answer: frozenset({RoundStatus.open, RoundStatus.verifying}),
    Step.verification: frozenset({RoundStatus.open, RoundStatus.verifying}),
    Step.panel: frozenset({RoundStatus.verifying, RoundStatus.panel}),
}
"""When values of a step may be written."""


def is_writable(step: Step, of_round: str, status: str, *, is_reopened: bool = False) -> bool:
    """Whether values of this step may be written: a unit's own only until it sends them in; of an assessment that was
    opened again for the unit also while the panel decides, or nobody could do what it was opened for."""
    if status == AssessmentStatus.final or (step is Step.answer and status != AssessmentStatus.assessing):
        return False
    if step is Step.answer and is_reopened and of_round == RoundStatus.panel:
        return True
    return RoundStatus(of_round) in WRITABLE[step]


class Held(Protocol):
    """A value as it is kept."""

    item: str
    step: str
    value: str | None
    target: str | None
    is_absent: bool


def choices_of(item: Item) -> list[str]:
    """What may be answered, in the order of the scale; empty where a number is asked."""
    if item.scale in LETTERS:
        words = LETTERS[item.scale]
        return [word.upper() if len(word) == 1 else word for word in words]
    if item.scale == "choice":
        return [str(row.value) for row in (item.convert and item.convert.rows) or ()]
    return []


def ends_of(item: Item) -> tuple[float | None, float | None]:
    """The lowest and the highest number that may be given; None where no number is asked, or a ratio."""
    if item.scale == "converted":
        return 0.0, 100.0
    return _float(item.minimum), _float(item.maximum)


def _float(end: Decimal | None) -> float | None:
    return None if end is None else float(end)


def as_number(typed: str | float, ends: tuple[float | None, float | None] = (None, None)) -> Decimal:
    """The number that was typed; ``Unfit`` for what is none, or could be two numbers between these *ends*."""
    if not isinstance(typed, str):
        return Decimal(repr(typed))
    try:
        return number(typed, ends=ends)
    except UnclearNumber as unclear:
        raise _unfit(unclear, ends) from None


def _unfit(unclear: UnclearNumber, ends: tuple[float | None, float | None]) -> Unfit:
    if unclear.code == "outside":
        low, high = ("–" if end is None else as_text(Decimal(repr(end))) for end in ends)
        return Unfit("answer_outside", low=low, high=high)
    if not unclear.readings:
        return Unfit(unclear.code, number=unclear.text)
    small, large = (as_text(value) for value in unclear.readings)
    return Unfit(unclear.code, decimal=number_typed(small), whole=large)


def number_typed(text: str, ends: tuple[float | None, float | None] = (None, None)) -> str:
    """A kept number as it is typed in: a decimal comma, and no three decimals where those could be thousands between
    these *ends*: 1,234 of 0–100, 1,2340 without ends."""
    whole, mark, decimals = text.partition(".")
    if not mark:
        return whole
    try:
        number(f"{whole},{decimals}", ends=ends)
    except UnclearNumber:
        decimals += "0"
    return f"{whole},{decimals}"


def as_text(value: Decimal) -> str:
    """A number as it is kept: a decimal point, no zeros at the end."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def taken(item: Item, value: str | float, target: str | float | None) -> tuple[str, str | None]:
    """Value and target as they are kept; ``Unfit`` where the scale does not know them."""
    found: tuple[str, str | None]
    if item.scale not in NUMBERS:
        found = str(value).strip(), None
        if target is not None:
            raise Unfit("answer_is_ratio")
    elif item.scale == "percentage":
        if target is None:
            raise Unfit("answer_not_ratio")
        found = as_text(as_number(value)), as_text(as_number(target))
    elif target is not None:
        raise Unfit("answer_is_ratio")
    else:
        found = as_text(as_number(value, ends_of(item))), None
    share_of(item, answer(item, *found))
    return found


def answer(item: Item, value: str, target: str | None) -> Answer:
    """What was kept, as the scorer takes it."""
    if item.scale == "percentage":
        return Ratio(Decimal(value), Decimal(target or "0"))
    return Decimal(value) if item.scale in NUMBERS else value


def taken_fact(fact: Fact, value: str | float) -> str:
    """A fact as it is kept; ``Unfit`` where it does not fit."""
    ends = _float(fact.minimum), _float(fact.maximum)
    text = as_text(as_number(value, ends)) if fact.kind == "number" else str(value).strip()
    scoring.check_fact(fact, _fact(fact, text))
    return text


def _fact(fact: Fact, text: str) -> Answer:
    return Decimal(text) if fact.kind == "number" else text


@dataclass
class Judged:
    """A result, whose value counts for each indicator, and what did not fit (left out of the result)."""

    result: Result
    counts: dict[str, str] = field(default_factory=dict)
    faults: dict[str, AnswerFault] = field(default_factory=dict)


@dataclass
class _Chosen:
    answers: dict[str, Answer] = field(default_factory=dict)
    sources: dict[str, Answer] = field(default_factory=dict)
    absent: set[str] = field(default_factory=set)
    counts: dict[str, str] = field(default_factory=dict)
    faults: dict[str, AnswerFault] = field(default_factory=dict)


def judge(
    instrument: Instrument, kind: str, values: Iterable[Held], facts: Mapping[str, str], sources: Mapping[str, Fraction]
) -> Judged:
    """The result of a unit of this *kind*: of each indicator the panel's value counts, else the owner's, else that
    of its source, else the unit's own. What does not fit is left out and named."""
    kinds = instrument.definition.kinds
    chosen = _chosen(instrument, kind if kind in kinds else None, _by_item(values), sources)
    known = {one.key: one for one in instrument.definition.facts}
    found = scoring.score(
        instrument, chosen.answers, {key: _fact(known[key], text) for key, text in facts.items() if key in known},
        chosen.sources, kind=kind if kind in kinds else None, absent=chosen.absent,
    )  # fmt: skip
    return Judged(found, chosen.counts, chosen.faults)


def _by_item(values: Iterable[Held]) -> dict[str, dict[str, Held]]:
    found: dict[str, dict[str, Held]] = {}
    for one in values:
        found.setdefault(one.item, {})[one.step] = one
    return found


def _chosen(instrument: Instrument, kind: str | None, values: Mapping[str, Mapping[str, Held]],
            sources: Mapping[str, Fraction]) -> _Chosen:  # fmt: skip
    found = _Chosen()
    shared: dict[str, list[str]] = {}
    for node in instrument.leaves:
        if kind is not None and kind not in node.kinds:
            continue
        source = node.item.source.name if node.item.source else None
        _choose(found, node.item, values.get(node.key, {}), sources.get(source) if source else None)
        if source in sources:
            shared.setdefault(str(source), []).append(node.key)
    for source, keys in shared.items():
        if all(found.counts.get(key) == "source" for key in keys):
            found.sources[source] = found.answers.pop(keys[0])
            for key in keys[1:]:
                del found.answers[key]
    return found


def _choose(found: _Chosen, item: Item, steps: Mapping[str, Held], fed: Fraction | None) -> None:
    """Whose value counts; a source's stands among the answers until all that it feeds are known to take it."""
    order: tuple[Step, ...] = (Step.panel, Step.verification, *(() if fed is not None else (Step.answer,)))
    held = next((steps[step] for step in order if step in steps), None)
    if held is None and fed is None:
        return
    name = held.step if held else "source"
    if held and held.is_absent:
        found.absent.add(item.key)
        found.counts[item.key] = name
        return
    try:
        value: Answer = answer(item, held.value or "", held.target) if held else fed or Fraction(0)
        share_of(item, value)
    except (Unfit, ArithmeticError) as unfit:
        code, params = (unfit.code, dict(unfit.params)) if isinstance(unfit, Unfit) else ("answer_not_number", {})
        found.faults[item.key] = AnswerFault(item.key, code, params)
        return
    found.answers[item.key], found.counts[item.key] = value, name


def applying(instrument: Instrument, kind: str) -> list[str]:
    """The indicators that a unit of this kind is asked."""
    is_known = kind in instrument.definition.kinds
    return [node.key for node in instrument.leaves if not is_known or kind in node.kinds]

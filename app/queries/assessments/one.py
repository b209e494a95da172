"""One assessment as it is read: the tree of its items with every value, the result, what this reader may do."""

from collections.abc import Sequence
from dataclasses import asdict
from fractions import Fraction
from typing import Any

from sqlmodel import Session, col, select

from app.errors import NotFound
from app.instruments.inverting import least_raw
from app.instruments.lifting import cheapest
from app.instruments.loading import Instrument as Loaded
from app.instruments.raising import way_to
from app.instruments.ranges import parse, shown
from app.instruments.result import ItemScore, LevelResult, Result, ThresholdResult
from app.instruments.shares import Answer, Ratio
from app.models import Assessment, AssessmentDocument, AssessmentRound, IndicatorOwner, Instrument, Unit
from app.models.assessment import (
    AssessmentDeed,
    AssessmentDocumentRead,
    AssessmentRead,
    AssessmentStatus,
    FactRead,
    ItemRead,
    Step,
)
from app.models.assessment_levels import GateRead, LevelRead, RaiseRead, ThresholdRead
from app.models.assessment_round import RoundStatus
from app.models.assessment_work import LiftRead, LiftStep
from app.queries import units
from app.queries.assessments import instruments
from app.queries.assessments.judging import Whole, wholes
from app.queries.assessments.lists import SUMMARY, joined
from app.queries.assessments.rounds import DOCUMENT, is_newer, value_read
from app.queries.assessments.visibility import PANEL, READ, WRITE, visible_to
from app.queries.rows import read_all
from app.rules.assessing import choices_of, ends_of, is_writable
from app.rules.permissions import Actor, may, may_everywhere


def visible(session: Session, actor: Actor, assessment_id: str) -> Any:
    """The summary's columns of an assessment that the actor may see, or ``NotFound``."""
    row = session.execute(joined(*SUMMARY).where(Assessment.id == assessment_id, *visible_to(actor))).first()
    if row is None:
        raise NotFound
    return row


def read(session: Session, actor: Actor, assessment_id: str) -> AssessmentRead:
    """One assessment, or ``NotFound``. The public gets neither evidence nor what the unit said of itself."""
    summary = visible(session, actor, assessment_id)
    of, loaded, whole = whole_of(session, assessment_id)
    result = whole.judged.result
    said = loaded.definition
    concerned = may(actor, READ, units.lineage_ids(session, whole.row.unit_id))
    opens = [f"{loaded.by_key[one.key].item.title}: {one.why}" if one.key else one.why for one in result.open]
    return AssessmentRead(
        **{**summary._mapping, **asdict(whole.figures)}, regulation=said.regulation, notice=said.notice,
        assess_until=of.assess_until, reopening_reason=whole.row.reopening_reason,
        total=as_float(result.total), maximum=as_float(result.maximum),
        items=_items(session, loaded, whole, is_public=not concerned),
        levels=[_level(one, loaded, result) for one in result.levels],
        facts=_facts(loaded, whole), open=opens, letters=letters_of(loaded),
        allowed=_allowed(session, actor, of, whole.row),
    )  # fmt: skip


def whole_of(session: Session, assessment_id: str) -> tuple[AssessmentRound, Loaded, Whole]:
    """An assessment with its round, its instrument and its result."""
    row = session.get_one(Assessment, assessment_id)
    of = session.get_one(AssessmentRound, row.round_id)
    loaded = instruments.loaded(session.get_one(Instrument, of.instrument_id))
    return of, loaded, wholes(session, of, loaded, [row])[0]


def as_float(value: Fraction) -> float:
    """A figure as JSON has it, to six decimals."""
    return float(shown(value))


def letters_of(loaded: Loaded) -> list[str]:
    """The letters of an instrument, best first."""
    bands = [one for one in loaded.definition.predicates if one.letter]
    low = {str(one.letter): (edge.value if (edge := parse(one.when).low) else Fraction(-1)) for one in bands}
    return sorted(low, key=lambda letter: -low[letter])


def _items(session: Session, loaded: Loaded, whole: Whole, *, is_public: bool) -> list[ItemRead]:
    documents = [] if is_public else documents_of(session, whole.row.id)
    owners = _owners(session, whole.row.round_id)
    found = [_item(loaded, whole, one, documents, owners) for one in whole.judged.result.items.values()]
    for item in found if is_public else ():
        item.values = [value for value in item.values if value.step is not Step.answer]
    return found


def documents_of(session: Session, assessment_id: str) -> list[AssessmentDocumentRead]:
    """The evidence of an assessment, in the order of its coming."""
    found = select(*DOCUMENT).where(AssessmentDocument.assessment_id == assessment_id)
    return read_all(AssessmentDocumentRead, session.execute(found.order_by(col(AssessmentDocument.id))).all())


def _owners(session: Session, round_id: str) -> dict[str, tuple[str, str]]:
    columns: tuple[Any, ...] = (IndicatorOwner.item, IndicatorOwner.unit_id, Unit.name)
    found = select(*columns).join(Unit, col(Unit.id) == IndicatorOwner.unit_id)
    return {item: (id_, name) for item, id_, name in session.execute(
        found.where(IndicatorOwner.round_id == round_id)).all()}  # fmt: skip


def _item(
    loaded: Loaded, whole: Whole, one: ItemScore, documents: Sequence[AssessmentDocumentRead],
    owners: dict[str, tuple[str, str]],
) -> ItemRead:  # fmt: skip
    item = loaded.by_key[one.key].item
    owner_id, owner = owners.get(one.key, (None, item.owner))
    fault = whole.judged.faults.get(one.key)
    low, high = ends_of(item)
    source = item.source.name if item.source else None
    fed = whole.sources.get(source) if source else None
    values = sorted((value_read(value) for value in whole.values if value.item == one.key), key=_order)
    counts, steps = whole.judged.counts.get(one.key), {value.step: value for value in values}
    return ItemRead(
        item=one.key, title=one.title, depth=one.depth, parent=one.parent, is_component=one.is_component,
        scale=item.scale, choices=choices_of(item), minimum=low,
        maximum=high, evidence=item.evidence, owner=owner, owner_unit_id=owner_id,
        source=source, source_year=fed.year if fed else None, open=item.open, state=one.state,
        weight=as_float(one.weight), points=as_float(one.points),
        converted=None if one.converted is None else as_float(one.converted), raw=_raw(one.raw),
        counts=counts, fault=fault.code if fault else None, values=values,
        is_answer_newer=counts == Step.verification and is_newer(steps.get(Step.answer), steps[Step.verification]),
        documents=[document for document in documents if document.item == one.key],
    )  # fmt: skip


def _order(value: Any) -> int:
    return list(Step).index(value.step)


def _raw(value: Answer | None) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, Ratio):
        return f"{shown(Fraction(value.real))} / {shown(Fraction(value.target))}"
    return str(shown(Fraction(value)))


def _level(one: LevelResult, loaded: Loaded, result: Result) -> LevelRead:
    way = way_to(loaded, result, one)
    raises = [RaiseRead(item=each.key, title=each.title, needed=as_float(each.needed), most=as_float(each.most),
                        raw=_raw(each.raw), raw_needed=_raw(each.raw_needed), serves=list(each.serves))
              for each in way.steps]  # fmt: skip
    gates = [GateRead(fact=gate.fact, title=gate.title, value=None if gate.value is None else str(gate.value),
                      wanted=gate.wanted, is_passed=gate.is_passed) for gate in one.gates]  # fmt: skip
    thresholds = [_threshold(each, loaded) for each in one.thresholds]
    return LevelRead(key=one.key, title=one.title, verdict=one.verdict, thresholds=thresholds, gates=gates,
                     raises=raises, meets_minima=way.is_enough,
                     is_enough=way.is_enough and all(gate.is_passed for gate in one.gates))  # fmt: skip


def _threshold(one: ThresholdResult, loaded: Loaded) -> ThresholdRead:
    low = parse(one.threshold.percent or one.threshold.at or "").low
    title = loaded.definition.title if one.of == "total" else loaded.by_key[one.of].item.title
    return ThresholdRead(
        of=one.of, title=title, value=as_float(one.value), minimum=as_float(one.minimum), is_percent=one.is_percent,
        is_more=low is not None and not low.is_in, is_passed=one.is_passed, short=as_float(one.short),
    )  # fmt: skip


def _facts(loaded: Loaded, whole: Whole) -> list[FactRead]:
    return [
        FactRead(fact=one.key, title=one.title, kind=one.kind, choices=list(one.choices or ()),
                 value=held.value if (held := whole.facts.get(one.key)) else None, version=held.version if held else 0)
        for one in loaded.definition.facts
    ]  # fmt: skip


def _allowed(session: Session, actor: Actor, of: AssessmentRound, row: Assessment) -> list[AssessmentDeed]:
    writes = may(actor, WRITE, units.lineage_ids(session, row.unit_id))
    decides = may_everywhere(actor, PANEL)
    is_final = row.status == AssessmentStatus.final
    answers = writes and is_writable(Step.answer, of.status, row.status, is_reopened=bool(row.reopening_reason))
    holds = {
        AssessmentDeed.answer: answers,
        AssessmentDeed.submit: answers,
        AssessmentDeed.decide: decides and is_writable(Step.panel, of.status, row.status),
        AssessmentDeed.finalise: decides and of.status == RoundStatus.panel and not is_final,
        AssessmentDeed.reopen: decides and of.status != RoundStatus.final
        and row.status != AssessmentStatus.assessing,
        AssessmentDeed.follow: writes or decides,
    }  # fmt: skip
    return [deed for deed, is_so in holds.items() if is_so]


def lift(session: Session, actor: Actor, assessment_id: str, letter: str) -> LiftRead:
    """The fewest indicators that lift the result to *letter*; ``NotFound`` for a letter that there is not."""
    visible(session, actor, assessment_id)
    _of, loaded, whole = whole_of(session, assessment_id)
    if letter not in letters_of(loaded):
        raise NotFound
    found = cheapest(loaded, whole.judged.result, letter)
    raws = {one.key: whole.judged.result.items[one.key].raw for one in found.steps}
    full = {key: least_raw(loaded.by_key[key].item, raw, Fraction(1)) for key, raw in raws.items()}
    steps = [LiftStep(item=one.key, title=one.title, gain=as_float(one.gain), total=as_float(one.total),
                      raw=_raw(raws[one.key]), raw_needed=_raw(full[one.key])) for one in found.steps]  # fmt: skip
    return LiftRead(letter=letter, needed=as_float(found.needed), is_enough=found.is_enough, steps=steps)

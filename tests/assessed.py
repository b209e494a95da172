"""Final assessment rounds with results, for tests of what comes after."""

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

from app.clock import now
from app.instruments import loading
from app.models import Assessment, AssessmentFact, AssessmentRound, AssessmentValue, Instrument, Unit
from app.rules.assessing import applying, as_number, as_text, choices_of, judge
from tests.factories import Factory

CLEAN = {"opini_bpk": "WTP", "spip": "3.2", "nilai_sakip": "68.4", "nilai_rb": "64.1"}
"""Facts that let a unit pass the gates of WBK."""


def final_round(
    make: Factory, name: str, shares: Mapping[str, tuple[Unit, float]], *, facts: Mapping[str, str] | None = None,
    **more: Any,
) -> AssessmentRound:  # fmt: skip
    """A round of the instrument of this name; each unit, by any key, reached this share (0–1) of every indicator."""
    loaded = loading.shipped(name)
    said = loaded.definition
    instrument = Instrument(name=name, instrument=said.instrument, year=said.year, title=said.title,
                            text=loading.text_of(name), seal=said.seal or "", is_shipped=True)  # fmt: skip
    make.save(instrument)
    values = {"title": said.title, "year": said.year, "status": "final", "is_public": False} | more
    of: AssessmentRound = make.save(AssessmentRound(instrument_id=instrument.id, **values))
    for unit, share in shares.values():
        result(make, of, loaded, unit, share, facts or {})
    return of


def result(
    make: Factory, of: AssessmentRound, loaded: loading.Instrument, unit: Unit, share: float, facts: Mapping[str, str]
) -> Assessment:
    """The final result of a unit."""
    held: list[Any] = [SimpleNamespace(item=key, step="verification", value=_value(loaded, key, share), target=None,
                                       is_absent=False) for key in applying(loaded, unit.kind)]  # fmt: skip
    found = judge(loaded, unit.kind, held, dict(facts), {}).result
    row: Assessment = make.save(Assessment(
        round_id=of.id, unit_id=unit.id, status="final", changed_at=now(), finalised_at=now(), sources={}, feeds={},
        score=float(found.final), letter=found.letter, predicate=found.predicate.title if found.predicate else None,
        asked_count=len(held), answered_count=len(held),
    ))  # fmt: skip
    rows: list[Any] = [AssessmentValue(assessment_id=row.id, item=one.item, step=one.step, value=one.value)
                       for one in held]  # fmt: skip
    rows += [AssessmentFact(assessment_id=row.id, fact=fact, value=value) for fact, value in facts.items()]
    make.save(*rows)
    return row


def _value(loaded: loading.Instrument, key: str, share: float) -> str:
    item = loaded.by_key[key].item
    if choices := choices_of(item):
        return choices[round((1 - share) * (len(choices) - 1))]
    low, high = (0.0, 100.0) if item.scale == "converted" else (float(item.minimum or 0), float(item.maximum or 0))
    return as_text(as_number(round(low + share * (high - low), 2)))

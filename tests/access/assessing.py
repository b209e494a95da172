"""Assessments for the walk: of each place one that was sent in, whose first indicator the place itself owns."""

from dataclasses import dataclass, field
from typing import Any

from app.clock import now
from app.instruments import loading
from app.models import (
    Assessment,
    AssessmentDocument,
    AssessmentRound,
    FollowUp,
    IndicatorOwner,
    Instrument,
    Unit,
)
from tests.factories import Factory
from tests.files.papers import PDF

ITEM = "spak"


@dataclass
class Assessing:
    """What the walk asks about, by the place of the unit whose it is; and what everybody reads."""

    rounds: dict[str, AssessmentRound] = field(default_factory=dict)
    """Open, so that the organiser's deeds on the panel stop after the permission."""
    sent: dict[str, Assessment] = field(default_factory=dict)
    """Sent in, so that the unit's deeds stop after the permission."""
    checked: dict[str, Assessment] = field(default_factory=dict)
    """Of a unit of nobody's in the same round: what the place verifies, for nobody verifies itself."""
    papers: dict[str, AssessmentDocument] = field(default_factory=dict)
    follow_ups: dict[str, FollowUp] = field(default_factory=dict)
    shown: dict[str, str] = field(default_factory=dict)
    """Ids of what was published."""


def assessing(make: Factory, places: dict[str, Unit], sha256: str) -> Assessing:
    """Makes them."""
    said = loading.shipped("zi_2021").definition
    instrument = Instrument(name="zi_2021", instrument="zi", year=2021, title=said.title, seal=said.seal or "",
                            text=loading.text_of("zi_2021"), is_shipped=True)  # fmt: skip
    make.save(instrument)
    found = Assessing()
    stranger = make.unit("Badan Terpisah")
    for place, unit in places.items():
        of = AssessmentRound(instrument_id=instrument.id, title="Zona", year=2021, status="open")
        sent = Assessment(round_id=of.id, unit_id=unit.id, status="submitted", changed_at=now(), submitted_at=now())
        checked = Assessment(round_id=of.id, unit_id=stranger.id, status="submitted", changed_at=now())
        paper = AssessmentDocument(assessment_id=sent.id, item=ITEM, filename="bukti.pdf", size=len(PDF),
                                   media_type="application/pdf", sha256=sha256)  # fmt: skip
        row = FollowUp(assessment_id=sent.id, recommendation="Perbaiki")
        make.save(of, IndicatorOwner(round_id=of.id, item=ITEM, unit_id=unit.id), sent, checked, paper, row)
        found.rounds[place], found.sent[place], found.checked[place] = of, sent, checked
        found.papers[place], found.follow_ups[place] = paper, row
    of = AssessmentRound(instrument_id=instrument.id, title="Zona", year=2021, status="final", is_public=True)
    final = Assessment(round_id=of.id, unit_id=places["other"].id, status="final", changed_at=now(), sources={})
    row = FollowUp(assessment_id=final.id, recommendation="Perbaiki")
    make.save(of, final, row)
    found.shown = {"shown_round": of.id, "shown_assessment": final.id, "shown_follow_up": row.id}
    return found


def paths_of(found: Assessing, place: str) -> dict[str, Any]:
    """The ids of a place's rows, by the names that addresses have for them."""
    return {
        "checked_id": found.checked[place].id,
        "round_id": found.rounds[place].id, "assessment_id": found.sent[place].id, "item": ITEM, "fact": "spip",
        "document_id": found.papers[place].id, "follow_up_id": found.follow_ups[place].id,
    }  # fmt: skip

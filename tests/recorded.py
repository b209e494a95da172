"""A unit with something of every kind in its record: what is public, and what its own people alone see."""

from datetime import date

from app.clock import now
from app.domain.booths import new_code
from app.instruments import loading
from app.models import (
    Assessment,
    AssessmentRound,
    Award,
    Ceremony,
    Innovation,
    Instrument,
    Proposal,
    Publication,
    Replication,
    Result,
    Survey,
    SurveyAnswer,
    Unit,
)
from app.rules.awards import new_code as new_award_code
from tests.factories import Factory


def recorded(make: Factory, unit: Unit, year: int) -> Proposal:
    """One of each kind, all of it public; gives the proposal that won."""
    proposal = _won(make, unit, year)
    entry = make.save(Innovation(unit_id=unit.id, unit_name=unit.name, proposal_id=proposal.id, title=proposal.title,
                                 year=year, award="Top 45"))  # fmt: skip
    other = make.unit("Kota lain", "city")
    theirs = make.save(Innovation(unit_id=other.id, unit_name=other.name, title="Dari kota lain", year=year))
    for innovation, replicator in ((entry, other), (theirs, unit)):
        make.save(Replication(innovation_id=innovation.id, unit_id=replicator.id, stage="running",
                              begun_on=date(year, 3, 1), running_on=date(year, 9, 1), confirmed_at=now()))  # fmt: skip
    assessed(make, unit, year)
    surveyed(make, unit, year)
    return proposal


def _won(make: Factory, unit: Unit, year: int) -> Proposal:
    """A proposal in first place of a published stage, with its award."""
    edition = make.edition("concluded", year)
    proposal = make.proposal(edition, unit, "awarded", participant_id=unit.id)
    published = make.save(Publication(edition_id=edition.id, stage="proposal", method="mean", published_by="x",
                                      places=1))  # fmt: skip
    make.save(Result(publication_id=published.id, proposal_id=proposal.id, rank=1, raw_mean=87.654, score=87.654,
                     reviews=3, advanced=True))  # fmt: skip
    make.save(Ceremony(edition_id=edition.id, published_at=now()))
    make.save(Award(edition_id=edition.id, proposal_id=proposal.id, unit_id=unit.id, source="tier", tier="top",
                    title="Top 45", rank=1, code=new_award_code(), given_at=now()))  # fmt: skip
    return proposal


def assessed(make: Factory, unit: Unit, year: int, *, is_public: bool = True) -> Assessment:
    """A final CETTAR."""
    instrument = make.save(Instrument(name=f"cettar_opd_{year}", instrument="cettar_opd", year=year, title="CETTAR",
                                      text=loading.text_of("cettar_opd_2024"), seal="", is_shipped=True))  # fmt: skip
    of = make.save(AssessmentRound(instrument_id=instrument.id, title=f"CETTAR {year}", year=year, status="final",
                                   is_public=is_public))  # fmt: skip
    found: Assessment = make.save(Assessment(round_id=of.id, unit_id=unit.id, status="final", changed_at=now(),
                                             finalised_at=now(), score=82.35, letter="A"))  # fmt: skip
    return found


def surveyed(make: Factory, unit: Unit, year: int, *, is_public: bool = True) -> Survey:
    """A closed survey with five answers, an index of 75."""
    day = date(year, 6, 30)
    found: Survey = make.save(Survey(unit_id=unit.id, title="SKM", starts_on=day, ends_on=day, code=new_code(),
                                     status="closed", is_public=is_public))  # fmt: skip
    make.save(*(SurveyAnswer(survey_id=found.id, **{f"u{n}": 3 for n in range(1, 10)}) for _ in range(5)))
    return found

"""What feeds assessments has changed: those of the units that are not final are counted again.

Whatever writes a source calls this in the same transaction: a result that became final, a survey that closed, service
records, a ranking or a national result that was published.
"""

from collections.abc import Collection

from sqlmodel import Session, col, select

from app.clock import now
from app.domain.assessments.access import recount
from app.instruments.loading import Instrument as Loaded
from app.models import Assessment, AssessmentRound, Instrument
from app.models.assessment import AssessmentStatus
from app.queries.assessments import instruments
from app.queries.assessments.feeds import RECORDS
from app.queries.assessments.judging import sources_of

AT_ONCE = 500
"""Units of one statement."""


def of_result(loaded: Loaded) -> str:
    """How the sources begin that a final result of this instrument gives."""
    return f"{loaded.definition.instrument}."


def pass_on(session: Session, unit_ids: Collection[str], source: str, year: int | None = None) -> None:
    """Counts the units' open assessments anew that ask for the *source* (or for one that begins so), of one year or
    all; ``changed_at`` is now where one comes to something else. Asks nothing more where no round asks for it."""
    session.flush()
    for of, loaded in _asking(session, source, year):
        ids = sorted(set(unit_ids))
        for start in range(0, len(ids), AT_ONCE):
            _recount(session, of, loaded, ids[start : start + AT_ONCE])


def catch_up(session: Session) -> int:
    """Counts those anew that service records feed: a promise that was over since then counts by now. How many moved."""
    moved = 0
    for of, loaded in _asking(session, RECORDS, None):
        units = session.exec(select(Assessment.unit_id).where(Assessment.round_id == of.id)).all()
        for start in range(0, len(units), AT_ONCE):
            moved += _recount(session, of, loaded, units[start : start + AT_ONCE])
    return moved


def _asking(session: Session, source: str, year: int | None) -> list[tuple[AssessmentRound, Loaded]]:
    """The rounds with assessments that are not final whose instrument asks for it."""
    is_open = (select(Assessment.id).where(Assessment.round_id == AssessmentRound.id,
                                           Assessment.status != AssessmentStatus.final).exists())  # fmt: skip
    found = select(AssessmentRound, Instrument).join(Instrument, col(Instrument.id) == AssessmentRound.instrument_id)
    found = found.where(is_open) if year is None else found.where(is_open, AssessmentRound.year == year)
    rows = session.exec(found.order_by(col(AssessmentRound.id))).all()
    read = [(of, instruments.loaded(instrument)) for of, instrument in rows]
    return [(of, loaded) for of, loaded in read if any(name.startswith(source) for name in sources_of(loaded))]


def _recount(session: Session, of: AssessmentRound, loaded: Loaded, unit_ids: Collection[str]) -> int:
    """How many of the units' assessments in the round came to something else."""
    some = select(Assessment).where(Assessment.round_id == of.id, col(Assessment.unit_id).in_(unit_ids),
                                    Assessment.status != AssessmentStatus.final)  # fmt: skip
    rows = list(session.exec(some.order_by(col(Assessment.id)).with_for_update()).all())
    before = {row.id: _figures(row) for row in rows}
    if rows:
        recount(session, of, loaded, rows)
    moved = [row for row in rows if _figures(row) != before[row.id]]
    for row in moved:
        row.changed_at = now()
    session.flush()
    return len(moved)


def _figures(row: Assessment) -> tuple[object, ...]:
    return row.score, row.letter, row.predicate, row.answered_count

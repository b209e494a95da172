"""Where the cut of a stage is, by the signed sheets, and where more of them would tell most (app/judging/cutoff.py)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlmodel import Session, col, select

from app.models import Proposal
from app.models.edition import Stage
from app.models.next_readings import BudgetEffect
from app.queries import standings
from app.queries.rankings import Readings

if TYPE_CHECKING:
    from app.judging.calibration import Calibration

DIGITS = 3
STEPS = (0, 1, 2, 3, 4)
"""Budgets that are compared, in readings for each proposal whose place is open."""


def places_of(stage: Stage) -> int | None:
    """How many go on from a stage; None where everybody does."""
    return stage.advance.n if stage.advance.kind != "all" else None


@dataclass(frozen=True)
class Line:
    """A proposal with a signed sheet, by its calibrated score."""

    proposal_id: str
    rank: int
    probability_top: float
    is_open: bool
    signed: int


@dataclass(frozen=True)
class Cutoff:
    """The proposals with signed sheets around the line between the first ``places`` and the others, best first."""

    places: int
    lines: Sequence[Line]
    waiting: Counter[str]
    """Sheets that are handed out and not signed, by proposal id."""
    unread: int
    found: "Calibration"
    proposals: Sequence[str]
    """In the order of the calibration's arrays."""

    @property
    def zone(self) -> int:
        """How many may or may not go on, by what is signed."""
        return sum(line.is_open for line in self.lines)

    def wanted(self, budget: int, later: int, room: Mapping[str, int]) -> dict[str, int]:
        """How many sheets of each proposal should be under way; *room* is how many may be."""
        import numpy as np

        from app.judging.cutoff import next_readings

        most = np.array([room[id_] for id_ in self.proposals], np.intp)
        extra = next_readings(self.found, self.places, budget, later, most).extra
        return {id_: int(more) for id_, more in zip(self.proposals, extra, strict=True) if more}

    def wrong(self, coming: Mapping[str, int]) -> float:
        """Expected number of wrong decisions after so many more sheets of each proposal."""
        import numpy as np

        from app.judging.cutoff import expected_wrong

        extra = np.array([coming.get(id_, 0) for id_ in self.proposals], np.intp)
        return round(expected_wrong(self.found, self.places, extra), DIGITS)

    def budgets(self, later: int, room: Mapping[str, int]) -> list[BudgetEffect]:
        """What none, one, two … readings for each open place would come to, with those that are waiting."""
        each = [max(self.zone, 1) * step for step in STEPS]
        return [BudgetEffect(budget=budget, wrong=self._after(budget, later, room)) for budget in each]

    def _after(self, budget: int, later: int, room: Mapping[str, int]) -> float:
        wanted = self.wanted(budget, later, room) if budget else {}
        return self.wrong({id_: max(wanted.get(id_, 0), self.waiting[id_]) for id_ in self.proposals})


def titles(session: Session, proposal_ids: Sequence[str]) -> dict[str, tuple[str | None, str]]:
    """Number and title by proposal id."""
    found = select(Proposal.id, Proposal.number, Proposal.title).where(col(Proposal.id).in_(proposal_ids))
    return {id_: (number, title) for id_, number, title in session.exec(found).all()}


def of(read: Readings, places: int, existing: Sequence[tuple[str, str]]) -> Cutoff:
    """The cut of a stage with signed sheets; *existing* are all its sheets as (juror, proposal)."""
    from app.judging.calibration import calibrate
    from app.judging.sheets import from_rows

    sheets = from_rows(sorted(read.rows))
    found = calibrate(sheets)
    standing = standings.of(read.rows, places)
    if standing is None:
        raise ValueError("a cut needs a signed sheet")
    signed = Counter(row[0] for row in read.rows)
    waiting = Counter(proposal for _, proposal in existing if proposal in signed)
    waiting.subtract(signed)
    best_first = sorted(standing.places.items(), key=lambda one: (-one[1].calibrated, one[0]))
    lines = [
        Line(id_, rank, place.probability_top or 0.0, place.is_open, signed[id_])
        for rank, (id_, place) in enumerate(best_first, start=1)
    ]
    return Cutoff(places, lines, waiting, read.unread, found, sheets.proposals)

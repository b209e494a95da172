"""Where the cut of a stage is, by the signed sheets, and where more of them would tell most (app/judging/cutoff.py)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlmodel import Session, col, select

from app.models import Proposal
from app.models.next_readings import BudgetEffect
from app.queries import standings
from app.queries.rankings import Readings
from app.queries.standings import Line, Place

if TYPE_CHECKING:
    from app.judging.calibration import Calibration
    from app.judging.sheets import FloatArray

DIGITS = 3
STEPS = (0, 1, 2, 3, 4)
"""Budgets that are compared, in readings for each proposal whose place is open."""


@dataclass(frozen=True)
class Near:
    """A proposal with a signed sheet, by its calibrated score, with those of earlier stages where they count."""

    proposal_id: str
    rank: int
    is_ahead: bool
    """Whether it goes on by the scores as they are."""
    probability_top: float
    is_open: bool
    signed: int


@dataclass(frozen=True)
class Cutoff:
    """The proposals with signed sheets around the line between those who go on and the others, best first."""

    lines: Sequence[Near]
    waiting: Counter[str]
    """Sheets that are handed out and not signed, by proposal id."""
    unread: int
    found: "Calibration"
    cut: "FloatArray"
    """What each has to reach in this stage (P,)."""
    proposals: Sequence[str]
    """In the order of the calibration's arrays."""

    @property
    def places(self) -> int:
        """How many go on by the scores as they are."""
        return sum(line.is_ahead for line in self.lines)

    @property
    def zone(self) -> int:
        """How many may or may not go on, by what is signed."""
        return sum(line.is_open for line in self.lines)

    def wanted(self, budget: int, later: int, room: Mapping[str, int]) -> dict[str, int]:
        """How many sheets of each proposal should be under way; *room* is how many may be."""
        import numpy as np

        from app.judging.cutoff import next_readings

        most = np.array([room[id_] for id_ in self.proposals], np.intp)
        extra = next_readings(self.found, self.cut, budget, later, most).extra
        return {id_: int(more) for id_, more in zip(self.proposals, extra, strict=True) if more}

    def wrong(self, coming: Mapping[str, int]) -> float:
        """Expected number of wrong decisions after so many more sheets of each proposal."""
        import numpy as np

        from app.judging.cutoff import expected_wrong

        extra = np.array([coming.get(id_, 0) for id_ in self.proposals], np.intp)
        return round(expected_wrong(self.found, self.cut, extra), DIGITS)

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


def of(read: Readings, line: Line, existing: Sequence[tuple[str, str]]) -> Cutoff:
    """The cut of a stage with signed sheets; *existing* are all its sheets as (juror, proposal)."""
    sheets, found = standings.calibrated(tuple(sorted(read.rows)))
    standing = standings.of(read.rows, line)
    if standing is None:
        raise ValueError("a cut needs a signed sheet")
    official = line.official(sheets.proposals, found.score)
    ahead = line.selection(sheets.proposals).chosen(official)
    signed = Counter(row[0] for row in read.rows)
    waiting = Counter(proposal for _, proposal in existing if proposal in signed)
    waiting.subtract(signed)
    best_first = sorted(range(len(official)), key=lambda place: (-float(official[place]), sheets.proposals[place]))
    lines = [
        _near(rank, sheets.proposals[place], bool(ahead[place]), standing.places[sheets.proposals[place]], signed)
        for rank, place in enumerate(best_first, start=1)
    ]
    cut = line.to_reach(sheets.proposals, found.score)
    return Cutoff(lines, waiting, read.unread, found, cut, sheets.proposals)


def _near(rank: int, id_: str, is_ahead: bool, place: Place, signed: Counter[str]) -> Near:
    return Near(id_, rank, is_ahead, place.probability_top or 0.0, place.is_open, signed[id_])

"""Figures of an exhibition: the live board that everybody sees, the statistics that the organiser reads."""

from datetime import datetime

from app.models.base import Schema
from app.models.exhibition import ExhibitionSummary, ProgrammeItemRead, VoteWindow


class Totals(Schema):
    """How many so far."""

    booths: int
    exhibits: int
    visitors: int
    """Browsers and visitors at the door; each once."""
    visits: int
    """Each visitor once at each booth."""
    votes: int
    voters: int


class ExhibitFigures(Schema):
    """What is shown at a booth, and how many find it useful."""

    exhibit_id: str
    booth_label: str
    title: str
    unit_name: str
    votes: int | None
    """Null while the stage whose proposal it is has not been published: first votes must not draw others."""


class BoothFigures(Schema):
    """A booth and how many came."""

    booth_id: str
    label: str
    title: str
    unit_name: str | None
    visits: int
    votes: int | None


class HourFigures(Schema):
    """One hour: visits and votes in it."""

    hour: datetime
    visits: int
    votes: int


class BoardRead(Schema):
    """The live board."""

    exhibition: ExhibitionSummary
    totals: Totals
    useful: list[ExhibitFigures]
    """The eight most useful, the most votes first; none of a stage whose sums are still secret."""
    visited: list[BoothFigures]
    """The five most visited booths."""
    ideas: list[str]
    """The newest three of the guest book."""
    programme: list[ProgrammeItemRead]
    """What is on now, and the next two."""
    vote_window: VoteWindow
    hides_sums: bool
    """Whether there are proposals whose sums are secret until their stage is published."""


class StatisticsRead(Schema):
    """The figures of an exhibition, booth by booth and hour by hour."""

    totals: Totals
    registered: int
    tickets: int
    redeemed: int
    booths: list[BoothFigures]
    exhibits: list[ExhibitFigures]
    hours: list[HourFigures]

"""The next readings: where more sheets tell most about who goes on, what a budget would do, and who would read."""

from typing import Annotated

from pydantic import Field as Limit

from app.models.base import Input, Schema
from app.models.evaluation import AssignmentReport, Pair

Budget = Annotated[int, Limit(ge=1, le=100_000)]


class NextReadingsPlan(Input):
    """How many readings are to be under way around the cut."""

    budget: Budget
    """Sheets of this round, those still unsigned of the proposals that it chooses among them: asking twice hands out
    nothing more."""
    later: Annotated[int, Limit(ge=0, le=100_000)] = 0
    """Sheets that further rounds will bring: the more, the wider this round is spread."""
    seed: Annotated[int, Limit(ge=0, le=2**31 - 1)] = 0
    dry_run: bool = False


class PlannedReading(Schema):
    """A proposal near the cut, or one that gets more readings."""

    proposal_id: str
    number: str | None
    title: str
    rank: int
    """By the calibrated score, with those of earlier stages where they count."""
    is_ahead: bool
    """Whether it goes on by the scores as they are."""
    probability_top: float
    """Of truly being among those who go on, 0–1."""
    is_open: bool
    """Whether that lies between 5 % and 95 %."""
    signed: int
    waiting: int
    """Sheets handed out and not signed."""
    wanted: int
    """Sheets that the plan wants to be under way."""
    added: int
    """New ones of them: the others are waiting already, or nobody may read the proposal."""


class BudgetEffect(Schema):
    """What a budget would come to."""

    budget: int
    wrong: float
    """Expected number of wrong decisions after it."""


class NextReadingsReport(Schema):
    """A plan of the next readings, carried out unless ``dry_run``."""

    dry_run: bool
    places: int
    """How many go on."""
    zone: int
    """Proposals of whom the sheets leave open whether they do."""
    waiting: int
    """Sheets of the stage that are not signed; those of the chosen proposals count towards the budget."""
    unread: int
    """Proposals without a signed sheet: nothing can be planned for them yet."""
    below: int
    """Proposals with fewer sheets, signed or not, than the stage asks for; the plan does not fill them."""
    wrong_now: float
    """Expected number of wrong decisions by the signed sheets."""
    wrong_then: float
    """The same once every sheet of the plan, and those of the same proposals that are waiting, are signed."""
    budgets: list[BudgetEffect]
    """Other budgets beside it."""
    items: list[PlannedReading]
    pairs: list[Pair]
    """Who would read what, or does now."""
    assignment: AssignmentReport

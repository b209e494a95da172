"""Awards by an assessment round that is final: the rule that is asked for, and what it proposes."""

from typing import Annotated, Self

from pydantic import Field as Limit
from pydantic import StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from app.models.base import Id, Input, Line, Reason, Schema

ItemKey = Annotated[str, StringConstraints(min_length=1, max_length=60)]
Letter = Annotated[str, StringConstraints(min_length=1, max_length=10)]


class AwardsFromRound(Input):
    """Awards by the results of a final round. Exactly one of ``letter``, ``level`` and ``top`` is the rule."""

    round_id: Id
    letter: Letter | None = None
    """This letter or a better one: ``A``."""
    level: ItemKey | None = None
    """A level of the instrument that was passed: ``wbk``."""
    top: Annotated[int, Limit(ge=1, le=10)] | None = None
    """So many places of each kind of unit. Equal points share a place."""
    item: ItemKey | None = None
    """With ``top``: by the points of this aspect (an item at the top of the instrument) instead of the total."""
    instrument: Line | None = None
    """What the awards call the instrument: "SAKIP"; its title where this is left out."""
    dry_run: bool = True
    """Only shows what would be given."""
    supplementary_reason: Reason | None = None
    """Needed for giving once the awards are published, and refused before: why these come later. What was revoked is
    not given again so."""

    @model_validator(mode="after")
    def check(self) -> Self:
        """One rule; an aspect only of the best."""
        rules = sum(one is not None for one in (self.letter, self.level, self.top))
        if rules != 1 or (self.item is not None and self.top is None):
            raise PydanticCustomError("one_award_rule", "not one rule")
        return self


class RoundAward(Schema):
    """One line of what a round proposes."""

    assessment_id: str
    unit_id: str
    unit_name: str
    unit_kind: str
    instrument: str
    year: int
    """Of the round."""
    title: str
    """What would be handed out: "SAKIP Predikat A"."""
    category: str
    predicate: str
    """"Predikat A", "Layak Berpredikat …", "Terbaik I Cepat"."""
    letter: str | None
    score: float | None
    """The total in points of the instrument."""
    points: float
    """The figure that decided: the total, or the points of the aspect."""
    result: str
    """As the award says it: predicate, points, year."""
    rank: int | None
    """With ``top``: within its kind of unit, from 1."""
    is_tied: bool
    """Whether the place is shared."""
    reason: str
    """With the figures: "Total 82,35, predikat A"."""
    is_given: bool
    """Whether the unit has this award of the edition already; then nothing is added."""
    is_revoked: bool
    """Whether it had this award and lost it; then nothing is added either, except by hand."""


class AwardsOfRound(Schema):
    """What a round proposes, and how much of it was given now."""

    dry_run: bool
    created: int
    items: list[RoundAward]

"""The recap of a round: units ranked within their kind."""

from app.models.base import Schema


class AspectRead(Schema):
    """Points of one aspect (an item at the top), out of its weight."""

    item: str
    title: str
    points: float | None
    """Null as long as nothing of it is answered."""
    weight: float


class LevelVerdict(Schema):
    """A level (WBK, WBBM) and whether a unit has it: passed, failed or open."""

    key: str
    title: str
    verdict: str


class YearMean(Schema):
    """What the units of a kind came to in a year, on average, as far as the reader may see them; an assessment that
    is neither final nor wholly answered is left out."""

    year: int
    unit_kind: str
    mean: float
    """Of the totals, in points of the instrument."""
    unit_count: int
    """Units whose total counts."""
    final_count: int
    """Those of them whose total is final."""


class LeagueRow(Schema):
    """A unit in the recap."""

    rank: int | None
    """Within its kind of unit; equal scores share a rank. Null as long as the assessment is neither final nor wholly
    answered, and to who does not see all units of the kind in this round."""
    assessment_id: str
    unit_id: str
    unit_name: str
    unit_kind: str
    is_final: bool
    answered_count: int
    """Indicators with a value, out of ``asked_count``."""
    asked_count: int
    score: float | None
    letter: str | None
    predicate: str | None
    aspects: list[AspectRead]
    levels: list[LevelVerdict]

    @property
    def is_comparable(self) -> bool:
        """Whether its total may be ranked and counted in a mean: every indicator is answered, or it is final."""
        return self.score is not None and (self.is_final or self.answered_count >= self.asked_count)

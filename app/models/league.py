"""The recap of a round: units ranked within their kind."""

from app.models.base import Schema


class AspectRead(Schema):
    """Points of one aspect (an item at the top), out of its weight."""

    item: str
    title: str
    points: float
    weight: float


class LevelVerdict(Schema):
    """A level (WBK, WBBM) and whether a unit has it: passed, failed or open."""

    key: str
    title: str
    verdict: str


class YearMean(Schema):
    """What the units of a kind came to in a year, on average, as far as the reader may see them."""

    year: int
    unit_kind: str
    mean: float
    """Of the totals, in points of the instrument."""
    unit_count: int
    """Units with a total."""
    final_count: int
    """Those of them whose total is final."""


class LeagueRow(Schema):
    """A unit in the recap."""

    rank: int | None
    """Within its kind of unit; null without any value. Equal scores share a rank."""
    assessment_id: str
    unit_id: str
    unit_name: str
    unit_kind: str
    is_final: bool
    score: float | None
    letter: str | None
    predicate: str | None
    aspects: list[AspectRead]
    levels: list[LevelVerdict]

"""The recap of a round: units ranked within their kind."""

from app.models.base import Schema


class AspectRead(Schema):
    """Points of one aspect (an item at the top), out of its weight."""

    item: str
    title: str
    points: float
    weight: float


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

"""What a level (WBK, WBBM) asks for beside what a unit has, and what would reach it."""

from app.models.base import Schema


class ThresholdRead(Schema):
    """A minimum beside what it met: in points, or percent of the weight. ``short`` is what is missing."""

    of: str
    title: str
    value: float
    minimum: float
    is_percent: bool
    is_more: bool
    """Whether more than the minimum is asked for."""
    is_passed: bool | None
    short: float


class GateRead(Schema):
    """A fact beside what it must be; ``is_passed`` is null as long as it is not known."""

    fact: str
    title: str
    value: str | None
    wanted: str
    is_passed: bool | None


class RaiseRead(Schema):
    """An indicator to raise for a level: by ``needed`` points at least, of the ``most`` that it can still give."""

    item: str
    title: str
    needed: float
    most: float
    raw: str | None
    """The value now."""
    raw_needed: str | None
    """The least value that gives the points; null where none can be named."""
    serves: list[str]
    """The missed minima that it helps with: keys of items, or ``total``."""


class LevelRead(Schema):
    """A distinction (WBK, WBBM): passed, failed or open."""

    key: str
    title: str
    verdict: str
    thresholds: list[ThresholdRead]
    gates: list[GateRead]
    raises: list[RaiseRead]
    """The fewest indicators that meet every missed minimum, each raised as little as will do."""
    meets_minima: bool
    """Whether raising indicators can meet every missed minimum, gates apart."""
    is_enough: bool
    """Whether the level is reached then: every minimum can be met, and no gate failed or is unknown."""

"""Figures: what the statistics endpoints answer. They are computed, never stored."""

from app.models.base import Schema


class EditionFigures(Schema):
    """One edition in figures; ``submitted`` counts every proposal that was ever sent in."""

    edition_id: str
    year: int
    participants: int
    drafts: int
    submitted: int
    verified: int
    advanced: int
    awarded: int


class Summary(Schema):
    """The whole network in figures."""

    service_units: int
    regions: int
    proposals_cumulative: int
    editions: list[EditionFigures]


class FunnelStep(Schema):
    """One step from draft to award."""

    step: str
    count: int


class Funnel(Schema):
    """How many reach each step."""

    edition_id: str | None
    steps: list[FunnelStep]


class Tally(Schema):
    """Proposals sent in and awarded, by region or by category."""

    key: str
    title: str
    submitted: int
    awarded: int


class Tallies(Schema):
    """Figures by region or category, largest first, all at once."""

    items: list[Tally]
    next: None = None
    total: int

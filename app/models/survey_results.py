"""What comes of a satisfaction survey."""

from datetime import date
from typing import Literal

from app.models.base import Schema


class ElementResult(Schema):
    """One of the nine elements."""

    number: int
    key: str
    title: str
    mean: float | None
    """1 to 4."""
    weighted: float | None
    """The mean by the element's weight: what it adds to the mean of all."""
    index: float | None
    """The mean × 25."""


class GroupResult(Schema):
    """The index of those who share an answer about themselves; null where they would be fewer than five."""

    of: Literal["age", "sex", "education", "occupation"]
    value: str | None
    """Null: not said."""
    n: int | None
    index: float | None


class SampleSize(Schema):
    """How many answers the number of people served asks for."""

    population: int
    krejcie_morgan: int
    slovin: int
    missing: int
    """Answers short of the table of Krejcie and Morgan; 0 where there are enough."""


class TrendPoint(Schema):
    """An earlier or later survey of the same unit and service."""

    survey_id: str
    title: str
    starts_on: date
    ends_on: date
    n: int
    index: float
    letter: str | None


class SurveyResults(Schema):
    """What came of a survey. Below five answers nothing but their number is told."""

    survey_id: str
    n: int
    is_suppressed: bool
    index: float | None
    """Indeks Kepuasan Masyarakat, 25 to 100, as the instrument rounds it."""
    letter: str | None
    low: float | None
    high: float | None
    """The interval in which the index of all who were served lies, 95 times of 100."""
    interval: Literal["t", "t_finite"]
    """Student's t on the means of those who answered; with the correction for a finite population where it is known."""
    instrument: str
    regulation: str
    notice: str
    elements: list[ElementResult]
    groups: list[GroupResult]
    sample: SampleSize | None
    """Null where the number of people served is not known."""
    trend: list[TrendPoint]

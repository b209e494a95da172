"""What is found out about the judging of a stage: how far jurors agree, what each is like (organiser, auditor)."""

from typing import Literal

from app.models.base import Schema

FlagCode = Literal["severe", "lenient", "narrow", "wide", "noisy", "outliers", "contrary", "same_scores", "copied",
                   "alike", "favours"]  # fmt: skip
"""What an organiser should look at; docs/judging.md says how each is found."""


class EstimateRead(Schema):
    """A figure with its 90 % interval."""

    value: float
    low: float
    high: float


class AgreementRead(Schema):
    """How far the jurors of a stage agree; null where the sheets cannot tell."""

    alpha: EstimateRead | None
    """Krippendorff's alpha, interval metric: 1 perfect, 0 as by chance."""
    icc_single: EstimateRead | None
    """ICC(1): of one juror's score, whoever it is."""
    icc_mean: EstimateRead | None
    """ICC(1,k): of the mean of a proposal's readings."""
    icc_crossed: float | None
    """ICC(2,1), with the jurors' severities told apart."""
    icc_crossed_mean: float | None
    """ICC(2,k)."""
    kendall_w: float | None
    """Only where everybody read everything."""


class JurorFlag(Schema):
    """Something to look at. It changes no score."""

    code: FlagCode
    other_id: str | None
    """The other juror, where it is about two."""
    value: float
    """What was seen."""
    usual: float
    """What to expect."""
    sheets: int
    """On how many it rests."""
    chance: float
    """How probable so much or more is among honest jurors."""


class JurorFinding(Schema):
    """What a juror is like beside the others."""

    juror_id: str
    readings: int
    """Signed sheets."""
    severity: float
    """Points below (+) or above (−) the average juror."""
    severity_low: float
    severity_high: float
    """Ends of the 90 % interval of the severity."""
    scale: float
    """How far apart this juror puts proposals; 1 is as the others do."""
    noise: float
    """Standard deviation (points) of what is neither the proposal nor the juror's habit."""
    consistency: float
    """Correlation with what the others say, −1 to 1."""
    outliers: float
    """Share of the sheets that lie far from what the others say, 0 to 1."""
    flags: list[JurorFlag]

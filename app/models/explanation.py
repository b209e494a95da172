"""Why a proposal has the result it has: what its people may read once the stage is published, and the jurors' notes
that an organiser released to them."""

from datetime import datetime
from typing import Literal

from sqlmodel import Field

from app.models.base import Input, JSONColumn, Key, Prose, Recorded, Schema
from app.models.privacy import personal

_NOTE = personal("a juror's opinion, may name people", "the score is explained",
                 "the proposal's people once the stage is published; the juror, organiser, auditor")  # fmt: skip
_WHO = personal("who did it and why", "who decided what, to be accounted for", "organiser, auditor")


class NoteRelease(Recorded, table=True):
    """The notes of a signed sheet that the proposal's people may read, in the words that were released.

    A table of its own: the sheet itself is signed with the stage, and must stay as it was.
    """

    __tablename__ = "note_releases"
    CHAIN = "assignment_id"

    assignment_id: str = Field(foreign_key="assignments.id", unique=True)
    notes: dict[str, str] = Field(default_factory=dict, sa_type=JSONColumn, sa_column_kwargs=_NOTE)
    recommendation: str = Field(default="", sa_column_kwargs=_NOTE)
    actor_id: str | None = Field(default=None, sa_column_kwargs=_WHO)
    """Who released them last."""


class NoteReleaseUpdate(Input):
    """All that is released of a sheet; what is left out is released no more.

    A text is the juror's note, or the note with passages left out, each marked ``[…]``.
    """

    notes: dict[Key, Prose] = {}
    recommendation: Prose = ""


class NoteReleaseRead(Schema):
    """What of a sheet's notes is released."""

    assignment_id: str
    notes: dict[str, str]
    """By criterion."""
    recommendation: str
    version: int
    """0 while nothing was ever released."""


class Quartiles(Schema):
    """Where a field lies: a quarter of it is below ``low``, half below ``middle``, three quarters below ``high``."""

    low: float
    middle: float
    high: float


class ExplainedCriterion(Schema):
    """What the jurors gave on one criterion, beside the field."""

    criterion: str
    title: str
    weight: float
    """Its share of a juror's total, 0–100."""
    mean: float
    low: float
    high: float
    """The lowest and the highest mark."""
    field: Quartiles | None
    """Of the means of all proposals of the stage, to whole points; null where these are less than ten: they would tell
    single ones."""
    gain: float | None
    """Points of the official score that the upper quartile's mark would have brought; 0 where it is reached."""


class ReleasedNote(Schema):
    """A juror's words on one criterion."""

    criterion: str
    title: str
    text: str


class ExplainedReading(Schema):
    """One juror's sheet. The number tells nobody who it is: the order is a lot that stays the same."""

    juror: int
    total: float
    adjusted: float | None
    """What the total is worth once this juror's severity and scale are put right; null where the mean is official."""
    share: float | None
    """Of the calibrated score, 0–1; the rest is the caution towards the field's mean."""
    scores: dict[str, float]
    notes: list[ReleasedNote]
    recommendation: str


class ExplainedSteps(Schema):
    """From the raw mean to the calibrated score, in points: they add up to it exactly."""

    mean: float
    ends: float
    """A mark of 100 may stand for more, one of 0 for less."""
    lenience: float
    """Severe jurors made up for (+), lenient ones taken off (−)."""
    scale: float
    """Jurors who use more or less of the scale than others."""
    weighting: float
    """Steady jurors count for more."""
    caution: float
    """Towards the field's mean, the more so the fewer the readings."""


Chance = Literal["certain", "likely", "open", "unlikely", "remote"]
"""How probable it is that the proposal truly belongs to those who went on: ≥ 95 %, ≥ 70 %, ≥ 30 %, ≥ 5 %, less."""


class ExplanationRead(Schema):
    """Why a proposal has the result it has, from the published result and the signed sheets behind it."""

    proposal_id: str
    number: str | None
    title: str
    unit: str
    edition_id: str
    edition_name: str
    year: int
    stage: str
    stage_name: str
    method: str
    published_at: datetime
    is_sample: bool
    rank: int
    of: int
    """Proposals of the stage."""
    places: int
    """How many went on."""
    advanced: bool
    plenary: str | None
    """Why the plenary decided on it, whatever the rule said; null where it did not."""
    moved_others: int
    """Other proposals of the stage on which the plenary decided otherwise than the rule."""
    score: float
    """The official one, as published."""
    stage_score: float
    """Of this stage alone."""
    is_combined: bool
    """Whether the official score weighs this stage with those before."""
    reviews: int
    """Signed sheets, or votes."""
    raw_mean: float
    field: Quartiles | None
    """Of the official scores of the stage."""
    calibrated: float | None
    standard_error: float | None
    rank_low: int | None
    rank_high: int | None
    probability_top: float | None
    """These five as published; null where the mean is official."""
    chance: Chance | None
    last_score: float | None
    """What it took to go on by the rule of the stage, in the same group or category where it has quotas: the lowest
    official score that did, or the passing grade; null where nobody or everybody did."""
    gap: float | None
    """The official score less that one: below 0 it was missed by so much."""
    needed: float | None
    """How many points more from each of its jurors would have closed the gap; null where there is none, and of a
    public vote."""
    steps: ExplainedSteps | None
    """Null where the mean is official, and where today's calculation no longer gives the published score."""
    criteria: list[ExplainedCriterion]
    readings: list[ExplainedReading]
    told: list["Told"] = []
    """The same in words, in the language of the request."""


class Told(Schema):
    """One part of the explanation in words."""

    part: Literal["result", "field", "calibration", "certainty", "change"]
    title: str
    text: str

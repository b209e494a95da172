"""Judging: jurors of a stage, who reads what, score sheets, the ranking and its publication."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BeforeValidator
from pydantic import Field as Limit
from sqlalchemy import Index, String, UniqueConstraint
from sqlmodel import Field

from app.models.base import Id, Input, JSONColumn, Key, Prose, Reason, Recorded, Schema, UTCDateTime, not_yes_or_no
from app.models.edition import Aggregate
from app.models.judging import AgreementRead, JurorFinding
from app.models.privacy import personal


class Juror(Recorded, table=True):
    """A person on the panel of a stage."""

    __tablename__ = "jurors"
    CHAIN = "edition_id"
    __table_args__ = (UniqueConstraint("edition_id", "stage", "user_id"),)

    edition_id: str = Field(foreign_key="editions.id")
    stage: str = Field(sa_type=String(50))
    user_id: str = Field(foreign_key="users.id", index=True)
    expertise: list[str] = Field(default_factory=list, sa_type=JSONColumn)
    max_load: int | None = None


class Assignment(Recorded, table=True):
    """A juror reads a proposal in a stage; its id is also the id of the score sheet."""

    __tablename__ = "assignments"
    CHAIN = "edition_id"
    __table_args__ = (
        UniqueConstraint("edition_id", "stage", "proposal_id", "juror_id"),
        Index("ix_assignments_juror", "juror_id", "edition_id", "stage"),
        Index("ix_assignments_proposal", "proposal_id"),
    )

    edition_id: str = Field(foreign_key="editions.id")
    stage: str = Field(sa_type=String(50))
    proposal_id: str = Field(foreign_key="proposals.id")
    juror_id: str = Field(foreign_key="users.id")


_OPINION = personal("a juror's opinion, may name people", "the score is explained", "the juror, organiser, auditor")
_WHO = personal("who did it and why", "who decided what, to be accounted for", "organiser, auditor")


class Evaluation(Recorded, table=True):
    """A score sheet. ``total`` (0–100) is fixed when it is signed."""

    __tablename__ = "evaluations"
    CHAIN = "assignment_id"

    assignment_id: str = Field(foreign_key="assignments.id", unique=True)
    scores: dict[str, float] = Field(default_factory=dict, sa_type=JSONColumn)
    notes: dict[str, str] = Field(default_factory=dict, sa_type=JSONColumn, sa_column_kwargs=_OPINION)
    recommendation: str = Field(default="", sa_column_kwargs=_OPINION)
    total: float | None = None
    signed_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    editor: str | None = Field(default=None, sa_type=String(60))
    """Which open sheet saved last: its retry after a lost answer is not stale."""


class Reopening(Recorded, table=True):
    """A signed sheet was opened again: who, when, why."""

    __tablename__ = "reopenings"
    CHAIN = "assignment_id"

    assignment_id: str = Field(foreign_key="assignments.id", index=True)
    actor_id: str | None = Field(default=None, sa_column_kwargs=_WHO)
    actor_name: str = Field(sa_column_kwargs=_WHO)
    reason: str = Field(sa_column_kwargs=_WHO)


class Publication(Recorded, table=True):
    """A stage's ranking, frozen and public."""

    __tablename__ = "publications"
    CHAIN = "edition_id"
    __table_args__ = (UniqueConstraint("edition_id", "stage"),)

    edition_id: str = Field(foreign_key="editions.id")
    stage: str = Field(sa_type=String(50))
    method: str = Field(sa_type=String(20))
    actor_id: str | None = Field(default=None, sa_column_kwargs=_WHO)
    """Null in rows from before migration 0006; the audit log knows who it was."""
    published_by: str = Field(sa_column_kwargs=_WHO)
    """The name as it was then."""
    places: int
    """How many went on."""


class Result(Recorded, table=True):
    """One line of a published ranking."""

    __tablename__ = "results"
    CHAIN = "publication_id"
    __table_args__ = (
        UniqueConstraint("publication_id", "proposal_id"),
        Index("ix_results_publication_rank", "publication_id", "rank"),
    )

    publication_id: str = Field(foreign_key="publications.id")
    proposal_id: str = Field(foreign_key="proposals.id", index=True)
    rank: int
    raw_mean: float
    score: float
    reviews: int
    advanced: bool
    calibrated: float | None = None
    standard_error: float | None = None
    rank_low: int | None = None
    rank_high: int | None = None
    probability_top: float | None = None
    """These five where the stage was calibrated; see ``RankingItem``."""


CALIBRATION = ("calibrated", "standard_error", "rank_low", "rank_high", "probability_top")
"""What a line of a ranking has beyond mean, score and rank."""
LONGEST_VIEW = 24 * 60 * 60
"""Seconds of one view of a sheet that are believed."""
Score = Annotated[float, Limit(ge=0, le=100, allow_inf_nan=False), BeforeValidator(not_yes_or_no)]
"""A mark on a rubric leaf, 0–100."""


class JurorCreate(Input):
    """Putting a person on the panel."""

    user_id: Id
    expertise: list[Key] = []
    max_load: Annotated[int, Limit(ge=1, le=10_000)] | None = None


class JurorRead(Schema):
    """A panel member with the load so far."""

    id: str
    user_id: str
    name: str
    expertise: list[str]
    max_load: int | None
    assigned: int
    signed: int
    version: int


class AssignmentPlan(Input):
    """Automatic assignment: a draw for the whole stage, the same for the same seed; or by hand with ``pairs``."""

    seed: Annotated[int, Limit(ge=0, le=2**31 - 1)] = 0
    dry_run: bool = False
    pairs: list["Pair"] | None = None


class Pair(Input):
    """One juror reads one proposal."""

    juror_id: Id
    proposal_id: Id


class AssignmentRead(Schema):
    """Who reads what, and how far."""

    id: str
    edition_id: str
    stage: str
    proposal_id: str
    proposal_number: str | None
    proposal_title: str
    juror_id: str
    juror_name: str
    status: Literal["untouched", "draft", "signed"]
    total: float | None
    seconds_spent: int
    """How long the juror worked on it."""
    updated_at: datetime
    version: int
    """Of the score sheet."""


class AssignmentReport(Schema):
    """What an assignment run made, or with ``dry_run`` would make."""

    dry_run: bool
    created: int
    proposals: int
    jurors: int
    loads: dict[str, int]
    """Readings by juror id after the run."""
    short: list[str]
    """Proposal ids that have fewer readings than the stage asks for."""
    shortages: list["Shortage"]
    """The same, with how many readings are missing and why."""
    matches: int
    """New readings by an expert of the proposal's category."""
    broken: int
    """New readings by an expert of something else: jurors who named no field read any."""
    is_connected: bool
    """Whether jurors that proposals share make all of them comparable: calibration rests on it."""


class Shortage(Schema):
    """A proposal with too few readings."""

    proposal_id: str
    missing: int
    reason: Literal["conflicts", "loads"]
    """Too few jurors who may read it and did not decline, or all of them are full."""


class EvaluationUpdate(Input):
    """A saved score sheet: leaves not named keep their mark, null clears one."""

    scores: dict[Key, Score | None] = {}
    notes: dict[Key, Prose] = {}
    recommendation: Prose | None = None
    seconds_spent: Annotated[int, Limit(ge=0, le=LONGEST_VIEW)] | None = None
    """Seconds worked on the sheet so far in this view of it, which ``X-Editor`` names: sent again they count once."""


class SignatureUpdate(Input):
    """Signing (``signed`` true), or with a reason opening a signed sheet again (false)."""

    signed: bool = True
    reason: Reason | None = None


class EvaluationRead(Schema):
    """A score sheet."""

    assignment_id: str
    edition_id: str
    stage: str
    proposal_id: str
    juror_id: str
    scores: dict[str, float]
    notes: dict[str, str]
    recommendation: str
    total: float | None
    """Weighted mean of the leaves, 0–100; null until every leaf has a mark."""
    missing: list[str]
    """Leaves without a mark."""
    seconds_spent: int
    """How long the juror worked on it: with the page in view, and active within the last minute."""
    signed_at: datetime | None
    updated_at: datetime
    version: int


class ScoreRead(Schema):
    """One mark of a signed sheet."""

    edition_id: str
    stage: str
    proposal_id: str
    proposal_number: str | None
    juror_id: str | None
    """Null where the reader may not know who scored."""
    criterion: str
    score: float
    note: str


class RankingItem(Schema):
    """One line of a ranking; equal scores share a rank."""

    rank: int
    proposal_id: str
    number: str | None
    title: str
    unit: str
    raw_mean: float
    score: float
    """The official one: the raw mean or the calibrated score, as the stage's ``aggregate`` says."""
    calibrated: float | None
    """What the sheets say once each juror's severity, scale and noise is taken out; may pass 0 and 100. This and the
    next four are null for the public where the mean is official."""
    standard_error: float | None
    """Of the calibrated score, in points."""
    rank_low: int | None
    rank_high: int | None
    """The best and the worst rank of a 90 % interval of the true rank."""
    probability_top: float | None
    """Of truly being among those who go on, 0–1; null too where everybody does."""
    reviews: int
    advanced: bool
    flags: list[str]
    """``few-readings``: fewer sheets than the stage asks for; ``near-cut``: they leave open whether it belongs to
    those who go on (organiser, auditor)."""


class Ranking(Schema):
    """The order of a stage: computed from signed sheets, or frozen once published."""

    edition_id: str
    stage: str
    method: str
    is_final: bool
    computed_at: datetime
    places: int | None
    awaited: int
    """Score sheets not yet signed."""
    unread: int = 0
    """Proposals of the stage without a single signed sheet; nothing is published before there are none."""
    is_connected: bool | None = None
    """Whether jurors that proposals share make all of them comparable. This and the next two: organiser, auditor."""
    agreement: AgreementRead | None = None
    jurors: list[JurorFinding] | None = None
    items: list[RankingItem]


class WhatIf(Input):
    """What is asked about a stage; what is left out stays as it is."""

    without: Id | None = None
    """As if this juror had read nothing."""
    aggregate: Aggregate | None = None
    n: Annotated[int, Limit(ge=1, le=100_000)] | None = None
    """As if so many went on."""


class WhatIfRead(Schema):
    """The order as it would be, and whose going on depends on it. It changes nothing."""

    ranking: Ranking
    enters: list[RankingItem]
    """Who would go on, and does not: as they would stand."""
    leaves: list[RankingItem]
    """Who goes on, and would not: as they stand."""


class PublicationRead(Schema):
    """A published stage."""

    edition_id: str
    stage: str
    method: str
    published_at: datetime
    places: int
    results: int
    version: int

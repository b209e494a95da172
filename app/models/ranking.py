"""The ranking of a stage: computed from signed sheets or votes, frozen and public once published."""

from datetime import datetime
from typing import Annotated

from pydantic import Field as Limit
from sqlalchemy import Index, String, UniqueConstraint
from sqlmodel import Field

from app.models.base import Id, Input, Recorded, Schema
from app.models.edition import Aggregate
from app.models.judging import AgreementRead, JurorFinding
from app.models.privacy import personal

_WHO = personal("who did it and why", "who decided what, to be accounted for", "organiser, auditor")
_REASON = personal("a reason, may name people", "a decision is explained", "everybody, once published")


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
    stage_score: float | None = None
    """Where the order is by this and earlier stages: the score of this one alone."""
    by_rule: bool | None = None
    """Where the plenary decided: whether the rule alone let it go on. It and the next are null everywhere else."""
    plenary: str | None = Field(default=None, sa_column_kwargs=_REASON)


CALIBRATION = ("calibrated", "standard_error", "rank_low", "rank_high", "probability_top")
"""What a line of a ranking has where the jurors were calibrated."""
VOTES = "votes"
"""How a public vote is ranked; the other methods are those of ``Aggregate``."""
BESIDE = (*CALIBRATION, "stage_score", "by_rule", "plenary")
"""What a line of a ranking has beyond mean, score and rank; null where it does not apply."""


class RankingItem(Schema):
    """One line of a ranking; equal scores share a rank."""

    rank: int
    proposal_id: str
    number: str | None
    title: str
    unit: str
    raw_mean: float
    score: float
    """The official one: that of this stage, or where it is ``cumulative`` the weighted mean with the stages before."""
    stage_score: float
    """Of this stage alone: the raw mean or the calibrated score, as its ``aggregate`` says; of a public vote 100 for
    the most votes, and the others in proportion."""
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
    """Signed sheets, or votes."""
    advanced: bool
    by_rule: bool
    """Whether the rule alone lets it go on; ``advanced`` differs where the plenary decided otherwise."""
    plenary: str | None
    """The reason of the plenary's decision, where there is one."""
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

"""Judging: jurors of a stage, who reads what, score sheets, the ranking and its publication."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BeforeValidator
from pydantic import Field as Limit
from sqlalchemy import Index, String, UniqueConstraint
from sqlmodel import Field

from app.models.base import (
    Changes,
    Id,
    Input,
    JSONColumn,
    Key,
    Prose,
    Reason,
    Recorded,
    Schema,
    UTCDateTime,
    not_yes_or_no,
)
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
    left_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    """Since when the juror reads no more: what was signed stays and counts, nothing new comes."""
    left_reason: str | None = Field(default=None, sa_column_kwargs=personal(
        "why a juror left", "the panel is accounted for", "organiser, auditor"))  # fmt: skip


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


LONGEST_VIEW = 24 * 60 * 60
"""Seconds of one view of a sheet that are believed."""
Score = Annotated[float, Limit(ge=0, le=100, allow_inf_nan=False), BeforeValidator(not_yes_or_no)]
"""A mark on a rubric leaf, 0–100."""


MaxLoad = Annotated[int, Limit(ge=1, le=10_000)]
"""How many proposals a juror reads in a stage at most."""


class JurorCreate(Input):
    """Putting a person on the panel."""

    user_id: Id
    expertise: list[Key] = []
    max_load: MaxLoad | None = None


class JurorUpdate(Changes):
    """Changes to a panel member; what is left out stays, ``max_load`` null means no limit."""

    CLEARABLE = frozenset({"max_load"})

    expertise: list[Key] | None = None
    max_load: MaxLoad | None = None
    """Not below the sheets that the juror holds."""


class JurorRead(Schema):
    """A panel member with the load so far."""

    id: str
    user_id: str
    name: str
    expertise: list[str]
    max_load: int | None
    assigned: int
    signed: int
    left_at: datetime | None
    """Since when the juror is off the panel; what was signed still counts."""
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
    reason: Literal["panel", "conflicts", "loads"]
    """Fewer jurors on the panel than readings asked for; enough, but too few who may read it and did not decline; or
    those are full."""


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

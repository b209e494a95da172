"""Discussions (diskusi): jurors and organiser write to each other about a proposal that the scores disagree on."""

from datetime import datetime

from sqlalchemy import Index, String
from sqlmodel import Field

from app.models.base import Id, Input, Key, Reason, Recorded, Schema, UTCDateTime
from app.models.listing import ListQuery
from app.models.privacy import personal

_OPINION = personal("a juror's or organiser's opinion, may name people", "disputed scores are talked over",
                    "jurors who signed a sheet of the proposal, organiser, auditor")  # fmt: skip
_WHO = personal("who opened, closed or wrote", "who decided what, to be accounted for", "organiser, auditor")


class Discussion(Recorded, table=True):
    """A thread about a proposal of a stage; at most one is open at a time."""

    __tablename__ = "discussions"
    CHAIN = "edition_id"
    __table_args__ = (Index("ix_discussions_stage", "edition_id", "stage", "proposal_id"),)

    edition_id: str = Field(foreign_key="editions.id")
    stage: str = Field(sa_type=String(50))
    proposal_id: str = Field(foreign_key="proposals.id")
    question: str = Field(sa_column_kwargs=_OPINION)
    shows_scores: bool = False
    """Whether its jurors see each other's totals, as long as every sheet of the proposal is signed."""
    actor_id: str | None = Field(default=None, sa_column_kwargs=_WHO)
    actor_name: str = Field(sa_column_kwargs=_WHO)
    closed_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    conclusion: str = Field(default="", sa_column_kwargs=_OPINION)


class DiscussionMessage(Recorded, table=True):
    """What somebody wrote in a discussion."""

    __tablename__ = "discussion_messages"
    CHAIN = "discussion_id"

    discussion_id: str = Field(foreign_key="discussions.id", index=True)
    actor_id: str | None = Field(default=None, sa_column_kwargs=_WHO)
    actor_name: str = Field(sa_column_kwargs=_WHO)
    number: int | None = None
    """Which juror of the discussion wrote it, 1, 2 …; null for the organiser. Once written, a number stays."""
    asks_to_reopen: bool = False
    text: str = Field(sa_column_kwargs=_OPINION)


class DiscussionCreate(Input):
    """Opens one. Scores are shown only where every sheet of the proposal is signed."""

    proposal_id: Id
    question: Reason
    shows_scores: bool = False


class MessageCreate(Input):
    """A message; a juror may ask that the own sheet be opened again."""

    text: Reason
    asks_to_reopen: bool = False


class Conclusion(Input):
    """How a discussion ended."""

    conclusion: Reason


class DiscussionFilters(ListQuery):
    """Filters of the discussions, newest first."""

    edition_id: Id | None = None
    stage: Key | None = None
    proposal_id: Id | None = None
    is_open: bool | None = None


class DiscussionSummary(Schema):
    """A discussion in a list."""

    id: str
    edition_id: str
    stage: str
    proposal_id: str
    proposal_number: str | None
    proposal_title: str
    question: str
    shows_scores: bool
    created_at: datetime
    closed_at: datetime | None
    messages: int
    requests: int
    """Messages by which a juror asked that the own sheet be opened again."""
    version: int


class Participant(Schema):
    """A juror of a discussion, as the reader may know."""

    number: int
    is_me: bool
    juror_id: str | None
    """Null to the other jurors of a blind stage, as is the name."""
    name: str | None
    total: float | None
    """Of the signed sheet, 0–100; null to the other jurors unless the organiser showed the scores."""
    assignment_id: str | None
    """The sheet, for organiser and auditor and whose it is."""


class MessageRead(Schema):
    """A message, as the reader may know who wrote it."""

    id: str
    number: int | None
    """The juror's; null for the organiser."""
    name: str | None
    """Null to the other jurors of a blind stage."""
    is_me: bool
    asks_to_reopen: bool
    text: str
    created_at: datetime


class DiscussionRead(DiscussionSummary):
    """A discussion with what was written in it, oldest first."""

    conclusion: str
    are_scores_shown: bool
    """Now: ``shows_scores``, and every sheet of the proposal is signed."""
    participants: list[Participant]
    thread: list[MessageRead]


class DisputedProposal(Schema):
    """A proposal whose jurors are further apart than most, once the severity of each is taken out where it is known."""

    proposal_id: str
    proposal_number: str | None
    proposal_title: str
    signed: int
    unsigned: int
    lowest: float
    highest: float
    deviation: float
    """Standard deviation of the signed totals, in points."""
    adjusted: float
    """The same of the totals less the severity of each juror, as far as the calibration knows it."""
    usual: float
    """The upper quartile of ``adjusted`` of all proposals of the stage: those above it are listed."""
    rank: int | None
    """As the signed sheets have it now; null where it takes no part any more."""
    is_open: bool
    """Whether the sheets leave open on which side of the cut it belongs."""
    discussion_id: str | None
    """The newest discussion."""
    is_discussed: bool
    """Whether that one is open."""

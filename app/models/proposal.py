"""Proposals (usulan inovasi): the text, its earlier versions, its changes of state, its evidence."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field as Limit
from pydantic import HttpUrl
from sqlalchemy import Date, Index, String, UniqueConstraint
from sqlmodel import Field

from app.models.base import (
    Changes,
    Id,
    Input,
    JSONColumn,
    Key,
    Line,
    Moment,
    Prose,
    Reason,
    Recorded,
    Schema,
    ShortText,
    UTCDateTime,
)
from app.models.privacy import personal
from app.models.unit import Latitude, Longitude


class ProposalStatus(StrEnum):
    """Where a proposal stands (rules/transitions.py says which way it may go)."""

    draft = "draft"
    submitted = "submitted"
    returned = "returned"
    verified = "verified"
    rejected = "rejected"
    judging = "judging"
    advanced = "advanced"
    eliminated = "eliminated"
    awarded = "awarded"
    withdrawn = "withdrawn"
    disqualified = "disqualified"


_WHY = "the innovation is described, judged and shared"
_READERS = "the unit and those above it, secretariat, jurors (not in a blind stage), organiser, auditor"
_MAY_NAME = personal("text, may name people", _WHY, f"{_READERS}; everybody once it is in the catalogue")
_ANSWERS = personal("short answers: names, and NIP or telephone where an edition asks", "innovators can be reached and "
                    "honoured", f"{_READERS}; fields marked `is_private` never in public, nor by jurors")  # fmt: skip
_WHO = personal("name as it was then", "who decided what, to be accounted for", "whoever reads the proposal")
_ACCOUNT = personal("reference to an account", "who decided what, to be accounted for", "nobody by itself")


class Proposal(Recorded, table=True):
    """A proposal's current state; wide JSON columns come last, so that lists do not read them."""

    __tablename__ = "proposals"
    CHAIN = "edition_id"
    __table_args__ = (
        UniqueConstraint("edition_id", "sequence"),
        Index("ix_proposals_edition_status", "edition_id", "status", "id"),
        Index("ix_proposals_participant", "participant_id", "edition_id", "id"),
        Index("ix_proposals_unit", "unit_id", "id"),
        Index("ix_proposals_figures", "edition_id", "participant_id", "category", "sequence"),
        Index("ix_proposals_title_key", "edition_id", "title_key"),
    )

    edition_id: str = Field(foreign_key="editions.id")
    unit_id: str = Field(foreign_key="units.id")
    participant_id: str | None = Field(default=None, foreign_key="units.id")
    title: str
    title_key: str
    """The title in lower case without punctuation: what "the same title" means."""
    group: str = Field(sa_type=String(50))
    category: str = Field(sa_type=String(50))
    status: str = Field(default=ProposalStatus.draft, sa_type=String(20))
    number: str | None = Field(default=None, sa_type=String(20))
    sequence: int | None = None
    is_handed_over: bool = False
    """The author says it is ready for the coordinator."""
    quota_pool: str | None = Field(default=None, sa_type=String(50))
    """The pool whose slot this proposal holds; null when it holds none."""
    submitted_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    return_until: datetime | None = Field(default=None, sa_type=UTCDateTime)
    started_on: date | None = Field(default=None, sa_type=Date)
    is_digital: bool = False
    latitude: float | None = None
    longitude: float | None = None
    is_sample: bool = False
    editor: str | None = Field(default=None, sa_type=String(60))
    """Which open editor saved last: its retry after a lost answer is not stale."""
    created_by: str | None = Field(default=None, foreign_key="users.id")
    video_url: str = Field(default="", sa_column_kwargs=personal("a film, may show people", _WHY, _READERS))
    origin: str = ""
    english_abstract: str = Field(default="", sa_column_kwargs=_MAY_NAME)
    sdgs: list[int] = Field(default_factory=list, sa_type=JSONColumn)
    collaborators: list[str] = Field(
        default_factory=list, sa_type=JSONColumn,
        sa_column_kwargs=personal("names of partners, may be people", _WHY, _READERS),
    )  # fmt: skip
    answers: dict[str, str] = Field(default_factory=dict, sa_type=JSONColumn, sa_column_kwargs=_ANSWERS)
    sections: dict[str, str] = Field(default_factory=dict, sa_type=JSONColumn, sa_column_kwargs=_MAY_NAME)


class Revision(Recorded, table=True):
    """An earlier version of the text. Saves of one person within a quarter of an hour are one revision, unless the
    proposal changed hands in between: what somebody else has read stays."""

    __tablename__ = "revisions"
    CHAIN = "proposal_id"
    __table_args__ = (UniqueConstraint("proposal_id", "number"),)

    proposal_id: str = Field(foreign_key="proposals.id")
    number: int
    saved_by: str | None = Field(default=None, foreign_key="users.id")
    saved_by_name: str = Field(default="", sa_column_kwargs=_WHO)
    title: str
    sections: dict[str, str] = Field(sa_type=JSONColumn, sa_column_kwargs=_MAY_NAME)
    answers: dict[str, str] = Field(default_factory=dict, sa_type=JSONColumn, sa_column_kwargs=_ANSWERS)
    english_abstract: str = Field(default="", sa_column_kwargs=_MAY_NAME)


class Transition(Recorded, table=True):
    """One change of state: who, when, why. Rows are only ever added."""

    __tablename__ = "transitions"
    CHAIN = "proposal_id"

    proposal_id: str = Field(foreign_key="proposals.id", index=True)
    action: str = Field(sa_type=String(20))
    from_status: str | None = Field(default=None, sa_type=String(20))
    to_status: str = Field(sa_type=String(20))
    actor_id: str | None = Field(default=None, sa_column_kwargs=_ACCOUNT)
    actor_name: str = Field(sa_column_kwargs=_WHO)
    reason: str = Field(
        default="", sa_column_kwargs=personal("reason, may name people", "a decision is explained", _READERS)
    )
    deadline: datetime | None = Field(default=None, sa_type=UTCDateTime)


class Document(Recorded, table=True):
    """An evidence file; its bytes lie in the content-addressed store under their SHA-256."""

    __tablename__ = "documents"
    CHAIN = "proposal_id"

    proposal_id: str = Field(foreign_key="proposals.id", index=True)
    kind: str = Field(sa_type=String(50))
    """Key of a required document, or ``evidence``."""
    section: str | None = Field(default=None, sa_type=String(50))
    filename: str = Field(
        sa_column_kwargs=personal("name of a file, may name a person", "a file is found again",
                                  "as the proposal; in a blind stage jurors see its kind instead")
    )  # fmt: skip
    media_type: str
    size: int
    sha256: str = Field(sa_type=String(64), index=True)
    uploaded_by: str | None = Field(default=None, sa_column_kwargs=_ACCOUNT)


Sdg = Annotated[int, Limit(ge=1, le=17)]
"""Sustainable Development Goal (TPB), 1–17."""


class ProposalFields(Changes):
    """What an author may write; see the edition for the keys of sections, answers, groups and categories."""

    CLEARABLE = frozenset({"started_on", "latitude", "longitude"})

    title: Line | None = None
    group: Key | None = None
    category: Key | None = None
    sdgs: Annotated[list[Sdg], Limit(max_length=17)] | None = None
    sections: dict[Key, Prose] | None = None
    answers: dict[Key, ShortText] | None = None
    started_on: date | None = None
    is_digital: bool | None = None
    latitude: Latitude | None = None
    longitude: Longitude | None = None
    video_url: HttpUrl | Literal[""] | None = None
    origin: ShortText | None = None
    english_abstract: Prose | None = None
    collaborators: Annotated[list[Line], Limit(max_length=30)] | None = None


class ProposalCreate(ProposalFields):
    """A new draft of a unit in an edition."""

    edition_id: Id
    unit_id: Id
    title: Line
    group: Key
    category: Key


class ProposalUpdate(ProposalFields):
    """Changes to a draft; what is left out stays. ``sections`` and ``answers`` are merged by key."""


class ProposalSummary(Schema):
    """A proposal in a list."""

    id: str
    edition_id: str
    unit_id: str | None
    """Null, like the other names, where a juror reads in a blind stage."""
    unit_name: str | None
    participant_id: str | None
    participant_name: str | None
    title: str
    group: str
    category: str
    status: ProposalStatus
    number: str | None
    is_handed_over: bool
    is_digital: bool
    is_sample: bool
    submitted_at: datetime | None
    return_until: datetime | None
    updated_at: datetime
    version: int


class TransitionRead(Schema):
    """One entry of the history."""

    action: str
    from_status: ProposalStatus | None
    to_status: ProposalStatus
    at: datetime
    actor_name: str
    reason: str
    deadline: datetime | None


class ProposalRead(ProposalSummary):
    """A proposal whole."""

    sdgs: list[int]
    sections: dict[str, str]
    answers: dict[str, str]
    started_on: date | None
    latitude: float | None
    longitude: float | None
    video_url: str
    origin: str
    english_abstract: str
    collaborators: list[str]
    created_at: datetime
    history: list[TransitionRead]


class ReadinessRule(Schema):
    """One rule of the live check: a failing rule of level ``error`` blocks submission, ``warning`` does not."""

    rule: str
    ok: bool
    level: Literal["error", "warning"]
    message: str
    field: str | None = None


class Readiness(Schema):
    """Whether the proposal could be submitted now, rule by rule."""

    ready: bool
    rules: list[ReadinessRule]


class SubmissionCreate(Input):
    """Sending a proposal in; the remark is kept in the history."""

    remark: ShortText = ""


class WithdrawalCreate(Input):
    """Taking a submission back."""

    reason: Reason


class ReturnCreate(Input):
    """Sending a proposal back: the coordinator a draft to its author, the secretariat a submission until a deadline."""

    reason: Reason
    deadline: Moment | None = None


class VerificationCreate(Input):
    """The secretariat finds the submission complete."""

    remark: ShortText = ""


class RejectionCreate(Input):
    """The secretariat refuses the submission; the reasons are shown to the participant."""

    reason: Reason


class RevisionRead(Schema):
    """An earlier version, without its text."""

    number: int
    saved_by_name: str
    saved_at: datetime
    title: str


class Difference(Schema):
    """A piece of text that was kept, inserted or deleted."""

    kind: Literal["kept", "inserted", "deleted"]
    text: str


class RevisionDetail(RevisionRead):
    """An earlier version with its text, and how it differs from the version compared with.

    ``differences`` has a key for each section, ``answers.<key>`` for each short answer and ``english_abstract``.
    """

    sections: dict[str, str]
    answers: dict[str, str]
    english_abstract: str
    compared_with: int | None
    differences: dict[str, list[Difference]]
    version: int


class DocumentRead(Schema):
    """An evidence file without its bytes."""

    id: str
    proposal_id: str
    kind: str
    section: str | None
    filename: str
    media_type: str
    size: int
    sha256: str
    created_at: datetime
    version: int

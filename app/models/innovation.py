"""Innovations: the public catalogue. An entry comes from a proposal, or from a public source named in it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator
from pydantic import Field as Limit
from sqlalchemy import Date, Index, String
from sqlmodel import Field

from app.models.base import Changes, Id, Input, JSONColumn, Line, Page, Prose, Recorded, Schema, ShortText
from app.models.privacy import personal
from app.models.unit import UnitKind


class Innovation(Recorded, table=True):
    """A published innovation.

    Columns that came later are null in the rows from before, whose digests in the audit log stay as they are.
    """

    __tablename__ = "innovations"
    CHAIN = "proposal_id"
    __table_args__ = (
        Index("ix_innovations_year_id", "year", "id"),
        Index("ix_innovations_peer", "peer_id", "peer_entity_id", unique=True),
    )
    UNRECORDED = frozenset({"peer_id", "peer_entity_id", "peer_digest", "peer_round"})

    proposal_id: str | None = Field(default=None, foreign_key="proposals.id", unique=True)
    unit_id: str | None = Field(default=None, foreign_key="units.id")
    unit_name: str
    unit_kind: str | None = Field(default=None, sa_type=String(30))
    region_code: str | None = Field(default=None, sa_type=String(13))
    latitude: float | None = None
    longitude: float | None = None
    title: str
    year: int
    group: str | None = Field(default=None, sa_type=String(50))
    group_title: str | None = None
    category: str | None = Field(default=None, sa_type=String(50))
    category_title: str = ""
    award: str = ""
    """The result as its source names it, for instance "KOVABLIK Top 30"."""
    national_award: str | None = None
    """What it reached in the national competition, in the words of its result."""
    source: str = ""
    """Where an entry that did not come from a proposal here was found."""
    summary: str = ""
    english_abstract: str | None = Field(
        default=None,
        sa_column_kwargs=personal("text, may name people", "innovations are shared", "everybody: it is published"),
    )
    contact: str | None = None
    """Where the unit answers: its office, telephone, address of mail or page; never a private person's."""
    started_on: date | None = Field(default=None, sa_type=Date)
    is_digital: bool | None = None
    is_sample: bool = False
    peer_id: str | None = Field(default=None, foreign_key="peers.id")
    """The network of another province that it is mirrored from (app/models/peer.py); null for our own."""
    peer_entity_id: str | None = Field(default=None, sa_type=String(36))
    """Its id there."""
    peer_digest: str | None = Field(default=None, sa_type=String(32))
    """The digest of its document there."""
    peer_round: int | None = None
    """The snapshot that last had it."""
    origin_name: str | None = None
    """The name of that network."""
    origin_url: str | None = None
    """Its page there."""
    replication_count: int | None = None
    """How many confirmed replications are running."""
    sdgs: list[int] = Field(default_factory=list, sa_type=JSONColumn)
    impact: list[dict[str, str]] | None = Field(default=None, sa_type=JSONColumn)
    """What was measured: ``[{"measure", "before", "after"}]``."""
    evidence: list[dict[str, str]] | None = Field(default=None, sa_type=JSONColumn)
    """Documents of the proposal that the unit has released: ``[{"document_id", "title"}]``."""
    sections: list[dict[str, str]] = Field(
        default_factory=list, sa_type=JSONColumn,
        sa_column_kwargs=personal("text, may name people", "innovations are shared", "everybody: it is published"),
    )  # fmt: skip
    """The released text: ``[{"title", "text"}]``."""

    @classmethod
    def is_recorded(cls, state: Mapping[str, Any]) -> bool:
        """What is mirrored is a matter of record where it comes from."""
        return state.get("origin_name") is None


_Text = Annotated[str, BeforeValidator(lambda stored: stored or "")]
_Count = Annotated[int, BeforeValidator(lambda stored: stored or 0)]


class InnovationSummary(Schema):
    """An innovation in a list."""

    id: str
    title: str
    unit_id: str | None
    unit_name: str
    unit_kind: UnitKind | None
    region_code: str | None
    latitude: float | None
    longitude: float | None
    year: int
    group_title: _Text
    category_title: str
    award: str
    national_award: _Text
    is_digital: bool | None
    replication_count: _Count
    origin_name: str | None = None
    """The network that it is mirrored from; null for our own."""
    origin_url: str | None = None
    """Its page there."""
    is_sample: bool
    summary: str


class FoundInnovation(InnovationSummary):
    """An innovation in the list of the catalogue."""

    distance_km: float | None = None
    """From the point that was asked about, over the ground."""


class Found(Page[FoundInnovation]):
    """A page of the catalogue, and how the question was understood."""

    corrected_q: str | None = None
    """The question as it was answered, where words were taken for mistyped; null otherwise."""
    matched: Literal["all", "any"] = "all"
    """``any``: no innovation has all the words, so those with at least half of them are shown."""


class Impact(Schema):
    """One thing that was measured before and after."""

    measure: str
    before: str
    after: str


class Evidence(Schema):
    """A released document; its bytes are at ``/innovations/{id}/evidence/{document_id}``."""

    document_id: str
    title: str


class InnovationRead(InnovationSummary):
    """An innovation whole."""

    proposal_id: str | None
    group: str | None
    category: str | None
    source: str
    english_abstract: _Text
    contact: _Text
    started_on: date | None
    sdgs: list[int]
    impact: Annotated[list[Impact], BeforeValidator(lambda stored: stored or [])]
    evidence: Annotated[list[Evidence], BeforeValidator(lambda stored: stored or [])]
    sections: list[dict[Literal["title", "text"], str]]
    created_at: datetime
    version: int


class ImpactInput(Input):
    """One thing that was measured: what, and its value before and after, each with its unit."""

    measure: Line
    before: ShortText
    after: ShortText


class EvidenceInput(Input):
    """A document of the innovation's proposal that everybody may read, under a title of its own."""

    document_id: Id
    title: Line


class InnovationUpdate(Changes):
    """What the unit adds to its entry; what is left out stays. The judged text itself is not changed."""

    english_abstract: Prose | None = None
    contact: ShortText | None = None
    impact: Annotated[list[ImpactInput], Limit(max_length=10)] | None = None
    evidence: Annotated[list[EvidenceInput], Limit(max_length=20)] | None = None


class FacetValue(Schema):
    """One value of a facet: what a filter takes, what people read, and how many innovations have it."""

    value: str
    label: str
    count: int


class Facets(Schema):
    """How many innovations pass the filters, and how they divide; each facet without its own filter."""

    total: int
    year: list[FacetValue]
    category: list[FacetValue]
    group: list[FacetValue]
    region_code: list[FacetValue]
    unit_kind: list[FacetValue]
    award: list[FacetValue]
    origin: list[FacetValue]
    sdg: list[FacetValue]
    is_digital: list[FacetValue]
    is_replicated: list[FacetValue]

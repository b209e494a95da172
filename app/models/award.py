"""Awards (penghargaan): what an edition's ceremony hands out, from a ranking, from an instrument, or freely named."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Self

from pydantic import StringConstraints, model_validator
from pydantic_core import PydanticCustomError
from sqlalchemy import Index, String
from sqlmodel import Field

from app.models.base import Changes, Id, Input, Key, Line, Reason, Recorded, Schema, ShortText, UTCDateTime, Year
from app.models.privacy import personal

CODE_SIGNS = "23456789" + "ABCDEFGH" + "JKMNPQRS" + "TVWXYZ"
"""Signs of a code: digits and capitals that nobody takes for each other (no 0 O, 1 I L, U)."""
Code = Annotated[str, StringConstraints(max_length=20)]
"""A verification code as somebody typed it; see ``app.rules.awards.plain_code``."""
_WHY = personal("a reason, may name people", "a decision is explained", "everybody, once the awards are published")


class AwardSource(StrEnum):
    """Where an award comes from."""

    tier = "tier"
    """A tier of the edition, by the published ranking."""
    instrument = "instrument"
    """The result of an instrument: a SAKIP predicate, WBK, a category of CETTAR."""
    free = "free"
    """A label of the organiser's own, such as the public's favourite."""


class Award(Recorded, table=True):
    """A row."""

    __tablename__ = "awards"
    CHAIN = "edition_id"
    __table_args__ = (Index("ix_awards_edition_id_position", "edition_id", "position", "id"),)

    edition_id: str = Field(foreign_key="editions.id")
    proposal_id: str | None = Field(default=None, foreign_key="proposals.id", index=True)
    unit_id: str = Field(foreign_key="units.id", index=True)
    assessment_id: str | None = Field(default=None, foreign_key="assessments.id", index=True)
    """The result that it is given for, where a round proposed it."""
    source: str = Field(sa_type=String(10))
    tier: str | None = Field(default=None, sa_type=String(50))
    """The key of the edition's tier."""
    title: str
    """What is handed out: "Top 45 Inovasi", "SAKIP Predikat A"."""
    category: str = ""
    """Under which heading it is called: the proposal's category, or the instrument."""
    result: str = ""
    """Of an instrument: predicate or value, and its year."""
    rank: int | None = None
    """In the published ranking, or in an instrument's among units of its kind; from 1."""
    reason: str = Field(default="", sa_column_kwargs=_WHY)
    position: int = 0
    """In the running order, from 1."""
    code: str = Field(unique=True, sa_type=String(14))
    """For verification: unguessable, ``XXXX-XXXX-XXXX``."""
    given_at: datetime = Field(sa_type=UTCDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    revocation_reason: str | None = Field(default=None, sa_column_kwargs=_WHY)
    supplementary_reason: str | None = Field(default=None, sa_column_kwargs=_WHY)
    """Why it was given only after the others were published (susulan); null for one that was published with them."""
    replaces_id: str | None = Field(default=None, foreign_key="awards.id", index=True)
    """The revoked award in whose place a supplementary one was given."""
    is_sample: bool = False


class AwardCreate(Input):
    """An award to give. Exactly one of ``tier``, ``instrument`` and ``title`` says which.

    A tier needs ``proposal_id``; an instrument needs ``unit_id`` and ``result``; a free title either of them.
    """

    tier: Key | None = None
    instrument: Line | None = None
    """The title of the instrument: "SAKIP", "Zona Integritas", "CETTAR"."""
    title: Line | None = None
    proposal_id: Id | None = None
    unit_id: Id | None = None
    category: ShortText = ""
    result: ShortText = ""
    year: Year | None = None
    """The year that the instrument assessed; the edition's where it is left out."""
    reason: ShortText = ""
    """Why, where the ranking alone does not say so: a tier without a size, or one that the rank does not reach."""
    supplementary_reason: Reason | None = None
    """Needed once the awards are published, and refused before: why this one comes later. Everybody reads it."""
    replaces_id: Id | None = None
    """With ``supplementary_reason``: the revoked award of this edition in whose place it is given."""

    @model_validator(mode="after")
    def check(self) -> Self:
        """One kind of award, one receiver."""
        if sum(one is not None for one in (self.tier, self.instrument, self.title)) != 1:
            raise PydanticCustomError("one_kind_of_award", "not one kind")
        if (self.proposal_id is None) == (self.unit_id is None):
            raise PydanticCustomError("one_receiver", "not one receiver")
        if self.replaces_id is not None and self.supplementary_reason is None:
            raise PydanticCustomError("replaces_without_reason", "not supplementary")
        return self


class AwardUpdate(Changes):
    """Changes before the awards are published."""

    tier: Key | None = None
    title: Line | None = None
    category: ShortText | None = None
    result: ShortText | None = None
    reason: ShortText | None = None


class AwardsProposed(Input):
    """Awards by the published ranking: the tiers with a size, and the best of a group that a tier is named after."""

    dry_run: bool = True
    """Only shows what would be given."""
    supplementary_reason: Reason | None = None
    """Needed for giving once the awards are published, and refused before: why these come later. What was revoked is
    not given again so."""


class Revocation(Input):
    """Takes an award back for good; the reason stands on the page that verifies its certificate."""

    reason: Reason


class AwardRead(Schema):
    """An award."""

    id: str
    edition_id: str
    source: AwardSource
    tier: str | None
    title: str
    category: str
    result: str
    rank: int | None
    reason: str
    position: int
    proposal_id: str | None
    number: str | None
    """The proposal's registration number."""
    innovation_title: str | None
    innovation_id: str | None
    """Its entry in the catalogue."""
    unit_id: str
    unit_name: str
    region_code: str | None
    assessment_id: str | None
    """The raport that it is given for, where everybody may read it: its round is final and public."""
    is_reopened: bool | None
    """Whether the result that it is given for is not final any more: its round or its assessment was opened again. Of
    an award that was revoked false. For who gives awards; null to others."""
    code: str
    given_at: datetime
    revoked_at: datetime | None
    revocation_reason: str | None
    supplementary_reason: str | None
    """Why it was given after the publication of the others, at ``given_at``; null for those published together."""
    replaces_id: str | None
    """The revoked award in whose place it was given."""
    is_sample: bool
    version: int


class ProposedAward(Schema):
    """One line of what the ranking proposes."""

    tier: str
    title: str
    proposal_id: str
    number: str | None
    innovation_title: str
    unit_name: str
    category: str
    rank: int
    reason: str
    """Of the plenary, where it decided."""
    is_given: bool
    """Whether this proposal has an award of a tier already; then nothing is added."""
    is_revoked: bool
    """Whether it had this tier and lost it; then nothing is added either, except by hand."""


class ProposedAwards(Schema):
    """What the ranking proposes, and how much of it was given now."""

    dry_run: bool
    created: int
    items: list[ProposedAward]

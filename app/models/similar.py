"""What innovations and proposals have in common: the index of texts, and what is shown of the likeness."""

from typing import Any

from sqlalchemy import Integer, LargeBinary, String
from sqlmodel import Field, SQLModel, col

from app.models.base import Schema
from app.models.innovation import InnovationSummary
from app.models.proposal import ProposalStatus
from app.similarity.texts import Shelf


class SimilarText(SQLModel, table=True):
    """A text in the index: a published innovation, or a proposal as it was last sent in. Made again from them."""

    __tablename__ = "similar_texts"
    __table_args__ = {"sqlite_autoincrement": True}  # a number never comes again

    number: int | None = Field(default=None, primary_key=True, sa_type=Integer)
    innovation_id: str | None = Field(default=None, sa_type=String(36), unique=True)
    """No foreign key: the row is gone when its text is taken out."""
    proposal_id: str | None = Field(default=None, sa_type=String(36), unique=True)
    terms: int
    """How many of its marks are terms; a title without text has few."""
    marks: bytes = Field(sa_type=LargeBinary)
    """All of its marks, four bytes each: what to take out when it changes."""


OWNER: dict[Shelf, Any] = {
    Shelf.innovations: col(SimilarText.innovation_id), Shelf.proposals: col(SimilarText.proposal_id),
}  # fmt: skip
"""Shelf → the column that says whose a text there is."""


class SimilarMark(SQLModel, table=True):
    """A mark of a text: a number of 32 bits that stands for a term or a phrase on its shelf (app/similarity)."""

    __tablename__ = "similar_marks"
    __table_args__ = {"sqlite_with_rowid": False}

    mark: int = Field(primary_key=True, sa_type=Integer, sa_column_kwargs={"autoincrement": False})
    text: int = Field(primary_key=True, sa_type=Integer, sa_column_kwargs={"autoincrement": False})
    """``SimilarText.number``; no foreign key, which would need an index of its own."""


class SimilarInnovation(InnovationSummary):
    """A published innovation that another text is like."""

    likeness: int
    """How much of what the text is about this is about too: percent, 100 for the same."""
    shared: list[str]
    """Words of this innovation that both are about, the most telling first."""
    same_title: bool


class SharedPassage(Schema):
    """A passage that two texts have in common but for small changes."""

    section: str
    """Key of the section of the text that was asked about."""
    text: str
    other_section: str
    """Key of the section of the other."""
    other_text: str
    words: int
    """How long the passage is in the text asked about."""


class SimilarProposal(Schema):
    """A proposal that another one is like."""

    proposal_id: str
    number: str | None
    title: str
    year: int
    edition_id: str
    unit_id: str
    unit_name: str
    status: ProposalStatus
    is_sample: bool
    likeness: int
    """How much of what the text is about this is about too: percent."""
    shared: list[str]
    """Words that both are about, the most telling first."""
    same_title: bool
    words: int
    """Words of the text asked about that are in passages of both."""
    passages: list[SharedPassage]


class SimilarInnovations(Schema):
    """Published innovations that are like one of them, the most like first."""

    items: list[SimilarInnovation]


class ProposalLikeness(Schema):
    """What a proposal is like."""

    innovations: list[SimilarInnovation]
    """Published innovations, the most like first."""
    proposals: list[SimilarProposal] | None
    """Other proposals of all years; null for who does not select them (proposals:verify)."""

"""The index of the catalogue: narrow rows counted again from the innovations, and the words that they are made of."""

from sqlalchemy import BigInteger, Index, String
from sqlmodel import Field, SQLModel


class CatalogueEntry(SQLModel, table=True):
    """What an innovation is filtered, counted and ordered by. Its words lie in ``catalogue_words`` (app/feed)."""

    __tablename__ = "catalogue_entries"
    __table_args__ = (Index("ix_catalogue_entries_title", "title_key", "number"),)

    number: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    """``FeedState.indexed`` when it came in: ascending in time, never given twice."""
    innovation_id: str = Field(sa_type=String(36), unique=True)
    sequence: int = Field(sa_type=BigInteger, index=True)
    """``FeedState.indexed`` at its last change."""
    year: int
    category: str | None = Field(default=None, sa_type=String(50))
    category_title: str = ""
    group: str | None = Field(default=None, sa_type=String(50))
    group_title: str = ""
    place: str | None = Field(default=None, sa_type=String(13))
    """The code of its region as fine as it is known."""
    region: str | None = Field(default=None, sa_type=String(5))
    """The regency or city that it lies in, `35.07`."""
    unit_kind: str | None = Field(default=None, sa_type=String(30))
    award: str = ""
    origin: str | None = None
    """The name of the network that it is mirrored from; null for our own."""
    is_digital: bool | None = None
    is_replicated: bool = False
    sdgs: int = 0
    """A bit for each goal: 1 for the first."""
    latitude: float | None = None
    longitude: float | None = None
    title_key: str = Field(sa_type=String(300))


class CatalogueTerm(SQLModel, table=True):
    """A word that texts of the catalogue have, as people write it: what a mistyped one is compared with."""

    __tablename__ = "catalogue_terms"

    word: str = Field(primary_key=True, sa_type=String(60))
    count: int = 0
    """In how many texts it came in; only grows."""

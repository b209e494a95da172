"""Assessment instruments that a province stored: the text of a file of app/instruments, with its seal."""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, StringConstraints
from sqlalchemy import String, UniqueConstraint
from sqlmodel import Field

from app.models.base import Input, Recorded, Schema

InstrumentName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,59}_\d{4}$")]
"""What an instrument of one year is called: ``cettar_opd_2024``."""
LONGEST = 200_000
"""Characters of a file."""


def _unix(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\r\n", "\n")


class Instrument(Recorded, table=True):
    """A file as it was checked. One that comes with JIPP is copied here by the first round that uses it, so that its
    results stay what they were when JIPP brings another file."""

    __tablename__ = "instruments"
    __table_args__ = (UniqueConstraint("name"),)

    name: str = Field(sa_type=String(65))
    instrument: str = Field(sa_type=String(60))
    year: int
    title: str
    text: str
    seal: str = Field(sa_type=String(19))
    is_shipped: bool = False


class InstrumentCreate(Input):
    """The YAML text of a file (docs/instruments.md); with ``dry_run`` it is only checked.

    A file without a seal is sealed as it is stored. One whose seal does not fit what it says was changed since: it is
    taken only with ``reseal``, which says that the change is meant.
    """

    text: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST), AfterValidator(_unix)]
    dry_run: bool = False
    reseal: bool = False


class InstrumentSummary(Schema):
    """An instrument in the list."""

    id: str
    """Its name: ``cettar_opd_2024``."""
    instrument: str
    year: int
    title: str
    regulation: str
    notice: str
    kinds: list[str]
    """The kinds of units that it is for."""
    is_shipped: bool
    """Whether it came with JIPP."""
    is_used: bool
    """Whether a round uses it: it may not be changed any more."""


class InstrumentRead(InstrumentSummary):
    """An instrument whole."""

    seal: str
    sources: list[str]
    open: list[str]
    """What of the regulation is not known."""
    definition: dict[str, Any]
    """What the file says, as JSON; numbers as text."""
    text: str
    """The file itself."""


class InstrumentChange(Schema):
    """One thing that a file says otherwise than the one it is compared with."""

    part: Literal["file", "item", "predicate", "fact", "level", "threshold", "gate"]
    key: str
    """The item's key, the predicate's letter, ``wbk.total`` of a threshold or gate; empty for the file itself."""
    name: str
    """As in the file; empty where the whole part is new or gone."""
    before: str | None
    after: str | None


class InstrumentSent(InstrumentRead):
    """An instrument as it was sent, and what it says otherwise than the one before it."""

    compared_with: str | None
    """The one of the same name where there is one, else that of the newest year before; null where there is none."""
    changes: list[InstrumentChange]
    warnings: list[str]
    """What is no fault but looks like a slip: a title that names another year."""

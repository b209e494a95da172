"""Visitors of an exhibition: who they are is theirs to say; what they visit and find useful; what they write."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, EmailStr, StringConstraints
from pydantic import Field as Limit
from sqlalchemy import Index, String, UniqueConstraint
from sqlmodel import Field

from app.models.base import Id, Input, Schema, ShortText, Table, UTCDateTime, clean_text
from app.models.listing import ListQuery
from app.models.privacy import personal

KEPT_DAYS = 90
"""Days after the last day of an exhibition until what names its visitors is cleared."""
_KEPT = f"{KEPT_DAYS} days after the exhibition"
_WHO = personal("a visitor's name, e-mail, organisation, given freely", "the organiser sends what was asked for",
                "organiser, secretariat, auditor", _KEPT)  # fmt: skip
_IDEA = personal("an idea or impression, may name people", "visitors and units exchange ideas",
                 "everybody once the organiser shows it", _KEPT)  # fmt: skip
Token = Annotated[str, StringConstraints(min_length=20, max_length=200)]
Idea = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=3, max_length=1_000), AfterValidator(clean_text)
]
"""3–1,000 characters."""
Code = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z][0-9A-Za-z -]{3,19}$")]
"""Of a ticket, as it is typed: case, blanks and dashes do not count."""
MOST_TICKETS = 1_000
"""That are made at once."""


class Visitor(Table, table=True):
    """A browser, or whoever came by the tablet at the door. ``ballot`` is a digest of what only the visitor has."""

    __tablename__ = "visitors"
    __table_args__ = (UniqueConstraint("exhibition_id", "ballot"),)

    exhibition_id: str = Field(foreign_key="exhibitions.id")
    ballot: str = Field(sa_type=String(64))
    name: str = Field(default="", sa_column_kwargs=_WHO)
    email: str = Field(default="", sa_column_kwargs=_WHO)
    organisation: str = Field(default="", sa_column_kwargs=_WHO)
    consented_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    """When the visitor agreed that the three above are kept; null for who stayed anonymous."""


class Ticket(Table, table=True):
    """A code handed out at the entrance: whoever redeems it votes, and nobody else does so with it."""

    __tablename__ = "tickets"
    __table_args__ = (Index("ix_tickets_exhibition", "exhibition_id"),)

    exhibition_id: str = Field(foreign_key="exhibitions.id")
    code_hash: str = Field(sa_type=String(64), unique=True)
    visitor_id: str | None = Field(default=None, foreign_key="visitors.id", unique=True)
    redeemed_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class Visit(Table, table=True):
    """A visitor was at a booth; counted once."""

    __tablename__ = "visits"
    __table_args__ = (
        UniqueConstraint("visitor_id", "booth_id"), Index("ix_visits_exhibition", "exhibition_id", "booth_id"),
    )  # fmt: skip

    exhibition_id: str = Field(foreign_key="exhibitions.id")
    visitor_id: str = Field(foreign_key="visitors.id")
    booth_id: str = Field(foreign_key="booths.id", index=True)


class UsefulnessVote(Table, table=True):
    """A visitor finds an innovation useful (kemanfaatan). Votes on proposals of a stage are in ``votes``."""

    __tablename__ = "usefulness_votes"
    __table_args__ = (UniqueConstraint("exhibit_id", "ballot"),)

    exhibit_id: str = Field(foreign_key="exhibits.id")
    ballot: str = Field(sa_type=String(64))


class EntryStatus(StrEnum):
    """What became of a line of the guest book."""

    pending = "pending"
    shown = "shown"
    hidden = "hidden"


class GuestBookEntry(Table, table=True):
    """An idea in the guest book; shown once somebody has read it."""

    __tablename__ = "guest_book_entries"
    __table_args__ = (Index("ix_guest_book_exhibition", "exhibition_id", "status", "id"),)

    exhibition_id: str = Field(foreign_key="exhibitions.id")
    visitor_id: str = Field(foreign_key="visitors.id", index=True)
    name: str = Field(default="", sa_column_kwargs=_IDEA)
    text: str = Field(sa_column_kwargs=_IDEA)
    status: str = Field(default=EntryStatus.pending, sa_type=String(20))


class Registration(Input):
    """What a visitor says of themselves: all of it may be left out, none of it is kept without consent."""

    name: ShortText = ""
    email: EmailStr | Literal[""] = ""
    organisation: ShortText = ""
    consent: bool = False
    """Needed for a name, an e-mail or an organisation."""
    ticket: Code | None = None
    """The code of a ticket to redeem."""


class OwnVisit(Schema):
    """What the asking browser has done here."""

    exhibition_id: str
    name: str
    email: str
    organisation: str
    is_registered: bool
    has_ticket: bool
    booths: list[str]
    """Ids of the booths visited."""
    exhibits: list[str]
    """Ids of the exhibits found useful."""


class Admission(Schema):
    """A visitor without a browser, let in at the door."""

    id: str
    token: str | None
    """Shown this once: the device at the door sends it along with the visitor's visits and votes."""

    def without_secret(self) -> "Admission":
        """The answer as it may be stored."""
        return self.model_copy(update={"token": None})


class VisitorRead(Schema):
    """A visitor who said who they are."""

    id: str
    name: str
    email: str
    organisation: str
    consented_at: datetime
    created_at: datetime


class VisitorFilters(ListQuery):
    """Filters of the registered visitors."""

    sort: Literal["id", "-id"] = "-id"


class VisitCreate(Input):
    """A visit of a booth."""

    booth_id: Id
    token: Token | None = None
    """Of a visitor without a browser; else the cookie says who it is."""


class VisitRead(Schema):
    """A visit; ``is_new`` is false where it was counted before."""

    booth_id: str
    is_new: bool


class VoteCreate(Input):
    """One vote."""

    exhibit_id: Id
    token: Token | None = None


class VoteRead(Schema):
    """A vote as it stands; ``is_new`` is false where the same visitor had given it before."""

    exhibit_id: str
    is_new: bool


class TicketsCreate(Input):
    """So many tickets to hand out."""

    count: Annotated[int, Limit(ge=1, le=MOST_TICKETS)]


class Tickets(Schema):
    """New tickets; their codes are shown this once."""

    codes: list[str]

    def without_secret(self) -> "Tickets":
        """The answer as it may be stored."""
        return Tickets(codes=[])


class GuestBookCreate(Input):
    """An idea for the guest book; it is read before it is shown."""

    text: Idea
    name: ShortText = ""
    """Shown with it, where given."""


class GuestBookFilters(ListQuery):
    """Filters of the guest book, newest first. Others than ``shown`` are seen by those who read them first."""

    status: EntryStatus | None = None


class GuestBookRead(Schema):
    """A line of the guest book."""

    id: str
    exhibition_id: str
    text: str
    name: str
    status: EntryStatus
    created_at: datetime
    version: int


class Moderation(Input):
    """Whether a line is shown."""

    status: Literal["shown", "hidden"]

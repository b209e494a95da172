"""People who are named in proposals, as innovators for instance, and may have no account: what is stored of them."""

from datetime import datetime
from typing import Annotated

from pydantic import Field as Limit

from app.models.base import Id, Input, Line, Schema
from app.models.proposal import ProposalStatus


class PersonSought(Input):
    """Whom it is about: a NIP, an e-mail address, a telephone number or a name, as an answer may hold it.

    Capitals, spaces, dots and hyphens make no difference.
    """

    identifier: Line


class PersonErasure(PersonSought):
    """In which of the proposals found the person is to be erased: people share names."""

    proposal_ids: Annotated[list[Id], Limit(min_length=1, max_length=50)]


class PersonalAnswer(Schema):
    """A short answer about a person."""

    key: str
    title: str
    value: str


class PersonalVersion(Schema):
    """A version of a proposal that names the person."""

    revision: int | None
    """Null: the proposal as it is."""
    saved_at: datetime
    answers: list[PersonalAnswer]


class NamedIn(Schema):
    """A proposal that names the person, now or in an earlier version."""

    proposal_id: str
    number: str | None
    title: str
    status: ProposalStatus
    edition_id: str
    edition_name: str
    unit_name: str
    versions: list[PersonalVersion]


class PersonFound(Schema):
    """Everything that short answers hold of the person."""

    items: list[NamedIn]

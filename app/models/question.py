"""Questions and suggestions (pertanyaan dan saran) that the public sends to the unit of an innovation.

Nobody needs an account. A moderator publishes or rejects what was written; from its publication on a clock of working
days runs for the unit's answer. Who asked may leave a name and an address: they lie apart (``Asker``), are never
public, and go by themselves.
"""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, EmailStr, StringConstraints
from sqlalchemy import Index, String, UniqueConstraint
from sqlmodel import Field

from app.models.base import Changes, Id, Input, Recorded, Schema, ShortText, Table, UTCDateTime, clean_line, clean_text
from app.models.listing import ListQuery
from app.models.privacy import personal

SHORTEST, LONGEST, LONGEST_ANSWER = 10, 2_000, 5_000
"""Characters of a question, and of its answer."""
Text = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=SHORTEST, max_length=LONGEST), AfterValidator(clean_text)
]
Answer = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=3, max_length=LONGEST_ANSWER), AfterValidator(clean_text)
]
Name = Annotated[str, StringConstraints(min_length=1, max_length=80), AfterValidator(clean_line)]
Email = Annotated[EmailStr, StringConstraints(max_length=254, to_lower=True)]
Ticket = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^#?[A-Za-z0-9][A-Za-z0-9./-]{3,29}$")]
"""Number of a report at SP4N-LAPOR!, as people write it: 4–30 letters and digits."""
_MAIL = "until 30 days after the answer or rejection, at most a year"


class QuestionKind(StrEnum):
    """What somebody wants. A complaint is none of these: it belongs to SP4N-LAPOR!."""

    question = "question"
    suggestion = "suggestion"


class QuestionStatus(StrEnum):
    """Whether the public sees it."""

    pending = "pending"
    published = "published"
    rejected = "rejected"


class RejectionCause(StrEnum):
    """Why a moderator keeps a text back."""

    complaint = "complaint"
    """It belongs to SP4N-LAPOR!."""
    personal = "personal"
    """It names people or tells what is private."""
    duplicate = "duplicate"
    unrelated = "unrelated"
    abusive = "abusive"
    spam = "spam"
    """Nobody is told: the address may be somebody else's."""


class Question(Recorded, table=True):
    """A question or suggestion about an innovation, with its answer."""

    __tablename__ = "questions"
    UNRECORDED = frozenset({"reminded"})
    __table_args__ = (
        UniqueConstraint("innovation_id", "text_key"),
        Index("ix_questions_of_innovation", "innovation_id", "status", "id"),
        Index("ix_questions_status", "status", "answered_at", "id"),
        Index("ix_questions_text", "text_key", "created_at"),
    )

    innovation_id: str = Field(foreign_key="innovations.id")
    kind: str = Field(sa_type=String(20))
    text: str = Field(sa_column_kwargs=personal(
        "what a citizen wrote, may name people", "a question to a unit is answered in public",
        "everybody once published; before that organiser, secretariat, auditor",
        "with the innovation; 90 days after a rejection",
    ))  # fmt: skip
    text_key: str = Field(sa_type=String(64))
    """A keyed digest of the text: the same is not taken twice."""
    status: str = Field(default=QuestionStatus.pending, sa_type=String(20))
    cause: str | None = Field(default=None, sa_type=String(20))
    reason: str = Field(default="", sa_column_kwargs=personal(
        "a moderator's remark, may name people", "who asked learns why it was rejected",
        "organiser, secretariat, auditor", "90 days after the rejection",
    ))  # fmt: skip
    lapor_ticket: str | None = Field(default=None, sa_type=String(40))
    published_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    rejected_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    due_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    """Until when the unit should have answered."""
    answer: str = Field(default="", sa_column_kwargs=personal(
        "a unit's answer, may name people", "a question to a unit is answered in public", "everybody: it is published",
    ))  # fmt: skip
    answered_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    answered_by: str = ""
    """The unit that answered, as everybody sees it."""
    actor_id: str | None = Field(default=None, sa_column_kwargs=personal(
        "who answered", "who said what in a unit's name, to be accounted for", "organiser, secretariat, auditor",
    ))  # fmt: skip
    actor_name: str = Field(default="", sa_column_kwargs=personal(
        "who answered", "who said what in a unit's name, to be accounted for", "organiser, secretariat, auditor, unit",
    ))  # fmt: skip
    reminded: int = 0
    """The last reminder sent (app/rules/questions.py)."""
    is_sample: bool = False


class Asker(Table, table=True):
    """Who asked, where they said so: to be addressed by name and told of the answer."""

    __tablename__ = "askers"

    question_id: str = Field(foreign_key="questions.id", unique=True)
    name: str | None = Field(default=None, sa_column_kwargs=personal(
        "name that a citizen gave", "the answer can address the person",
        "the unit that answers, organiser, secretariat, auditor", _MAIL,
    ))  # fmt: skip
    email: str | None = Field(default=None, sa_type=String(254), sa_column_kwargs=personal(
        "e-mail address that a citizen gave", "the person is told of the answer", "nobody", _MAIL,
    ))  # fmt: skip
    locale: str = "id"


class QuestionCreate(Input):
    """A question or suggestion. Name and address are optional and never shown to the public."""

    kind: QuestionKind = QuestionKind.question
    text: Text
    name: Name | None = None
    email: Email | None = None
    lapor_ticket: Ticket | None = None


class QuestionUpdate(Changes):
    """A moderator notes the ticket of SP4N-LAPOR! where the matter is reported there; null takes it away."""

    CLEARABLE = frozenset({"lapor_ticket"})

    lapor_ticket: Ticket | None = None


class QuestionPublication(Input):
    """The text as it is published: whole without ``text``; else with passages left out, each marked ``[…]``."""

    text: Text | None = None


class QuestionRejection(Input):
    """Why it is not published."""

    cause: RejectionCause
    reason: ShortText = ""
    """More about it, for who asked."""


class QuestionAnswer(Input):
    """The unit's answer, in public."""

    answer: Answer


class PublicQuestion(Schema):
    """A published question as everybody sees it."""

    id: str
    innovation_id: str
    kind: QuestionKind
    text: str
    lapor_ticket: str | None
    created_at: datetime
    published_at: datetime | None
    due_at: datetime | None
    answer: str
    answered_at: datetime | None
    answered_by: str
    is_sample: bool


class QuestionSummary(PublicQuestion):
    """A question as those who moderate and answer see it."""

    innovation_title: str
    unit_id: str | None
    unit_name: str
    status: QuestionStatus
    cause: RejectionCause | None
    reason: str
    rejected_at: datetime | None
    asker_name: str | None
    is_asker_told: bool
    """Whether who asked left an address; nobody sees which."""
    is_overdue: bool
    working_days: int | None
    """Until ``due_at``, 0 on its day; since then where it is overdue; null where no answer is awaited."""
    version: int


class QuestionRead(QuestionSummary):
    """One question, with who answered it."""

    actor_name: str


class QuestionFilters(ListQuery):
    """Filters of the queue, oldest first."""

    status: QuestionStatus | None = None
    is_answered: bool | None = None
    is_overdue: bool | None = None
    unit_id: Id | None = None
    """The unit of the innovation, or one below it."""
    innovation_id: Id | None = None
    kind: QuestionKind | None = None


class PublicQuestionFilters(ListQuery):
    """How much of an innovation's questions, newest first."""


class Asked(Schema):
    """What was taken in: it is looked at before anybody else sees it."""

    id: str
    innovation_id: str
    status: QuestionStatus

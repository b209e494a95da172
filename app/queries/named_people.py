"""Proposals that name a person in their short answers, today or in an earlier version."""

import json
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, String, cast, func, or_, true
from sqlmodel import Session, col, select

from app.errors import invalid
from app.models import Edition, Proposal, Revision, Unit
from app.models.form import FormField
from app.models.named_person import NamedIn, PersonalAnswer, PersonalVersion
from app.models.proposal import ProposalStatus
from app.rules.named_people import MARKS, SHORTEST, Answers, compact, of_person

MOST = 50
"""Proposals that one search may find: more is no person."""


@dataclass(frozen=True)
class Found:
    """A proposal and its revisions, with the answers about the person in each: the proposal's own first."""

    proposal: Proposal
    revisions: list[Revision]
    about: list[Answers]
    fields: dict[str, FormField]
    edition_name: str
    unit_name: str

    @property
    def rows(self) -> list[Proposal | Revision]:
        """The proposal, and its earlier versions."""
        return [self.proposal, *self.revisions]

    @property
    def versions(self) -> list[tuple[Proposal | Revision, Answers]]:
        """Every version that names the person, with the answers about it."""
        return [pair for pair in zip(self.rows, self.about, strict=True) if pair[1]]

    @property
    def free(self) -> set[str]:
        """Questions that may be answered by any text; one that is asked no more counts as such."""
        asked = {key for key, field in self.fields.items() if field.kind != "text"}
        return {key for row in self.rows for key in row.answers} - asked

    def read(self) -> NamedIn:
        """As it goes out."""
        one = self.proposal
        return NamedIn(
            proposal_id=one.id, number=one.number, title=one.title, status=ProposalStatus(one.status),
            edition_id=one.edition_id, edition_name=self.edition_name, unit_name=self.unit_name,
            versions=[self._version(row, about) for row, about in self.versions],
        )  # fmt: skip

    def _version(self, row: Proposal | Revision, about: Answers) -> PersonalVersion:
        said = [PersonalAnswer(key=key, title=self.fields[key].title if key in self.fields else key, value=value)
                for key, value in about.items()]  # fmt: skip
        number = row.number if isinstance(row, Revision) else None
        return PersonalVersion(revision=number, saved_at=row.updated_at, answers=said)


def naming(session: Session, identifier: str, among: Collection[str] | None = None) -> list[Found]:
    """The proposals that name the person, or those *among* these; 422 where it could be almost anybody."""
    wanted = compact(identifier)
    if len(wanted) < SHORTEST:
        raise invalid("identifier", "too_vague")
    rows = session.execute(_statement(wanted, among)).all()
    if len(rows) > MOST:
        raise invalid("identifier", "too_vague")
    revisions: dict[str, list[Revision]] = defaultdict(list)
    of_these = select(Revision).where(col(Revision.proposal_id).in_([row.Proposal.id for row in rows]))
    for revision in session.exec(of_these.order_by(col(Revision.proposal_id), col(Revision.number))):
        revisions[revision.proposal_id].append(revision)
    found = [_found(row, revisions[row.Proposal.id], identifier) for row in rows]
    return [one for one in found if one.versions]


def _statement(wanted: str, among: Collection[str] | None) -> Any:
    earlier = select(Revision.proposal_id).where(_says(Revision.answers, wanted))
    return (
        select(Proposal, Edition.fields, col(Edition.name).label("edition"), col(Unit.name).label("unit"))
        .join(Edition, col(Edition.id) == Proposal.edition_id)
        .join(Unit, col(Unit.id) == Proposal.unit_id)
        .where(or_(_says(Proposal.answers, wanted), col(Proposal.id).in_(earlier)))
        .where(true() if among is None else col(Proposal.id).in_(among))
        .order_by(col(Proposal.id))
        .limit(MOST + 1)
    )


def _says(answers: Any, wanted: str) -> ColumnElement[bool]:
    """Whether the JSON may hold it in one of its values; which of them it is shows the row itself."""
    text: Any = func.lower(cast(answers, String), type_=String)
    for mark in MARKS:
        text = func.replace(text, mark, "", type_=String)
    found: ColumnElement[bool] = text.contains(json.dumps(wanted, ensure_ascii=False)[1:-1], autoescape=True)
    return found


def _found(row: Any, revisions: list[Revision], identifier: str) -> Found:
    fields = {field["key"]: FormField.model_validate(field) for field in row.fields}
    one = Found(row.Proposal, revisions, [], fields, row.edition, row.unit)
    private = {key for key, field in fields.items() if field.is_private}
    one.about.extend(of_person([version.answers for version in one.rows], private, one.free, identifier))
    return one

"""Drafts at a glance, for lists: how far each is filled, how much is open, what was remarked, whose it is.

A handful of queries for all rows of a list. The points are those of the readiness check, without what concerns the
moment of sending in (slots, deadline): a list shows these once, above its rows.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from app.models import Document, Invitation, Proposal, Transition
from app.models.edition import EditionRead
from app.models.proposal import ProposalStatus, ProposalSummary
from app.queries.proposals.visibility import visible_to
from app.rules.deadlines import DeadlineVerdict
from app.rules.permissions import Actor
from app.rules.readiness import Facts, check, open_points
from app.rules.transitions import EDITABLE, Action, remark_on


@dataclass(frozen=True)
class Glance:
    """What a row of a list says of one draft."""

    filled: int
    """Sections with something written, of *sections*."""
    sections: int
    open_count: int
    """Points to mend before it can be sent in; 0 means ready."""
    remark: str
    """Why it came back to be mended; empty where it did not."""
    is_own: bool
    """Whether the actor began it."""


def of(session: Session, actor: Actor, edition: EditionRead, items: Sequence[ProposalSummary]) -> dict[str, Glance]:
    """By id, for those of *items* whose text may change and that the actor sees."""
    ids = [item.id for item in items if item.status in EDITABLE]
    if not ids:
        return {}
    rows = session.exec(select(Proposal).where(visible_to(actor), col(Proposal.id).in_(ids))).all()
    around = _Around(session, edition, rows)
    return {row.id: _glance(actor, edition, row, around) for row in rows}


class _Around:
    """What the rules ask beside the text, for all rows at once."""

    def __init__(self, session: Session, edition: EditionRead, rows: Sequence[Proposal]) -> None:
        ids = [row.id for row in rows]
        self.kinds = _grouped(session, select(Document.proposal_id, Document.kind)
                              .where(col(Document.proposal_id).in_(ids)).distinct())  # fmt: skip
        self.titles = _grouped(session, _same_titles(edition, {row.title_key for row in rows}))
        self.invited = _invited(session, edition)
        self.history = _last_actions(session, ids)


def _glance(actor: Actor, edition: EditionRead, row: Proposal, around: _Around) -> Glance:
    facts = Facts(
        edition=edition, proposal=row, document_kinds=frozenset(around.kinds.get(row.id, ())),
        supported=frozenset(),  # a glance counts errors, and evidence is advice
        is_duplicate=bool(set(around.titles.get(row.title_key, ())) - {row.id}),
        is_invited=(row.group, row.participant_id) in around.invited,
        participant_id=None, remaining=None, verdict=DeadlineVerdict.ok,
    )  # fmt: skip
    return Glance(
        filled=sum(bool(row.sections.get(section.key, "").strip()) for section in edition.form),
        sections=len(edition.form), open_count=len(open_points(check(facts))),
        remark=remark_on(ProposalStatus(row.status), around.history.get(row.id, ())),
        is_own=row.created_by is not None and row.created_by == actor.user_id,
    )  # fmt: skip


def _grouped(session: Session, statement: Any) -> Mapping[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for key, value in session.execute(statement):
        found.setdefault(key, []).append(value)
    return found


def _same_titles(edition: EditionRead, keys: Collection[str]) -> Any:
    """Title → the proposals sent in under it (as app/queries/proposals/readiness.py asks for one)."""
    gone = (ProposalStatus.draft, ProposalStatus.withdrawn, ProposalStatus.rejected)
    return select(Proposal.title_key, Proposal.id).where(
        Proposal.edition_id == edition.id, col(Proposal.title_key).in_(keys), col(Proposal.status).not_in(gone)
    )


def _invited(session: Session, edition: EditionRead) -> set[tuple[str, str | None]]:
    if not any(group.by_invitation for group in edition.groups):
        return set()
    found = select(Invitation.group, Invitation.unit_id).where(Invitation.edition_id == edition.id)
    return {(group, unit_id) for group, unit_id in session.execute(found)}


def _last_actions(session: Session, ids: Sequence[str]) -> dict[str, list[tuple[Action, str]]]:
    """The last time that each thing happened, with its reason, oldest first: as many rows as there are actions."""
    newest = select(func.max(Transition.id)).where(col(Transition.proposal_id).in_(ids))
    rows = session.execute(
        select(Transition.proposal_id, Transition.action, Transition.reason)
        .where(col(Transition.id).in_(newest.group_by(Transition.proposal_id, Transition.action)))
        .order_by(col(Transition.id))
    )
    found: dict[str, list[tuple[Action, str]]] = {}
    for proposal_id, action, reason in rows:
        found.setdefault(proposal_id, []).append((Action(action), reason))
    return found

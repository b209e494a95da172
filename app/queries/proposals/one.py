"""One proposal with its history; its earlier versions."""

from sqlmodel import Session, col, select

from app.errors import NotFound
from app.models import Proposal, Revision, Transition
from app.models.proposal import ProposalRead, RevisionDetail, RevisionRead, TransitionRead
from app.queries.proposals.blind import blinded_one
from app.queries.proposals.lists import SUMMARY, participant, writer
from app.queries.proposals.visibility import visible_to
from app.queries.rows import read_all
from app.rules.differences import differences
from app.rules.permissions import Actor

_NAMED = {"unit_name", "participant_name", "history"}
_SUMMARY_NAMES = {column.key for column in SUMMARY}
_MORE = [col(getattr(Proposal, n)) for n in ProposalRead.model_fields if n not in _NAMED | _SUMMARY_NAMES]


def read(session: Session, actor: Actor, proposal_id: str) -> ProposalRead:
    """The proposal, or ``NotFound`` where the actor may not see it."""
    row = session.execute(
        select(*SUMMARY, *_MORE)
        .join(writer, writer.id == Proposal.unit_id)
        .outerjoin(participant, participant.id == Proposal.participant_id)
        .where(Proposal.id == proposal_id, visible_to(actor))
    ).first()
    if row is None:
        raise NotFound
    found = ProposalRead.model_validate(dict(row._mapping) | {"history": history(session, proposal_id)})
    return blinded_one(session, actor, found)


def history(session: Session, proposal_id: str) -> list[TransitionRead]:
    """Every change of state, oldest first."""
    names = [name for name in TransitionRead.model_fields if name != "at"]
    columns = [col(getattr(Transition, name)) for name in names]
    rows = session.execute(
        select(*columns, col(Transition.created_at).label("at"))  # type: ignore[call-overload]
        .where(Transition.proposal_id == proposal_id)
        .order_by(col(Transition.id))
    ).all()
    return read_all(TransitionRead, rows)


def revisions(session: Session, proposal_id: str) -> list[RevisionRead]:
    """The versions of the text, newest first."""
    rows = session.execute(
        select(Revision.number, Revision.saved_by_name, col(Revision.updated_at).label("saved_at"), Revision.title)
        .where(Revision.proposal_id == proposal_id)
        .order_by(col(Revision.number).desc())
    ).all()
    return read_all(RevisionRead, rows)


def revision(session: Session, proposal_id: str, number: int, compare_with: int | None) -> RevisionDetail:
    """One version, and how it differs from another (from the one before it where none is named)."""
    one = _revision(session, proposal_id, number)
    other_number = number - 1 if compare_with is None else compare_with
    other = _revision(session, proposal_id, other_number) if other_number >= 1 else None
    before = other.sections if other else {}
    keys = list(dict.fromkeys([*before, *one.sections]))
    return RevisionDetail(
        number=one.number, saved_by_name=one.saved_by_name, saved_at=one.updated_at, title=one.title,
        sections=one.sections, compared_with=other.number if other else None,
        differences={key: differences(before.get(key, ""), one.sections.get(key, "")) for key in keys},
    )  # fmt: skip


def _revision(session: Session, proposal_id: str, number: int) -> Revision:
    found = select(Revision).where(Revision.proposal_id == proposal_id, Revision.number == number)
    row = session.exec(found).first()
    if row is None:
        raise NotFound
    return row

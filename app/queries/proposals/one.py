"""One proposal with its history; its earlier versions."""

from collections.abc import Set
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from app.errors import NotFound
from app.models import Proposal, Revision, Transition
from app.models.proposal import ProposalRead, RevisionDetail, RevisionRead, TransitionRead
from app.prepared.statements import run
from app.queries.json_rows import JsonRow
from app.queries.proposals.blind import blinded_one, is_hidden
from app.queries.proposals.lists import SUMMARY, participant, writer
from app.queries.proposals.private import hidden_answers, without
from app.queries.proposals.visibility import NOWHERE, Placed, is_visible
from app.queries.reach import require_somewhere
from app.queries.rows import read_all
from app.rules.differences import differences
from app.rules.permissions import Actor

_NAMES = [name for name in ProposalRead.model_fields if name != "history"]
_COLUMNS = {column.key: column for column in SUMMARY} | {
    name: col(getattr(Proposal, name)) for name in _NAMES if name not in {"unit_name", "participant_name"}
}


def read(session: Session, actor: Actor, proposal_id: str) -> ProposalRead:
    """The proposal, or ``NotFound`` where the actor may not see it."""
    rows = run(session, "proposal", _whole, {"proposal_id": proposal_id})
    if not is_visible(session, actor, Placed(*rows[0][1:]) if rows else NOWHERE) or not rows:
        raise NotFound
    found = _with_history(session, actor, proposal_id, rows[0][0])
    hidden = hidden_answers(session, actor, found) if found.answers else None
    return found.model_copy(update={"answers": without(found.answers, hidden)}) if hidden else found


def read_changed(session: Session, actor: Actor, proposal_id: str) -> ProposalRead:
    """The proposal after a deed that the actor was allowed to do on it: who may, sees it, but for a narrower key."""
    require_somewhere(actor, "proposals:read")
    [(whole, *_)] = run(session, "proposal", _whole, {"proposal_id": proposal_id})
    return _with_history(session, actor, proposal_id, whole)


def _with_history(session: Session, actor: Actor, proposal_id: str, whole: str) -> ProposalRead:
    lines = run(session, "history", _history, {"proposal_id": proposal_id})
    history = ",".join(line for [line] in lines)
    found = ProposalRead.model_validate_json(f'{whole[:-1]},"history":[{history}]}}')
    return blinded_one(session, actor, found)


def _whole() -> Any:
    return (
        select(
            JsonRow({name: _COLUMNS[name] for name in _NAMES}),
            col(Proposal.id),
            col(Proposal.unit_id),
            col(Proposal.participant_id),
        )
        .select_from(Proposal)
        .join(writer, col(writer.id) == Proposal.unit_id)
        .outerjoin(participant, col(participant.id) == Proposal.participant_id)
        .where(Proposal.id == bindparam("proposal_id"))
    )


def _history() -> Any:
    columns = {name: col(getattr(Transition, name)) for name in TransitionRead.model_fields if name != "at"}
    return (
        select(JsonRow(columns | {"at": col(Transition.created_at)}))
        .where(Transition.proposal_id == bindparam("proposal_id"))
        .order_by(col(Transition.id))
    )


def revisions(session: Session, actor: Actor, proposal_id: str) -> list[RevisionRead]:
    """The versions of the text, newest first; in a blind stage without who saved them."""
    rows = session.execute(
        select(Revision.number, Revision.saved_by_name, col(Revision.updated_at).label("saved_at"), Revision.title)
        .where(Revision.proposal_id == proposal_id)
        .order_by(col(Revision.number).desc())
    ).all()
    found = read_all(RevisionRead, rows)
    hidden = is_hidden(session, actor, proposal_id)
    return [version.model_copy(update={"saved_by_name": ""}) for version in found] if hidden else found


def revision(
    session: Session, actor: Actor, proposal: ProposalRead, number: int, compare_with: int | None
) -> RevisionDetail:
    """One version, and how it differs from another (from the one before it where none is named)."""
    one = _revision(session, proposal.id, number)
    other_number = number - 1 if compare_with is None else compare_with
    other = _revision(session, proposal.id, other_number) if other_number >= 1 else None
    before, after = _parts(other) if other else {}, _parts(one)
    keys = list(dict.fromkeys([*before, *after]))
    found = RevisionDetail(
        number=one.number, saved_by_name=one.saved_by_name, saved_at=one.updated_at, title=one.title,
        sections=one.sections, answers=one.answers, english_abstract=one.english_abstract,
        compared_with=other.number if other else None, version=one.version,
        differences={key: differences(before.get(key, ""), after.get(key, "")) for key in keys},
    )  # fmt: skip
    if is_hidden(session, actor, proposal.id):
        return _unnamed(found)
    return _without(found, hidden_answers(session, actor, proposal))


def _parts(one: Revision) -> dict[str, str]:
    """The text of a version by the names of its parts."""
    others = {f"answers.{key}": answer for key, answer in one.answers.items()}
    others["english_abstract"] = one.english_abstract
    return one.sections | {key: text for key, text in others.items() if text}


def _without(found: RevisionDetail, hidden: Set[str]) -> RevisionDetail:
    """Without these short answers."""
    parts = {f"answers.{key}" for key in hidden}
    told = {key: pieces for key, pieces in found.differences.items() if key not in parts}
    return found.model_copy(update={"answers": without(found.answers, hidden), "differences": told})


def _unnamed(found: RevisionDetail) -> RevisionDetail:
    """Without who saved it, and without the short answers, which may name the innovator."""
    told = {key: pieces for key, pieces in found.differences.items() if not key.startswith("answers.")}
    return found.model_copy(update={"saved_by_name": "", "answers": {}, "differences": told})


def _revision(session: Session, proposal_id: str, number: int) -> Revision:
    found = select(Revision).where(Revision.proposal_id == proposal_id, Revision.number == number)
    row = session.exec(found).first()
    if row is None:
        raise NotFound
    return row

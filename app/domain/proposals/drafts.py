"""Writing: making a draft, saving it, handing it over, taking it back, sending it back to its author, deleting it."""

from typing import Any

from sqlmodel import Session, col, select

from app.domain.permits import require_for_unit
from app.domain.proposals.access import check_editable, edition_of, load_for
from app.domain.proposals.record import add_history, check_transition, count
from app.domain.proposals.revisions import keep_revision
from app.domain.versions import check_change
from app.errors import Conflict, FieldError, Invalid, invalid
from app.models import Collaboration, Document, Edition, Proposal, Replication, Revision, Transition
from app.models.edition import EditionRead, EditionStatus
from app.models.proposal import ProposalCreate, ProposalFields, ProposalStatus, ProposalUpdate
from app.queries import editions, quotas, units
from app.queries.reach import require_somewhere
from app.rules.permissions import Actor
from app.rules.titles import title_key
from app.rules.transitions import Action


def create(session: Session, actor: Actor, body: ProposalCreate) -> Proposal:
    """A new draft of a unit; its participant is the nearest unit with a quota rule, None where there is none."""
    require_somewhere(actor, "proposals:read")
    require_for_unit(session, actor, "proposals:write", body.unit_id)
    row = session.get(Edition, body.edition_id)
    if row is None:
        raise invalid("edition_id", "not_found")
    edition = editions.parsed(row)
    if edition.status not in {EditionStatus.draft, EditionStatus.open}:
        raise Conflict("closed", closes_at=edition.closes_at)
    _check_keys(edition, body)
    if not units.lineage_ids(session, body.unit_id):
        raise invalid("unit_id", "not_found")
    owner = quotas.participant(session, edition, body.unit_id)
    proposal = Proposal(
        edition_id=body.edition_id, unit_id=body.unit_id, participant_id=owner.id if owner else None,
        created_by=actor.user_id, title=body.title, title_key=title_key(body.title),
        group=body.group, category=body.category,
    )  # fmt: skip
    _write(proposal, body)
    session.add(proposal)
    session.flush()
    add_history(session, actor, proposal, Action.created, None)
    count(session, proposal.edition_id, {ProposalStatus.draft: 1})
    keep_revision(session, actor, proposal)
    session.flush()
    return proposal


def update(
    session: Session, actor: Actor, proposal_id: str, body: ProposalUpdate, expected: int | None,
    editor: str | None = None,
) -> Proposal:  # fmt: skip
    """Saves what was written; sections and answers are merged by key."""
    proposal = load_for(session, actor, "proposals:write", proposal_id)
    edition = edition_of(session, proposal)
    check_editable(edition, proposal)
    _check_keys(edition, body)
    _write(proposal, body)
    check_change(session, proposal, expected, editor)
    session.flush()
    keep_revision(session, actor, proposal)
    session.flush()
    return proposal


def _write(proposal: Proposal, body: ProposalFields) -> None:
    values: dict[str, Any] = body.model_dump(
        exclude_unset=True, exclude={"sections", "answers", "edition_id", "unit_id"}
    )
    for name, value in values.items():
        setattr(proposal, name, str(value) if name == "video_url" else value)
    proposal.title_key = title_key(proposal.title)
    proposal.sections = proposal.sections | (body.sections or {})
    proposal.answers = proposal.answers | (body.answers or {})


def _check_keys(edition: EditionRead, body: ProposalFields) -> None:
    """Groups, categories, sections and answers are the edition's."""
    known = {
        "group": {group.key for group in edition.groups}, "category": {item.key for item in edition.categories},
        "sections": {section.key for section in edition.form}, "answers": {field.key for field in edition.fields},
    }  # fmt: skip
    errors = []
    for name, keys in known.items():
        sent = getattr(body, name) or ()
        for key in [sent] if isinstance(sent, str) else list(sent):
            if key not in keys:
                field = name if isinstance(sent, str) else f"{name}.{key}"
                errors.append(FieldError(field, "unknown", {"value": key}))
    if errors:
        raise Invalid(errors=errors)


def hand_over(session: Session, actor: Actor, proposal_id: str) -> Proposal:
    """The author says it is ready; the coordinator sees it at the top. Doing it twice changes nothing."""
    proposal = load_for(session, actor, "proposals:write", proposal_id)
    check_transition(Action.handed_over, proposal)
    if not proposal.is_handed_over:
        proposal.is_handed_over = True
        add_history(session, actor, proposal, Action.handed_over, proposal.status)
    session.flush()
    return proposal


def take_back(session: Session, actor: Actor, proposal_id: str, expected: int | None) -> Proposal:
    """The author takes a hand-over back. Doing it twice changes nothing."""
    proposal = load_for(session, actor, "proposals:write", proposal_id, expected)
    check_transition(Action.taken_back, proposal)
    if proposal.is_handed_over:
        proposal.is_handed_over = False
        add_history(session, actor, proposal, Action.taken_back, proposal.status)
    session.flush()
    return proposal


def send_back(session: Session, actor: Actor, proposal_id: str, reason: str) -> Proposal:
    """The coordinator asks the author for changes."""
    proposal = load_for(session, actor, "proposals:send-back", proposal_id)
    check_transition(Action.sent_back, proposal)
    proposal.is_handed_over = False
    add_history(session, actor, proposal, Action.sent_back, proposal.status, reason)
    session.flush()
    return proposal


def delete_draft(session: Session, actor: Actor, proposal_id: str, expected: int | None) -> None:
    """Deletes a draft that was never sent in; anything with a number stays."""
    proposal = load_for(session, actor, "proposals:write", proposal_id, expected)
    if proposal.status != ProposalStatus.draft or proposal.number is not None:
        raise Conflict("not-allowed-now", status=proposal.status)
    for table in (Revision, Transition, Document, Collaboration):
        for row in session.exec(select(table).where(col(table.proposal_id) == proposal_id)):
            session.delete(row)
    for entered in session.exec(select(Replication).where(Replication.proposal_id == proposal_id)):
        entered.proposal_id = None
    session.flush()  # what hangs on it goes first
    session.delete(proposal)
    count(session, proposal.edition_id, {ProposalStatus.draft: -1})
    session.flush()

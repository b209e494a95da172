"""Short answers that are personal data (``is_private``: an NIP, a telephone number): who needs none gets none."""

from collections.abc import Set

from sqlalchemy import Connection
from sqlmodel import Session, col, select

from app.models import Edition, Proposal
from app.models.proposal import ProposalRead
from app.queries.editions import parsed
from app.queries.proposals.visibility import Placed, is_within_reach
from app.rules.permissions import Actor

NOTHING: Set[str] = frozenset()


def hidden_answers(session: Session, actor: Actor, proposal: ProposalRead) -> Set[str]:
    """Keys of the answers that are not for the actor: a juror judges the text, a unit that takes part works on the
    matter, and neither needs anybody's number.

    The proposal is one that was read for the actor; in a blind stage it has no answers left to hide.
    """
    if proposal.unit_id is None:
        return NOTHING
    if is_within_reach(session, actor, Placed(proposal.id, proposal.unit_id, proposal.participant_id)):
        return NOTHING
    edition = session.get_one(Edition, proposal.edition_id)
    return {asked.key for asked in parsed(edition).fields if asked.is_private}


def without(answers: dict[str, str], hidden: Set[str]) -> dict[str, str]:
    """The answers but the hidden ones."""
    return {key: answer for key, answer in answers.items() if key not in hidden}


def has_private_answer(connection: Connection, proposal_id: str) -> bool:
    """Whether reading the proposal shows somebody's personal data."""
    asked = select(Proposal.answers, Edition.fields).join(Edition, col(Edition.id) == Proposal.edition_id)
    row = connection.execute(asked.where(Proposal.id == proposal_id)).first()
    return row is not None and any(field.get("is_private") and row.answers.get(field["key"]) for field in row.fields)

"""The public's vote: a visitor's ballot, changed as often as wanted until the vote ends.

Where an exhibition belongs to the stage, its booths take votes one by one: they are ticks on the same ballots.
"""

from datetime import datetime

from sqlalchemy import delete
from sqlmodel import Session, col, select

from app.domain.judging.panel import check_open
from app.errors import Conflict, FieldError, Forbidden, Invalid, invalid
from app.models import Vote
from app.models.edition import EditionRead, Stage
from app.models.vote import BallotUpdate
from app.prepared.rows import add, unless_there
from app.queries import stages, votes
from app.queries.exhibitions import lacks_ticket


def cast(
    session: Session, edition: EditionRead, stage: Stage, ballot: str, body: BallotUpdate, at: datetime
) -> None:  # fmt: skip
    """Makes the ballot with this digest say just what is asked for; each proposal counts once.

    409 before and after the vote, 422 for a proposal that is not in it, 403 without the ticket that an exhibition asks.
    """
    _check_taken(session, edition, stage, at)
    if lacks_ticket(session, edition.id, stage.key, ballot):
        raise Forbidden("ticket-needed")
    wanted = dict.fromkeys(body.proposal_ids)
    _check_known(wanted, set(stages.candidates(session, edition, stage.key)))
    own = select(Vote).where(Vote.edition_id == edition.id, Vote.stage == stage.key, Vote.ballot == ballot)
    held = {row.proposal_id: row for row in session.exec(own.order_by(col(Vote.id)).with_for_update()).all()}
    for proposal_id in held.keys() - wanted.keys():
        session.delete(held[proposal_id])
    session.add_all(
        Vote(edition_id=edition.id, stage=stage.key, proposal_id=proposal_id, ballot=ballot)
        for proposal_id in wanted if proposal_id not in held
    )  # fmt: skip
    session.flush()


def _check_taken(session: Session, edition: EditionRead, stage: Stage, at: datetime) -> None:
    check_open(session, edition.id, stage.key)
    if not votes.is_open(edition, stage, at):
        raise Conflict("vote-closed")


def add_vote(
    session: Session, edition: EditionRead, stage: Stage, ballot: str, proposal_id: str, at: datetime
) -> bool:  # fmt: skip
    """Ticks one proposal on the ballot; False where it was ticked. Who may vote is the exhibition's to know."""
    _check_taken(session, edition, stage, at)
    if proposal_id not in stages.candidates(session, edition, stage.key):
        raise invalid("exhibit_id", "not_advancing")
    return bool(add(session, Vote, or_instead=unless_there, edition_id=edition.id, stage=stage.key,
                    proposal_id=proposal_id, ballot=ballot))  # fmt: skip


def remove_vote(
    session: Session, edition: EditionRead, stage: Stage, ballot: str, proposal_id: str, at: datetime
) -> bool:  # fmt: skip
    """Takes the tick off again; False where there was none."""
    _check_taken(session, edition, stage, at)
    mine = (col(Vote.edition_id) == edition.id, col(Vote.stage) == stage.key, col(Vote.ballot) == ballot,
            col(Vote.proposal_id) == proposal_id)  # fmt: skip
    return bool(session.connection().execute(delete(Vote).where(*mine)).rowcount)


def _check_known(wanted: dict[str, None], candidates: set[str]) -> None:
    unknown = [FieldError(f"proposal_ids.{place}", "not_advancing")
               for place, proposal_id in enumerate(wanted) if proposal_id not in candidates]  # fmt: skip
    if unknown:
        raise Invalid(errors=unknown)

"""The public's vote: a visitor's ballot, changed as often as wanted until the vote ends."""

from datetime import datetime

from sqlmodel import Session, col, select

from app.domain.judging.panel import check_open
from app.errors import Conflict, FieldError, Invalid
from app.models import Vote
from app.models.edition import EditionRead, Stage
from app.models.vote import BallotUpdate
from app.queries import stages, votes


def cast(
    session: Session, edition: EditionRead, stage: Stage, ballot: str, body: BallotUpdate, at: datetime
) -> None:  # fmt: skip
    """Makes the ballot with this digest say just what is asked for; each proposal counts once.

    409 before and after the vote, 422 for a proposal that is not in it.
    """
    check_open(session, edition.id, stage.key)
    if not votes.is_open(edition, stage, at):
        raise Conflict("vote-closed")
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


def _check_known(wanted: dict[str, None], candidates: set[str]) -> None:
    unknown = [FieldError(f"proposal_ids.{place}", "not_advancing")
               for place, proposal_id in enumerate(wanted) if proposal_id not in candidates]  # fmt: skip
    if unknown:
        raise Invalid(errors=unknown)

"""The plenary of a stage: a decision otherwise than the rule, and taking it back before publication."""

from sqlmodel import Session, select

from app.domain.judging.panel import check_open
from app.domain.permits import require
from app.domain.versions import check_version, load
from app.errors import Conflict, invalid
from app.models import PlenaryDecision
from app.models.edition import EditionRead, Stage
from app.models.plenary import PlenaryDecisionCreate
from app.queries import stages
from app.rules.permissions import Actor


def decide(
    session: Session, actor: Actor, edition: EditionRead, stage: Stage, body: PlenaryDecisionCreate
) -> PlenaryDecision:
    """A proposal of the stage goes on, or does not, whatever the rule says; nothing is decided twice.

    409 where the edition gives the stage no plenary, or once it is published; 422 for a proposal that is not in it.
    """
    require(actor, "plenary:write")
    if not stage.plenary:
        raise Conflict("no-plenary")
    check_open(session, edition.id, stage.key)
    if body.proposal_id not in stages.candidates(session, edition, stage.key):
        raise invalid("proposal_id", "not_advancing")
    if _decided(session, edition.id, stage.key, body.proposal_id):
        raise invalid("proposal_id", "already_decided")
    row = PlenaryDecision(edition_id=edition.id, stage=stage.key, actor_id=actor.id, **body.model_dump())
    session.add(row)
    session.flush()
    return row


def _decided(session: Session, edition_id: str, stage: str, proposal_id: str) -> bool:
    found = select(PlenaryDecision.id).where(
        PlenaryDecision.edition_id == edition_id, PlenaryDecision.stage == stage,
        PlenaryDecision.proposal_id == proposal_id,
    )  # fmt: skip
    return session.exec(found).first() is not None


def take_back(session: Session, actor: Actor, decision_id: str, expected: int | None) -> None:
    """Takes a decision back: the rule alone decides again. 409 once the stage is published."""
    require(actor, "plenary:write")
    row = load(session, PlenaryDecision, decision_id)
    check_open(session, row.edition_id, row.stage)
    check_version(row, expected)
    session.delete(row)
    session.flush()

"""Publishing a stage: the ranking is frozen, the best go on, the public sees it."""

from sqlmodel import Session, col, select

from app.domain.events import tell_of_edition
from app.domain.innovations import publish_awarded
from app.domain.judging import checkpoints
from app.domain.judging.panel import check_open
from app.domain.permits import require
from app.domain.proposals.record import change_status
from app.domain.public import public_changed
from app.errors import Conflict
from app.models import Edition, Proposal, Publication, Result
from app.models.edition import EditionRead, EditionStatus, Stage
from app.models.evaluation import CALIBRATION, Ranking
from app.models.proposal import ProposalStatus
from app.models.webhook import Event
from app.queries import rankings, stages
from app.rules.permissions import Actor
from app.rules.transitions import Action


def publish(session: Session, actor: Actor, edition: EditionRead, stage: Stage) -> Publication:
    """Freezes the ranking of a stage and moves its proposals on; publishing twice changes nothing.

    409 while sheets are unsigned, while a proposal has been read by nobody, while the stage before is open, or where
    nothing takes part. After the last stage those in front are awarded, their innovations enter the catalogue, and the
    edition is concluded.
    """
    require(actor, "publication:write")
    row = session.exec(select(Edition).where(Edition.id == edition.id).with_for_update()).one()
    done = stages.publication(session, edition.id, stage.key)
    if done is not None:
        return done
    _check_ready(session, edition, stage)
    ranking = rankings.computed(session, edition, stage)
    publication = _freeze(session, actor, edition, ranking)
    checkpoints.draw(session, publication)
    is_last = edition.stages[-1].key == stage.key
    _move_on(session, actor, edition, stage, ranking, is_last=is_last)
    if is_last:
        row.status = EditionStatus.concluded
    public_changed(session)
    session.flush()
    tell_of_edition(session, row, Event.stage_published, stage=stage.key)
    return publication


def _check_ready(session: Session, edition: EditionRead, stage: Stage) -> None:
    if edition.status != EditionStatus.judging:
        raise Conflict("wrong-phase", status=edition.status)
    check_open(session, edition.id, stage.key)
    before = stages.previous_stage(edition, stage.key)
    if before is not None and stages.publication(session, edition.id, before) is None:
        raise Conflict("previous-stage-open", stage=before)
    read = rankings.readings(session, edition, stage.key)
    if read.awaited:
        raise Conflict("stage-not-ready", awaited=read.awaited)
    if not read.taking_part:
        raise Conflict("nothing-to-publish")
    if read.unread:
        raise Conflict("proposals-unread", count=read.unread)


def _freeze(session: Session, actor: Actor, edition: EditionRead, ranking: Ranking) -> Publication:
    publication = Publication(edition_id=edition.id, stage=ranking.stage, method=ranking.method,
                              actor_id=actor.id, published_by=actor.name, places=ranking.places or 0)  # fmt: skip
    session.add(publication)
    session.flush()
    # Where the mean is official, the public is not told of another order.
    told = rankings.OF_RESULT if ranking.method == rankings.CALIBRATED else rankings.OF_RESULT - set(CALIBRATION)
    session.add_all(Result(publication_id=publication.id, **item.model_dump(include=told)) for item in ranking.items)
    return publication


def _move_on(
    session: Session, actor: Actor, edition: EditionRead, stage: Stage, ranking: Ranking, *, is_last: bool
) -> None:
    """Everybody who took part: on to the next stage or an award, or out."""
    chosen = {item.proposal_id for item in ranking.items if item.advanced}
    onward = Action.awarded if is_last else Action.advanced
    found = select(Proposal).where(Proposal.edition_id == edition.id, Proposal.status == ProposalStatus.judging)
    for proposal in session.exec(found.order_by(col(Proposal.id)).with_for_update()).all():
        change_status(session, actor, proposal, onward if proposal.id in chosen else Action.eliminated, stage.name)
    if is_last:
        session.flush()
        publish_awarded(session, edition)

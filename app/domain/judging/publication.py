"""Publishing a stage: the ranking is frozen, the best go on, the public sees it."""

from sqlmodel import Session, col, select

from app.clock import now
from app.domain.assessments.passing_on import pass_on
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
from app.models.ranking import Ranking
from app.models.webhook import Event
from app.queries import rankings, stages, votes
from app.queries.assessments.feeds import COMPETITION
from app.rules.permissions import Actor
from app.rules.stages import is_vote
from app.rules.transitions import Action


def publish(session: Session, actor: Actor, edition: EditionRead, stage: Stage) -> Publication:
    """Freezes the ranking of a stage and moves its proposals on; publishing twice changes nothing.

    409 while sheets are unsigned, while a proposal has been read by nobody, while the stage before is open, or where
    nothing takes part. After the last stage those in front are awarded, their innovations enter the catalogue, and the
    edition is concluded; it is too where nobody goes on.
    """
    require(actor, "publication:write")
    row = session.exec(select(Edition).where(Edition.id == edition.id).with_for_update()).one()
    done = stages.publication(session, edition.id, stage.key)
    if done is not None:
        return done
    _check_ready(session, edition, stage)
    ranking = rankings.computed(session, edition, stage)
    publication = _freeze(session, actor, stage, ranking)
    checkpoints.draw(session, publication)
    is_last = edition.stages[-1].key == stage.key
    _move_on(session, actor, edition, stage, ranking, is_last=is_last)
    if is_last or not publication.places:
        row.status = EditionStatus.concluded
    public_changed(session)
    session.flush()
    _pass_on(session, edition, publication)
    tell_of_edition(session, row, Event.stage_published, stage=stage.key)
    return publication


def _pass_on(session: Session, edition: EditionRead, publication: Publication) -> None:
    """The participants' assessments of the year are counted again."""
    ranked = select(Proposal.participant_id).join(Result, col(Result.proposal_id) == Proposal.id)
    units = session.exec(ranked.where(Result.publication_id == publication.id).distinct()).all()
    pass_on(session, [unit_id for unit_id in units if unit_id], COMPETITION, edition.year)


def _check_ready(session: Session, edition: EditionRead, stage: Stage) -> None:
    if edition.status != EditionStatus.judging:
        raise Conflict("wrong-phase", status=edition.status)
    check_open(session, edition.id, stage.key)
    before = stages.previous_stage(edition, stage.key)
    if before is not None and stages.publication(session, edition.id, before) is None:
        raise Conflict("previous-stage-open", stage=before)
    if is_vote(stage):
        _check_voted(session, edition, stage)
        return
    read = rankings.readings(session, edition, stage)
    if read.awaited:
        raise Conflict("stage-not-ready", awaited=read.awaited)
    if not read.taking_part:
        raise Conflict("nothing-to-publish")
    if read.unread:
        raise Conflict("proposals-unread", count=read.unread)


def _check_voted(session: Session, edition: EditionRead, stage: Stage) -> None:
    if stage.ends_at is not None and now() < stage.ends_at:
        raise Conflict("vote-goes-on")
    taking_part = stages.takes_part(session, edition, stage)
    if not any(votes.counts(session, edition.id, stage.key, taking_part).values()):
        raise Conflict("nothing-to-publish")


def _freeze(session: Session, actor: Actor, stage: Stage, ranking: Ranking) -> Publication:
    publication = Publication(edition_id=ranking.edition_id, stage=ranking.stage, method=ranking.method,
                              actor_id=actor.id, published_by=actor.name, places=ranking.places or 0)  # fmt: skip
    session.add(publication)
    session.flush()
    session.add_all(rankings.frozen(item, stage, publication.id) for item in ranking.items)
    return publication


def _move_on(
    session: Session, actor: Actor, edition: EditionRead, stage: Stage, ranking: Ranking, *, is_last: bool
) -> None:
    """Everybody who took part: on to the next stage or an award, or out."""
    goes_on = {item.proposal_id: item.advanced for item in ranking.items}
    onward = Action.awarded if is_last else Action.advanced
    found = select(Proposal).where(Proposal.edition_id == edition.id, col(Proposal.id).in_(goes_on))
    for proposal in session.exec(found.order_by(col(Proposal.id)).with_for_update()).all():
        change_status(session, actor, proposal, onward if goes_on[proposal.id] else Action.eliminated, stage.name)
    if is_last:
        session.flush()
        publish_awarded(session, edition)

"""What a stage needs to know: whether it is published, who takes part, who is on the panel."""

import math
from collections import defaultdict
from collections.abc import Collection
from itertools import takewhile

from sqlalchemy import func
from sqlmodel import Session, col, select

from app.errors import NotFound
from app.models import Assignment, Evaluation, Juror, Proposal, Publication, Result, User
from app.models.edition import EditionRead, Stage
from app.models.evaluation import JurorRead
from app.models.proposal import ProposalStatus
from app.models.ranking import PublicationRead
from app.queries.rows import read_all
from app.rules.ranking import Earlier


def publication(session: Session, edition_id: str, stage: str) -> Publication | None:
    """The stage's publication, None as long as it is open."""
    found = select(Publication).where(Publication.edition_id == edition_id, Publication.stage == stage)
    return session.exec(found).first()


def publication_read(session: Session, row: Publication) -> PublicationRead:
    """A publication as its read schema."""
    results = session.exec(select(func.count()).where(Result.publication_id == row.id)).one()
    return PublicationRead(
        edition_id=row.edition_id, stage=row.stage, method=row.method, published_at=row.created_at,
        places=row.places, results=results, version=row.version,
    )  # fmt: skip


def previous_stage(edition: EditionRead, stage: str) -> str | None:
    """The key of the stage before, None for the first."""
    keys = [one.key for one in edition.stages]
    position = keys.index(stage)
    return keys[position - 1] if position else None


def candidates(session: Session, edition: EditionRead, stage: str) -> list[str]:
    """The ids of the proposals that take part, in order of their numbers.

    In the first stage those that passed administrative selection, later those that advanced from the stage before.
    Proposals disqualified or withdrawn since are out.
    """
    before = previous_stage(edition, stage)
    statement = select(Proposal.id).where(Proposal.edition_id == edition.id).order_by(col(Proposal.sequence))
    if before is None:
        passed = (ProposalStatus.verified, ProposalStatus.judging)
        return list(session.exec(statement.where(col(Proposal.status).in_(passed))).all())
    statement = (
        statement.join(Result, col(Result.proposal_id) == Proposal.id)
        .join(Publication, col(Publication.id) == Result.publication_id)
        .where(Publication.stage == before, Result.advanced)
        .where(col(Proposal.status).in_((ProposalStatus.advanced, ProposalStatus.judging)))
    )
    return list(session.exec(statement).all())


def takes_part(session: Session, edition: EditionRead, stage: Stage) -> dict[str, str]:
    """The id of each proposal that takes part, and the pool in which it competes: its group or category where the
    stage has a quota for each, else one for all."""
    return pools(session, stage, candidates(session, edition, stage.key))


def pools(session: Session, stage: Stage, of: Collection[str]) -> dict[str, str]:
    """The pool of each of these proposals."""
    rule = stage.advance
    if rule.kind != "quota":
        return dict.fromkeys(of, "")
    pool = Proposal.group if rule.by == "group" else Proposal.category
    return {id_: found or "" for id_, found in session.exec(select(Proposal.id, pool).where(col(Proposal.id).in_(of)))}


def earlier(session: Session, edition: EditionRead, stage: Stage) -> dict[str, Earlier]:
    """By proposal id what the published stages before give it, where this stage is ``cumulative``; else nothing."""
    if not stage.cumulative:
        return {}
    before = list(takewhile(lambda one: one.key != stage.key, edition.stages))
    weights = {one.key: one.weight for one in before if one.weight > 0}
    rows = session.exec(
        select(Publication.stage, Result.proposal_id, func.coalesce(Result.stage_score, Result.score))
        .join(Result, col(Result.publication_id) == Publication.id)
        .where(Publication.edition_id == edition.id, col(Publication.stage).in_(weights))
    ).all()
    scores: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for key, proposal_id, score in rows:
        scores[proposal_id].append((weights[key], score))
    return {
        id_: Earlier(math.fsum(weight * score for weight, score in found), math.fsum(weight for weight, _ in found))
        for id_, found in scores.items()
    }


def jurors(session: Session, edition_id: str, stage: str) -> list[JurorRead]:
    """The panel with everyone's load."""
    assigned = func.count(col(Assignment.id)).label("assigned")
    signed = func.count(col(Evaluation.signed_at)).label("signed")
    of_juror = (Juror.id, Juror.user_id, User.name, Juror.expertise, Juror.max_load, Juror.left_at, Juror.version)
    rows = session.execute(
        select(*of_juror, assigned, signed)  # type: ignore[call-overload]
        .join(User, User.id == Juror.user_id)
        .outerjoin(
            Assignment,
            (col(Assignment.juror_id) == Juror.user_id)
            & (col(Assignment.edition_id) == Juror.edition_id)
            & (col(Assignment.stage) == Juror.stage),
        )
        .outerjoin(Evaluation, col(Evaluation.assignment_id) == Assignment.id)
        .where(Juror.edition_id == edition_id, Juror.stage == stage)
        .group_by(*of_juror)
        .order_by(User.name, Juror.id)
    ).all()
    return read_all(JurorRead, rows)


def juror(session: Session, edition_id: str, stage: str, user_id: str) -> JurorRead:
    """One member of the panel, or ``NotFound``."""
    for member in jurors(session, edition_id, stage):
        if member.user_id == user_id:
            return member
    raise NotFound

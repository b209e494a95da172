"""A juror leaves the panel of a stage: what is not signed is taken back, what is signed stays and counts."""

from sqlmodel import Session, col, select

from app.clock import now
from app.domain.judging.assigning import take_back
from app.domain.judging.panel import held
from app.domain.permits import require
from app.models import Assignment, Evaluation, Juror
from app.models.edition import EditionRead, Stage
from app.models.room import DepartureCreate, DepartureRead
from app.queries import gaps
from app.rules.permissions import Actor


def leave(
    session: Session, actor: Actor, edition: EditionRead, stage: Stage, user_id: str, body: DepartureCreate,
    expected: int | None,
) -> DepartureRead:  # fmt: skip
    """Takes the juror's unsigned sheets back and hands out no more; doing it twice changes nothing more."""
    require(actor, "jurors:write")
    juror = held(session, edition.id, stage.key, user_id, expected)
    taken_back, kept = 0, 0
    for assignment, evaluation in _sheets(session, juror):
        if evaluation.signed_at is not None:
            kept += 1
            continue
        take_back(session, assignment, evaluation)
        taken_back += 1
    if juror.left_at is None:
        juror.left_at, juror.left_reason = now(), body.reason
    session.flush()
    found = gaps.of_stage(session, edition, stage)
    return DepartureRead(juror_id=user_id, left_at=juror.left_at, taken_back=taken_back, kept=kept, gaps=found,
                         missing=sum(gap.missing for gap in found), version=juror.version)  # fmt: skip


def come_back(session: Session, actor: Actor, edition_id: str, stage: str, user_id: str, expected: int | None) -> Juror:
    """The juror may be given sheets again; those taken back are not given back by themselves."""
    require(actor, "jurors:write")
    juror = held(session, edition_id, stage, user_id, expected)
    juror.left_at = juror.left_reason = None
    session.flush()
    return juror


def _sheets(session: Session, juror: Juror) -> list[tuple[Assignment, Evaluation]]:
    found = (
        select(Assignment, Evaluation)
        .join(Evaluation, col(Evaluation.assignment_id) == Assignment.id)
        .where(Assignment.edition_id == juror.edition_id, Assignment.stage == juror.stage)
        .where(Assignment.juror_id == juror.user_id)
        .order_by(col(Assignment.id))
        .with_for_update()
    )
    return [(assignment, evaluation) for assignment, evaluation in session.exec(found).all()]

"""The panel of a stage: who is on it."""

from collections.abc import Collection

from sqlalchemy import func
from sqlmodel import Session, select

from app.domain.permits import require
from app.domain.versions import check_version
from app.errors import Conflict, NotFound, invalid
from app.models import Assignment, Juror, RoleGrant
from app.models.edition import EditionRead
from app.models.evaluation import JurorCreate, JurorUpdate
from app.models.user import Role
from app.queries import editions, stages
from app.rules.permissions import Actor
from app.rules.stages import is_vote


def add(session: Session, actor: Actor, edition: EditionRead, stage: str, body: JurorCreate) -> Juror:
    """Puts a person with the role of juror on the panel; 409 when already on it."""
    require(actor, "jurors:write")
    if is_vote(editions.stage_of(edition, stage)):
        raise Conflict("by-vote")
    check_open(session, edition.id, stage)
    if not session.exec(
        select(RoleGrant.id).where(RoleGrant.user_id == body.user_id, RoleGrant.role == Role.juror)
    ).first():
        raise invalid("user_id", "not_a_juror")
    _check_expertise(edition, body.expertise)
    if find(session, edition.id, stage, body.user_id) is not None:
        raise invalid("user_id", "already_exists")
    juror = Juror(edition_id=edition.id, stage=stage, **body.model_dump())
    session.add(juror)
    session.flush()
    return juror


def update(
    session: Session, actor: Actor, edition: EditionRead, stage: str, user_id: str, body: JurorUpdate,
    expected: int | None,
) -> Juror:  # fmt: skip
    """Changes the most sheets or the expertise of a member; 422 for fewer than the sheets held. Sheets stay."""
    require(actor, "jurors:write")
    juror = held(session, edition.id, stage, user_id, expected)
    changes = body.model_dump(exclude_unset=True)
    _check_expertise(edition, changes.get("expertise", ()))
    limit = changes.get("max_load")
    sheets = session.exec(
        select(func.count()).select_from(Assignment).where(
            Assignment.edition_id == edition.id, Assignment.stage == stage, Assignment.juror_id == user_id
        )
    ).one()  # fmt: skip
    if limit is not None and limit < sheets:
        raise invalid("max_load", "below_held", held=sheets)
    juror.sqlmodel_update(changes)
    session.flush()
    return juror


def _check_expertise(edition: EditionRead, keys: Collection[str]) -> None:
    known = {category.key for category in edition.categories}
    for key in keys:
        if key not in known:
            raise invalid("expertise", "unknown", value=key)


def remove(
    session: Session, actor: Actor, edition_id: str, stage: str, user_id: str, expected: int | None = None
) -> None:
    """Takes a person off the panel; 409 while score sheets of theirs exist."""
    require(actor, "jurors:write")
    check_open(session, edition_id, stage)
    juror = find(session, edition_id, stage, user_id)
    if juror is None:
        raise NotFound
    check_version(juror, expected)
    sheets = select(Assignment.id).where(
        Assignment.edition_id == edition_id, Assignment.stage == stage, Assignment.juror_id == user_id
    )
    if session.exec(sheets).first() is not None:
        raise Conflict("in-use")
    session.delete(juror)
    session.flush()


def find(session: Session, edition_id: str, stage: str, user_id: str) -> Juror | None:
    """The person's place on the panel."""
    return session.exec(
        select(Juror).where(Juror.edition_id == edition_id, Juror.stage == stage, Juror.user_id == user_id)
    ).first()


def held(session: Session, edition_id: str, stage: str, user_id: str, expected: int | None) -> Juror:
    """The juror's place on the panel, kept from whoever hands out sheets meanwhile; 404 for who is not on it."""
    check_open(session, edition_id, stage)
    member = select(Juror).where(Juror.edition_id == edition_id, Juror.stage == stage, Juror.user_id == user_id)
    juror = session.exec(member.with_for_update()).first()
    if juror is None:
        raise NotFound
    check_version(juror, expected)
    return juror


def check_open(session: Session, edition_id: str, stage: str) -> None:
    """``Conflict`` once the stage is published; and it is not published before this transaction ends."""
    editions.hold(session, edition_id)
    if stages.publication(session, edition_id, stage) is not None:
        raise Conflict("stage-published")

"""Deeds on exhibitions: set one up, change it, publish it, end it."""

from sqlmodel import Session, col, select

from app.domain.permits import require
from app.domain.public import public_changed
from app.domain.versions import check_version, load
from app.errors import Conflict, FieldError, Invalid, NotFound, invalid
from app.models import Exhibit, Exhibition
from app.models.edition import Stage
from app.models.exhibition import ExhibitionCreate, ExhibitionStatus, ExhibitionUpdate
from app.queries import editions
from app.rules.exhibitions import FROM, problems
from app.rules.permissions import Actor
from app.rules.stages import is_vote


def create(session: Session, actor: Actor, body: ExhibitionCreate) -> Exhibition:
    """A new exhibition, not public yet; 422 where its dates or its stage do not fit."""
    require(actor, "exhibitions:write")
    exhibition = Exhibition(**body.model_dump())
    _check(session, actor, exhibition)
    session.add(exhibition)
    session.flush()
    return exhibition


def update(
    session: Session, actor: Actor, exhibition_id: str, body: ExhibitionUpdate, expected: int | None
) -> Exhibition:
    """Changes an exhibition. Once booths show proposals, the stage they are of stays."""
    exhibition = loaded(session, actor, exhibition_id, expected)
    before = (exhibition.edition_id, exhibition.stage)
    exhibition.sqlmodel_update(body.model_dump(exclude_unset=True))
    with session.no_autoflush:
        if before != (exhibition.edition_id, exhibition.stage):
            _check_unbound(session, exhibition.id)
        _check(session, actor, exhibition)
    public_changed(session)
    session.flush()
    return exhibition


def loaded(session: Session, actor: Actor, exhibition_id: str, expected: int | None) -> Exhibition:
    """The exhibition, for who may change it, at the version that was read."""
    require(actor, "exhibitions:write")
    exhibition = load(session, Exhibition, exhibition_id)
    check_version(exhibition, expected)
    return exhibition


def _check_unbound(session: Session, exhibition_id: str) -> None:
    shown = select(Exhibit.id).where(Exhibit.exhibition_id == exhibition_id, col(Exhibit.proposal_id).is_not(None))
    if session.exec(shown).first() is not None:
        raise Conflict("in-use")


def _check(session: Session, actor: Actor, exhibition: Exhibition) -> None:
    stage = _stage(session, actor, exhibition)
    found = problems(exhibition.starts_on, exhibition.ends_on, exhibition.votes_open_at, exhibition.votes_close_at,
                     stage)  # fmt: skip
    errors = [FieldError(one.field, one.code, dict(one.params)) for one in found]
    if errors:
        raise Invalid(errors=errors)


def _stage(session: Session, actor: Actor, exhibition: Exhibition) -> Stage | None:
    """The stage whose vote this is: one that the public decides, and that has no other exhibition."""
    if exhibition.stage is None:
        return None
    if exhibition.edition_id is None:
        raise invalid("edition_id", "missing")
    try:
        edition = editions.read(session, actor, exhibition.edition_id)
    except NotFound:
        raise invalid("edition_id", "not_found") from None
    stage = next((one for one in edition.stages if one.key == exhibition.stage and is_vote(one)), None)
    if stage is None:
        raise invalid("stage", "not_a_vote")
    taken = select(Exhibition.id).where(Exhibition.edition_id == edition.id, Exhibition.stage == stage.key,
                                        Exhibition.id != exhibition.id)  # fmt: skip
    if session.exec(taken).first() is not None:
        raise invalid("stage", "already_exists")
    return stage


def enter(
    session: Session, actor: Actor, exhibition_id: str, status: ExhibitionStatus, expected: int | None
) -> Exhibition:
    """Publishes or ends an exhibition; where it is so already, nothing changes. 409 from anywhere else."""
    exhibition = loaded(session, actor, exhibition_id, expected)
    if exhibition.status == status:
        return exhibition
    if exhibition.status not in FROM[status]:
        raise Conflict("exhibition-not-running")
    exhibition.status = status
    public_changed(session)
    session.flush()
    return exhibition

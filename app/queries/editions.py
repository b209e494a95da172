"""Reads of editions."""

from datetime import datetime
from typing import Any, Literal

from sqlalchemy import bindparam, func, inspect
from sqlalchemy import select as sa_select
from sqlmodel import Session, col, select

from app.errors import NotFound
from app.models import Edition, Invitation, Publication, Unit
from app.models.base import Page, Year
from app.models.edition import EditionRead, EditionStatus, EditionSummary, InvitationRead, Stage
from app.models.listing import ListQuery
from app.prepared.statements import moment_of, run
from app.queries.paging import Order, page
from app.queries.rows import page_of, read_all
from app.rules.permissions import Actor, may_everywhere

_COLUMNS = tuple(col(getattr(Edition, name)) for name in EditionSummary.model_fields)


class EditionFilters(ListQuery):
    """Filters of the list of editions."""

    year: Year | None = None
    status: EditionStatus | None = None
    sort: Literal["year", "-year"] = "-year"


def get(session: Session, actor: Actor, edition_id: str) -> Edition:
    """The edition's row; one still being set up exists only for those who prepare it."""
    edition = session.get(Edition, edition_id)
    if edition is None or not _sees(actor, edition):
        raise NotFound
    return edition


def _sees(actor: Actor, edition: Edition) -> bool:
    return edition.status != EditionStatus.draft or may_everywhere(actor, "editions:prepare")


def read(session: Session, actor: Actor, edition_id: str) -> EditionRead:
    """An edition with its configuration."""
    return as_read(session, get(session, actor, edition_id))


def as_read(session: Session, edition: Edition) -> EditionRead:
    """A row as its read schema; the configuration is parsed once for each version of the edition."""
    published = session.exec(
        select(Publication.stage).where(Publication.edition_id == edition.id).order_by(col(Publication.id))
    ).all()
    return parsed(edition).model_copy(update={"published_stages": list(published)})


def read_by_id(session: Session, edition_id: str) -> EditionRead:
    """An edition that exists, whoever asks."""
    return as_read(session, session.get_one(Edition, edition_id))


def hides_units(edition: EditionRead) -> bool:
    """Whether a stage is blind and not published yet: its jurors must not learn whose a proposal is."""
    return any(stage.blind and stage.key not in edition.published_stages for stage in edition.stages)


def parsed(edition: Edition) -> EditionRead:
    """The configuration of a row, without asking which stages are published."""
    if inspect(edition).modified:
        return _parse(edition)  # its version does not tell yet what it will be
    key = (edition.id, edition.version, edition.updated_at)
    if key not in _kept:
        _kept[key] = _parse(edition)
        while len(_kept) > KEPT:
            _kept.pop(next(iter(_kept)), None)
    return _kept[key]


def configuration(session: Session, edition_id: str) -> EditionRead:
    """The configuration as it stands, read anew only when its version has changed; ``NotFound``."""
    return _configured(session, edition_id, run(session, "edition version", _version, {"edition_id": edition_id}))


def held(session: Session, edition_id: str) -> EditionRead:
    """The configuration as it stays until this transaction ends; ``NotFound``."""
    return _configured(session, edition_id, hold(session, edition_id))


def _configured(session: Session, edition_id: str, rows: list[Any]) -> EditionRead:
    kept = _kept.get((edition_id, rows[0][0], moment_of(rows[0][1]))) if rows else None
    if kept is not None:
        return kept
    edition = session.get(Edition, edition_id)
    if edition is None:
        raise NotFound
    return parsed(edition)


def hold(session: Session, edition_id: str) -> list[Any]:
    """Keeps the edition as it is until this transaction ends: its rules may not change, no stage may be published.

    Others may hold it too. SQLite needs no such lock: its writers come one after the other.
    """
    return run(session, "edition held", lambda: _version().with_for_update(read=True), {"edition_id": edition_id})


def _version() -> Any:
    return select(Edition.version, Edition.updated_at).where(Edition.id == bindparam("edition_id"))


KEPT = 64
"""Configurations kept parsed; there are few editions, and each version of one is kept at most once."""
_kept: dict[tuple[str, int, datetime], EditionRead] = {}
"""By id, version and time: a version that is rolled back may come again, with something else in it."""


def _parse(edition: Edition) -> EditionRead:
    return EditionRead.model_validate(edition.model_dump() | {"published_stages": []})


def list_(session: Session, actor: Actor, query: EditionFilters) -> Page[EditionSummary]:
    """One page of the editions, newest year first."""
    conditions = [col(Edition.year) == query.year] if query.year is not None else []
    if query.status is not None:
        conditions.append(col(Edition.status) == query.status)
    if not may_everywhere(actor, "editions:prepare"):
        conditions.append(col(Edition.status) != EditionStatus.draft)
    order = Order.by(query.sort, {"year": col(Edition.year)}, col(Edition.id))
    statement = select(*_COLUMNS).where(*conditions)
    rows, following = page(session, statement, order, query, lambda row: (row.year, row.id))
    total = session.exec(select(func.count()).select_from(Edition).where(*conditions)).one()
    return page_of(EditionSummary, rows, following, total)


def names(session: Session) -> list[tuple[str, str]]:
    """(id, name) of every edition, newest first, those being set up included: for who may see all."""
    return [
        (id_, name) for id_, name in session.exec(select(Edition.id, Edition.name).order_by(col(Edition.year).desc()))
    ]


def stage_of(edition: EditionRead, key: str) -> Stage:
    """The stage of that key, or ``NotFound``."""
    for stage in edition.stages:
        if stage.key == key:
            return stage
    raise NotFound


def invitations(session: Session, edition_id: str) -> list[InvitationRead]:
    """Who is invited to the groups by invitation."""
    rows = session.execute(
        sa_select(col(Invitation.group), col(Invitation.unit_id), col(Unit.name).label("unit_name"))
        .join(Unit, col(Unit.id) == Invitation.unit_id)
        .where(col(Invitation.edition_id) == edition_id)
        .order_by(col(Invitation.group), col(Unit.name))
    ).all()
    return read_all(InvitationRead, rows)


def is_invited(session: Session, edition_id: str, group: str, participant_id: str | None) -> bool:
    """Whether the participant is invited to the group."""
    found = select(Invitation.id).where(
        Invitation.edition_id == edition_id, Invitation.group == group, Invitation.unit_id == participant_id
    )
    return session.exec(found).first() is not None

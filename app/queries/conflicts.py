"""Conflicts of interest: those that people declared, and those that the registry shows by itself."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, func
from sqlalchemy import select as sa_select
from sqlmodel import Session, col, select

from app.models import Collaboration, ConflictOfInterest, Proposal, RoleGrant, Unit, User
from app.models.base import Id, Page
from app.models.collaboration import CollaborationStatus
from app.models.conflict import ConflictRead, Kind, StageConflict
from app.models.listing import ListQuery
from app.queries import units
from app.queries.paging import Order, page
from app.queries.rows import page_of, read_all
from app.rules.permissions import Actor, may_everywhere
from app.rules.titles import title_key

FREE_MAIL = frozenset({"gmail.com", "googlemail.com", "yahoo.com", "yahoo.co.id", "ymail.com", "rocketmail.com",
                       "outlook.com", "hotmail.com", "live.com", "icloud.com", "proton.me"})  # fmt: skip
"""Domains of e-mail that say nothing of where somebody works."""


DECLARED: Kind = "declared"


class ConflictFilters(ListQuery):
    """Filters of the conflicts that were declared, added or allowed; newest first."""

    edition_id: Id | None = None
    juror_id: Id | None = None


def list_(session: Session, actor: Actor, query: ConflictFilters) -> Page[ConflictRead]:
    """Those of an edition, or of all; a juror sees what the juror declared.

    Not what was noted or allowed: in a blind stage its kind would tell whose a proposal is.
    """
    conditions: list[ColumnElement[bool]] = []
    if not may_everywhere(actor, "conflicts:read"):
        conditions += [col(ConflictOfInterest.juror_id) == actor.user_id, col(ConflictOfInterest.kind) == DECLARED]
    for name in ("edition_id", "juror_id"):
        if (value := getattr(query, name)) is not None:
            conditions.append(col(getattr(ConflictOfInterest, name)) == value)
    order = Order(((col(ConflictOfInterest.id), True),))
    rows, following = page(session, _named().where(*conditions), order, query, lambda row: (row.id,))
    total = session.exec(select(func.count()).select_from(ConflictOfInterest).where(*conditions)).one()
    return page_of(ConflictRead, rows, following, total)


def read(session: Session, row: ConflictOfInterest) -> ConflictRead:
    """A row as its read schema."""
    return read_all(ConflictRead, session.execute(_named().where(ConflictOfInterest.id == row.id)).all())[0]


def _named() -> Any:
    names = [name for name in ConflictRead.model_fields if name != "juror_name"]
    columns = (*(col(getattr(ConflictOfInterest, name)) for name in names), col(User.name).label("juror_name"))
    return sa_select(*columns).join(User, col(User.id) == ConflictOfInterest.juror_id)


@dataclass(frozen=True)
class _Index:
    """Proposals by what a conflict can hang on: unit, participant, region, partner, domain of e-mail."""

    ids: set[str]
    unit: defaultdict[str, set[str]]
    participant: defaultdict[str, set[str]]
    region: defaultdict[str, set[str]]
    partner: defaultdict[str, set[str]]
    """By the ids of units that take part, and by the names of partners as they are written."""
    domain: defaultdict[str, set[str]]


@dataclass(frozen=True)
class _Person:
    """A juror: the units of the roles held, all below them, their regions and names, the domain of the address."""

    id: str
    own: Set[str]
    below: Set[str]
    regions: Set[str]
    names: Set[str]
    domain: str | None


@dataclass(frozen=True)
class Found:
    """A juror and a proposal that do not go together, unless that was allowed."""

    juror_id: str
    proposal_id: str
    kind: Kind
    is_allowed: bool


def found(session: Session, edition_id: str, juror_ids: Collection[str], proposal_ids: Sequence[str]) -> list[Found]:
    """Every conflict between these jurors and proposals."""
    index, declared = _indexed(session, proposal_ids), _declared(session, edition_id)
    own_units = _own_units(session, juror_ids)
    named = {row.unit_id for rows in declared.values() for row in rows if row.unit_id}
    below = units.below_each(session, {*named, *(one.id for own in own_units.values() for one in own)})
    return [
        Found(person.id, proposal_id, kind, _is_allowed(declared[person.id], proposal_id, kind))
        for person in _people(session, juror_ids, own_units, below)
        for kind, proposals in _of_person(person, index, declared[person.id], below)
        for proposal_id in sorted(proposals)
    ]


def barred(
    session: Session, edition_id: str, juror_ids: Collection[str], proposal_ids: Sequence[str]
) -> dict[str, dict[str, Kind]]:
    """Of each juror the proposals never to be read, with a kind of conflict that is not allowed."""
    by_juror: dict[str, dict[str, Kind]] = defaultdict(dict)
    for one in found(session, edition_id, juror_ids, proposal_ids):
        if not one.is_allowed:
            by_juror[one.juror_id].setdefault(one.proposal_id, one.kind)
    return by_juror


def of_stage(
    session: Session, edition_id: str, juror_ids: Collection[str], proposal_ids: Sequence[str]
) -> list[StageConflict]:
    """The same with names, by juror and title."""
    names = dict(session.exec(select(User.id, User.name).where(col(User.id).in_(juror_ids))).all())
    titles = dict(session.exec(select(Proposal.id, Proposal.title).where(col(Proposal.id).in_(proposal_ids))).all())
    lines = [
        StageConflict(juror_id=one.juror_id, juror_name=names[one.juror_id], proposal_id=one.proposal_id,
                      proposal_title=titles[one.proposal_id], kind=one.kind, is_allowed=one.is_allowed)
        for one in found(session, edition_id, juror_ids, proposal_ids)
    ]  # fmt: skip
    return sorted(lines, key=lambda line: (line.juror_name, line.juror_id, line.proposal_title, line.kind))


def _of_person(
    person: _Person, index: _Index, declared: Sequence[ConflictOfInterest], below: Mapping[str, set[str]]
) -> Iterator[tuple[Kind, set[str]]]:
    own = _at(index.unit, person.below)
    yield "unit", own
    yield "participant", _at(index.participant, person.own) - own
    yield "collaborator", _at(index.partner, person.names | person.below)
    yield "region", _at(index.region, person.regions)
    yield "domain", _at(index.domain, {person.domain} if person.domain else set())
    for row in declared:
        if not row.allowed:
            kind: Kind = DECLARED if row.kind == DECLARED else "organiser"
            yield kind, _at(index.unit, below[row.unit_id]) if row.unit_id else index.ids & {row.proposal_id or ""}


def _at(index: Mapping[str, set[str]], keys: Set[str]) -> set[str]:
    return {id_ for key in keys & index.keys() for id_ in index[key]}


def _is_allowed(declared: Sequence[ConflictOfInterest], proposal_id: str, kind: Kind) -> bool:
    return any(row.allowed and row.proposal_id in (None, proposal_id) and row.kind in (None, kind) for row in declared)


def _declared(session: Session, edition_id: str) -> dict[str, list[ConflictOfInterest]]:
    by_juror: dict[str, list[ConflictOfInterest]] = defaultdict(list)
    for row in session.exec(select(ConflictOfInterest).where(ConflictOfInterest.edition_id == edition_id)):
        by_juror[row.juror_id].append(row)
    return by_juror


def _indexed(session: Session, proposal_ids: Sequence[str]) -> _Index:
    """A domain that authors of several participants share, a province's mail for instance, says nothing."""
    rows = session.execute(
        sa_select(col(Proposal.id), col(Proposal.unit_id), col(Proposal.participant_id), col(Unit.region_code),
                  col(Proposal.collaborators), col(User.email))
        .join(Unit, col(Unit.id) == Proposal.unit_id)
        .outerjoin(User, col(User.id) == Proposal.created_by)
        .where(col(Proposal.id).in_(proposal_ids))
    ).all()  # fmt: skip
    index = _Index(set(proposal_ids), *[defaultdict[str, set[str]](set) for _ in range(5)])
    for id_, unit_id, participant_id, region, partners, email in rows:
        names = [title_key(partner) for partner in partners]
        for by, keys in ((index.unit, [unit_id]), (index.participant, [participant_id]), (index.region, [region]),
                         (index.partner, names), (index.domain, [_domain(email)])):  # fmt: skip
            for key in filter(None, keys):
                by[key].add(id_)
    for id_, unit_id in session.execute(_taking_part(proposal_ids)):
        index.partner[unit_id].add(id_)
    participants = {id_: participant_id or unit_id for id_, unit_id, participant_id, *_ in rows}
    for domain in [one for one, ids in index.domain.items() if len({participants[id_] for id_ in ids}) > 1]:
        del index.domain[domain]
    return index


def _taking_part(proposal_ids: Sequence[str]) -> Any:
    """Units that take part; who was only asked may have helped already."""
    asked = sa_select(col(Collaboration.proposal_id), col(Collaboration.unit_id))
    return asked.where(col(Collaboration.proposal_id).in_(proposal_ids),
                       col(Collaboration.status) != CollaborationStatus.declined)  # fmt: skip


class _OwnUnit(NamedTuple):
    """A unit that a juror holds a role in."""

    id: str
    name: str
    region: str | None


def _own_units(session: Session, juror_ids: Collection[str]) -> dict[str, list[_OwnUnit]]:
    rows = session.execute(
        sa_select(col(RoleGrant.user_id), col(Unit.id), col(Unit.name), col(Unit.region_code))
        .join(Unit, col(Unit.id) == RoleGrant.unit_id)
        .where(col(RoleGrant.user_id).in_(juror_ids))
    )
    found: dict[str, list[_OwnUnit]] = {juror_id: [] for juror_id in juror_ids}
    for user_id, *unit in rows:
        found[user_id].append(_OwnUnit(*unit))
    return found


def _people(
    session: Session, juror_ids: Collection[str], own_units: Mapping[str, list[_OwnUnit]],
    below: Mapping[str, set[str]],
) -> Iterator[_Person]:  # fmt: skip
    people = session.exec(select(User.id, User.email).where(col(User.id).in_(juror_ids))).all()
    for user_id, email in sorted(people):
        own = own_units[user_id]
        yield _Person(
            user_id, {one.id for one in own}, {id_ for one in own for id_ in below[one.id]},
            {one.region for one in own if one.region}, {title_key(one.name) for one in own}, _domain(email),
        )  # fmt: skip


def _domain(email: str | None) -> str | None:
    domain = (email or "").rpartition("@")[2].lower()
    return domain if domain and domain not in FREE_MAIL else None

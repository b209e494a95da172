"""Deeds on editions: set up, copy, open, close, invite."""

from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from app import presets
from app.clock import now
from app.domain.events import tell_of_edition
from app.domain.permits import require
from app.domain.public import public_changed
from app.domain.quotas import apply_rules
from app.domain.versions import check_version, load
from app.errors import Conflict, FieldError, Invalid, NotFound, invalid
from app.models import Assignment, Edition, EditionCounter, Invitation, Proposal, Unit
from app.models.edition import (
    PARTS,
    Configuration,
    EditionConfigured,
    EditionCopied,
    EditionStatus,
    EditionUpdate,
)
from app.models.webhook import Event
from app.queries import editions
from app.rules import configuration as rules
from app.rules.copying import moved_to_year
from app.rules.permissions import Actor
from app.rules.stages import is_vote

FROZEN = frozenset({"groups", "categories", "form", "fields", "required_documents", "stages", "quota_rules",
                    "minimum_age_months", "opens_at"})  # fmt: skip
"""What scores and eligibility depend on: fixed once judging starts, but for the dates of stages not yet published."""


def create(session: Session, actor: Actor, body: EditionConfigured | EditionCopied) -> Edition:
    """A new edition from a configuration, from another edition or from a preset; 422 when the year is taken."""
    require(actor, "editions:write")
    if session.exec(select(Edition.id).where(Edition.year == body.year)).first():
        raise invalid("year", "already_exists")
    configuration = _source(session, body)
    _check(configuration)
    edition = Edition(year=body.year, **_columns(configuration))
    session.add(edition)
    session.flush()
    session.add(EditionCounter(edition_id=edition.id))
    public_changed(session)
    session.flush()
    return edition


def _source(session: Session, body: EditionConfigured | EditionCopied) -> Configuration:
    if isinstance(body, EditionConfigured):
        return Configuration.model_validate(body.model_dump(exclude={"year"}))
    if body.preset is not None:
        if body.preset not in presets.names():
            raise invalid("preset", "unknown", value=body.preset)
        return presets.load(body.preset, body.year)
    original = session.get(Edition, body.copy_from)
    if original is None:
        raise invalid("copy_from", "not_found")
    return moved_to_year(configuration_of(original), original.year, body.year)


def configuration_of(edition: Edition) -> Configuration:
    """The configuration that a row holds."""
    return Configuration.model_validate({name: getattr(edition, name) for name in Configuration.model_fields})


def _columns(configuration: Configuration) -> dict[str, Any]:
    lists = configuration.model_dump(mode="json", include=set(PARTS))
    return lists | configuration.model_dump(exclude=set(PARTS))


def _check(configuration: Configuration) -> None:
    problems = rules.problems(configuration)
    if problems:
        raise Invalid(errors=[FieldError(p.field, p.code, dict(p.params)) for p in problems])


def update(session: Session, actor: Actor, edition_id: str, body: EditionUpdate, expected: int | None) -> Edition:
    """Changes the configuration; refuses parts that are frozen, and removing what proposals already use."""
    require(actor, "editions:write")
    edition = load(session, Edition, edition_id)
    check_version(edition, expected)
    changes = {name: getattr(body, name) for name in body.model_fields_set}
    before = configuration_of(edition)
    changed = Configuration.model_validate(before.model_dump() | _plain(changes))
    was = _columns(before)  # not the row itself: one from an older version lacks what has a default now
    columns = {name: value for name, value in _columns(changed).items() if value != was[name]}
    _check_frozen(session, edition, set(columns), before, changed)
    _check(changed)
    _check_unused(session, edition, changed)
    edition.sqlmodel_update(columns)
    if "quota_rules" in columns:
        apply_rules(session, edition.id, before.quota_rules, changed.quota_rules)
    public_changed(session)
    session.flush()
    return edition


def _plain(changes: dict[str, Any]) -> dict[str, Any]:
    def plain(value: Any) -> Any:
        return [item.model_dump() for item in value] if isinstance(value, list) else value

    return {name: plain(value) for name, value in changes.items()}


def _check_frozen(
    session: Session, edition: Edition, names: set[str], before: Configuration, changed: Configuration
) -> None:
    if edition.status not in {EditionStatus.judging, EditionStatus.concluded}:
        return
    for name in sorted(names & FROZEN):
        if name != "stages" or not _moves_dates_alone(session, edition, before, changed):
            raise Conflict("edition-frozen", part=name)


def _moves_dates_alone(session: Session, edition: Edition, before: Configuration, changed: Configuration) -> bool:
    """Whether nothing of the stages is new but when those begin and end that are not published yet: no score depends
    on that, and jurors get more time. The days of a vote are fixed once it has begun: organisers see its sums."""
    published = set(editions.as_read(session, edition).published_stages)
    begun = {stage.key for stage in before.stages if is_vote(stage) and stage.starts_at and stage.starts_at <= now()}

    def fixed(configuration: Configuration) -> list[dict[str, Any]]:
        return [stage.model_dump(exclude=set() if stage.key in published | begun else {"starts_at", "ends_at"})
                for stage in configuration.stages]  # fmt: skip

    return fixed(before) == fixed(changed)


def _check_unused(session: Session, edition: Edition, changed: Configuration) -> None:
    """A group or category that proposals are in may be renamed, not removed."""
    for name, keys in (("group", changed.groups), ("category", changed.categories)):
        column = col(getattr(Proposal, name))
        kept = [item.key for item in keys]
        used = select(column).where(Proposal.edition_id == edition.id, column.not_in(kept)).limit(1)
        found = session.exec(used).first()
        if found is not None:
            raise Conflict("edition-in-use", key=found)


def open_(session: Session, actor: Actor, edition_id: str, expected: int | None) -> Edition:
    """Opens registration: from set-up, or again from judging as long as nothing has been handed to jurors."""
    edition = _for_phase(session, actor, edition_id, expected)
    if edition.status == EditionStatus.judging and _has_assignments(session, edition_id):
        raise Conflict("wrong-phase", status=edition.status)
    return _enter(session, edition, EditionStatus.open, {EditionStatus.draft, EditionStatus.judging},
                  Event.edition_opened)  # fmt: skip


def close(session: Session, actor: Actor, edition_id: str, expected: int | None) -> Edition:
    """Closes registration and starts judging."""
    edition = _for_phase(session, actor, edition_id, expected)
    return _enter(session, edition, EditionStatus.judging, {EditionStatus.open}, Event.edition_closed)


def _for_phase(session: Session, actor: Actor, edition_id: str, expected: int | None) -> Edition:
    require(actor, "editions:write")
    edition = load(session, Edition, edition_id)
    check_version(edition, expected)
    return edition


def _has_assignments(session: Session, edition_id: str) -> bool:
    return bool(session.exec(select(func.count()).where(Assignment.edition_id == edition_id)).one())


def _enter(
    session: Session, edition: Edition, status: EditionStatus, origins: set[EditionStatus], event: Event
) -> Edition:
    """The phase asked for; asking for the phase that already is changes nothing."""
    if edition.status == status:
        return edition
    if edition.status not in origins:
        raise Conflict("wrong-phase", status=edition.status)
    edition.status = status
    public_changed(session)
    session.flush()
    tell_of_edition(session, edition, event)
    return edition


def invite(
    session: Session, actor: Actor, edition_id: str, group: str, unit_id: str, expected: int | None = None
) -> None:
    """Invites a participant to a group by invitation; inviting twice changes nothing."""
    require(actor, "editions:write")
    row = load(session, Edition, edition_id)
    check_version(row, expected)
    edition = configuration_of(row)
    if group not in {g.key for g in edition.groups if g.by_invitation}:
        raise invalid("group", "unknown", value=group)
    load(session, Unit, unit_id)
    if _invitation(session, edition_id, group, unit_id) is None:
        session.add(Invitation(edition_id=edition_id, group=group, unit_id=unit_id))
        session.flush()


def uninvite(
    session: Session, actor: Actor, edition_id: str, group: str, unit_id: str, expected: int | None = None
) -> None:
    """Takes an invitation back; what was already submitted stays."""
    require(actor, "editions:write")
    check_version(load(session, Edition, edition_id), expected)
    invitation = _invitation(session, edition_id, group, unit_id)
    if invitation is None:
        raise NotFound
    session.delete(invitation)
    session.flush()


def _invitation(session: Session, edition_id: str, group: str, unit_id: str) -> Invitation | None:
    return session.exec(
        select(Invitation).where(
            Invitation.edition_id == edition_id, Invitation.group == group, Invitation.unit_id == unit_id
        )
    ).first()

"""Rows without entries, because they can be counted again: they are counted again."""

from collections.abc import Iterator

from sqlalchemy import Connection, func, select
from sqlmodel import col

from app.audit.findings import Finding
from app.models import Edition, EditionCounter, EditionTally, Proposal, Quota, Unit


def counted(connection: Connection) -> Iterator[Finding]:
    """Tallies, registration numbers and slots that do not agree with the proposals."""
    yield from _tallies(connection)
    yield from _numbers(connection)
    yield from _slots(connection)
    yield from _limits(connection)


def _tallies(connection: Connection) -> Iterator[Finding]:
    groups = (col(Proposal.edition_id), col(Proposal.status))
    counts = connection.execute(select(*groups, func.count()).group_by(*groups))
    real = {(edition, status): count for edition, status, count in counts}
    rows = select(col(EditionTally.edition_id), col(EditionTally.status), col(EditionTally.count),
                  col(EditionTally.id))  # fmt: skip
    for edition, status, count, id_ in connection.execute(rows):
        if real.pop((edition, status), 0) != count:
            yield Finding("tally-wrong", edition, None, f"edition_tallies/{id_}")
    yield from (Finding("tally-wrong", edition, None, f"edition_tallies/{status}") for edition, status in real)


def _numbers(connection: Connection) -> Iterator[Finding]:
    """Registration numbers are given without a gap, so the last is how many there are."""
    of_edition = col(Proposal.edition_id)
    given = select(of_edition, func.count(col(Proposal.sequence)), func.max(col(Proposal.sequence))).group_by(
        of_edition
    )
    real = {edition: (count, last or 0) for edition, count, last in connection.execute(given)}
    rows = select(col(EditionCounter.edition_id), col(EditionCounter.last_number), col(EditionCounter.id))
    for edition, last, id_ in connection.execute(rows):
        if real.get(edition, (0, 0)) != (last, last):
            yield Finding("number-wrong", edition, None, f"edition_counters/{id_}")


def _slots(connection: Connection) -> Iterator[Finding]:
    pool = (col(Proposal.edition_id), col(Proposal.participant_id), col(Proposal.quota_pool))
    held = select(*pool, func.count()).where(col(Proposal.quota_pool).is_not(None)).group_by(*pool)
    real = {(edition, unit, group): count for edition, unit, group, count in connection.execute(held)}
    rows = select(col(Quota.edition_id), col(Quota.unit_id), col(Quota.group), col(Quota.used), col(Quota.id))
    for edition, unit, group, used, id_ in connection.execute(rows):
        if real.pop((edition, unit, group), 0) != used:
            yield Finding("slots-wrong", edition, None, f"quotas/{id_}")
    yield from (Finding("slots-wrong", edition, None, f"quotas/{unit}") for edition, unit, _ in real)


def _limits(connection: Connection) -> Iterator[Finding]:
    """A counter without an exception has the limit of its edition's rule."""
    editions = connection.execute(select(col(Edition.id), col(Edition.quota_rules)))
    rules = {(id_, rule["unit_kind"], rule["group"]): rule["limit"] for id_, rules in editions for rule in rules}
    rows = (
        select(col(Quota.edition_id), col(Unit.kind), col(Quota.group), col(Quota.limit), col(Quota.id))
        .join(Unit, col(Unit.id) == col(Quota.unit_id))
        .where(col(Quota.reason).is_(None))
    )
    for edition, kind, group, limit, id_ in connection.execute(rows):
        if rules.get((edition, kind, group)) != limit:
            yield Finding("limit-wrong", edition, None, f"quotas/{id_}")

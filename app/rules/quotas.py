"""Whose slots a submission takes, and how many there are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.models.edition import SHARED_POOL, Group, QuotaRule
from app.models.unit import UnitKind


@dataclass(frozen=True)
class Allowance:
    """The pool that a submission draws on: whose, which group (or "*"), how many slots, and what says so."""

    participant_id: str
    pool: str
    limit: int
    rule: str


def needs_slot(group: Group) -> bool:
    """Whether submissions in this group are counted; invited groups are outside the quota."""
    return group.counts


def participant_of(lineage: Sequence[tuple[str, UnitKind]], rules: Sequence[QuotaRule]) -> str | None:
    """The participant of a unit: the nearest of itself and its ancestors whose kind has a quota rule.

    *lineage* is the unit first, then its ancestors upward. None: the unit cannot submit.
    """
    kinds = {rule.unit_kind for rule in rules}
    return next((unit_id for unit_id, kind in lineage if kind in kinds), None)


def allowance(
    participant_id: str, kind: UnitKind, group: Group, rules: Sequence[QuotaRule], exceptions: Mapping[str, int]
) -> Allowance | None:
    """The pool and limit for a participant of *kind* in *group*; None: it has no quota there.

    A rule or exception for the group itself wins over one for all counting groups together ("*"); within the same
    pool an exception wins over the rule.
    """
    limits = {rule.group: rule.limit for rule in rules if rule.unit_kind == kind}
    for pool in (group.key, SHARED_POOL):
        if pool in exceptions:
            return Allowance(participant_id, pool, exceptions[pool], f"exception:{pool}")
        if pool in limits:
            return Allowance(participant_id, pool, limits[pool], f"rule:{kind}:{pool}")
    return None

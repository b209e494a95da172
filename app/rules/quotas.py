"""Whose slots a proposal uses, from which pool, and how many there are. Counting is the database's work."""

from collections import Counter
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from app.models.edition import SHARED_POOL, QuotaRule
from app.models.form import Group
from app.models.unit import UnitKind

P = TypeVar("P", bound=Hashable)


@dataclass(frozen=True)
class Allowance:
    """The slots of one participant that a submission draws on."""

    participant_id: str
    pool: str
    """Key of a group, or "*" for the pool that groups share."""
    limit: int
    """Slots in all, ≥ 0."""
    rule: str
    """What gave the limit: ``rule:<unit kind>:<pool>`` or ``exception:<pool>``."""


def needs_slot(group: Group) -> bool:
    """Whether a submission in *group* takes a slot; invited groups are outside the quota."""
    return group.counts


def participant_of(lineage: Sequence[tuple[str, UnitKind]], rules: Sequence[QuotaRule]) -> str | None:
    """The participant of a unit: the nearest in *lineage* whose kind has a rule, None where there is none.

    *lineage* holds (id, kind) of the unit itself first, then its ancestors upward.
    """
    kinds = {rule.unit_kind for rule in rules}
    return next((unit_id for unit_id, kind in lineage if kind in kinds), None)


def allowance(
    participant_id: str,
    kind: UnitKind,
    group: Group,
    rules: Sequence[QuotaRule],
    exceptions: Mapping[str, int],
) -> Allowance | None:
    """The pool that a participant of *kind* draws on for *group*, with its limit; None means no quota there.

    *exceptions* are this participant's own limits by pool. What is about the group itself goes before what is
    about all groups, and within each an exception before the rule:

    1. exception for the group   2. rule for the group   3. exception on "*"   4. rule on "*"

    So an exception on "*" applies where the rule would be one on "*" or where there is no rule, and never
    widens a group that has a rule of its own.
    """
    limits = {rule.group: rule.limit for rule in rules if rule.unit_kind == kind}
    for pool in (group.key, SHARED_POOL):
        if pool in exceptions:
            return Allowance(participant_id, pool, exceptions[pool], f"exception:{pool}")
        if pool in limits:
            return Allowance(participant_id, pool, limits[pool], f"rule:{kind}:{pool}")
    return None


def drawn_on(group: Group | None, pools: Collection[str]) -> str | None:
    """Which of a participant's *pools* a submission in *group* draws on; None where it needs no slot or has none."""
    if group is None or not needs_slot(group):
        return None
    return next((pool for pool in (group.key, SHARED_POOL) if pool in pools), None)


def that_fit(wanted: Sequence[tuple[str, P | None]], free: Mapping[P, int]) -> list[str]:
    """The first of *wanted* (what, the pool it draws on) that the *free* slots are enough for, in their order."""
    taken: Counter[P] = Counter()
    found = []
    for what, pool in wanted:
        if pool is not None and taken[pool] >= free.get(pool, 0):
            continue
        if pool is not None:
            taken[pool] += 1
        found.append(what)
    return found

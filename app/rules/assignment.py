"""Round robin: who reads what, evenly."""

import random
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class PanelMember:
    """A juror, how many readings at most (None: any number), and the proposals that juror must not read."""

    juror_id: str
    max_load: int | None = None
    barred: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Plan:
    """New readings as (juror, proposal), and the proposals that remain short of readings."""

    pairs: tuple[tuple[str, str], ...]
    short: tuple[str, ...]


def round_robin(
    proposals: Sequence[str], jurors: Sequence[PanelMember], per_proposal: int,
    existing: Collection[tuple[str, str]], seed: int,
) -> Plan:  # fmt: skip
    """Gives each proposal *per_proposal* readers, always the least loaded that may read it.

    Loads end within one of each other where maximum loads and bars allow. Existing pairs ``(juror, proposal)`` count.
    The outcome depends on the seed, not on the order of the arguments.
    """
    draw = random.Random(seed)  # noqa: S311  # a reproducible draw, not a secret
    members = sorted(jurors, key=lambda member: member.juror_id)
    draw.shuffle(members)
    queue = sorted(proposals)
    draw.shuffle(queue)
    loads = Counter(juror for juror, _ in existing)
    readers: dict[str, set[str]] = defaultdict(set)
    for juror, proposal in existing:
        readers[proposal].add(juror)
    pairs: list[tuple[str, str]] = []
    for _round in range(per_proposal):
        for proposal in queue:
            if len(readers[proposal]) < min(per_proposal, _round + 1):
                chosen = _least_loaded(members, loads, proposal, readers[proposal])
                if chosen is not None:
                    pairs.append((chosen, proposal))
                    readers[proposal].add(chosen)
                    loads[chosen] += 1
    short = tuple(proposal for proposal in sorted(queue) if len(readers[proposal]) < per_proposal)
    return Plan(tuple(pairs), short)


def _least_loaded(
    members: Sequence[PanelMember], loads: Counter[str], proposal: str, taken: Collection[str]
) -> str | None:
    able = [
        member for member in members
        if member.juror_id not in taken and proposal not in member.barred
        and (member.max_load is None or loads[member.juror_id] < member.max_load)
    ]  # fmt: skip
    return min(able, key=lambda member: loads[member.juror_id]).juror_id if able else None

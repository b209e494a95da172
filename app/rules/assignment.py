"""Handing proposals to jurors: as many readings as possible, as even as possible, the same for the same seed.

The rule is a flow: a proposal needs readings, a juror takes them at a price that grows with the load. Each
reading is added along the way that ends at the least loaded juror, passing on other proposals where needed.
That keeps the loads as even as bars and maximum loads allow (Harvey et al.: Semi-matchings for
bipartite graphs and load balancing, 2003).
"""

from collections import Counter, deque
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from random import Random


@dataclass(frozen=True)
class PanelMember:
    """A juror of the stage: how many proposals at most (None: no limit), and which ones not."""

    juror_id: str
    max_load: int | None = None
    barred: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Plan:
    """New pairs (juror, proposal), and the proposals that stay short of readings, both sorted."""

    pairs: tuple[tuple[str, str], ...]
    short: tuple[str, ...]


def round_robin(
    proposals: Sequence[str],
    jurors: Sequence[PanelMember],
    per_proposal: int,
    existing: Collection[tuple[str, str]],
    seed: int,
) -> Plan:
    """A plan that gives each proposal *per_proposal* different readers where that can be done.

    *existing* pairs (juror, proposal) stay, and count towards loads and readings. Loads end within one of
    each other where bars, maximum loads and existing pairs allow. The plan depends on the seed and on what is
    given, not on its order.
    """
    order = sorted(set(proposals))
    panel = _Panel(order, jurors, existing, Random(seed))  # noqa: S311 - a fair draw to repeat, not a secret
    panel.random.shuffle(order)
    short = set()
    for wanted in range(1, per_proposal + 1):
        for proposal in order:
            if panel.readings[proposal] < wanted and not panel.add(proposal):
                short.add(proposal)
    return Plan(tuple(sorted(panel.new)), tuple(sorted(short)))


class _Panel:
    """The state of a plan in the making."""

    def __init__(
        self,
        proposals: Collection[str],
        jurors: Sequence[PanelMember],
        existing: Collection[tuple[str, str]],
        random: Random,
    ) -> None:
        self.random = random
        self.members = {member.juror_id: member for member in sorted(jurors, key=attrgetter("juror_id"))}
        self.load = dict.fromkeys(self.members, 0)
        self.readings: Counter[str] = Counter()
        self.closed: dict[str, set[str]] = {proposal: set() for proposal in proposals}
        """Who may not read a proposal (once more): barred, or reading it already."""
        self.new: set[tuple[str, str]] = set()
        self.handed: dict[str, list[str]] = {juror: [] for juror in self.members}
        """New proposals of each juror: the ones that may still be passed on."""
        self.take_over(existing)
        self.most = {juror: self.most_for(juror) for juror in self.members}

    def take_over(self, existing: Collection[tuple[str, str]]) -> None:
        for juror, proposal in set(existing):
            self.readings[proposal] += 1
            if proposal in self.closed:
                self.closed[proposal].add(juror)
            if juror in self.load:
                self.load[juror] += 1
        for member in self.members.values():
            for proposal in member.barred & self.closed.keys():
                self.closed[proposal].add(member.juror_id)

    def most_for(self, juror: str) -> int:
        """The load that a juror can come to: nobody waits for one who has read all they may read."""
        possible = self.load[juror] + sum(juror not in closed for closed in self.closed.values())
        limit = self.members[juror].max_load
        return possible if limit is None else min(limit, possible)

    def add(self, proposal: str) -> bool:
        """One more reading of *proposal*; False where nobody is left to read it."""
        free = [juror for juror in self.members if self.has_room(juror)]
        least = min((self.load[juror] for juror in free), default=0)
        direct = [juror for juror in free if self.load[juror] == least and juror not in self.closed[proposal]]
        if direct:
            self.hand(self.random.choice(direct), proposal)
            return True
        return bool(free) and self.add_by_passing_on(proposal, least)

    def has_room(self, juror: str) -> bool:
        return self.load[juror] < self.most[juror]

    def hand(self, juror: str, proposal: str) -> None:
        self.new.add((juror, proposal))
        self.handed[juror].append(proposal)
        self.closed[proposal].add(juror)
        self.readings[proposal] += 1
        self.load[juror] += 1

    def take_back(self, juror: str, proposal: str) -> None:
        self.new.remove((juror, proposal))
        self.handed[juror].remove(proposal)
        self.closed[proposal].remove(juror)
        self.readings[proposal] -= 1
        self.load[juror] -= 1

    def add_by_passing_on(self, proposal: str, least: int) -> bool:
        """Gives it to a juror who passes another one on, and so forth to the least loaded within reach.

        The search ends early at a load of *least*: nobody has less.
        """
        came_by: dict[str, tuple[str, str | None]] = {}
        best: str | None = None
        for juror, way in self.reachable(proposal):
            came_by[juror] = way
            if self.has_room(juror) and (best is None or self.load[juror] < self.load[best]):
                best = juror
                if self.load[best] == least:
                    break
        if best is not None:
            self.pass_along(best, came_by)
        return best is not None

    def pass_along(self, end: str, came_by: dict[str, tuple[str, str | None]]) -> None:
        """Moves proposals one juror on along the way to *end*."""
        taker: str | None = end
        while taker is not None:
            passed, giver = came_by[taker]
            if giver is not None:
                self.take_back(giver, passed)
            self.hand(taker, passed)
            taker = giver

    def reachable(self, proposal: str) -> Iterator[tuple[str, tuple[str, str | None]]]:
        """Jurors who could take one proposal more, nearest first: (juror, (what they get, from whom))."""
        unseen = set(self.members)
        waiting: deque[tuple[str, str | None]] = deque([(proposal, None)])
        while waiting and unseen:
            offered, giver = waiting.popleft()
            takers = unseen - self.closed[offered]
            unseen -= takers
            for juror in sorted(takers):
                yield juror, (offered, giver)
                waiting.extend((own, juror) for own in self.handed[juror])

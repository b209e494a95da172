"""Handing proposals to jurors: as many readings as possible, as even as possible, the same for the same seed.

The rule is a flow: a proposal needs readings, a juror takes them at a price that grows with the load. Each
reading is added along the way that ends at the least loaded juror, passing on other proposals where needed.
That keeps the loads as even as bars and maximum loads allow (Harvey, Ladner, Lovász, Tamir: Semi-matchings for
bipartite graphs and load balancing, 2003).
"""

from collections import deque
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
    able = [member for member in jurors if not member.barred.issuperset(order)]
    panel = _Panel(able, existing, Random(seed))  # noqa: S311 - a fair and repeatable draw, not a secret
    panel.random.shuffle(order)
    short = set()
    for wanted in range(1, per_proposal + 1):
        for proposal in order:
            if panel.readings(proposal) < wanted and not panel.add(proposal):
                short.add(proposal)
    return Plan(tuple(sorted(panel.new)), tuple(sorted(short)))


class _Panel:
    """The state of a plan in the making."""

    def __init__(
        self, jurors: Sequence[PanelMember], existing: Collection[tuple[str, str]], random: Random
    ) -> None:
        self.random = random
        self.members = {member.juror_id: member for member in sorted(jurors, key=attrgetter("juror_id"))}
        self.load = dict.fromkeys(self.members, 0)
        self.readers: dict[str, set[str]] = {}
        self.new: set[tuple[str, str]] = set()
        self.handed: dict[str, list[str]] = {juror: [] for juror in self.members}
        """New proposals of each juror: the ones that may still be passed on."""
        for juror, proposal in set(existing):
            self.readers.setdefault(proposal, set()).add(juror)
            if juror in self.load:
                self.load[juror] += 1

    def readings(self, proposal: str) -> int:
        return len(self.readers.get(proposal, ()))

    def add(self, proposal: str) -> bool:
        """One more reading of *proposal*; False where nobody is left to read it."""
        free = [juror for juror in self.members if self.has_room(juror)]
        if not free:
            return False
        least = min(self.load[juror] for juror in free)
        direct = [juror for juror in free if self.load[juror] == least and self.may_read(juror, proposal)]
        if direct:
            self.hand(self.random.choice(direct), proposal)
            return True
        return self.add_by_passing_on(proposal)

    def has_room(self, juror: str) -> bool:
        limit = self.members[juror].max_load
        return limit is None or self.load[juror] < limit

    def may_read(self, juror: str, proposal: str) -> bool:
        return proposal not in self.members[juror].barred and juror not in self.readers.get(proposal, ())

    def hand(self, juror: str, proposal: str) -> None:
        self.new.add((juror, proposal))
        self.handed[juror].append(proposal)
        self.readers.setdefault(proposal, set()).add(juror)
        self.load[juror] += 1

    def take_back(self, juror: str, proposal: str) -> None:
        self.new.remove((juror, proposal))
        self.handed[juror].remove(proposal)
        self.readers[proposal].remove(juror)
        self.load[juror] -= 1

    def add_by_passing_on(self, proposal: str) -> bool:
        """Gives it to a juror who passes another one on, and so forth to the least loaded within reach."""
        came_by = dict(self.reachable(proposal))
        ends = [juror for juror in came_by if self.has_room(juror)]
        if not ends:
            return False
        juror: str | None = min(ends, key=lambda juror: self.load[juror])
        while juror is not None:
            passed, giver = came_by[juror]
            if giver is not None:
                self.take_back(giver, passed)
            self.hand(juror, passed)
            juror = giver
        return True

    def reachable(self, proposal: str) -> Iterator[tuple[str, tuple[str, str | None]]]:
        """Jurors who could take one proposal more, nearest first: (juror, (what they get, from whom))."""
        unseen = dict.fromkeys(self.members)
        waiting: deque[tuple[str, str | None]] = deque([(proposal, None)])
        while waiting and unseen:
            offered, giver = waiting.popleft()
            for juror in [juror for juror in unseen if self.may_read(juror, offered)]:
                del unseen[juror]
                yield juror, (offered, giver)
                waiting.extend((own, juror) for own in self.handed[juror])

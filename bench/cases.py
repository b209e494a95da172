"""What is measured: a request to the product, the floor it is held against, and the goal for their ratio."""

import itertools
import json
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

from bench.data import World
from bench.load import Request, Seen, each_once, repeat

READERS, WRITERS = 8, 16
"""Connections at once."""
PAUSE = 0.1
MOST = 20_000
"""Different requests made for one round at most."""


@dataclass(frozen=True)
class Case:
    """One line of the report."""

    name: str
    clients: int
    floor: Request | None
    """None where the clients and not the server decide on the rate."""
    floor_is_constant: bool = False
    goal: float | None = None
    p99_goal_ms: float | None = None
    read: Request | None = None
    write: Iterator[Request] | None = None
    pause: float = 0.0
    """Seconds that each client waits, on average, before its next request."""


@dataclass(frozen=True)
class Line:
    """A case with what was seen."""

    case: Case
    product: Seen
    floor: Seen | None
    ratio: float | None
    """Median over the rounds of the product's rate to the floor's, in the same round."""


def cases(world: World, juror: dict[str, str], leaves: list[str]) -> list[Case]:
    """Every case, in the order of the report."""
    key = world.organiser
    ranking = f"/editions/{world.judged_id}/stages/proposal/ranking"
    drafts = submissions(world)
    constant = Request("GET", "/constant", {})
    return [
        Case("list of 50 proposals", READERS, Request("GET", "/list", {}), goal=0.4,
             read=Request("GET", "/api/v1/proposals", key)),
        Case("list of 50 units, public, kept", READERS, constant, True, goal=0.5,
             read=Request("GET", "/api/v1/units", {})),
        Case("list of 50 units, asked anew", READERS, Request("GET", "/units", {}),
             read=Request("GET", "/api/v1/units", key)),
        Case("one proposal", READERS, Request("GET", "/one", {}),
             read=Request("GET", f"/api/v1/proposals/{world.proposal_id}", key)),
        Case("public page of results, kept", READERS, constant, True,
             read=Request("GET", ranking, {"Accept": "text/html"})),
        Case("one submission with its slot", WRITERS, Request("POST", "/submission", {}), p99_goal_ms=25,
             write=drafts),
        Case(f"the same, each client {PAUSE:g} s after its last", WRITERS, None, p99_goal_ms=25, write=drafts,
             pause=PAUSE),
        Case("one score sheet saved", WRITERS, Request("PUT", "/sheet", {}), write=saves(world, juror, leaves)),
    ]  # fmt: skip


def submissions(world: World) -> Iterator[Request]:
    """Each draft sent in, once."""
    for draft in world.drafts:
        yield Request("POST", f"/api/v1/proposals/{draft}/submission", world.coordinator)


def saves(world: World, juror: dict[str, str], leaves: list[str]) -> Iterator[Request]:
    """Score sheets saved over and over, each time with other marks."""
    headers = juror | {"If-Match": "*", "Content-Type": "application/json"}
    for mark, sheet in enumerate(itertools.cycle(world.sheets)):
        body = json.dumps({"scores": dict.fromkeys(leaves, mark % 101)})
        yield Request("PUT", f"/api/v1/evaluations/{sheet}", headers, body)


def measure(case: Case, url: str, floor_url: str, constant_url: str, seconds: float, rounds: int) -> Line:
    """Floor and product in turns, so that what slows the machine slows both."""
    beside = constant_url if case.floor_is_constant else floor_url
    seen = [(_ask(case, url, seconds), _ask_floor(case, beside, seconds)) for _ in range(rounds)]
    pairs = sorted(seen, key=_ratio)
    product, floor = pairs[len(pairs) // 2]
    return Line(case, product, floor, median(map(_ratio, pairs)) if floor else None)


def _ratio(pair: tuple[Seen, Seen | None]) -> float:
    product, floor = pair
    return product.rate / (floor.rate if floor else 1)


def _ask(case: Case, url: str, seconds: float) -> Seen:
    if case.read is not None:
        return repeat(url, case.read, seconds, case.clients)
    assert case.write is not None
    return each_once(url, list(itertools.islice(case.write, int(1_000 * seconds))), seconds, case.clients, case.pause)


def _ask_floor(case: Case, url: str, seconds: float) -> Seen | None:
    if case.floor is None:
        return None
    if case.read is not None:
        return repeat(url, case.floor, seconds, case.clients)
    return each_once(url, [case.floor] * min(MOST, int(10_000 * seconds)), seconds, case.clients)

"""Who sends in how much in a year, and how the secretariat judges it: the plan before anything is written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from app.demo.editions import JUDGED, PUBLISHED, SENT_IN, Year
from app.demo.registry import DEMO_REGION, Node, Participant
from app.models.proposal import ProposalStatus

LIMIT = 3
PARTICIPANTS_JUDGED = 70
_PER_PARTICIPANT = 2.4
_S = ProposalStatus
_FATES = {
    2020: {_S.rejected: 15},
    PUBLISHED: {_S.withdrawn: 2},
    JUDGED: {_S.submitted: 12, _S.returned: 5, _S.rejected: 8},
}
"""What does not end as in ``_REST``. Of 137 in 2020, 122 passed, as the source says."""
_REST = {PUBLISHED: _S.rejected}
"""Where the ranking is published nothing that passed was left unread: what no juror got was refused."""


@dataclass(slots=True)
class Sending:
    """A proposal to be written: whose, by whom, how it fares and when."""

    participant: Node
    unit: Node
    status: str
    created: datetime
    submitted: datetime


def plan(random: Random, year: Year, participants: Sequence[Participant], *, is_first: bool) -> list[Sending]:
    """The year's sendings in order of submission; those for the jurors only in the first repetition."""
    able = [one for one in participants if one.writers]
    judged = _judged(year.year, able) if is_first else []
    shares = {id(one): LIMIT for one in judged}
    others = [one for one in able if id(one) not in shares]
    count = SENT_IN[year.year] - LIMIT * len(judged)
    sendings = [
        _sending(random, year, one, unit, _S.judging) for one in judged for unit in _writers(random, one, LIMIT)
    ]
    drawn = [
        (one, unit)
        for one, share in _shares(random, year.year, others, count, full=len(judged))
        for unit in _writers(random, one, share)
    ]
    fates = _fates(random, year.year, count)
    _let_demo_mend(drawn, fates)
    sendings += [_sending(random, year, one, unit, fate) for (one, unit), fate in zip(drawn, fates, strict=True)]
    return sorted(sendings, key=lambda sending: sending.submitted)


def _judged(year: int, able: Sequence[Participant]) -> list[Participant]:
    """Made-up participants that write for themselves; nobody else gets a score."""
    return [one for one in able if one.node.kind == "enterprise"] if year in {JUDGED, PUBLISHED} else []


def _shares(
    random: Random, year: int, able: Sequence[Participant], count: int, *, full: int
) -> list[tuple[Participant, int]]:
    """*count* proposals over participants, none above the limit; in 2023 over as many as the source says."""
    if year == JUDGED:
        regions = [one for one in able if one.node.kind in {"regency", "city"}]
        rest = [one for one in able if one.node.kind not in {"regency", "city"}]
        return [(one, LIMIT) for one in regions + random.sample(rest, PARTICIPANTS_JUDGED - full - len(regions))]
    if year == PUBLISHED and full:
        able = [one for one in able if one.node.kind != "enterprise"]
    chosen = random.sample(able, min(len(able), int(count / _PER_PARTICIPANT)))
    slots = [place for place in range(len(chosen)) for _ in range(LIMIT - 1)]
    shares = [1] * len(chosen)
    for place in random.sample(slots, count - len(chosen)):
        shares[place] += 1
    return list(zip(chosen, shares, strict=True))


def _writers(random: Random, participant: Participant, count: int) -> list[Node]:
    """Different units as far as there are enough."""
    if len(participant.writers) >= count:
        return random.sample(participant.writers, count)
    return [random.choice(participant.writers) for _ in range(count)]


def _fates(random: Random, year: int, count: int) -> list[str]:
    usual = {_S.rejected: round(SENT_IN[year] / 10), _S.withdrawn: 2}
    fates = [fate.value for fate, times in _FATES.get(year, usual).items() for _ in range(times)]
    fates += [_REST.get(year, _S.verified).value] * (count - len(fates))
    random.shuffle(fates)
    return fates


def _let_demo_mend(drawn: Sequence[tuple[Participant, Node]], fates: list[str]) -> None:
    """One returned proposal belongs to the demo's coordinator, where any is returned."""
    own = [place for place, (one, _) in enumerate(drawn) if one.node.region_code == DEMO_REGION]
    if own and _S.returned in fates:
        other = fates.index(_S.returned)
        fates[own[0]], fates[other] = fates[other], fates[own[0]]


def _sending(random: Random, year: Year, participant: Participant, unit: Node, status: str) -> Sending:
    """Begun in the first two thirds of the window, sent in before it closes."""
    opens, closes = year.configuration.opens_at, year.configuration.closes_at
    seconds = (closes - opens).total_seconds()
    begun = random.uniform(0.02, 0.66)
    sent = random.uniform(begun + 0.03, 0.98)
    return Sending(participant.node, unit, str(status), opens + timedelta(seconds=int(seconds * begun)),
                   opens + timedelta(seconds=int(seconds * sent)))  # fmt: skip

"""The open edition: drafts of the demo's own units in different states, to try writing and sending in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from app.demo import papers as evidence
from app.demo.editions import Year
from app.demo.papers import Paper
from app.demo.people import AUTHOR, COORDINATOR, DEMO_UNITS, Cast
from app.demo.proposals import Step, record, row
from app.demo.registry import Node, Participant
from app.demo.texts import BLOCKS_2025, Draft, Texts
from app.demo.writer import Writer
from app.models import Proposal, Revision
from app.models.proposal import ProposalStatus
from app.models.user import Role
from app.rules.transitions import Action

_DRAFT = ProposalStatus.draft.value
_IN_USE = timedelta(days=700)
"""How long their innovations have been in use: old enough for any edition."""
_REMARK = "Mohon lengkapi angka sebelum dan sesudah pada Bentuk dampak, lalu serahkan kembali."


@dataclass(frozen=True)
class State:
    """How far a draft is: sections written (from the top), papers attached, handed over, sent back."""

    sections: int
    has_papers: bool = False
    is_handed_over: bool = False
    is_sent_back: bool = False


OWN = (State(9, has_papers=True, is_handed_over=True), State(9, has_papers=True), State(4), State(1))
"""Drafts of the demo author's unit."""
OTHERS = (State(9, has_papers=True), State(9, has_papers=True), State(6, is_sent_back=True))
"""Drafts of other units below the same participant: more ideas than slots."""


def begin(
    writer: Writer, random: Random, texts: Texts, year: Year, participant: Participant, cast: Cast,
    papers: Sequence[Paper], now: datetime,
) -> None:  # fmt: skip
    """Writes the drafts; nothing is sent in, so no number is given and no slot taken."""
    home = next(unit for unit in participant.writers if unit.name == DEMO_UNITS[Role.author])
    others = [unit for unit in participant.writers if unit.kind == "regional_technical_unit" and unit is not home]
    author = cast.by_role[Role.author]
    plan: list[tuple[Node, State, str | None]] = [(home, state, author) for state in OWN]
    plan += [(unit, state, None) for unit, state in zip(random.sample(others, len(OTHERS)), OTHERS, strict=True)]
    began = (now - _IN_USE).date()
    for place, (unit, state, person) in enumerate(plan):
        started = now - timedelta(days=20 - 2 * place)
        draft = texts.write(random, unit, began, BLOCKS_2025)
        _write(writer, year, participant.node, unit, draft, state, began, started, person, papers)
        year.tally[_DRAFT] += 1


def _write(
    writer: Writer, year: Year, participant: Node, unit: Node, draft: Draft, state: State, began: date,
    started: datetime, person: str | None, papers: Sequence[Paper],
) -> None:  # fmt: skip
    steps = list(_history(state, started))
    written = dict(list(draft.sections.items())[: state.sections])
    values = row(year, unit, participant, draft, began) | {"sections": written}
    proposal_id = writer.add(
        Proposal, started, version=1 + len(steps), changed=steps[-1].at, **values, group="umum",
        status=_DRAFT, number=None, sequence=None, is_handed_over=state.is_handed_over, quota_pool=None,
        submitted_at=None, return_until=None, created_by=person, origin="",
        answers=_answers(year, draft, state),
    )  # fmt: skip
    record(writer, proposal_id, steps)
    writer.add(Revision, started + timedelta(hours=1), proposal_id=proposal_id, number=1, saved_by=person,
               saved_by_name=AUTHOR, title=draft.title, sections=written)  # fmt: skip
    evidence.attach(writer, started + timedelta(hours=2), proposal_id, papers if state.has_papers else (), person)


def _history(state: State, started: datetime) -> Iterator[Step]:
    yield Step(Action.created, None, _DRAFT, started, AUTHOR)
    if state.is_handed_over or state.is_sent_back:
        yield Step(Action.handed_over, _DRAFT, _DRAFT, started + timedelta(days=1), AUTHOR)
    if state.is_sent_back:
        yield Step(Action.sent_back, _DRAFT, _DRAFT, started + timedelta(days=2), COORDINATOR, _REMARK)


def _answers(year: Year, draft: Draft, state: State) -> dict[str, str]:
    """The short answers of the form, where the draft is nearly done."""
    if not state.has_papers:
        return {}
    given = {"innovator_name": AUTHOR, "sector": draft.topic.service}
    choices = {item.key: item.choices[3] for item in year.configuration.fields if item.kind == "choice"}
    return given | choices

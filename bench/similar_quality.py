"""How well what is alike is found, and nothing else: the product's own reads, on texts whose likeness is known."""

import tempfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import Session

from app.clock import new_id, now
from app.database import ReadSession, make_engine
from app.feed import likeness
from app.models import Edition, Innovation, Proposal, Unit
from app.models.proposal import ProposalRead
from app.queries import similar
from app.rules.permissions import SYSTEM
from app.rules.titles import title_key
from bench.similar_texts import AGAIN, PART, SAME, STRANGER, TWO, WHOLE, Asked, TestSet, test_set
from tests.factories import Factory

SEEDS = range(6)
OF_PARTS = {*PART, TWO}
"""Kinds that take a part of a source: what they are about is their host's."""
COPIES = {SAME, *list(WHOLE)[:3], *OF_PARTS}
"""Kinds that tell passages word for word."""


@dataclass
class Score:
    """What was found of what there was, by kind, and what was named for nothing."""

    there: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    found: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    wrong: int = 0

    def add(self, asked: Asked, expected: str | None, named: list[str]) -> None:
        """*named* are the ids given; *expected* is the one that had to be among them."""
        self.there[asked.kind] += expected is not None
        self.found[asked.kind] += expected in named
        self.wrong += len(named) - (expected in named)

    @property
    def recall(self) -> float:
        """The share of what there was that was found."""
        return sum(self.found.values()) / sum(self.there.values())

    @property
    def precision(self) -> float:
        """The share of what was named that was right."""
        right = sum(self.found.values())
        return right / (right + self.wrong)


@dataclass
class Scores:
    """The secretariat's passages, all that the secretariat is told, and what everybody is told."""

    passages: Score = field(default_factory=Score)
    proposals: Score = field(default_factory=Score)
    innovations: Score = field(default_factory=Score)


def measured(seeds: range = SEEDS) -> Scores:
    """The scores over the test sets of these seeds."""
    scores = Scores()
    for seed in seeds:
        one = test_set(seed)
        with _library(one) as (engine, ids), ReadSession(engine) as session:
            for asked in one.asked:
                _ask(session, asked, None if asked.source is None else ids[asked.source], scores)
    return scores


def _ask(session: Session, asked: Asked, expected: str | None, scores: Scores) -> None:
    found = similar.of_proposal(session, SYSTEM, _draft(asked), 10)
    assert found.proposals is not None
    with_passages = [one.proposal_id for one in found.proposals if one.passages]
    scores.passages.add(asked, expected if asked.kind in COPIES else None, with_passages if asked.kind in COPIES
                        or asked.kind == STRANGER else [])  # fmt: skip
    scores.proposals.add(asked, expected, [one.proposal_id for one in found.proposals])
    of_whole = None if asked.kind in OF_PARTS else expected
    scores.innovations.add(asked, of_whole, [one.id for one in found.innovations])


def _draft(asked: Asked) -> ProposalRead:
    moment = now()
    return ProposalRead(
        id=new_id(), edition_id="", unit_id="", unit_name="", participant_id=None, participant_name=None,
        title=asked.title, group="", category="", status="draft", number=None, is_handed_over=False, is_digital=False,
        is_sample=True, submitted_at=None, return_until=None, updated_at=moment, version=1, sdgs=[],
        sections=asked.sections, answers={}, started_on=None, latitude=None, longitude=None, video_url="", origin="",
        english_abstract="", collaborators=[], created_at=moment, history=[],
    )  # fmt: skip


@contextmanager
def _library(one: TestSet) -> Iterator[tuple[Engine, list[str]]]:
    """A database in which each text of the library is a proposal and an innovation of the same id."""
    from sqlmodel import SQLModel

    with tempfile.TemporaryDirectory(prefix="jipp-similar-") as folder:
        engine = make_engine(f"sqlite:///{Path(folder)}/texts.sqlite", writes=True)
        SQLModel.metadata.create_all(engine)
        with Factory(engine, "") as make:
            ids = _entered(make, one, make.edition("concluded"), make.unit())
        with Session(engine) as session, session.begin():
            likeness.fill_now(session)
        yield engine, ids
        engine.dispose()


def _entered(make: Factory, one: TestSet, edition: Edition, unit: Unit) -> list[str]:
    ids = [new_id() for _ in one.library]
    for id_, draft in zip(ids, one.library, strict=True):
        sections = [{"title": key, "text": text} for key, text in draft.sections.items()]
        make.save(
            Proposal(id=id_, edition_id=edition.id, unit_id=unit.id, title=draft.title,
                     title_key=title_key(draft.title), group="umum", category="kesehatan", status="verified",
                     submitted_at=now(), sections=draft.sections),
            Innovation(id=id_, title=draft.title, unit_name=unit.name, year=2020, sections=sections),
        )  # fmt: skip
    return ids


def report(seeds: range = SEEDS) -> str:
    """The figures as Markdown."""
    scores = measured(seeds)
    kinds = [*WHOLE, AGAIN, *PART, TWO]
    shown = {"passages": scores.passages, "proposals": scores.proposals, "innovations": scores.innovations}
    lines = ["| found of | " + " | ".join(shown) + " |", "|---|" + "--:|" * len(shown)]
    lines += [f"| {kind} | " + " | ".join(_share(score, kind) for score in shown.values()) + " |" for kind in kinds]
    lines += [f"| **recall** | {' | '.join(f'{score.recall:.3f}' for score in shown.values())} |",
              f"| **precision** | {' | '.join(f'{score.precision:.3f}' for score in shown.values())} |"]  # fmt: skip
    return "\n".join(lines)


def _share(score: Score, kind: str) -> str:
    return f"{score.found[kind]} of {score.there[kind]}" if score.there[kind] else "–"

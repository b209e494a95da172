"""The East Java demo: a true frame (regions, offices, real innovations), filled with made-up examples."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from sqlmodel import col, select

from app import feed
from app.audit.adoption import adopt
from app.clock import now
from app.database import WriteSession
from app.demo import (
    assessments,
    awards,
    copied,
    discussions,
    drafts,
    editions,
    exhibitions,
    innovations,
    judging,
    nominations,
    papers,
    people,
    questions,
    rembug,
    replications,
    services,
    sharing,
    source,
)
from app.demo.editions import JUDGED, OPEN, PUBLISHED, SENT_IN, Year
from app.demo.ids import Ids
from app.demo.papers import Paper
from app.demo.people import DEMO_JUROR, LOGINS, PASSWORD, Cast, DemoLogin
from app.demo.proposals import Press, Sent
from app.demo.registry import DEMO_REGION, Node, Participant, Registry
from app.demo.texts import Texts
from app.demo.writer import Writer
from app.domain.judging.checkpoints import draw
from app.feed import likeness
from app.models import Innovation, Publication

__all__ = ["LOGINS", "PASSWORD", "DemoLogin", "DemoReport", "load"]

Progress = Callable[[str, int, int], None]
MOST_SHOWN = 6
"""Innovations at the booths of the exhibition."""
_WITH_PAPERS = {PUBLISHED, JUDGED}
"""Years whose proposals carry sample papers: those that people look into."""


@dataclass(frozen=True)
class DemoReport:
    """What was loaded: rows by table, and proposals sent in by year."""

    rows: dict[str, int]
    sent_in: dict[int, int]


def load(
    session: WriteSession,
    *,
    seed: int = 2023,
    scale: int = 1,
    progress: Progress | None = None,
    password_hash: str,
) -> DemoReport:
    """Fills an empty, migrated database in the session's transaction; the caller commits.

    The same *seed* gives the same ids and texts; only what hangs on today's date (the open edition, the
    returned proposals) moves. *scale* (≥ 1) multiplies the service units, participants and proposals;
    everything added is made up. All people of ``LOGINS`` get *password_hash*. Sample papers go to the file
    store.
    """
    return _Demo(session, seed, password_hash, progress or _silent).run(scale)


def _silent(_name: str, _done: int, _of: int) -> None:
    """Nobody watches."""


class _Demo:
    """One run of the loader."""

    def __init__(self, session: WriteSession, seed: int, password_hash: str, progress: Progress) -> None:
        self._session, self._seed, self._progress = session, seed, progress
        self._password_hash, self._now = password_hash, now()
        self._writer, self._texts = Writer(session, Ids(seed)), {year: Texts() for year in (*SENT_IN, OPEN)}
        self._years: dict[int, Year] = {}
        self._judged: dict[int, list[Sent]] = {}

    def run(self, scale: int) -> DemoReport:
        registry = Registry(self._writer, source.load())
        self._years = editions.found(self._writer, self._now)
        kept = papers.store(self._years[OPEN].configuration.required_documents)
        first: list[Participant] = []
        for number in range(scale):
            participants = self._repetition(registry, number, scale, kept)
            first = first or participants
            if not number:
                self._stage(registry, participants, kept)
        for year in self._years.values():
            editions.close_books(self._writer, year)
        questions.ask(self._session, self._writer, self._now)
        self._writer.flush()
        copied.plant(self._session.connection())
        self._exhibit()
        for publication in self._session.exec(select(Publication)).all():
            draw(self._session, publication)
        adopt(self._session)
        feed.catch_up(self._session)
        likeness.fill_now(self._session)
        sent_in = {year: self._years[year].last_number for year in SENT_IN}
        return DemoReport(dict(self._writer.written), sent_in)

    def _repetition(self, registry: Registry, number: int, scale: int, kept: list[Paper]) -> list[Participant]:
        random = Random(f"{self._seed} {number}")  # noqa: S311 - repeatable examples, not secrets
        participants = registry.repetition(number, random)
        for place, year in enumerate(SENT_IN, start=1):
            press = Press(self._writer, random, self._texts[year], self._now)
            sendings = sharing.plan(random, self._years[year], participants, is_first=number == 0)
            shown = kept if number == 0 and year in _WITH_PAPERS else []
            judged = press.print(self._years[year], sendings, shown)
            if number == 0:
                self._judged[year] = judged
            self._progress("Usulan contoh", number * len(SENT_IN) + place, scale * len(SENT_IN))
        return participants

    def _stage(self, registry: Registry, participants: list[Participant], kept: list[Paper]) -> None:
        """What exists once, at any scale: people, jurors at work, the open edition, real innovations."""
        random = Random(f"{self._seed} stage")  # noqa: S311 - repeatable examples, not secrets
        home = next(one for one in participants if one.node.code == DEMO_REGION)
        units = {unit.name: unit for unit in (home.node, *home.writers)}
        workplace = self._judged[JUDGED][0].unit
        cast = people.enlist(self._writer, self._password_hash, units, workplace)
        self._judge(random, cast, workplace)
        drafts.begin(self._writer, random, self._texts[OPEN], self._years[OPEN], home, cast, kept, self._now)
        innovations.enter(self._writer, registry.root, registry.known)
        replications.report(self._session, self._writer, random, home, participants, cast)
        nominations.put_up(self._session, self._writer, self._now)
        rembug.talk(self._session, self._writer, home, participants, self._now)
        self._assess(registry, home, participants)

    def _assess(self, registry: Registry, home: Participant, participants: list[Participant]) -> None:
        random = Random(f"{self._seed} assessments")  # noqa: S311 - repeatable examples, not secrets
        agency_id = assessments.assess(self._writer, random, registry.root, home, participants, self._now)
        own = Random(f"{self._seed} services")  # noqa: S311 - repeatable examples, not secrets
        services.serve(self._session, self._writer, own, home, participants, agency_id,
                       self._now)  # fmt: skip
        self._writer.flush()
        assessments.count(self._session)
        awards.give(self._session, self._writer, self._years[PUBLISHED])

    def _exhibit(self) -> None:
        """An exhibition of what is made up: a real unit never gets a made-up vote."""
        random = Random(f"{self._seed} exhibition")  # noqa: S311 - repeatable examples, not secrets
        made_up = select(Innovation).where(Innovation.is_sample).order_by(col(Innovation.id)).limit(MOST_SHOWN)
        shown = [exhibitions.Shown(one.id, one.unit_id, one.unit_name, one.title)
                 for one in self._session.exec(made_up).all()]  # fmt: skip
        exhibitions.hold(self._writer, random, self._now, shown)
        self._writer.flush()

    def _judge(self, random: Random, cast: Cast, workplace: Node) -> None:
        at_work = self._years[JUDGED]
        bench = judging.Bench(self._writer, random, at_work, workplace)
        stage = at_work.configuration.stages[0]
        readings = bench.under_way(stage, cast.jurors, self._judged[JUDGED])
        discussions.open_one(self._writer, at_work.id, stage, cast, readings)
        others = [juror for place, juror in enumerate(cast.jurors) if place != DEMO_JUROR]
        judging.conclude(self._session, self._writer, random, self._years[PUBLISHED], others, self._judged[PUBLISHED],
                         workplace)  # fmt: skip

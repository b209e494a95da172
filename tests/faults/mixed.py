"""Mixed writes as integrators and people send them, each again until it is answered, and a ledger of what was said.

A story is one proposal, one submission, one unit and one score sheet, eight writes in all. Whatever happens to server
or database in between: each write is sent again with the same ``Idempotency-Key`` (or the same editor) until it is
acknowledged. Afterwards everything acknowledged has to be there, and once.
"""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from queue import Empty, SimpleQueue
from typing import Any

import httpx
from sqlalchemy import Engine, text

from app.audit.verification import Verifier
from app.demo.papers import sample_pdf
from tests.api.test_judging import LEAVES, Judging
from tests.factories import Factory

WRITES = 8
"""Of each story."""
PATIENCE = 90.0
"""Seconds after which a write that is still not answered is a failure of the test."""
WRITERS = 4
Fact = tuple[str, str]
"""What was written, and the name of the story (or the id) it belongs to."""


@dataclass
class Ledger:
    """What was acknowledged, and how often something had to be sent again."""

    acknowledged: set[Fact] = field(default_factory=set)
    again: int = 0
    refused: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Story:
    """What one story needs that is there before: a complete draft, and a sheet to be marked."""

    name: str
    draft: str
    sheet: str


class World:
    """An edition being written for and one being judged, and the stories that happen in them."""

    _rounds = count(1)

    def __init__(self, make: Factory, stories: int) -> None:
        self.round = next(self._rounds)
        judging = Judging(make, proposals=stories, jurors=1)
        judging.panel()
        judging.organiser.post(judging.stage("proposal", "assignments"), json={})
        self.desk = make.signed_in(judging.jurors[0])
        sheets = self._sheets(judging)
        self.edition, self.agency = make.edition(quota=10 * stories), make.unit(kind="agency")
        drafts = make.drafts(self.edition, [self.agency] * stories)
        self.coordinator, self.organiser = make.key("coordinator", self.agency), judging.organiser
        self.stories = [
            Story(f"p{self.round}-{n}", draft.id, sheet)
            for n, (draft, sheet) in enumerate(zip(drafts, sheets, strict=True))
        ]

    def _sheets(self, judging: Judging) -> list[str]:
        found: list[str] = []
        address: str | None = judging.stage("proposal", "assignments")
        cursor: dict[str, str] = {}
        while address:
            page = judging.organiser.get(address, params={"limit": "100", **cursor}).json()
            found += [sheet["id"] for sheet in page["items"]]
            cursor = {"cursor": page["next"]} if page["next"] else {}
            address = address if cursor else None
        return found


class Writer:
    """One thread of writes."""

    def __init__(self, world: World, ledger: Ledger) -> None:
        self.world, self.ledger = world, ledger

    def run(self, stories: "SimpleQueue[Story]") -> None:
        """Tells stories until none is left, or one write was refused."""
        try:
            while not self.ledger.refused:
                self.tell(stories.get_nowait())
        except Empty:
            return
        except Exception as error:
            self.ledger.refused.append(f"{type(error).__name__}: {error}")

    def tell(self, story: Story) -> None:
        """The eight writes, one after the other."""
        world, name = self.world, story.name
        new = {"edition_id": world.edition.id, "unit_id": world.agency.id, "title": name, "group": "umum",
               "category": "kesehatan"}  # fmt: skip
        made = self._post(world.coordinator, "/api/v1/proposals", "created", name, json=new)
        path = f"/api/v1/proposals/{made.json()['id']}"
        self._send("saved", name, lambda: world.coordinator.patch(
            path, json={"title": f"{name} disimpan"}, headers={"If-Match": made.headers["ETag"], "X-Editor": name}
        ))  # fmt: skip
        self._post(world.coordinator, f"{path}/documents", "attached", name, data={"kind": "evidence"},
                   files={"file": (f"{name}.pdf", sample_pdf(name))})  # fmt: skip
        draft = f"/api/v1/proposals/{story.draft}"
        self._post(world.coordinator, f"{draft}/submission", "submitted", story.draft)
        self._post(world.coordinator, f"{draft}/withdrawal", "withdrawn", story.draft, json={"reason": "uji coba"})
        unit = {"code": name, "name": f"Unit {name}", "kind": "agency"}
        self._post(world.organiser, "/api/v1/units", "unit", name, json=unit)
        sheet = f"/api/v1/evaluations/{story.sheet}"
        marked = self._send("marked", story.sheet, lambda: world.desk.put(
            sheet, json={"scores": dict.fromkeys(LEAVES, 80)}, headers={"If-Match": '"1"', "X-Editor": name}
        ))  # fmt: skip
        tag = {"If-Match": marked.headers["ETag"]}
        self._send("signed", story.sheet, lambda: world.desk.put(f"{sheet}/signature", json={}, headers=tag),
                   is_done=lambda: bool(world.desk.get(sheet).json().get("signed_at")))  # fmt: skip

    def _post(self, client: httpx.Client, path: str, kind: str, name: str, **more: Any) -> httpx.Response:
        key = {"Idempotency-Key": f"{kind}-{name}"}
        return self._send(kind, name, lambda: client.post(path, headers=key, **more))

    def _send(
        self, kind: str, name: str, send: Callable[[], httpx.Response], is_done: Callable[[], bool] = lambda: False
    ) -> httpx.Response:
        """Sends until it is acknowledged. A signature has no key: what its lost answer did is looked up."""
        until, attempts = time.monotonic() + PATIENCE, 0
        while time.monotonic() < until:
            try:
                answer = send()
                if answer.is_success or (attempts and answer.status_code in {409, 412} and is_done()):
                    self.ledger.acknowledged.add((kind, name))
                    self.ledger.again += attempts
                    return answer
                if answer.status_code != 503:
                    raise AssertionError(f"{kind} {name}: {answer.status_code} {answer.text[:300]}")
            except httpx.TransportError:
                time.sleep(0.05)
            attempts += 1
        raise AssertionError(f"{kind} {name}: never answered")


@contextmanager
def writing(world: World, ledger: Ledger) -> Iterator[Callable[[int], None]]:
    """Writers at work on all stories; gives a function that waits until so many writes are acknowledged."""
    stories: SimpleQueue[Story] = SimpleQueue()
    for story in world.stories:
        stories.put(story)
    threads = [threading.Thread(target=Writer(world, ledger).run, args=(stories,)) for _ in range(WRITERS)]
    for thread in threads:
        thread.start()

    def wait_for(acknowledged: int) -> None:
        while len(ledger.acknowledged) < acknowledged and not ledger.refused:
            time.sleep(0.002)

    try:
        yield wait_for
    finally:
        for thread in threads:
            thread.join()


_THERE = {
    "created": "SELECT title FROM proposals WHERE title LIKE 'p%-%'",
    "saved": "SELECT title FROM proposals WHERE title LIKE 'p%-% disimpan'",
    "attached": "SELECT filename FROM documents WHERE filename LIKE 'p%-%.pdf'",
    "submitted": "SELECT proposal_id FROM transitions WHERE action = 'submitted'",
    "withdrawn": "SELECT proposal_id FROM transitions WHERE action = 'withdrawn'",
    "unit": "SELECT code FROM units WHERE code LIKE 'p%-%'",
    "marked": "SELECT assignment_id FROM evaluations WHERE version > 1",
    "signed": "SELECT assignment_id FROM evaluations WHERE signed_at IS NOT NULL",
}


def there(engine: Engine) -> Counter[Fact]:
    """What the database has, and how often."""
    with engine.connect() as connection:
        return Counter(
            (kind, str(value).split(" ")[0].removesuffix(".pdf"))
            for kind, statement in _THERE.items()
            for value in connection.execute(text(statement)).scalars()
        )


@dataclass(frozen=True)
class Compared:
    """The ledger beside the database."""

    lost: list[Fact]
    doubled: list[Fact]


def compare(engine: Engine, ledger: Ledger, world: World) -> Compared:
    """What was acknowledged and is not there, and what is there more than once, numbers included."""
    found = there(engine)
    mine = {("submitted", story.draft) for story in world.stories}
    with engine.connect() as connection:
        statement = text("SELECT sequence FROM proposals WHERE edition_id = :id AND sequence IS NOT NULL")
        numbers = sorted(connection.execute(statement, {"id": world.edition.id}).scalars())
    assert numbers == list(range(1, len(mine & found.keys()) + 1)), "each submission has one number, without gaps"
    return Compared(sorted(ledger.acknowledged - found.keys()), sorted(fact for fact in found if found[fact] > 1))


def after_round(engine: Engine) -> None:
    """What has to hold of the whole database after each round, whatever was killed in it."""
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"
            assert connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall() == []
        half_kept = text("SELECT count(*) FROM idempotent_answers WHERE status = 0")
        assert connection.execute(half_kept).scalar_one() == 0, "no key was claimed without its answer"
        wrong = [found for found in Verifier(connection).findings() if found.code in _OF_THE_LOG]
        assert wrong == [], f"every change has its entry, and every chain is whole: {wrong[:5]}"


_OF_THE_LOG = {"entry-missing", "entry-changed", "entry-columns", "chain-head", "row-changed", "row-missing"}
"""Not what factories put there by hand: rows without an entry of their making, numbers that no counter gave."""

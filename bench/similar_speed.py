"""How fast what is alike is found among very many texts: requests to the product beside a constant answer.

The texts are of a made-up language with as many words as a real one, each about one of thousands of matters, with
formal sentences that all share. They take the product's own way into words and marks; only their rows go in in bulk.
"""

import tempfile
import time
from array import array
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import numpy as np
from sqlalchemy import Engine, insert
from sqlmodel import SQLModel

from app.clock import new_id, new_salt, now
from app.database import is_sqlite, make_engine
from app.models import Innovation, Proposal, SimilarMark, SimilarText, Unit
from app.models.edition import Edition
from app.rules.titles import title_key
from app.similarity.texts import Shelf, Text, marks_on
from bench import data, servers
from bench.__main__ import _database
from tests.factories import Factory

GOAL_MS = 50
VOCABULARY, MATTERS, OWN = 60_000, 4_000, 60
"""Words of the language, what texts are about, and words of each matter."""
LENGTH, FORMAL = 240, 400
"""Content words of a text, and formal sentences of the field."""
CHUNK = 5_000
INNOVATIONS = 3
"""One text in so many is an innovation too."""
_SYLLABLES = ["ba", "cu", "di", "fa", "gi", "ho", "ja", "ki", "lu", "mo", "na", "pe", "ri", "su", "ta", "wo"]


class Language:
    """Words, matters and formal sentences of one seed."""

    def __init__(self, seed: int = 7) -> None:
        self.random = np.random.default_rng(seed)
        self.words = np.array(["".join(_SYLLABLES[n >> shift & 15] for shift in (12, 8, 4, 0)) + "q"
                               for n in range(VOCABULARY)])  # fmt: skip
        ranks = np.arange(1, VOCABULARY + 1)
        self.often = np.cumsum(1 / ranks) / np.sum(1 / ranks)
        self.matters = self.random.integers(0, VOCABULARY, (MATTERS, OWN))
        self.formal = [self._sentence(self._usual(8)) for _ in range(FORMAL)]

    def _usual(self, count: int) -> Any:
        """Words as often as a language has them (Zipf)."""
        return np.searchsorted(self.often, self.random.random(count))

    def _sentence(self, chosen: Any) -> str:
        return " ".join(self.words[chosen]) + "."

    def text(self) -> tuple[str, dict[str, str]]:
        """A title and two sections: half of the matter, half of everything, and a third of it formal sentences."""
        own = self.matters[self.random.integers(MATTERS)]
        chosen = np.where(self.random.random(LENGTH) < 0.4, self.random.choice(own, LENGTH), self._usual(LENGTH))
        sentences = [self._sentence(piece) for piece in chosen.reshape(-1, 8)]
        sentences[::3] = [self.formal[n] for n in self.random.integers(0, FORMAL, len(sentences[::3]))]
        half = len(sentences) // 2
        title = " ".join(self.words[self.random.choice(own, 4)])
        return title, {"a": " ".join(sentences[:half]), "b": " ".join(sentences[half:])}


@dataclass(frozen=True)
class World:
    """What the requests ask for."""

    proposals: list[str]
    innovations: list[str]
    secretariat: dict[str, str]
    coordinator: dict[str, str]


def report(database: str, texts: int, requests: int) -> str:
    """The figures of one database as Markdown."""
    with tempfile.TemporaryDirectory(prefix="jipp-similar-") as folder, _database(database, Path(folder)) as url:
        began = time.perf_counter()
        engine, world = _filled(url, texts, requests)
        filled = time.perf_counter() - began
        with ExitStack() as stack:
            environment = {"JIPP_DATABASE_URL": url, "JIPP_FILES_DIR": f"{folder}/files"}
            product = servers.start("app.main:create_app", environment, factory=True)
            stack.callback(product.stop)
            lines = _measured(product.url, world, Path(folder), stack)
        engine.dispose()
    head = f"### {database}: {texts:,} proposals and {texts // INNOVATIONS:,} innovations, filled in {filled:.0f} s\n"
    rule = "| request | p50 ms | p95 ms | constant p50 ms | times the constant |\n|---|--:|--:|--:|--:|"
    return "\n".join([head, rule, *lines, f"\nGoal: p95 below {GOAL_MS} ms.\n"])


def _measured(url: str, world: World, folder: Path, stack: ExitStack) -> list[str]:
    asked = {
        "innovations like one, asked anew": ([f"/api/v1/innovations/{id_}/similar" for id_ in world.innovations],
                                             world.coordinator),
        "like a proposal, for its unit": ([f"/api/v1/proposals/{id_}/similar" for id_ in world.proposals],
                                          world.coordinator),
        "like a proposal, for the secretariat": ([f"/api/v1/proposals/{id_}/similar" for id_ in world.proposals],
                                                 world.secretariat),
    }  # fmt: skip
    body = folder / "constant"
    body.write_bytes(httpx.get(url + asked["innovations like one, asked anew"][0][0]).content)
    constant = servers.start("bench.constant:app", {"CONSTANT": str(body)})
    stack.callback(constant.stop)
    floor = np.percentile(_times(constant.url, ["/constant"] * len(world.proposals), {}), 50)
    return [_line(name, _times(url, paths, headers), float(floor)) for name, (paths, headers) in asked.items()]


def _times(url: str, paths: Sequence[str], headers: dict[str, str]) -> list[float]:
    """Milliseconds of each, after the first ten."""
    found = []
    with httpx.Client(base_url=url, headers=headers, timeout=60) as client:
        for path in [*paths[:10], *paths]:
            began = time.perf_counter()
            client.get(path).raise_for_status()
            found.append(1000 * (time.perf_counter() - began))
    return found[10:]


def _line(name: str, times: list[float], floor: float) -> str:
    middle, high = np.percentile(times, [50, 95])
    return f"| {name} | {middle:.1f} | {high:.1f} | {floor:.1f} | {middle / floor:.1f} |"


def _filled(url: str, texts: int, requests: int) -> tuple[Engine, World]:
    data.migrate(url)
    engine = make_engine(url, writes=True)
    with Factory(engine, "http://unused") as make:
        unit, edition = make.unit("Dinas Contoh"), make.edition("concluded")
        marks: list[Any] = []
        proposals: list[str] = []
        innovations: list[str] = []
        for rows in _chunks(Language(), edition, unit, texts):
            _enter(engine, rows, marks)
            proposals += [row["id"] for row in rows[Proposal]]
            innovations += [row["id"] for row in rows[Innovation]]
        _enter_marks(engine, np.concatenate(marks))
        pick = np.linspace(0, 1, requests, endpoint=False)
        return engine, World(
            [proposals[int(share * len(proposals))] for share in pick],
            [innovations[int(share * len(innovations))] for share in pick],
            {"Authorization": str(make.key("secretariat").headers["Authorization"])},
            {"Authorization": str(make.key("coordinator", unit).headers["Authorization"])},
        )


Rows = dict[type[SQLModel], list[dict[str, Any]]]


def _chunks(language: Language, edition: Edition, unit: Unit, count: int) -> Iterator[Rows]:
    number = 0
    for begin in range(0, count, CHUNK):
        rows: Rows = {Proposal: [], Innovation: [], SimilarText: []}
        for n in range(begin, min(begin + CHUNK, count)):
            title, sections = language.text()
            shelves = [Shelf.proposals, *([Shelf.innovations] if n % INNOVATIONS == 0 else [])]
            for shelf in shelves:
                number += 1
                row = _proposal(n, title, sections, edition, unit) if shelf is Shelf.proposals else _innovation(
                    title, sections, unit)  # fmt: skip
                rows[Proposal if shelf is Shelf.proposals else Innovation].append(row)
                rows[SimilarText].append(_text(number, shelf, row["id"], Text(title, list(sections.values()))))
        yield rows


def _text(number: int, shelf: Shelf, owner: str, text: Text) -> dict[str, Any]:
    owners = {"proposal_id": None, "innovation_id": None, f"{shelf[:-1]}_id": owner}
    marks = array("i", marks_on(shelf, text)).tobytes()
    return {"number": number, "terms": len(text.terms), "marks": marks} | owners


def _proposal(n: int, title: str, sections: dict[str, str], edition: Edition, unit: Unit) -> dict[str, Any]:
    moment = now()
    return {"id": new_id(), "created_at": moment, "updated_at": moment, "version": 2, "salt": new_salt(),
            "edition_id": edition.id, "unit_id": unit.id, "participant_id": unit.id, "title": title,
            "title_key": title_key(title), "group": "umum", "category": "kesehatan", "status": "verified",
            "number": f"{edition.year}-{n:06d}", "sequence": n + 1, "is_handed_over": False, "submitted_at": moment,
            "is_digital": False, "is_sample": True, "video_url": "", "origin": "", "english_abstract": "", "sdgs": [3],
            "collaborators": [], "answers": {}, "sections": sections}  # fmt: skip


def _innovation(title: str, sections: dict[str, str], unit: Unit) -> dict[str, Any]:
    moment = now()
    told = [{"title": key, "text": text} for key, text in sections.items()]
    return {"id": new_id(), "created_at": moment, "updated_at": moment, "version": 1, "salt": new_salt(),
            "unit_id": unit.id, "unit_name": unit.name, "title": title, "year": 2020, "category_title": "",
            "award": "", "source": "", "summary": sections["a"][:300], "is_sample": True, "sdgs": [],
            "sections": told}  # fmt: skip


def _enter(engine: Engine, rows: Rows, marks: list[Any]) -> None:
    with engine.begin() as connection:
        for model, some in rows.items():
            connection.execute(insert(model), some)
    for row in rows[SimilarText]:
        found = np.frombuffer(row["marks"], np.int32)
        marks.append(np.stack([found, np.full(len(found), row["number"], np.int32)], axis=1))


def _enter_marks(engine: Engine, marks: Any) -> None:
    """In the order of the key, as an index is built."""
    marks = marks[np.lexsort((marks[:, 1], marks[:, 0]))]
    names = f"{SimilarMark.__tablename__} (mark, text)"
    raw = engine.raw_connection()
    cursor = raw.cursor()
    if is_sqlite(engine):
        cursor.execute("BEGIN IMMEDIATE")
        cursor.executemany(f"INSERT INTO {names} VALUES (?, ?)", marks.tolist())
    else:
        with cursor.copy(f"COPY {names} FROM STDIN") as copy:
            for begin in range(0, len(marks), 100_000):
                copy.write("".join(f"{mark}\t{text}\n" for mark, text in marks[begin : begin + 100_000].tolist()))
    raw.commit()
    raw.close()
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE" if is_sqlite(engine) else "VACUUM ANALYZE")

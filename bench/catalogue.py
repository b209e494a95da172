"""`python -m bench.catalogue`: search, facets, pages and the change feed with very many innovations.

Questions are drawn from the texts themselves: words of one innovation, frequent words, mistyped ones, filters. Each is
asked once and never answered from a cache (a key is sent along), so every figure is that of an answer made anew; what
is ready-made has a line of its own, against a constant FastAPI answer.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import httpx
import numpy as np
from sqlalchemy import Engine, insert
from sqlmodel import Session

from app import feed
from app.clock import new_id, new_salt, now
from app.database import make_engine
from app.models import Innovation
from bench import data, servers
from bench.__main__ import DATABASES, _constant, _database, _starter
from bench.load import Request, repeat
from tests.factories import Factory

VOCABULARY, CHUNK = 30_000, 5_000
GOAL_MS, KEPT_GOAL, MIRROR_S, MIRROR_MIB = 80, 0.5, 120, 200
CLIENT = Path(__file__).parents[1] / "client"
_SYLLABLES = [a + b for a in "bcdghjklmnprstw" for b in "aeiou"]
REGIONS = [f"35.{n:02d}" for n in (*range(1, 30), *range(71, 80))]


@dataclass(frozen=True)
class Corpus:
    """What was filled in: titles to ask for, and words by how often they occur."""

    titles: list[str]
    words: list[str]


def fill(engine: Engine, count: int, seed: int = 1) -> Corpus:
    """Innovations whose words are as unevenly frequent as those of a language (Zipf), indexed as the product does."""
    random, numbers = Random(seed), np.random.default_rng(seed)
    words = list(
        dict.fromkeys("".join(random.choices(_SYLLABLES, k=random.randint(2, 4))) for _ in range(2 * VOCABULARY))
    )
    words = words[:VOCABULARY]
    chances = 1 / np.arange(8, len(words) + 8)
    chances /= chances.sum()
    titles: list[str] = []
    for start in range(0, count, CHUNK):
        size = min(CHUNK, count - start)
        drawn = numbers.choice(len(words), (size, 185), p=chances)
        rows = [_row(random, start + n, [words[place] for place in drawn[n]]) for n in range(size)]
        titles += [str(row["title"]) for row in rows[:20]]
        with Session(engine) as session, session.begin():
            session.connection().execute(insert(Innovation.__table__), rows)  # type: ignore[attr-defined]
            feed.catch_up(session)
    return Corpus(titles, words)


def _row(random: Random, number: int, words: Sequence[str]) -> dict[str, Any]:
    moment = now()
    return {
        "id": new_id(), "created_at": moment, "updated_at": moment, "version": 1, "salt": new_salt(),
        "unit_name": f"Unit {' '.join(words[:2])}", "unit_kind": random.choice(["agency", "regency", "hospital"]),
        "region_code": random.choice(REGIONS), "latitude": -8.5 + random.random() * 1.7,
        "longitude": 111 + random.random() * 3.5, "title": " ".join(words[2:8]), "year": random.randint(2014, 2026),
        "group": random.choice(["umum", "replikasi"]), "group_title": "Kelompok",
        "category": f"kategori_{random.randint(1, 11)}", "category_title": "Kategori",
        "award": f"Top {random.choice([15, 30, 45, 99])}", "source": "", "summary": " ".join(words[8:60]),
        "is_digital": number % 2 == 0, "is_sample": True, "replication_count": number % 5 // 4,
        "sdgs": random.sample(range(1, 18), 2), "impact": [], "evidence": [],
        "sections": [{"title": "Latar belakang", "text": " ".join(words[60:120])},
                     {"title": "Signifikansi", "text": " ".join(words[120:])}],
    }  # fmt: skip


def questions(corpus: Corpus, count: int, seed: int = 2) -> list[dict[str, Any]]:
    """What people ask: mostly two or three words of a title, now and then a frequent, a mistyped word, a filter."""
    random = Random(seed)
    found: list[dict[str, Any]] = []
    for _ in range(count):
        words = random.sample(random.choice(corpus.titles).split(), random.randint(1, 3))
        kind = random.random()
        if kind < 0.15:
            words = [random.choice(corpus.words[:30])]
        elif kind < 0.25:
            words[0] = _mistyped(random, words[0])
        asked: dict[str, Any] = {"q": " ".join(words)}
        if random.random() < 0.3:
            asked["category"] = f"kategori_{random.randint(1, 11)}"
        if random.random() < 0.2:
            asked["region_code"] = random.choice(REGIONS)
        found.append(asked)
    return found


def _mistyped(random: Random, word: str) -> str:
    place = random.randrange(1, len(word) - 1)
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def percentiles(ask: Callable[[dict[str, Any]], httpx.Response], asked: list[dict[str, Any]]) -> str:
    """Middle, 95th percentile and slowest of the times of these requests, one after the other."""
    took = []
    for one in asked:
        began = time.perf_counter()
        answer = ask(one)
        took.append((time.perf_counter() - began) * 1e3)
        assert answer.status_code == 200, answer.text
    low, high = np.percentile(took, [50, 95])
    return f"{low:.1f} | {high:.1f} | {max(took):.0f}"


def _lines(url: str, headers: dict[str, str], corpus: Corpus, count: int) -> Iterator[tuple[str, str]]:
    asked = questions(corpus, count)
    with httpx.Client(base_url=url, headers=headers, timeout=120) as client:
        began = time.perf_counter()
        client.get("/api/v1/innovations").raise_for_status()
        yield "first request (reads the marks)", f"{(time.perf_counter() - began) * 1e3:.0f} | |"
        ids = [item["id"] for item in client.get("/api/v1/innovations", params={"limit": 200}).json()["items"]]
        html = {"Accept": "text/html"}
        frequent = [{"q": word} for word in corpus.words[:30]]
        yield "search", percentiles(lambda one: client.get("/api/v1/innovations", params=one), asked)
        yield (
            "search, most frequent words",
            percentiles(lambda one: client.get("/api/v1/innovations", params=one), frequent),
        )
        yield "facets", percentiles(lambda one: client.get("/api/v1/innovations/facets", params=one), asked)
        near = [{"latitude": -7.9, "longitude": 112.6, "radius_km": n % 90 + 5} for n in range(count)]
        yield "near a point", percentiles(lambda one: client.get("/api/v1/innovations", params=one), near)
        yield "catalogue page", percentiles(lambda one: client.get("/innovations", params=one, headers=html), asked)
        yield "innovation page", percentiles(lambda one: client.get(f"/innovations/{one['id']}", headers=html),
                                             [{"id": id_} for id_ in ids])  # fmt: skip
        epoch, _, last = client.get("/api/v1/changes/digest").json()["next"].partition(".")
        pages = [{"after": f"{epoch}.{int(last) * n // count}", "limit": 200} for n in range(count)]
        yield "change feed, 200 a page", percentiles(lambda one: client.get("/api/v1/changes", params=one), pages)


def _kept(url: str, constant: str, path: str, seconds: float) -> str:
    """How a ready-made answer compares with a constant one, in the same round."""
    httpx.get(url + path, headers={"Accept": "text/html"})
    rates = []
    for _ in range(3):
        ours = repeat(url, Request("GET", path, {"Accept": "text/html"}), seconds, 8).rate
        rates.append(ours / repeat(constant, Request("GET", "/constant", {}), seconds, 8).rate)
    ratio = sorted(rates)[1]
    return f"{ratio:.2f} of a constant answer (goal ≥ {KEPT_GOAL}: {'reached' if ratio >= KEPT_GOAL else 'missed'})"


def _peak_mib(pid: int) -> float:
    """The most memory that a process has held since it began; 0 once it is gone. ``wait4`` would count its parent's."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    return 0


def _mirrored(url: str, folder: Path) -> str:
    """A mirror made from nothing by the client's own command, in a process of its own."""
    command = [sys.executable, "-m", "jipp_client", "mirror", url, "--to", str(folder / "mirror.sqlite"), "--json"]
    began = time.perf_counter()
    environment = os.environ | {"PYTHONPATH": str(CLIENT)}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    held = 0.0
    while process.poll() is None:
        held = max(held, _peak_mib(process.pid))
        time.sleep(0.05)
    took = time.perf_counter() - began
    assert process.returncode == 0, "the mirror failed"
    return f"{took:.0f} s (goal < {MIRROR_S}), {held:.0f} MiB at most in the client (goal < {MIRROR_MIB})"


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m bench.catalogue", description=__doc__)
    parser.add_argument("--innovations", type=int, default=300_000)
    parser.add_argument("--questions", type=int, default=400)
    parser.add_argument("--database", choices=DATABASES, action="append", help="only this one; may be repeated")
    asked = parser.parse_args()
    print(f"{asked.innovations:,} innovations; goal for search: p95 < {GOAL_MS} ms, nothing from a cache.", flush=True)
    with tempfile.TemporaryDirectory(prefix="jipp-bench-") as folder:
        for database in asked.database or DATABASES:
            with _database(database, Path(folder)) as url, ExitStack() as stack:
                _measure(database, url, Path(folder), stack, asked)


def _measure(database: str, url: str, folder: Path, stack: ExitStack, asked: argparse.Namespace) -> None:
    data.migrate(url)
    engine = make_engine(url, writes=True)
    began = time.perf_counter()
    corpus = fill(engine, asked.innovations)
    print(f"\n### {database}\n\nFilled and indexed in {time.perf_counter() - began:.0f} s.\n", flush=True)
    with Factory(engine, "") as make:
        headers = {"Authorization": str(make.key("auditor", scopes=[]).headers["Authorization"])}
    start: Callable[..., servers.Running] = _starter(stack)
    product = start("app.main:create_app", {"JIPP_DATABASE_URL": url, "JIPP_FILES_DIR": str(folder / "files")},
                    factory=True)  # fmt: skip
    print("| asked for | p50 ms | p95 ms | slowest ms |\n|---|--:|--:|--:|", flush=True)
    for name, figures in _lines(product.url, headers, corpus, asked.questions):
        print(f"| {name} | {figures} |", flush=True)
    constant = start("bench.constant:app", {"CONSTANT": str(_constant(folder, product.url))})
    print(f"\nCatalogue page, ready-made: {_kept(product.url, constant.url, '/innovations', 2)}.", flush=True)
    print(f"Mirror of everything: {_mirrored(product.url, folder)}.", flush=True)
    (folder / "mirror.sqlite").unlink()
    print(f"Memory of the server: {product.resident_mb():.0f} MiB.", flush=True)
    engine.dispose()


if __name__ == "__main__":
    main()

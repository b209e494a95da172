"""`python -m bench.audit`: writes with the audit log on and off, in turns on one database; the ratio of the rates."""

import argparse
import itertools
import json
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from statistics import median

from app.database import make_engine
from app.rules.rubric import leaves
from bench import data, servers
from bench.__main__ import DATABASES, _database, _signed_in
from bench.cases import WRITERS, saves, submissions
from bench.data import World
from bench.load import Request, each_once
from tests.factories import configuration

MOST = 1_000
"""Requests made for a second: more than are answered, few enough that no draft is sent in twice."""


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m bench.audit", description=__doc__)
    parser.add_argument("--proposals", type=int, default=20_000)
    parser.add_argument("--database", choices=DATABASES, action="append", help="only this one; may be repeated")
    parser.add_argument("--seconds", type=float, default=1.0, help="of each round")
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    print(f"| database | write, {WRITERS} clients that never pause | on / off (median of {asked.rounds}) | on | off |")
    print("| --- | --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory(prefix="jipp-bench-") as folder:
        for kind in asked.database or DATABASES:
            with _database(kind, Path(folder)) as url:
                _measure(kind, url, Path(folder), asked)


def _measure(kind: str, url: str, folder: Path, asked: argparse.Namespace) -> None:
    data.migrate(url)
    engine = make_engine(url, writes=True)
    world = data.fill(engine, asked.proposals)
    environment = {"JIPP_DATABASE_URL": url, "JIPP_FILES_DIR": str(folder / "files")}
    with ExitStack() as stack:
        running = []
        for app in ("app.main:create_app", "bench.unaudited:create_app"):
            running.append(servers.start(app, environment, factory=True))
            stack.callback(running[-1].stop)
        last = [leaf.key for leaf in leaves(configuration().stages[1].rubric)]
        juror = _signed_in(engine, running[0].url, world)
        writes = {"submission": submissions(world), "score sheet saved": saves(world, juror, last),
                  "draft saved": _drafts(world)}  # fmt: skip
        engine.dispose()
        for name, requests in writes.items():
            rounds = [_round(requests, [one.url for one in running], asked.seconds) for _ in range(asked.rounds)]
            ratio = median(on / off for on, off in rounds)
            on, off = (median(side) for side in zip(*rounds, strict=True))
            print(f"| {kind} | {name} | {ratio:.2f} | {on:.0f}/s | {off:.0f}/s |", flush=True)


def _round(requests: Iterator[Request], urls: list[str], seconds: float) -> tuple[float, float]:
    taken = [list(itertools.islice(requests, int(MOST * seconds))) for _ in urls]
    on, off = (each_once(url, each, seconds, WRITERS).rate for url, each in zip(urls, taken, strict=True))
    return on, off


def _drafts(world: World) -> Iterator[Request]:
    """Autosaves: another section's text each time."""
    headers = world.coordinator | {"If-Match": "*", "Content-Type": "application/json"}
    drafts = world.drafts[-500:]  # those before are sent in by then
    for number, draft in enumerate(itertools.cycle(drafts)):
        yield Request("PATCH", f"/api/v1/proposals/{draft}", headers, json.dumps({"title": f"Judul nomor {number}"}))


if __name__ == "__main__":
    main()

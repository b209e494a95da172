"""Something is killed or cut in the middle of mixed writes: what was acknowledged is there, exactly once.

``make test`` does a few short rounds; ``make faults`` twenty of 500 writes each, and prints what it saw.
"""

import os
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.conftest import Server, environment, spawn, start_server, wait_until_up
from tests.factories import Factory
from tests.faults.mixed import WRITES, Ledger, World, after_round, compare, writing
from tests.faults.postgres import Cable, Postgres, own_postgres

ROUNDS = int(os.environ.get("JIPP_FAULT_ROUNDS", "2"))
LEAST = int(os.environ.get("JIPP_FAULT_WRITES", "64"))
"""Writes of each round, at least: stories are told to their end."""
CUTS = 5
"""How often the cable is cut in a round."""


@dataclass
class Seen:
    """The sum of all rounds."""

    rounds: int = 0
    writes: int = 0
    again: int = 0
    lost: int = 0
    doubled: int = 0


Fault = Callable[[Callable[[int], None], int, Ledger, World], None]
"""Does the harm; given: wait for so many acknowledged writes, how many there are in all, the ledger and the world."""


def rounds(name: str, server: Server, harm: Fault, capsys: pytest.CaptureFixture[str]) -> None:
    """All rounds on one database, and what they showed."""
    seen = Seen()
    for _ in range(ROUNDS):
        _round(server.engine, server.url, harm, seen)
    with capsys.disabled():
        print(f"\n{name}: {seen.rounds} rounds, {seen.writes} writes acknowledged, {seen.again} sent again, "
              f"{seen.lost} lost, {seen.doubled} doubled")  # fmt: skip


def _round(engine: Engine, url: str, harm: Fault, seen: Seen) -> None:
    ledger = Ledger()
    with Factory(engine, url) as make:
        world = World(make, -(-LEAST // WRITES))
        total = len(world.stories) * WRITES
        with writing(world, ledger) as wait_for:
            harm(wait_for, total, ledger, world)
        assert ledger.refused == []
        assert len(ledger.acknowledged) == total
        found = compare(engine, ledger, world)
    seen.rounds += 1
    seen.writes += total
    seen.again += ledger.again
    seen.lost += len(found.lost)
    seen.doubled += len(found.doubled)
    assert (found.lost, found.doubled) == ([], [])
    after_round(engine)


def middle(total: int) -> int:
    """Somewhere between a fifth and four fifths of the writes."""
    return random.randint(total // 5, total * 4 // 5)


def test_the_server_is_killed(
    new_database: Callable[[str], str], tmp_path: Path, database_kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    url = new_database("mixed")
    server = start_server(url, tmp_path)
    running = [server.process]
    port = int(server.url.rpartition(":")[2])

    def kill(wait_for: Callable[[int], None], total: int, ledger: Ledger, world: World) -> None:
        wait_for(middle(total))
        running[-1].kill()
        running[-1].wait()
        known = Ledger(set(ledger.acknowledged))
        assert compare(server.engine, known, world).lost == [], "at once, before anything is sent again"
        running.append(spawn(port, environment(url, tmp_path), tmp_path / "again.log"))
        wait_until_up(server.url, running[-1])

    try:
        rounds(f"SIGKILL of the server, {database_kind}", server, kill, capsys)
    finally:
        running[-1].kill()
        running[-1].wait()
        server.engine.dispose()


@pytest.fixture(scope="module")
def own() -> Iterator[Postgres]:
    """A PostgreSQL to be killed."""
    with own_postgres() as made:
        yield made


@pytest.fixture
def on_own(own: Postgres, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Server]:
    """A server on it; it is never started again."""
    name = request.node.name.removeprefix("test_")
    running = start_server(own.database(name), tmp_path)
    yield running
    assert running.process.poll() is None, "the server has lived through all of it"
    running.process.kill()
    running.process.wait()
    running.engine.dispose()


def test_postgresql_is_killed(on_own: Server, own: Postgres, capsys: pytest.CaptureFixture[str]) -> None:
    def kill(wait_for: Callable[[int], None], total: int, _ledger: Ledger, _world: World) -> None:
        wait_for(middle(total))
        own.kill()
        own.start()
        on_own.engine.dispose()

    rounds("SIGKILL of PostgreSQL", on_own, kill, capsys)


def test_a_process_of_postgresql_is_killed(on_own: Server, own: Postgres, capsys: pytest.CaptureFixture[str]) -> None:
    def kill(wait_for: Callable[[int], None], total: int, _ledger: Ledger, _world: World) -> None:
        wait_for(middle(total))
        own.kill_one("a_process_of_postgresql_is_killed")
        on_own.engine.dispose()

    rounds("SIGKILL of one of PostgreSQL's processes", on_own, kill, capsys)


def test_the_cable_to_postgresql_is_cut(own: Postgres, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    address = own.database("cable")
    cable = Cable(own.socket)
    straight = start_server(address, tmp_path)  # migrates, and gives an engine of one's own
    straight.process.kill()
    straight.process.wait()
    served = start_server(f"postgresql://postgres@127.0.0.1:{cable.port}/cable", tmp_path)
    server = Server(served.url, address, straight.engine, served.process)

    def cut(wait_for: Callable[[int], None], total: int, _ledger: Ledger, _world: World) -> None:
        for n in range(1, CUTS + 1):
            wait_for(total * n // (CUTS + 1))
            cable.cut()

    try:
        rounds("Connections cut in the middle", server, cut, capsys)
        assert served.process.poll() is None
    finally:
        served.process.kill()
        served.process.wait()
        cable.close()
        for engine in (served.engine, straight.engine):
            engine.dispose()

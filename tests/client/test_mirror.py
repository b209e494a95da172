"""A mirror ends equal, wherever it was stopped and whatever happened meanwhile."""

import contextlib
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.database import WriteSession
from app.domain.public import public_changed
from app.models import Innovation
from jipp_client import Client, NoAnswer, NotEqual, Patience
from jipp_client.catalogue import Catalogue, Interrupted
from jipp_client.mirroring import BATCH, Mirrored, OtherSource, mirror
from tests.client.between import Between, Cut
from tests.client.conftest import key_of
from tests.client.typed import PACKAGE
from tests.conftest import Server, empty
from tests.factories import Factory


def entries(count: int, name: str = "Antar obat", **more: object) -> list[Innovation]:
    """Made-up innovations with a text of some length, and what JSON has to take care of."""
    return [Innovation(title=f"{name} {n} “β”\u2028", unit_name="RSUD Mawar", year=2020 + n % 6, region_code="35.07",
                       summary="Resep diantar ke rumah. " * 20, sections=[{"title": "Dampak", "text": f"warga {n}"}],
                       **more) for n in range(count)]  # fmt: skip


def change(make: Factory, row: Innovation, **values: object) -> None:
    """Changes an innovation as a deed does."""
    with WriteSession(make.engine) as session, session.begin():
        session.get_one(Innovation, row.id).sqlmodel_update(values)
        public_changed(session)


def remove(make: Factory, row: Innovation) -> None:
    """Removes one."""
    with WriteSession(make.engine) as session, session.begin():
        session.delete(session.get_one(Innovation, row.id))
        public_changed(session)


@pytest.fixture
def reader(make: Factory, server: Server) -> Iterator[Client]:
    """Sees what the public sees, never an answer that was made ready a moment ago."""
    with Client(server.url, key_of(make.key("auditor", scopes=[]))) as client:
        yield client


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "catalogue.sqlite"


def mirrored(client: Client, file: Path) -> Mirrored:
    """One run, and the proof from the rows themselves."""
    with Catalogue(file) as catalogue:
        done = mirror(client, catalogue)
        assert catalogue.counted_digest() == done.digest == client.changes.digest()["digest"]
        assert done.count == client.changes.digest()["count"] == len(list(catalogue.documents()))
        assert done.is_equal
    return done


def test_a_copy_is_equal_and_stays_so(make: Factory, reader: Client, file: Path) -> None:
    rows = entries(BATCH + 30)
    make.save(*rows)
    assert mirrored(reader, file).count == BATCH + 30
    change(make, rows[0], title="Antar obat, kini dengan sepeda")
    remove(make, rows[1])
    make.save(*entries(3, "Bank sampah"))
    done = mirrored(reader, file)
    assert (done.count, done.changes) == (BATCH + 32, 5)
    assert mirrored(reader, file).changes == 0
    with Catalogue(file) as catalogue:
        assert {row["id"]: row for row in catalogue.documents()}[rows[0].id] == reader.innovations.read(rows[0].id)


def test_an_empty_catalogue_is_mirrored_too(reader: Client, file: Path) -> None:
    assert mirrored(reader, file) == Mirrored(0, "0" * 32, 0, True)


def test_words_are_found_before_and_after_a_change(make: Factory, reader: Client, file: Path) -> None:
    row = Innovation(title="Sepeda obat", unit_name="Puskesmas Wagir", year=2023, summary="Resep diantar kader.")
    make.save(row, *entries(5, "Bank sampah"))
    mirrored(reader, file)
    with Catalogue(file) as catalogue:
        assert [found["id"] for found in catalogue.search("sepeda")] == [row.id]
        assert [found["id"] for found in catalogue.search("wag obat")] == [row.id], "by the beginning of each word"
        assert [found["id"] for found in catalogue.search("sepeda terbang")] == [row.id], "any, where none has all"
        assert len(catalogue.search("sampah", limit=3)) == 3
        assert catalogue.search('" OR (') == catalogue.search("") == []
    change(make, row, title="Motor obat")
    mirrored(reader, file)
    with Catalogue(file) as catalogue:
        assert catalogue.search("sepeda") == []
        assert catalogue.search("motor")[0]["title"] == "Motor obat"
    remove(make, row)
    mirrored(reader, file)
    with Catalogue(file) as catalogue:
        assert catalogue.search("motor") == []


def test_the_file_answers_questions_in_sql(make: Factory, reader: Client, file: Path) -> None:
    make.save(*entries(12))
    mirrored(reader, file)
    with contextlib.closing(sqlite3.connect(file)) as other:
        by_year = other.execute("SELECT year, count(*) FROM innovations WHERE region_code LIKE '35%' GROUP BY year")
        assert dict(by_year.fetchall()) == dict.fromkeys(range(2020, 2026), 2)


def test_a_line_that_breaks_is_taken_up_where_it_broke(
    make: Factory, between: Between, reader: Client, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.save(*entries(2 * BATCH + 10))
    monkeypatch.setattr("jipp_client.mirroring.time.sleep", lambda _: None)
    one = len(reader.http.get("changes/snapshot").content) // 2
    between.faults.extend([Cut(30), Cut(one), Cut(one), None])
    with Client(between.url) as client:
        assert mirrored(client, file).count == 2 * BATCH + 10
    starts = [path.partition("after_id=")[2] for _, path, _ in between.seen if "snapshot" in path]
    assert starts[:2] == ["", ""]
    assert len(set(starts)) == 3, "each start goes on after what had come"


def test_a_line_that_stays_broken_is_told_of(make: Factory, between: Between, file: Path) -> None:
    make.save(*entries(3))
    between.faults.extend([Cut(30)] * 10)
    hasty = Patience(retries=1, first=0.01)
    with Client(between.url, patience=hasty) as client, Catalogue(file) as catalogue, pytest.raises(NoAnswer):
        mirror(client, catalogue)


def test_after_a_restore_what_is_no_longer_there_is_dropped(make: Factory, reader: Client, file: Path) -> None:
    rows = entries(8)
    make.save(*rows)
    mirrored(reader, file)
    # The feed begins anew, as after a restore from a backup.
    empty(make.engine)
    make.save(*entries(4, "Sesudah pemulihan"))
    done = mirrored(reader, file)
    assert done.count == 4
    with Catalogue(file) as catalogue:
        assert {row["title"].split()[0] for row in catalogue.documents()} == {"Sesudah"}
        assert catalogue.search("antar obat") == []


def test_a_copy_that_was_tampered_with_is_taken_anew(make: Factory, reader: Client, file: Path) -> None:
    make.save(*entries(6))
    mirrored(reader, file)
    with Catalogue(file) as catalogue, catalogue.batch():
        catalogue.put([("innovation", "palsu", {"title": "Palsu"})])
    assert mirrored(reader, file).count == 6


def test_a_server_whose_digest_is_wrong_is_told_of(
    make: Factory, reader: Client, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.save(*entries(2))
    honest = reader.changes.digest()
    monkeypatch.setattr(reader.changes, "digest", lambda: honest | {"digest": "f" * 32}, raising=False)
    with Catalogue(file) as catalogue, pytest.raises(NotEqual):
        mirror(reader, catalogue)


def test_one_file_is_of_one_server_and_one_writer(make: Factory, reader: Client, between: Between, file: Path) -> None:
    mirrored(reader, file)
    with Client(between.url) as other, Catalogue(file) as catalogue, pytest.raises(OtherSource):
        mirror(other, catalogue)
    with Catalogue(file) as first, Catalogue(file) as second:
        with first.batch():
            first.put([])
        with pytest.raises(Interrupted), second.batch():
            second.put([])


ROUNDS = 20


def test_killed_at_twenty_moments_it_still_ends_equal(
    make: Factory, server: Server, reader: Client, file: Path
) -> None:
    """SIGKILL while the snapshot comes, while words are gathered, while changes are followed; writers go on."""
    seed = int(os.environ.get("JIPP_KILL_SEED", random.randrange(10**6)))
    chance = random.Random(seed)
    rows = entries(5 * BATCH)
    make.save(*rows)
    stages: list[str | None] = []
    for turn in range(ROUNDS):
        process = _start(server, file)
        _wait_for(process, file, turn * BATCH // 2, chance.uniform(0, 0.1))
        process.send_signal(signal.SIGKILL)
        process.wait()
        with Catalogue(file) as catalogue:
            stages.append(catalogue.get("phase"))
            assert catalogue.counted_digest() == catalogue.digest, f"seed {seed}: what is kept is whole at any moment"
        change(make, rows[chance.randrange(len(rows) - ROUNDS)], summary=f"Diubah {turn}")
        remove(make, rows[-1 - turn])
        make.save(*entries(2, f"Baru {turn}"))
    assert {"snapshot", "following"} <= set(stages), f"seed {seed}: {stages}"
    done = mirrored(reader, file)
    assert done.count == 5 * BATCH - ROUNDS + 2 * ROUNDS, f"seed {seed}"


def _start(server: Server, file: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "jipp_client", "mirror", server.url, "--to", str(file)]
    environment = os.environ | {"PYTHONPATH": str(PACKAGE.parent)}
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _wait_for(process: subprocess.Popen[bytes], file: Path, documents: int, seconds: float) -> None:
    """Until so many documents have come, or it follows the feed; and a moment more."""
    while process.poll() is None:
        with contextlib.suppress(sqlite3.OperationalError), contextlib.closing(_state(file)) as state:
            noted = dict(state.execute("SELECT name, value FROM state"))
            if noted.get("phase") == "following" or int(noted.get("taken", -1)) >= documents:
                break
    time.sleep(seconds)


def _state(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{file}?mode=ro", uri=True)

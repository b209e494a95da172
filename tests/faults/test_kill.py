"""SIGKILL in the middle of submissions: what was acknowledged is there, once, and the numbers have no gap."""

import threading
import time
from collections.abc import Callable
from pathlib import Path

import httpx
from sqlmodel import Session, col, select

from app.models import EditionTally, Proposal, Quota
from tests.conftest import Server, environment, free_port, spawn, start_server, wait_until_up
from tests.factories import Factory

SUBMISSIONS = 200


def test_killed_server_keeps_every_acknowledged_submission(new_database: Callable[[str], str], tmp_path: Path) -> None:
    database_url = new_database("killed")
    server = start_server(database_url, tmp_path)
    acknowledged: dict[str, int] = {}
    try:
        with Factory(server.engine, server.url) as make:
            edition = make.edition(quota=SUBMISSIONS)
            agency = make.unit(kind="agency")
            drafts = [draft.id for draft in make.drafts(edition, [agency] * SUBMISSIONS)]
            key = str(make.key("coordinator", agency).headers["Authorization"])
            threads = [threading.Thread(target=_submit, args=(server.url, key, drafts[n::4], acknowledged))
                       for n in range(4)]  # fmt: skip
            for thread in threads:
                thread.start()
            while len(acknowledged) < SUBMISSIONS // 3:
                time.sleep(0.005)
            server.process.kill()
            for thread in threads:
                thread.join()
    finally:
        server.process.kill()
    assert SUBMISSIONS // 3 <= len(acknowledged) < SUBMISSIONS, "killed in the middle"
    survived = _numbers(server)
    assert acknowledged.items() <= survived.items(), "every acknowledged submission is there, with its number"
    assert sorted(survived.values()) == list(range(1, len(survived) + 1)), "none twice, no gap"
    again = _restart_and_retry(database_url, tmp_path, drafts, key)
    assert survived.items() <= again.items(), "what was sent in once is answered with the number that it has"
    assert _numbers(server) == again
    assert sorted(again.values()) == list(range(1, SUBMISSIONS + 1))
    with Session(server.engine) as session:
        assert session.exec(select(Quota.used)).one() == SUBMISSIONS
        tallies = dict(session.exec(select(EditionTally.status, EditionTally.count)).all())
        assert tallies == {"draft": 0, "submitted": SUBMISSIONS}


def _numbers(server: Server) -> dict[str, int]:
    """The proposals that were sent in, with their place in the order of numbers."""
    with Session(server.engine) as session:
        rows = session.exec(select(Proposal.id, Proposal.sequence).where(col(Proposal.sequence).is_not(None)))
        return dict(rows.all())  # type: ignore[arg-type]


def _submit(url: str, key: str, ids: list[str], acknowledged: dict[str, int]) -> None:
    with httpx.Client(base_url=url, headers={"Authorization": key}, timeout=20) as client:
        for id_ in ids:
            try:
                answer = client.post(f"/api/v1/proposals/{id_}/submission", headers={"Idempotency-Key": f"kirim-{id_}"})
            except httpx.TransportError:
                return
            assert answer.status_code == 201, answer.text
            acknowledged[id_] = int(answer.json()["number"].rpartition("-")[2])


def _restart_and_retry(database_url: str, folder: Path, drafts: list[str], key: str) -> dict[str, int]:
    """Starts again on the same database and sends everything once more with the same idempotency keys."""
    port = free_port()
    process = spawn(port, environment(database_url, folder), folder / "again.log")
    try:
        wait_until_up(f"http://127.0.0.1:{port}", process)
        seen: dict[str, int] = {}
        _submit(f"http://127.0.0.1:{port}", key, drafts, seen)
        return seen
    finally:
        process.terminate()
        process.wait(10)

"""The race for the last slot: many processes, one database, and never one submission too many."""

import json
import subprocess
import sys
from pathlib import Path

from sqlmodel import Session, col, func, select

from app.models import EditionCounter, Proposal, Quota
from tests.conftest import Server, environment
from tests.factories import Factory

LIMIT, PARTICIPANTS, EACH, PROCESSES = 3, 100, 10, 5


def test_a_thousand_submissions_at_once_never_pass_the_limit(make: Factory, server: Server, tmp_path: Path) -> None:
    edition = make.edition(quota=LIMIT)
    units = [make.unit(f"Dinas {n}", "agency") for n in range(PARTICIPANTS)]
    drafts = make.drafts(edition, [unit for unit in units for _ in range(EACH)])
    ids = [draft.id for draft in drafts]
    outcomes = _race(server, tmp_path, [ids[n::PROCESSES] for n in range(PROCESSES)])

    assert outcomes == {"submitted": PARTICIPANTS * LIMIT, "quota-exceeded": PARTICIPANTS * (EACH - LIMIT)}
    with Session(server.engine) as session:
        per_unit = session.exec(
            select(Proposal.unit_id, func.count()).where(Proposal.status == "submitted").group_by(Proposal.unit_id)
        ).all()
        assert {count for _, count in per_unit} == {LIMIT}
        assert set(session.exec(select(Quota.used)).all()) == {LIMIT}
        numbers = session.exec(select(Proposal.sequence).where(col(Proposal.sequence).is_not(None))).all()
        assert sorted(n for n in numbers if n) == list(range(1, PARTICIPANTS * LIMIT + 1)), "numbers are gapless"
        assert session.exec(select(EditionCounter.last_number)).one() == PARTICIPANTS * LIMIT
        refused = session.exec(select(Proposal).where(Proposal.status == "draft")).all()
        assert {(p.number, p.quota_pool, p.submitted_at) for p in refused} == {(None, None, None)}


def _race(server: Server, folder: Path, shares: list[list[str]]) -> dict[str, int]:
    """Lets a process submit each share; all start together. The outcomes by code."""
    start = folder / "start"
    command = [sys.executable, "-m", "tests.faults.submitter", str(start)]
    env = environment(server.database_url, folder)
    running = [
        subprocess.Popen(command, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in shares
    ]
    for process, share in zip(running, shares, strict=True):
        assert process.stdin is not None
        process.stdin.write(json.dumps(share))
        process.stdin.close()
        process.stdin = None
    start.touch()
    total: dict[str, int] = {}
    for process in running:
        out, _ = process.communicate(timeout=300)
        assert process.returncode == 0
        for code, count in json.loads(out).items():
            total[code] = total.get(code, 0) + count
    return total

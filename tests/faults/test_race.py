"""The race for the last slot: a thousand requests to several server processes at once, and never one too many."""

import asyncio
from collections import Counter
from collections.abc import Iterator

import httpx
import pytest
from sqlmodel import Session, col, func, select

from app.models import EditionCounter, Proposal, Quota
from tests.conftest import Server, start_server
from tests.factories import Factory

LIMIT, PARTICIPANTS, EACH, PROCESSES, AT_ONCE = 3, 100, 10, 4, 40
FEW = "4"
"""Threads of each server beside the first: PostgreSQL has 100 connections for them all."""


@pytest.fixture
def servers(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[str]]:
    """The server and others beside it, on one database."""
    others = [
        start_server(server.database_url, tmp_path_factory.mktemp("beside"), JIPP_CONCURRENCY=FEW)
        for _ in range(PROCESSES - 1)
    ]
    yield [server.url, *(other.url for other in others)]
    for other in others:
        other.process.terminate()
        other.process.wait(10)
        other.engine.dispose()


def test_a_thousand_submissions_at_once_never_pass_the_limit(make: Factory, server: Server, servers: list[str]) -> None:
    edition, root = make.edition(quota=LIMIT), make.unit(kind="province")
    units = [make.unit(f"Dinas {n}", "agency", root) for n in range(PARTICIPANTS)]
    drafts = make.drafts(edition, [unit for unit in units for _ in range(EACH)])
    key = str(make.key("coordinator", root).headers["Authorization"])
    outcomes = asyncio.run(_race(servers, key, [draft.id for draft in drafts]))

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


async def _race(urls: list[str], key: str, ids: list[str]) -> Counter[str]:
    """Sends every proposal in, neighbours to different servers, each server many at a time. The outcomes by code."""
    outcomes: Counter[str] = Counter()

    async def runner(client: httpx.AsyncClient, share: Iterator[str]) -> None:
        for id_ in share:
            answer = await client.post(f"/api/v1/proposals/{id_}/submission")
            code = "submitted" if answer.status_code == 201 else answer.json()["type"].removeprefix("/problems/")
            outcomes[code] += 1

    async with asyncio.TaskGroup() as runners:
        for n, url in enumerate(urls):
            client, share = (
                httpx.AsyncClient(base_url=url, headers={"Authorization": key}, timeout=120),
                ids[n :: len(urls)],
            )
            waiting = iter(share)
            for _ in range(AT_ONCE):
                runners.create_task(runner(client, waiting))
    return outcomes

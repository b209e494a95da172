"""No page of judging runs more statements when it shows more rows."""

import asyncio
import sqlite3
from datetime import timedelta

import httpx
from sqlalchemy import event

from app import credentials, database
from app.clock import now
from app.main import create_app
from app.models import ApiKey, Assignment, Edition, Evaluation, UserSession
from app.models.user import Role
from app.rules.permissions import KEY_SCOPES
from tests.factories import Factory
from tests.test_query_counts import assessed, fair
from tests.test_query_counts import fill as fill_stage
from tests.test_query_counts import world as world


def count(paths: list[str], headers: dict[str, str]) -> dict[str, int]:
    """The number of statements that each page runs."""
    database.dispose_engines()  # connections kept open from before would not be traced
    counts, seen, engine = {}, list[str](), database.read_engine()

    def trace(connection: sqlite3.Connection, _record: object, _proxy: object) -> None:
        connection.set_trace_callback(seen.append)

    async def run() -> None:
        transport = httpx.ASGITransport(create_app())
        async with httpx.AsyncClient(transport=transport, base_url="http://test", headers=headers) as client:
            for path in paths:
                await client.get(path)
                seen.clear()
                answer = await client.get(path)
                assert answer.status_code == 200, (path, answer.text)
                counts[path] = sum(not statement.startswith("PRAGMA") for statement in seen)

    event.listen(engine, "checkout", trace)
    asyncio.run(run())
    event.remove(engine, "checkout", trace)
    return counts


def test_statements_of_the_room_do_not_grow(world: Factory) -> None:
    edition = world.edition("judging")
    province = world.unit(kind="province")
    world.save(ApiKey(name="uji", unit_id=province.id, role=Role.organiser, scopes=KEY_SCOPES, prefix="x",
                      key_hash=credentials.digest("kunci"), expires_at=now() + timedelta(days=9)))  # fmt: skip
    base = f"/editions/{edition.id}/stages/proposal"
    paths = [base + tail for tail in ("", "/jurors", "/assignments", "/ranking", "/publication")]
    exhibition, of = fair(world).id, assessed(world).id
    fill_stage(world, edition.id, exhibition, of, 1)
    with_one = count(paths, {"Authorization": "Bearer kunci"})
    fill_stage(world, edition.id, exhibition, of, 4)
    assert count(paths, {"Authorization": "Bearer kunci"}) == with_one
    assert max(with_one.values()) <= 17, with_one  # text and files each ask whether the stage is blind


def hand(make: Factory, edition: Edition, juror_id: str, proposals: int) -> str:
    """Sheets for a juror; the id of the first."""
    made = []
    for _ in range(proposals):
        unit = make.unit()
        proposal = make.proposal(edition, unit, "judging", participant_id=unit.id)
        assignment = Assignment(edition_id=edition.id, stage="proposal", proposal_id=proposal.id, juror_id=juror_id)
        make.save(assignment)
        make.save(Evaluation(assignment_id=assignment.id))
        made.append(assignment.id)
    return made[0]


def test_statements_of_the_desk_and_the_sheet_do_not_grow(world: Factory) -> None:
    edition, juror = world.edition("judging"), world.user("juror")
    soon = now() + timedelta(hours=1)
    world.save(UserSession(token_hash=credentials.digest("kue"), user_id=juror.id, expires_at=soon))
    first = hand(world, edition, juror.id, 1)
    paths = ["/assignments", f"/evaluations/{first}"]
    with_one = count(paths, {"Cookie": "jipp_session=kue"})
    hand(world, edition, juror.id, 4)
    assert count(paths, {"Cookie": "jipp_session=kue"}) == with_one
    assert max(with_one.values()) <= 18, with_one  # text and files each ask whether the stage is blind

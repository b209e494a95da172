"""10,000 votes from 500 visitors at once: none doubled, none lost.

By default fewer, so that the suite stays quick; ``make faults`` asks for all of them.
"""

import asyncio
import os
from collections import Counter
from typing import Any

import httpx
from sqlmodel import Session, col, func, select

from app.models import Exhibit, UsefulnessVote, Visit, Visitor
from tests.conftest import Server
from tests.factories import Factory
from tests.fair import Fair

VISITORS = int(os.environ.get("JIPP_FAULT_VISITORS", "12"))
INNOVATIONS, PRESSED_TWICE = 20, 4
"""Each visitor votes for all of them, and for some twice at the same moment, as impatient people do."""
AT_ONCE = 100
"""Connections of all visitors together: a browser keeps one open, and so many wait in the hall's network."""


LOST = (httpx.ReadError, httpx.WriteError, httpx.RemoteProtocolError)
"""A kept connection that the server had just closed: browsers send the request again by themselves."""


async def crowd(server: Server, fair: Fair) -> tuple[Counter[int], Counter[str], list[str]]:
    """Everybody votes at once, each in a browser of their own; the answers by status, what was sent again, and one
    cookie each."""
    answers: Counter[int] = Counter()
    again: Counter[str] = Counter()
    limits = httpx.Limits(max_connections=AT_ONCE)
    async with httpx.AsyncClient(base_url=server.url, limits=limits, timeout=600) as network:

        async def send(method: str, path: str, **more: Any) -> httpx.Response:
            while True:
                try:
                    return await network.request(method, fair.path + path, **more)
                except LOST as lost:
                    again[type(lost).__name__] += 1
                    assert again.total() < VISITORS, "the server hangs up on everybody"

        async def vote(cookie: str, place: int) -> None:
            sent = {"exhibit_id": fair.exhibit(place)}
            answer = await send("POST", "/votes", json=sent, headers={"Cookie": f"jipp_ballot={cookie}"})
            answers[answer.status_code] += 1

        async def visitor() -> str:
            came = await send("PUT", "/visitors/current", json={})
            network.cookies.clear()
            assert came.status_code == 200, came.text
            cookie = str(came.headers["set-cookie"]).partition("jipp_ballot=")[2].partition(";")[0]
            places = [*range(INNOVATIONS), *range(PRESSED_TWICE)]
            await asyncio.gather(*(vote(cookie, place) for place in places))
            return cookie

        cookies = await asyncio.gather(*(visitor() for _ in range(VISITORS)))
    return answers, again, list(cookies)


def test_ten_thousand_votes_at_once_none_doubled_none_lost(make: Factory, server: Server) -> None:
    fair = Fair(make, INNOVATIONS)
    answers, again, cookies = asyncio.run(crowd(server, fair))
    print(f"\n{VISITORS} visitors at once: {dict(answers)}, sent again {dict(again)}")
    assert len(set(cookies)) == VISITORS, "each visitor has a ballot of their own"
    assert answers.total() == VISITORS * (INNOVATIONS + PRESSED_TWICE)
    assert set(answers) == {200, 201}
    lost = again.total()
    assert 0 <= VISITORS * INNOVATIONS - answers[201] <= lost, "told once that it is new, but where that was lost"
    with Session(server.engine) as session:
        counted = session.exec(
            select(UsefulnessVote.exhibit_id, func.count(), func.count(func.distinct(UsefulnessVote.ballot)))
            .join(Exhibit, col(Exhibit.id) == UsefulnessVote.exhibit_id)
            .where(Exhibit.exhibition_id == fair.id).group_by(UsefulnessVote.exhibit_id)
        ).all()  # fmt: skip
        visits = session.exec(select(func.count()).where(Visit.exhibition_id == fair.id)).one()
        visitors = session.exec(select(func.count()).where(Visitor.exhibition_id == fair.id)).one()
    assert [(votes, ballots) for _, votes, ballots in counted] == [(VISITORS, VISITORS)] * INNOVATIONS
    assert visits == VISITORS * INNOVATIONS
    assert 0 <= visitors - VISITORS <= lost, "who came twice, because the first answer was lost, has voted once"
    totals = make.client().get(f"{fair.path}/board").json()["totals"]
    assert (totals["votes"], totals["voters"]) == (VISITORS * INNOVATIONS, VISITORS)

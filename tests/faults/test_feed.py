"""The feed under many writers: who follows it while they commit in any order misses nothing.

A sequence of the database would be given in the order of asking, not of commit: a follower that has seen 8 would never
see 7 when it is committed later. So whoever numbers a change holds the feed until the commit.
"""

import threading
from concurrent.futures import ThreadPoolExecutor
from random import Random
from typing import Any

import httpx
from sqlmodel import Session, select

from app.clock import new_id
from app.database import WriteSession
from app.models import FeedChange, Innovation
from tests.api.test_changes import PATH, digest_of_copy
from tests.factories import Factory

WRITERS, EACH = 8, 25


def write(make: Factory, seed: int) -> None:
    """Adds, changes, removes and gives up, with a pause before the commit that lets others overtake."""
    random = Random(seed)
    own: list[str] = []
    for turn in range(EACH):
        with WriteSession(make.engine) as session:
            session.begin()
            kept = _deed(session, random, seed, turn, own)
            threading.Event().wait(random.random() / 200)
            if turn % 7 == 6:
                session.rollback()
            else:
                session.commit()
                own = kept


def _deed(session: WriteSession, random: Random, seed: int, turn: int, own: list[str]) -> list[str]:
    """One change; the ids that the writer has if it is committed."""
    if own and turn % 3 == 1:
        session.get_one(Innovation, random.choice(own)).title = f"{seed} diubah {turn}"
        return own
    if own and turn % 5 == 4:
        session.delete(session.get_one(Innovation, own[-1]))
        return own[:-1]
    row = Innovation(id=new_id(), title=f"{seed} baru {turn}", unit_name="Unit", year=2023)
    session.add(row)
    session.flush()
    return [*own, row.id]


class Follower:
    """A mirror in its simplest form: applies each page as it comes."""

    def __init__(self, client: httpx.Client) -> None:
        self.client, self.copy, self.seen = client, dict[str, Any](), list[int]()
        self.cursor: str | None = None

    def pull(self) -> None:
        """One page; where the server is busy with the writers, none yet."""
        answer = self.client.get(PATH, params={"limit": 7} | ({"after": self.cursor} if self.cursor else {}))
        if answer.status_code == 503:
            return
        assert answer.status_code == 200, answer.text
        page = answer.json()
        for item in page["items"]:
            self.seen.append(item["sequence"])
            if item["data"]:
                self.copy[item["id"]] = item["data"]
            else:
                self.copy.pop(item["id"], None)
        self.cursor = page["next"]


def test_a_follower_misses_nothing(make: Factory) -> None:
    follower = Follower(make.key("auditor", scopes=[]))
    with ThreadPoolExecutor(WRITERS) as writers:
        at_work = [writers.submit(write, make, seed) for seed in range(WRITERS)]
        while not all(one.done() for one in at_work):
            follower.pull()
        for one in at_work:
            one.result()
    stands = follower.client.get(f"{PATH}/digest").json()
    while len(follower.seen) < stands["sequence"]:
        follower.pull()
    assert follower.seen == list(range(1, stands["sequence"] + 1)), "in order, without a gap, each once"
    assert (len(follower.copy), digest_of_copy(follower.copy)) == (stands["count"], stands["digest"])
    with Session(make.engine) as session:
        assert {row.id for row in session.exec(select(Innovation))} == set(follower.copy)
        assert len(session.exec(select(FeedChange)).all()) == stands["sequence"]

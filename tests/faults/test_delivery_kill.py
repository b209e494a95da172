"""A process that delivers is killed in the middle, again and again: each event arrives, under one id; none is lost."""

import json
import random
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from sqlmodel import Session, col, select

from app.credentials import new_webhook_secret
from app.database import make_engine
from app.domain import outbox
from app.models import OutboxMessage, Webhook
from app.models.outbox import Kind, MessageStatus
from tests.conftest import migrated
from tests.factories import Factory

ROUNDS = 12
EVENTS = 240
RECEIVERS = 3
PATIENCE = 120
"""Seconds after which something that never comes is called missing."""


class _Inbox:
    """Counts what arrives, and says when there is more."""

    def __init__(self) -> None:
        self.arrived: Counter[str] = Counter()
        self.said: dict[str, set[int]] = {}
        self.more = threading.Condition()

    def take(self, event_id: str, number: int) -> None:
        with self.more:
            self.arrived[event_id] += 1
            self.said.setdefault(event_id, set()).add(number)
            self.more.notify_all()

    def wait_for(self, requests: int) -> bool:
        with self.more:
            return self.more.wait_for(lambda: self.arrived.total() >= requests, PATIENCE)


def test_a_worker_killed_while_delivering_loses_no_event(new_database: Callable[[str], str], tmp_path: Path) -> None:
    inbox = _Inbox()
    server = _receiver(inbox)
    url = new_database("delivery_killed")
    env = migrated(url, tmp_path, JIPP_WEBHOOK_ALLOW_HTTP="true", JIPP_WEBHOOK_ALLOWED_NETWORKS="127.0.0.0/8",
                   JIPP_DELIVERY_LEASE_SECONDS="1")  # fmt: skip
    engine = make_engine(url, writes=True)
    with Factory(engine, "") as make:
        ids = _fill(make, f"http://127.0.0.1:{server.server_port}/")
    chance = random.Random(7)
    for _ in range(ROUNDS):
        workers = [_worker(env) for _ in range(2)]
        assert inbox.wait_for(inbox.arrived.total() + chance.randint(2, 12)), "somebody delivers"
        for worker in workers:
            worker.kill()
            worker.wait()
    pending = _pending(url)
    _deliver_the_rest(env, url, inbox, set(ids))
    server.shutdown()
    lost, doubled = set(ids) - set(inbox.arrived), sum(count - 1 for count in inbox.arrived.values())
    kind = url.partition(":")[0]
    sys.stdout.write(f"\ndelivery killed on {kind}: rounds {ROUNDS}, events {EVENTS}, lost {len(lost)}, "
                     f"doubled {doubled}\n")  # fmt: skip
    assert 0 < pending < EVENTS, "killed in the middle"
    assert not lost
    assert set(inbox.arrived) == set(ids), "nothing arrives that nobody sent"
    assert all(len(numbers) == 1 for numbers in inbox.said.values()), "one id is one event"
    assert doubled <= ROUNDS * 2 * 4, "at most what the killed ones had in their hands"
    assert _pending(url) == 0
    engine.dispose()


def _receiver(inbox: _Inbox) -> ThreadingHTTPServer:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # the name that the server calls
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            inbox.take(self.headers["webhook-id"], body["data"]["number"])
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def _fill(make: Factory, url: str) -> list[str]:
    """The events; their ids as receivers see them."""
    unit = make.unit(kind="province")
    hooks = [make.save(Webhook(name=f"Penerima {n}", unit_id=unit.id, url=url, events=[], secret=new_webhook_secret()))
             for n in range(RECEIVERS)]  # fmt: skip
    with Session(make.engine) as session, session.begin():
        return [
            outbox.add(session, Kind.webhook, "webhook.test", {"data": {"number": number}},
                       webhook_id=hooks[number % RECEIVERS].id)
            for number in range(EVENTS)
        ]  # fmt: skip


def _worker(env: dict[str, str], *arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "app.commands", "deliver", *arguments], env=env,
                            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip


def _pending(url: str) -> int:
    engine = make_engine(url, writes=False)
    with Session(engine) as session:
        found = session.exec(select(OutboxMessage.id).where(col(OutboxMessage.status) == MessageStatus.pending)).all()
    engine.dispose()
    return len(found)


def _deliver_the_rest(env: dict[str, str], url: str, inbox: _Inbox, ids: set[str]) -> None:
    """One worker that nobody kills, until all is there; stopped as an operator stops it."""
    worker = _worker(env)
    with inbox.more:
        inbox.more.wait_for(lambda: ids <= inbox.arrived.keys(), PATIENCE)
    worker.terminate()
    assert worker.wait(PATIENCE) == 0, "it ends by itself when it is told to"
    while _pending(url):  # a lease of a killed worker may still be running: what it held has arrived, but is not noted
        assert _worker(env, "--once").wait(PATIENCE) == 0

"""A 404 takes the same way whether a thing is not there or not yours: as many statements, so the time tells nothing.

Counted, because a clock would be right only most of the time.
"""

import asyncio
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import event
from sqlmodel import SQLModel

from app import database
from app.clock import new_id
from app.http import last_use
from app.main import create_app
from app.models import Document, PublicState
from app.settings import settings
from tests.access.requests import REASON, STALE
from tests.access.world import PLACES, World
from tests.factories import PASSWORD, Factory

HIDDEN: list[tuple[str, str, dict[str, Any]]] = [
    *(("GET", f"/api/v1/proposals/{{proposal}}{tail}", {}) for tail in
      ("", "/readiness", "/revisions", "/revisions/1", "/documents", "/documents.csv")),
    ("GET", "/api/v1/documents/{document}", {}), ("GET", "/api/v1/documents/{document}/content", {}),
    ("GET", "/api/v1/evaluations/{sheet}", {}), ("GET", "/api/v1/api-keys/{key}", {}),
    ("PATCH", "/api/v1/proposals/{proposal}", {"json": {"title": "Lain"}, "headers": STALE}),
    ("DELETE", "/api/v1/proposals/{proposal}", {"headers": STALE}),
    *(("POST", f"/api/v1/proposals/{{proposal}}/{tail}", {"json": REASON}) for tail in
      ("withdrawal", "rejection", "disqualification", "return")),
    *(("POST", f"/api/v1/proposals/{{proposal}}/{tail}", {}) for tail in ("submission", "handover", "revival")),
    ("DELETE", "/api/v1/documents/{document}", {"headers": STALE}),
    ("PUT", "/api/v1/evaluations/{sheet}", {"json": {"scores": {}}, "headers": STALE}),
    ("PUT", "/api/v1/evaluations/{sheet}/signature", {"json": {}, "headers": STALE}),
    ("DELETE", "/api/v1/api-keys/{key}", {"headers": STALE}),
    ("POST", "/api/v1/api-keys/{key}/rotation", {"json": {}}),
    *(("GET", f"/api/v1/webhooks/{{webhook}}{tail}", {}) for tail in ("", "/deliveries", f"/deliveries/{new_id()}")),
    ("PATCH", "/api/v1/webhooks/{webhook}", {"json": {"name": "Lain"}, "headers": STALE}),
    ("DELETE", "/api/v1/webhooks/{webhook}", {"headers": STALE}),
    *(("POST", f"/api/v1/webhooks/{{webhook}}/{tail}", {"json": {}}) for tail in
      ("secret", "test", f"deliveries/{new_id()}/redelivery")),
    ("DELETE", "/api/v1/sessions/{session}", {"headers": STALE}),
    *(("GET", f"/proposals/{{proposal}}{tail}", {}) for tail in ("", "/edit", "/revisions", "/submission")),
    ("GET", "/evaluations/{sheet}", {}), ("GET", "/webhooks/{webhook}", {}), ("GET", "/webhooks/{webhook}/edit", {}),
    ("GET", "/api-keys/{key}/rotation", {}),
]  # fmt: skip
"""What there is that not everybody may know of."""


class Inside(World):
    """The world on a database of this process; the paper needs no file, nobody gets to see it."""

    def _stored_pdf(self) -> str:
        return "0" * 64

    def _proposals(self) -> None:
        super()._proposals()
        self.paper: Document = self.documents["judging", "other"]


@pytest.fixture
def inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Inside]:
    monkeypatch.setattr(last_use.LastUse, "note", lambda *_args: None)  # it happens in a thread of its own, some time
    monkeypatch.setenv("JIPP_DATABASE_URL", f"sqlite:///{tmp_path}/counted.sqlite")
    settings.cache_clear()
    database.dispose_engines()
    SQLModel.metadata.create_all(database.write_engine())
    with Factory(database.write_engine(), "http://test") as make:
        make.save(PublicState(id=1))
        yield Inside(make)
    database.dispose_engines()
    settings.cache_clear()


class Counter:
    """Asks in this process, and counts the statements that reach SQLite for it."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        self.app = create_app()
        for engine in (database.read_engine(), database.write_engine()):
            event.listen(engine, "checkout", self._trace)

    def _trace(self, connection: sqlite3.Connection, _record: object, _proxy: object) -> None:
        connection.set_trace_callback(self.seen.append)

    async def ask(self, client: httpx.AsyncClient, method: str, path: str, more: dict[str, Any]) -> tuple[int, int]:
        """The status, and how many statements it took."""
        await client.request(method, path, **more)
        self.seen.clear()
        answer = await client.request(method, path, **more)
        return answer.status_code, sum(not line.startswith(("PRAGMA", "BEGIN", "ROLLBACK")) for line in self.seen)

    async def signed_in(self, email: str) -> httpx.AsyncClient:
        """A client of this person."""
        client = httpx.AsyncClient(transport=httpx.ASGITransport(self.app), base_url="http://test")
        answer = await client.post("/api/v1/sessions", json={"email": email, "password": PASSWORD})
        client.headers["X-CSRF-Token"] = answer.json()["csrf_token"]
        return client


def test_what_is_not_yours_takes_the_way_of_what_is_not_there(inside: Inside) -> None:
    there = {"proposal": [inside.proposals[status, "other"].id for status in ("draft", "submitted", "judging")],
             "document": [inside.paper.id], "sheet": [inside.sheets["other"].id], "key": [inside.keys["other"].id],
             "session": [new_id()], "webhook": [inside.webhooks["other"].id]}  # fmt: skip
    free = inside.proposals["draft", "other"]
    free.participant_id = None
    inside.make.save(free)
    counter, compared = Counter(), 0

    async def run() -> None:
        nonlocal compared
        nowhere = dict.fromkeys(there, new_id())
        for name in ("coordinator", "author", "juror"):
            client = await counter.signed_in(inside.people[name].email)
            for method, path, more in HIDDEN:
                gone = await counter.ask(client, method, path.format(**nowhere), more)
                for kind, ids in there.items():
                    for id_ in ids if f"{{{kind}}}" in path else ():
                        found = await counter.ask(client, method, path.format(**nowhere | {kind: id_}), more)
                        assert found == gone, f"{name}: {method} {path}"
                        assert found[0] in {403, 404}
                        compared += 1

    asyncio.run(run())
    assert compared > 150
    assert len(PLACES) == 4

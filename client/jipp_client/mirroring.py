"""A copy of a server's catalogue that ends equal: a snapshot to begin with, then change by change, then the digests are
compared. Wherever it was stopped (a lost line, a kill), the next run goes on from there.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from jipp_client.catalogue import Catalogue, Row
from jipp_client.client import Client
from jipp_client.errors import CursorGone, JippError, NoAnswer, NotEqual, UnexpectedAnswer

BATCH = 500
"""Documents in one transaction, and what the mirror holds in memory at most."""
CHASES = 20
"""How often the end of the feed is sought while the server goes on changing."""
SNAPSHOT, FOLLOWING = "snapshot", "following"
Told = Callable[[str, int, int], None]
"""Told of progress: ``snapshot`` or ``following``, how many documents or changes so far, of how many (0: unknown)."""


class OtherSource(JippError):
    """The file mirrors another server."""


@dataclass(frozen=True)
class Mirrored:
    """How a run ended: documents in the file, their digest, changes taken in, and whether the server's digest is the
    same. ``is_equal`` is None where the server never stood still long enough to compare."""

    count: int
    digest: str
    changes: int
    is_equal: bool | None


def mirror(client: Client, catalogue: Catalogue, told: Told = lambda _stage, _done, _of: None) -> Mirrored:
    """Brings the file up to the server and compares the two; raises ``NotEqual`` where they differ even after the
    snapshot was taken anew."""
    _begin(client, catalogue)
    taken, is_anew = 0, False
    while True:
        _take_snapshot(client, catalogue, told)
        try:
            more, is_equal = _follow(client, catalogue, told)
        except CursorGone:  # restored from a backup: what the snapshot does not name is dropped
            _anew(catalogue)
            continue
        taken += more
        if is_equal is not False:
            return Mirrored(catalogue.count, catalogue.digest, taken, is_equal)
        if is_anew:
            raise NotEqual(f"{catalogue.file}: {catalogue.count} / {catalogue.digest}")
        is_anew = True
        _anew(catalogue)


def _begin(client: Client, catalogue: Catalogue) -> None:
    url = str(client.http.base_url)
    if catalogue.get("url") not in {None, url}:
        raise OtherSource(f"{catalogue.file}: {catalogue.get('url')}")
    if catalogue.get("phase") is None:
        with catalogue.batch():
            catalogue.set(url=url, phase=SNAPSHOT, round="1")


def _anew(catalogue: Catalogue) -> None:
    with catalogue.batch():
        mark = str(int(catalogue.get("round") or "0") + 1)
        catalogue.set(phase=SNAPSHOT, round=mark, cursor=None, after_id=None, taken=None)


def _take_snapshot(client: Client, catalogue: Catalogue, told: Told) -> None:
    """Takes what is left of the snapshot; where the line breaks, goes on after what has come."""
    failures = 0
    while catalogue.get("phase") == SNAPSHOT:
        before = catalogue.get("after_id")
        try:
            _read_on(client, catalogue, told)
        except NoAnswer:
            failures = failures + 1 if catalogue.get("after_id") == before else 0
            pause = client.patience.pause(failures, None)
            if pause is None:
                raise
            time.sleep(pause)


def _read_on(client: Client, catalogue: Catalogue, told: Told) -> None:
    lines = client.changes.snapshot(after_id=catalogue.get("after_id"))
    head = next(lines, None)
    if head is None or "cursor" not in head:
        raise UnexpectedAnswer("snapshot")
    if catalogue.get("cursor") is None:  # the first start alone: what changed since then comes by the feed
        with catalogue.batch():
            catalogue.set(cursor=head["cursor"], taken="0")
            catalogue.without_index()
    rows: list[Row] = []
    taken = 0
    for line in lines:
        if line.get("end"):
            _keep(catalogue, rows)
            _finish(catalogue, taken + len(rows), line["rows"])
            return
        rows.append((line["kind"], line["id"], line["data"]))
        if len(rows) == BATCH:
            _keep(catalogue, rows)
            taken += len(rows)
            rows.clear()
            told(SNAPSHOT, int(catalogue.get("taken") or 0), head["count"])
    _keep(catalogue, rows)
    raise NoAnswer("the snapshot broke off", may_be_done=False)


def _keep(catalogue: Catalogue, rows: list[Row]) -> None:
    if rows:
        with catalogue.batch():
            catalogue.put(rows)
            catalogue.set(after_id=rows[-1][1], taken=str(int(catalogue.get("taken") or 0) + len(rows)))


def _finish(catalogue: Catalogue, taken: int, sent: int) -> None:
    if taken != sent:
        raise UnexpectedAnswer(f"snapshot: {taken} / {sent}")
    with catalogue.batch():
        catalogue.drop_older()
        catalogue.index()
        catalogue.set(phase=FOLLOWING, after_id=None)


def _follow(client: Client, catalogue: Catalogue, told: Told) -> tuple[int, bool | None]:
    """Takes in what changed, until the digest can be compared: how many changes, and whether the two are equal."""
    taken = 0
    for chase in range(CHASES):
        taken = _take_changes(client, catalogue, told, taken)
        stands = client.changes.digest()
        if stands["next"] == catalogue.get("cursor"):
            return taken, (stands["digest"], stands["count"]) == (catalogue.digest, catalogue.count)
        time.sleep(min(1.0, 0.05 * chase))
    return taken, None


def _take_changes(client: Client, catalogue: Catalogue, told: Told, taken: int) -> int:
    has_more = True
    while has_more:
        page = client.changes.list(after=catalogue.get("cursor"), limit=BATCH)
        has_more = page["has_more"]
        if page["next"] != catalogue.get("cursor"):
            with catalogue.batch():
                apply(catalogue, page["items"])
                catalogue.set(cursor=page["next"])
        taken += len(page["items"])
        told(FOLLOWING, taken, 0)
    return taken


def apply(catalogue: Catalogue, changes: list[Any]) -> None:
    """Takes changes in. Of one document the last counts: each comes with it as it is now."""
    last = {(change["kind"], change["id"]): change["data"] for change in changes}
    catalogue.put([(*key, data) for key, data in last.items() if data is not None])
    catalogue.drop([key for key, data in last.items() if data is None])

"""The change feed: what mirrors follow."""

from collections.abc import Iterator
from typing import Annotated

from fastapi import APIRouter
from fastapi.responses import StreamingResponse

from app.feed.recording import INNOVATION
from app.http.public import Public
from app.http.query import query_of
from app.http.routes import ResourceRoute
from app.http.sessions import Reading
from app.models.base import compact_json
from app.models.feed import CatalogueDigest, ChangeQuery, Changes, SnapshotQuery
from app.queries import changes as queries

router = APIRouter(tags=["changes"], prefix="/api/v1", route_class=ResourceRoute)
LINES = "application/x-ndjson"


@router.get("/changes", dependencies=[Public])
def list_changes(query: Annotated[ChangeQuery, query_of(ChangeQuery)], session: Reading) -> Changes:
    """Changes of the catalogue in the order of commit, numbered without a gap, each with the innovation as it is now.

    `next` is where to go on, also when nothing is new. A cursor holds through restarts; after a restore from a backup
    it is answered with 410 `cursor-gone`: take the snapshot again and drop what is not in it.
    """
    return queries.page(session, query)


@router.get("/changes/digest", dependencies=[Public])
def read_digest(session: Reading) -> CatalogueDigest:
    """Where the catalogue stands: a mirror with the same digest at the same sequence holds the same.

    The digest is the sum modulo 2^128 of the first 16 bytes of the SHA-256 of each innovation's canonical JSON (keys
    sorted, no blanks, UTF-8).
    """
    return queries.digest(session)


@router.get("/changes/snapshot", response_class=StreamingResponse)
def read_snapshot(query: Annotated[SnapshotQuery, query_of(SnapshotQuery)], session: Reading) -> StreamingResponse:
    """All innovations as JSON Lines: a first line with the cursor to follow from, one line each, and a last line.

    `after_id` goes on after the last one that arrived; keep the cursor of the first start. Without the last line
    (`end`) the snapshot is not whole.
    """
    stands = queries.digest(session)
    head = {"cursor": stands.next, "count": stands.count, "digest": stands.digest}
    return StreamingResponse(_lines(head, query.after_id or ""), 200, {"Cache-Control": "no-store"}, LINES)


def _lines(head: dict[str, object], after_id: str) -> Iterator[str]:
    """No connection is held between two pages of rows, however slowly the caller reads."""
    yield compact_json(head) + "\n"
    count = 0
    for rows in queries.rows_after(after_id):
        count += len(rows)
        yield "".join(f'{{"kind":"{INNOVATION}","id":"{row.id}","data":{row.model_dump_json()}}}\n' for row in rows)
    yield compact_json({"end": True, "rows": count}) + "\n"

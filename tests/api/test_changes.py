"""The change feed: numbered without a gap, complete with removals, and a digest that says whether a copy is equal."""

import json
from typing import Any

import httpx
import pytest
from sqlmodel import Session, col, select, update

from app import feed
from app.database import WriteSession
from app.feed.recording import record
from app.models import FeedState, Innovation
from app.models.feed import ChangeQuery
from app.models.innovation import InnovationRead
from app.queries import changes
from app.rules.feed import digest_of, moved
from tests.factories import Factory

PATH = "/api/v1/changes"


def entry(title: str, **more: Any) -> Innovation:
    return Innovation(title=title, unit_name="RSUD Mawar", year=2023, **more)


def follow(client: httpx.Client, after: str | None = None, limit: int = 2) -> tuple[list[dict[str, Any]], str]:
    """Everything after a cursor, page by page, and where it ends."""
    found: list[dict[str, Any]] = []
    while True:
        page = client.get(PATH, params={"limit": limit} | ({"after": after} if after else {})).json()
        found += page["items"]
        after = page["next"]
        if not page["has_more"]:
            return found, str(after)


def digest_of_copy(copy: dict[str, Any]) -> str:
    return moved("0" * 32, [], [digest_of(data) for data in copy.values()])


@pytest.fixture
def reader(make: Factory) -> httpx.Client:
    """Sees what the public sees, never a ready-made answer."""
    return make.key("auditor", scopes=[])


def change(make: Factory, row: Innovation, **values: Any) -> None:
    """Changes an innovation as a deed does: in a session that records it."""
    with WriteSession(make.engine) as session, session.begin():
        loaded = session.get_one(Innovation, row.id)
        loaded.sqlmodel_update(values)


def remove(make: Factory, row: Innovation) -> None:
    with WriteSession(make.engine) as session, session.begin():
        session.delete(session.get_one(Innovation, row.id))


def test_every_change_has_a_number_and_a_copy_ends_equal(make: Factory, reader: httpx.Client) -> None:
    first, second = entry("Satu"), entry("Dua")
    make.save(first, second)
    change(make, first, title="Satu lagi")
    make.save(third := entry("Tiga"))
    remove(make, second)
    items, cursor = follow(reader)
    assert [item["sequence"] for item in items] == [1, 2, 3, 4, 5]
    gone = {"sequence": 5, "kind": "innovation", "id": second.id, "action": "removal", "data": None}
    assert {name: value for name, value in items[-1].items() if name != "at"} == gone
    copy: dict[str, Any] = {}
    for item in items:
        if item["data"]:
            copy[item["id"]] = item["data"]
        else:
            copy.pop(item["id"], None)
    assert {data["title"] for data in copy.values()} == {"Satu lagi", "Tiga"}
    stands = reader.get(f"{PATH}/digest").json()
    assert stands == {"sequence": 5, "next": cursor, "count": 2, "digest": digest_of_copy(copy)}
    assert copy[third.id] == reader.get(f"/api/v1/innovations/{third.id}").json()


def test_nothing_new_keeps_the_cursor(make: Factory, reader: httpx.Client) -> None:
    make.save(entry("Satu"))
    _items, cursor = follow(reader)
    assert follow(reader, cursor) == ([], cursor)
    make.save(entry("Dua"))
    assert [item["data"]["title"] for item in follow(reader, cursor)[0]] == ["Dua"]


def test_a_change_that_nobody_can_see_is_none(make: Factory, reader: httpx.Client) -> None:
    row = entry("Satu")
    make.save(row)
    with WriteSession(make.engine) as session, session.begin():
        session.execute(update(Innovation).where(col(Innovation.id) == row.id).values(salt="0" * 32))
        feed.catch_up(session)
    assert len(follow(reader)[0]) == 1


def test_what_is_undone_leaves_no_gap(make: Factory, reader: httpx.Client) -> None:
    make.save(entry("Satu"))
    with WriteSession(make.engine) as session:
        session.begin()
        session.add(entry("Batal"))
        record(session)
        session.rollback()
    make.save(entry("Dua"))
    assert [(item["sequence"], item["data"]["title"]) for item in follow(reader)[0]] == [(1, "Satu"), (2, "Dua")]


def test_a_cursor_of_before_a_restore_is_gone(make: Factory, reader: httpx.Client) -> None:
    make.save(entry("Satu"))
    _items, cursor = follow(reader)
    with WriteSession(make.engine) as session, session.begin():
        feed.begin_epoch(session)
    answer = reader.get(PATH, params={"after": cursor})
    assert (answer.status_code, answer.json()["type"]) == (410, "/problems/cursor-gone")


def test_a_page_is_of_one_moment(make: Factory, monkeypatch: pytest.MonkeyPatch) -> None:
    """What others commit after the page has looked where the feed stands is of the next: its cursor may be of another
    epoch, the first above all."""
    with Session(make.engine, expire_on_commit=False) as session:
        before = changes._state(session)
    make.save(entry("Sesudah"))
    monkeypatch.setattr(changes, "_state", lambda _session: before)
    with Session(make.engine) as session:
        page = changes.page(session, ChangeQuery())
    assert (page.items, page.has_more, page.next) == ([], False, f"{before.epoch}.{before.sequence}")


@pytest.mark.parametrize(
    "cursor", ["x", "0123456789abcdef", "0123456789abcdef.-1", "0123456789abcdef.9999999999999999999"]
)
def test_nonsense_is_no_cursor(reader: httpx.Client, cursor: str) -> None:
    assert reader.get(PATH, params={"after": cursor}).status_code == 422


def test_a_cursor_from_the_future_is_none(make: Factory, reader: httpx.Client) -> None:
    make.save(entry("Satu"))
    _items, cursor = follow(reader)
    ahead = cursor.split(".")[0] + ".2"
    assert reader.get(PATH, params={"after": ahead}).json()["type"] == "/problems/invalid-cursor"


def test_a_snapshot_is_whole_and_goes_on_where_it_stopped(make: Factory, client: httpx.Client) -> None:
    make.save(*(entry(f"Inovasi {n}") for n in range(7)))
    lines = [json.loads(line) for line in client.get(f"{PATH}/snapshot").text.splitlines()]
    head, rows, end = lines[0], lines[1:-1], lines[-1]
    assert (head["count"], end) == (7, {"end": True, "rows": 7})
    assert [row["id"] for row in rows] == sorted(row["id"] for row in rows)
    assert head["digest"] == digest_of_copy({row["id"]: row["data"] for row in rows})
    rest = client.get(f"{PATH}/snapshot", params={"after_id": rows[3]["id"]}).text.splitlines()[1:-1]
    assert [json.loads(line) for line in rest] == rows[4:]


def test_the_feed_is_public_and_has_a_tag(make: Factory, client: httpx.Client) -> None:
    make.save(entry("Satu"))
    answer = client.get(PATH)
    assert answer.headers["Cache-Control"].startswith("public")
    assert client.get(PATH, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_an_empty_catalogue_has_a_feed(make: Factory, reader: httpx.Client) -> None:
    page = reader.get(PATH).json()
    assert (page["items"], page["has_more"]) == ([], False)
    assert reader.get(f"{PATH}/digest").json()["count"] == 0
    make.save(entry("Satu"))
    assert len(follow(reader, page["next"])[0]) == 1, "a mirror that began with nothing goes on"


def test_the_sum_is_that_of_the_rows(make: Factory) -> None:
    """The running digest never drifts from what a count from the start gives."""
    rows = [entry(f"Inovasi {n}") for n in range(5)]
    make.save(*rows)
    change(make, rows[0], title="Lain")
    remove(make, rows[1])
    with Session(make.engine) as session:
        state = session.exec(select(FeedState)).one()
        documents = [
            InnovationRead.model_validate(row).model_dump(mode="json") for row in session.exec(select(Innovation))
        ]
    assert state.digest == moved("0" * 32, [], map(digest_of, documents))
    assert state.count == 4

"""What is sent again, when, and what never is: on a line that loses, drops, cuts and refuses."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import anyio
import httpx
import pytest

from jipp_client import (
    AsyncClient,
    Client,
    NoAnswer,
    Patience,
    ServerProblem,
    Stale,
    TimedOut,
    TooManyRequests,
    UnexpectedAnswer,
)
from jipp_client.patience import retry_after
from tests.client.between import Between, Cut, Drop, Lose, Refuse, Silent
from tests.client.test_client import PDF, World
from tests.conftest import Server
from tests.factories import Factory


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses that clients make here; they are noted, and not made."""
    found: list[float] = []

    async def awaited(seconds: float) -> None:
        found.append(seconds)

    monkeypatch.setattr("jipp_client.runners.sleep", found.append)
    monkeypatch.setattr("jipp_client.runners.async_sleep", awaited)
    return found


@pytest.fixture
def world(make: Factory) -> World:
    return World(make)


@pytest.fixture
def jipp(between: Between, world: World, waits: list[float]) -> Iterator[Client]:
    """The coordinator's client, through the line that misbehaves."""
    with Client(between.url, world.key) as client:
        yield client


def drafts(server: Server, world: World) -> int:
    """The drafts that there are, asked on a good line."""
    with Client(server.url, world.key) as client:
        return client.proposals.list().page().total


BAD = [Drop(), Lose(), Refuse(429, {"Retry-After": "1"}), Refuse(502), Refuse(503, {"Retry-After": "1"}), Refuse(504),
       Cut(10)]  # fmt: skip


@pytest.mark.parametrize("fault", BAD, ids=repr)
def test_a_read_outlives_each_of_them(fault: object, jipp: Client, between: Between, waits: list[float]) -> None:
    between.faults.extend([fault, fault, fault, fault])
    assert jipp.units.list(kind="regency").page().total == 1
    assert (len(between.seen), len(waits)) == (5, 4)


@pytest.mark.parametrize("fault", BAD, ids=repr)
def test_a_post_is_one_deed_through_each_of_them(
    fault: object, jipp: Client, between: Between, server: Server, world: World
) -> None:
    between.faults.extend([fault, fault])
    proposal = jipp.proposals.create(world.draft())
    assert proposal["title"] == world.draft()["title"]
    assert drafts(server, world) == 1
    assert len({headers["idempotency-key"] for _, _, headers in between.seen}) == 1
    assert len(between.seen) == 3


def test_it_awaits_in_the_same_way(between: Between, server: Server, world: World, waits: list[float]) -> None:
    between.faults.extend([Lose(), Refuse(503, {"Retry-After": "7"})])

    async def awaited() -> None:
        async with AsyncClient(between.url, world.key) as client:
            await client.proposals.create(world.draft())

    anyio.run(awaited)
    assert drafts(server, world) == 1
    assert len(waits) == 2
    assert waits[1] >= 7


def test_a_change_of_one_version_happens_once(jipp: Client, between: Between, world: World) -> None:
    proposal = jipp.proposals.create(world.draft())
    between.faults.append(Lose())
    changed = jipp.proposals.update(proposal["id"], {"origin": "Sidoarjo"}, version=proposal["version"])
    assert (changed["origin"], changed["version"]) == ("Sidoarjo", proposal["version"] + 1)


def test_who_was_overtaken_after_a_lost_answer_is_told_that_it_may_be_done(
    jipp: Client, between: Between, world: World, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    proposal = jipp.proposals.create(world.draft())
    between.faults.append(Lose())

    def overtaken(_: float) -> None:
        with Client(server.url, world.key) as other:
            other.proposals.update(proposal["id"], {"origin": "Gresik"}, version="*")

    monkeypatch.setattr("jipp_client.runners.sleep", overtaken)
    with pytest.raises(Stale) as refused:
        jipp.proposals.update(proposal["id"], {"origin": "Sidoarjo"}, version=proposal["version"])
    assert refused.value.may_be_done
    assert jipp.proposals.read(proposal["id"])["origin"] == "Gresik", "what came later is not written over"


@pytest.mark.parametrize("fault", [Lose(), Refuse(502), Refuse(504)], ids=repr)
def test_a_change_of_whatever_it_is_now_is_not_sent_again_where_it_may_be_done(
    fault: object, jipp: Client, between: Between, world: World
) -> None:
    proposal = jipp.proposals.create(world.draft())
    between.seen.clear()
    between.faults.append(fault)
    with pytest.raises((NoAnswer, ServerProblem)):
        jipp.proposals.update(proposal["id"], {"origin": "Sidoarjo"}, version="*")
    assert len(between.seen) == 1


def test_but_it_is_where_it_surely_was_not(jipp: Client, between: Between, world: World) -> None:
    proposal = jipp.proposals.create(world.draft())
    between.faults.extend([Refuse(503), Refuse(429)])
    assert jipp.proposals.update(proposal["id"], {"origin": "Gresik"}, version="*")["origin"] == "Gresik"


def test_what_is_gone_after_a_lost_answer_is_deleted(jipp: Client, between: Between, world: World) -> None:
    proposal = jipp.proposals.create(world.draft())
    between.faults.append(Lose())
    jipp.proposals.delete(proposal["id"], version=proposal["version"])


def test_a_server_that_is_not_there_is_tried_and_then_named(waits: list[float]) -> None:
    with Client("http://127.0.0.1:9", patience=Patience(retries=2)) as nobody:
        with pytest.raises(NoAnswer) as refused:
            nobody.units.list().first()
        assert not refused.value.may_be_done
        assert isinstance(refused.value.__cause__, httpx.ConnectError)
    assert len(waits) == 2


def test_silence_has_an_end(between: Between, world: World, waits: list[float]) -> None:
    between.faults.extend([Silent(3)] * 3)
    with Client(between.url, timeout=0.2, patience=Patience(retries=2)) as hasty, pytest.raises(TimedOut):
        hasty.units.list().first()
    assert len(between.seen) == 3


def test_patience_has_an_end(jipp: Client, between: Between, waits: list[float]) -> None:
    between.faults.extend([Refuse(503)] * 5)
    with pytest.raises(ServerProblem) as refused:
        jipp.units.list().first()
    assert (refused.value.status, len(between.seen), len(waits)) == (503, 5, 4)


def test_pauses_grow_and_differ() -> None:
    patience = Patience(retries=50, first=0.5, longest=20)
    for attempt, most in enumerate([0.5, 1, 2, 4, 8, 16, 20, 20]):
        drawn = [patience.pause(attempt, None) for _ in range(500)]
        assert all(pause is not None and 0 <= pause <= most for pause in drawn)
        assert max(pause or 0 for pause in drawn) > most * 0.8
        assert len(set(drawn)) > 400
    assert patience.pause(50, None) is None


def test_retry_after_is_kept(jipp: Client, between: Between, waits: list[float]) -> None:
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
    between.faults.extend([Refuse(429, {"Retry-After": "42"}), Refuse(503, {"Retry-After": later})])
    jipp.units.list().first()
    assert 42 <= waits[0] <= 43
    assert 28 <= waits[1] <= 32


def test_more_than_one_is_ready_to_wait_is_handed_on(jipp: Client, between: Between, waits: list[float]) -> None:
    between.faults.append(Refuse(429, {"Retry-After": "3600"}))
    with pytest.raises(TooManyRequests) as refused:
        jipp.units.list().first()
    assert (refused.value.retry_after, waits) == (3600, [])


@pytest.mark.parametrize(
    ("asked", "seconds"),
    [("0", 0), ("17", 17), ("Fri, 27 Nov 2026 10:00:30 GMT", 30), ("Fri, 27 Nov 2026 09:00:00 GMT", 0),
     ("besok", None), ("", None), ("-5", None), ("1.5", None), ("٣", None)],
)  # fmt: skip
def test_retry_after_in_seconds_and_as_a_date(asked: str, seconds: float | None) -> None:
    """A date is measured by the server's clock: the client's may be wrong."""
    headers = [(b"Date", b"Fri, 27 Nov 2026 10:00:00 GMT"), (b"Retry-After", asked.encode())]
    assert retry_after(httpx.Response(503, headers=headers)) == seconds


def test_a_refusal_for_good_is_not_tried_again(jipp: Client, between: Between) -> None:
    between.faults.append(Refuse(500))
    with pytest.raises(ServerProblem):
        jipp.units.list().first()
    assert len(between.seen) == 1


def test_a_redirect_says_where_to(jipp: Client, between: Between) -> None:
    between.faults.append(Refuse(308, {"Location": "https://jipp.example/"}))
    with pytest.raises(UnexpectedAnswer, match=r"https://jipp\.example/"):
        jipp.units.list().first()


def test_a_page_of_a_proxy_is_no_answer(jipp: Client, between: Between) -> None:
    between.faults.append(Refuse(200, {"Content-Type": "text/html"}, b"<h1>Masuk ke Wi-Fi</h1>"))
    with pytest.raises(UnexpectedAnswer, match="text/html"):
        jipp.units.list().first()


def test_half_a_file_is_no_file(jipp: Client, between: Between, world: World, tmp_path: Path) -> None:
    (tmp_path / "surat.pdf").write_bytes(PDF)
    proposal = jipp.proposals.create(world.draft())
    document = jipp.proposals.attach(proposal["id"], tmp_path / "surat.pdf")
    between.faults.append(Cut(50))
    with pytest.raises(NoAnswer):
        jipp.documents.content(document["id"]).save(tmp_path / "salinan.pdf")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["surat.pdf"]


def test_an_upload_is_read_anew_for_each_attempt(jipp: Client, between: Between, world: World, tmp_path: Path) -> None:
    (tmp_path / "surat.pdf").write_bytes(PDF)
    proposal = jipp.proposals.create(world.draft())
    between.faults.extend([Refuse(503), Lose(), Drop()])
    document = jipp.proposals.attach(proposal["id"], tmp_path / "surat.pdf")
    assert document["filename"] == "surat.pdf"
    assert len(list(jipp.proposals.documents(proposal["id"]))) == 1

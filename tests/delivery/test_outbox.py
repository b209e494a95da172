"""The outbox: one message goes to one worker at a time, and a worker that dies loses none."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from sqlmodel import Session

from app import database
from app.clock import now
from app.delivery import courier
from app.delivery.parcel import Parcel
from app.domain import outbox
from app.domain.outbox import Claimed, Outcome
from app.http import figures, metrics
from app.models.outbox import Kind, MessageStatus
from tests.delivery.conftest import drain, messages
from tests.factories import Factory

ALL = list(Kind)
LEASE = 60


def put(count: int) -> list[str]:
    """So many messages, in one transaction."""
    with database.writing() as session:
        return [outbox.add(session, Kind.mail, "disabled", {"webhook_id": str(n)}) for n in range(count)]


def claim(seconds: int = LEASE) -> Claimed | None:
    with database.writing() as session:
        return outbox.claim(session, ALL, [], seconds)


def settle(message: Claimed, outcome: Outcome, again_in: timedelta | None = None) -> bool:
    with database.writing() as session:
        return outbox.settle(session, message, outcome, again_in)


def test_what_is_rolled_back_was_never_in_the_outbox(world: Factory) -> None:
    with pytest.raises(RuntimeError), database.writing() as session:  # noqa: PT012  # the transaction is the point
        outbox.add(session, Kind.mail, "disabled", {})
        raise RuntimeError
    assert messages() == []


def test_the_figures_tell_what_waits(world: Factory, setting: Callable[..., None]) -> None:
    """Letters wait for a mail server, and count only where there is one."""
    figures.install()

    def told(name: str) -> float:
        [line] = [line for line in metrics.exposition().decode().splitlines() if line.startswith(name + " ")]
        return float(line.split()[1])

    put(3)
    with time_machine.travel(now() + timedelta(hours=2), tick=False):
        assert (told("jipp_outbox_waiting"), told("jipp_outbox_late_seconds")) == (0, 0)
        setting(smtp_host="127.0.0.1", mail_sender="jipp@contoh.example")
        assert told("jipp_outbox_waiting") == 3
        assert told("jipp_outbox_late_seconds") == pytest.approx(7200, abs=60)
        claim()
        assert told("jipp_outbox_waiting") == 3, "until it is sent"


def test_many_workers_take_each_message_once(world: Factory) -> None:
    put(40)

    def take(_worker: int) -> list[str]:
        taken = []
        while message := claim():
            taken.append(message.id)
        return taken

    with ThreadPoolExecutor(6) as workers:
        taken = [id_ for ids in workers.map(take, range(6)) for id_ in ids]
    assert sorted(taken) == sorted(message.id for message in messages())
    assert len(taken) == 40


def test_the_lease_of_a_dead_worker_runs_out(world: Factory) -> None:
    put(1)
    first = claim()
    assert first is not None
    assert claim() is None, "somebody has it"
    with time_machine.travel(now() + timedelta(seconds=LEASE + 1), tick=True):
        second = claim()
        assert second is not None
        assert (second.id, second.event_id, second.attempts) == (first.id, first.event_id, 2)
        assert not settle(first, Outcome(error="timeout")), "who lost the lease writes nothing"
        assert settle(second, Outcome())
    (message,) = messages()
    assert (message.status, message.error, message.lease) == (MessageStatus.sent, "", None)


def test_a_failed_attempt_waits_and_keeps_its_id(world: Factory) -> None:
    put(1)
    first = claim()
    assert first is not None
    assert settle(first, Outcome(error="timeout", duration_ms=7), timedelta(minutes=5))
    assert claim() is None
    with time_machine.travel(now() + timedelta(minutes=6), tick=True):
        again = claim()
    assert again is not None
    assert again.event_id == first.event_id


def test_messages_are_taken_in_the_order_of_their_time(world: Factory) -> None:
    ids = put(5)
    taken = [message.id for _ in ids if (message := claim())]
    assert taken == ids


def test_the_log_is_purged_after_thirty_days(world: Factory) -> None:
    put(2)
    message = claim()
    assert message is not None
    settle(message, Outcome())
    with time_machine.travel(now() + timedelta(days=31)), database.writing() as session:
        assert outbox.purge(session) == 1
    assert [message.status for message in messages()] == [MessageStatus.pending]


def test_the_loop_sends_what_is_put_in_while_it_runs_and_stops(world: Factory, setting: Callable[..., None]) -> None:
    from app.delivery.courier import delivering
    from app.domain import passwords

    with delivering(), database.writing() as session:
        passwords.forgotten(session, "tidak.ada@contoh.example")
    with delivering():
        for _ in range(2000):
            if not messages():
                break
            outbox.awake.wait(0.01)
    assert messages() == [], "a request for a password is answered and leaves nothing behind"


def test_the_server_sends_nothing_where_a_process_of_its_own_does(world: Factory, setting: Callable[..., None]) -> None:
    import threading

    from app.delivery.courier import delivering

    setting(deliver="false")
    with delivering():
        assert "courier" not in {thread.name for thread in threading.enumerate()}


def test_without_a_mail_server_mail_is_kept(world: Factory) -> None:
    put(2)
    drain()
    assert [(message.status, message.attempts) for message in messages()] == [(MessageStatus.pending, 0)] * 2


def test_what_sending_leaves_to_send_is_sent_too(world: Factory, monkeypatch: pytest.MonkeyPatch) -> None:
    """A batch is a chain: each part asks for the next just before it ends. It is not left half done."""
    links, sent = 200, list[int]()

    def prepare(_session: Session, message: Claimed) -> Parcel:
        def deliver() -> Outcome:
            number = int(message.payload["n"])
            sent.append(number)
            if number < links:
                with database.writing() as session:
                    outbox.add(session, Kind.request, "chain", {"n": number + 1})
            return Outcome()

        return deliver

    monkeypatch.setitem(courier._PREPARE, Kind.request, prepare)
    with database.writing() as session:
        outbox.add(session, Kind.request, "chain", {"n": 1})
    drain()
    assert sent == list(range(1, links + 1))

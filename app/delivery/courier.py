"""The loop that empties the outbox: one thread looks, a few send.

Idle, it costs one look-up by an index every few seconds. It is woken by what this process puts in the outbox; that
call comes before the commit, so the courier looks a few times in the second after it.
"""

import logging
import random
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from itertools import chain, repeat

from sqlalchemy.exc import SQLAlchemyError

from app import database
from app.clock import now
from app.delivery import certificates, mail, requests, webhooks
from app.delivery.parcel import Parcel
from app.domain import outbox
from app.domain import webhooks as webhook_deeds
from app.domain.judging import reminding
from app.domain.outbox import Claimed, Outcome
from app.domain.questions import reminding as answers
from app.models.outbox import Kind
from app.rules import retries
from app.settings import settings

SENDERS = 4
MOST_WEBHOOKS = 3
"""Webhooks on their way at once: one sender is left for mail."""
MOST_OF_ONE = 2
"""On their way to one webhook: a slow receiver does not hold up the others."""
EVERY = 5.0
"""Seconds between two looks where nothing was heard: what another process put in the outbox waits so long."""
SOON = (0.02, 0.05, 0.1, 0.2, 0.4, 0.8)
"""Seconds between the looks after being woken, until the commit is seen."""
PURGE_EVERY = 3600.0
"""Seconds between two rounds of what needs doing now and then: tidying, reminders before a stage ends."""
PEERS_EVERY = 10.0
"""Seconds between two looks whether a peer is due."""
_PREPARE = {Kind.mail: mail.prepare, Kind.webhook: webhooks.prepare, Kind.request: requests.prepare,
            Kind.certificates: certificates.prepare}  # fmt: skip
_SCHEDULE = {Kind.mail: retries.MAIL, Kind.webhook: retries.WEBHOOK, Kind.request: retries.MAIL,
             Kind.certificates: retries.CERTIFICATES}  # fmt: skip
log = logging.getLogger("jipp.delivery")


class Courier:
    """Takes messages out of the outbox until it is told to stop."""

    def __init__(self) -> None:
        self._stopping = threading.Event()
        self._senders = ThreadPoolExecutor(SENDERS, "delivery")
        self._lock = threading.Lock()
        self._under_way: Counter[str] = Counter()
        self._waits: Iterator[float] = repeat(EVERY)
        self._purge_in = self._peers_in = 0.0
        self._peers: threading.Thread | None = None

    def run(self) -> None:
        """Looks and sends until ``stop``; what is being sent then is finished first."""
        while not self._stopping.is_set():
            try:
                is_busy = self._send_next()
            except SQLAlchemyError as error:
                log.warning("the outbox could not be read: %s", type(error).__name__)
                is_busy = False
            if not is_busy:
                self._rest()
        self._senders.shutdown(wait=True)

    def drain(self) -> None:
        """Sends what is due now, and returns when all of it has been tried once."""
        while True:
            outbox.awake.clear()
            with self._lock:
                is_idle = not self._under_way  # asked before the look: what was under way may leave more to send
            if self._send_next():
                continue
            if is_idle:
                break
            outbox.awake.wait(EVERY)
        self._senders.shutdown(wait=True)

    def stop(self) -> None:
        """Ends ``run`` once what is being sent is sent; may be called from a signal handler."""
        self._stopping.set()
        outbox.awake.set()

    def _send_next(self) -> bool:
        """Hands one message to a sender; False where there is none, or nobody free to send it."""
        kinds, busy = self._possible()
        if not kinds or not self._is_due(kinds):
            return False
        with database.writing() as session:
            message = outbox.claim(session, kinds, busy, settings().delivery_lease_seconds)
            if message is None:
                return False
            parcel = _PREPARE[Kind(message.kind)](session, message)
        if parcel is not None:
            self._begin(message, parcel)
        return True

    def _possible(self) -> tuple[list[Kind], list[str]]:
        """Which kinds may be sent now, and the webhooks that have enough on their way."""
        with self._lock:
            under_way = dict(self._under_way)
        if sum(under_way.values()) >= SENDERS:
            return [], []
        webhooks_under_way = sum(count for of, count in under_way.items() if of)
        kinds = [one for one in outbox.sent_kinds() if one is not Kind.webhook or webhooks_under_way < MOST_WEBHOOKS]
        return kinds, [of for of, count in under_way.items() if of and count >= MOST_OF_ONE]

    @staticmethod
    def _is_due(kinds: list[Kind]) -> bool:
        with database.reading() as session:
            due = outbox.next_due(session, kinds)
        return due is not None and due <= now()

    def _begin(self, message: Claimed, parcel: Parcel) -> None:
        with self._lock:
            self._under_way[message.webhook_id or ""] += 1
        self._senders.submit(_deliver, message, parcel).add_done_callback(lambda done: self._end(message, done))

    def _end(self, message: Claimed, done: Future[None]) -> None:
        with self._lock:
            self._under_way[message.webhook_id or ""] -= 1
            self._under_way += Counter()  # forgets those with none
        if error := done.exception():
            log.error("message %s was not settled and will be sent again: %s", message.id, type(error).__name__)
        outbox.awake.set()

    def _rest(self) -> None:
        """Waits until woken, or until it is time to look again; tidies in quiet hours."""
        wait = next(self._waits, EVERY)
        if outbox.awake.wait(wait):
            outbox.awake.clear()
            self._waits = chain(SOON, repeat(EVERY))
        self._purge_in -= wait
        if self._purge_in <= 0:
            self._purge_in = PURGE_EVERY
            self._purge()
            self._remind()
        self._look_at_peers(wait)

    def _look_at_peers(self, waited: float) -> None:
        """In a thread of its own: a snapshot takes minutes, and mail does not wait for it."""
        self._peers_in -= waited
        if self._peers_in <= 0 and (self._peers is None or not self._peers.is_alive()):
            self._peers_in = PEERS_EVERY
            self._peers = threading.Thread(target=_look_at_peers, name="peers", daemon=True)
            self._peers.start()

    @staticmethod
    def _purge() -> None:
        try:
            with database.writing() as session:
                outbox.purge(session)
        except SQLAlchemyError as error:
            log.warning("the outbox could not be tidied: %s", type(error).__name__)

    @staticmethod
    def _remind() -> None:
        """Letters to jurors of a stage that ends soon, and to units whose answer to a question is due; none without a
        mail server, where they would wait too long."""
        if Kind.mail not in outbox.sent_kinds():
            return
        try:
            with database.reading() as session:
                near = reminding.due(session)
            for edition_id, stage in near:
                with database.writing() as session:
                    reminding.remind_by_itself(session, edition_id, stage)
            with database.reading() as session:
                unanswered = answers.due(session)
            for question_id in unanswered:
                with database.writing() as session:
                    answers.remind(session, question_id)
        except SQLAlchemyError as error:
            log.warning("nobody could be reminded: %s", type(error).__name__)


def _deliver(message: Claimed, parcel: Parcel) -> None:
    """Sends and writes down how it went."""
    outcome = _attempt(parcel)
    again_in = None
    if outcome.error and not outcome.is_final:
        chance = random.random()  # noqa: S311  # spreads the load, keeps no secret
        again_in = retries.wait(_SCHEDULE[Kind(message.kind)], message.attempts, chance, outcome.retry_after)
    with database.writing() as session:
        webhook_deeds.settle(session, message, outcome, again_in)
    if outcome.error:
        log.info("%s %s was not delivered (%s)", message.kind, message.id, outcome.error)


def _attempt(parcel: Parcel) -> Outcome:
    try:
        return parcel()
    except Exception as error:
        log.exception("unforeseen while sending")
        return Outcome(error=f"unforeseen_{type(error).__name__}"[:60])


def _look_at_peers() -> None:
    from app.delivery import peers  # what fetches is loaded by who has to: app/delivery/webhooks.py

    peers.look_at_due()


@contextmanager
def delivering() -> Iterator[None]:
    """Sends in a thread beside the server; at the end what is being sent is finished."""
    if not settings().deliver:
        yield
        return
    courier = Courier()
    thread = threading.Thread(target=courier.run, name="courier", daemon=True)
    thread.start()
    try:
        yield
    finally:
        courier.stop()
        thread.join()

"""Fetches the catalogues of peers: a snapshot first, then their feed of changes, then the digest.

Every step is written down with what it brought, so that who is stopped anywhere goes on from there. Addresses are
looked at as those of webhooks: nothing inside the own network is called unless the operator allows it.
"""

import json
import logging
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

import httpcore
from sqlalchemy.exc import SQLAlchemyError

from app import __version__, database
from app.clock import now
from app.delivery.pinned import PinnedBackend, Refused
from app.domain import peers
from app.models import Peer
from app.rules.addresses import url_fault
from app.rules.feed import digest_of
from app.settings import settings

BATCH = 100
"""Documents that one transaction takes."""
LONGEST_LINE = 2 * 1024 * 1024
LONGEST_ANSWER = 64 * 1024 * 1024
SECONDS = 600.0
"""For one request, answer included."""
MOST_PAGES = 2_000
"""Pages of the feed in one look; what is left comes with the next."""
GONE = 410
MISSING, REDIRECTED = {404, 405, 406, 501}, {301, 302, 303, 307, 308}
"""Statuses of who does not know the feed, and of who is elsewhere."""
log = logging.getLogger("jipp.peers")


class Failed(Exception):
    """The peer could not be mirrored now; says why by a short code."""


def look_at_one() -> bool:
    """Brings one peer that is due up to date; False where none is."""
    with database.writing() as session:
        found = peers.claim(session)
        peer = found and Peer.model_validate(found.model_dump())
    if peer is None:
        return False
    try:
        error, equal_at = "", now() if _mirror(peer) else None
    except Failed as failed:
        error, equal_at = str(failed), None
        log.info("the peer %s could not be mirrored (%s)", peer.id, error)
    with database.writing() as session:
        peers.settle(session, peer.id, error, equal_at)
    return True


def look_at_due() -> None:
    """All that are due, one after the other."""
    try:
        while look_at_one():
            pass
    except SQLAlchemyError as error:
        log.warning("peers could not be looked at: %s", type(error).__name__)


def _mirror(peer: Peer) -> bool:
    """Whether the mirror is equal at the end; False while there is more to fetch."""
    cursor = peer.cursor or _snapshot(peer)
    for _page in range(MOST_PAGES):
        page = _page_after(peer, cursor)
        if page is None:  # the peer was restored from a backup: its numbers begin anew
            _anew(peer)
            return False
        cursor = page["next"]
        if not page["has_more"]:
            return _is_equal(peer, cursor)
    return False


def _snapshot(peer: Peer) -> str:
    """Fetches everything, from where an earlier attempt was stopped; the cursor that the feed goes on from."""
    after = peer.snapshot_after if peer.snapshot_cursor else None
    address = peer.url + "/api/v1/changes/snapshot" + (f"?after_id={quote(after)}" if after else "")
    is_whole, waiting, rows = False, [], 0
    for line in _lines(address):
        if "cursor" in line:
            _in_writing(lambda session, line=line: peers.begin_snapshot(session, peer.id, str(line["cursor"])))
        elif "end" in line:
            is_whole = True
        else:
            waiting.append(_document(line.get("data")))
            rows += 1
            if len(waiting) >= BATCH:
                _take_part(peer, waiting)
                waiting = []
        if rows > settings().peer_rows:
            raise Failed("too_many")
    _take_part(peer, waiting)
    if not is_whole:
        raise Failed("cut_short")
    while not _in_writing(lambda session: peers.finish_snapshot(session, peer.id)):
        pass
    with database.reading() as session:
        return str(session.get_one(Peer, peer.id).cursor)


def _take_part(peer: Peer, documents: list[dict[str, Any]]) -> None:
    if documents:
        last = str(documents[-1].get("id"))
        _in_writing(lambda session: peers.take(session, peer.id, documents, snapshot_after=last))


def _page_after(peer: Peer, cursor: str) -> dict[str, Any] | None:
    """One page of the feed, taken in; None where the cursor no longer holds."""
    page = _get(f"{peer.url}/api/v1/changes?limit={BATCH}&after={quote(cursor)}", none_on=GONE)
    if page is None:
        return None
    try:
        latest = {str(item["id"]): item.get("data") for item in page["items"]}
        following, _more = str(page["next"]), bool(page["has_more"])
    except (KeyError, TypeError):
        raise Failed("other_version") from None
    documents = [_document(data) for data in latest.values() if data is not None]
    gone = [id_ for id_, data in latest.items() if data is None]
    _in_writing(lambda session: peers.take(session, peer.id, documents, gone, cursor=following))
    return page


def _is_equal(peer: Peer, cursor: str) -> bool:
    """Compares with the peer's digest at the same place; what differs is fetched anew."""
    stands = _get(f"{peer.url}/api/v1/changes/digest")
    if not stands or stands.get("next") != cursor:
        return False  # it has moved on meanwhile
    with database.reading() as session:
        own = peers.digest(session, peer.id)
    if own == (stands.get("count"), stands.get("digest")):
        return True
    _anew(peer)
    raise Failed("differs")


def _anew(peer: Peer) -> None:
    _in_writing(lambda session: peers.begin_anew(session, peer.id))


def _in_writing(deed: Any) -> Any:
    try:
        with database.writing() as session:
            return deed(session)
    except ValueError:
        raise Failed("other_version") from None


def _document(data: Any) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise Failed("not_a_feed")
    return data | {"digest": digest_of(data)}


def _get(address: str, none_on: int = 0) -> dict[str, Any] | None:
    with _answering(address) as answer:
        if none_on and answer.status == none_on:
            return None
        body = b""
        for chunk in _whole(answer):
            body += chunk
            if len(body) > LONGEST_ANSWER:
                raise Failed("too_large")
    return _parsed(body)


def _lines(address: str) -> Iterator[dict[str, Any]]:
    """The lines of an answer as they come."""
    with _answering(address) as answer:
        rest = b""
        for chunk in _whole(answer):
            *lines, rest = (rest + chunk).split(b"\n")
            if len(rest) > LONGEST_LINE:
                raise Failed("too_large")
            yield from map(_parsed, lines)


def _parsed(line: bytes) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except ValueError:
        raise Failed("not_a_feed") from None
    if not isinstance(found, dict):
        raise Failed("not_a_feed")
    return found


def _whole(answer: httpcore.Response) -> Iterator[bytes]:
    if answer.status != 200:
        raise Failed(_refusal(answer))
    yield from answer.iter_stream()


def _refusal(answer: httpcore.Response) -> str:
    """What an answer that is none says of who gave it."""
    if answer.status in REDIRECTED:
        return "redirected"
    if answer.status not in MISSING:
        return f"http_{answer.status}"
    kind = dict(answer.headers).get(b"content-type", b"")
    return "other_version" if kind.startswith(b"application/problem+json") else "not_a_feed"


@contextmanager
def _answering(address: str) -> Iterator[httpcore.Response]:
    """The answer of an allowed address, without following redirects; ``Failed`` for whatever goes wrong with it."""
    chosen = settings()
    fault = url_fault(address, allow_http=chosen.webhook_allow_http, allowed=chosen.networks)
    if fault is not None:
        raise Failed(fault)
    headers = [("accept", "application/json"), ("accept-encoding", "identity"), ("user-agent", f"JIPP/{__version__}")]
    backend = PinnedBackend(chosen.networks, SECONDS)
    try:
        with (
            httpcore.ConnectionPool(ssl.create_default_context(), network_backend=backend, retries=0) as pool,
            pool.stream("GET", address, headers=headers) as answer,
        ):
            yield answer
    except Refused:
        raise Failed("private_address") from None
    except httpcore.TimeoutException:
        raise Failed("timeout") from None
    except (httpcore.NetworkError, httpcore.ProtocolError, OSError) as error:
        raise Failed(_fault(error)) from None


def _fault(error: Exception) -> str:
    """Why no connection came about, or why it broke off."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return "tls"
        if isinstance(cause, ssl.SSLError):
            return "no_tls"
        if isinstance(cause, (socket.gaierror, UnicodeError)):
            return "unknown_host"
        cause = cause.__cause__ or cause.__context__  # the pool of httpcore takes the first away
    return "cut_short" if isinstance(error, (httpcore.ReadError, httpcore.RemoteProtocolError)) else "connection"

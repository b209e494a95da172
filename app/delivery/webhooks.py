"""Webhooks: an event signed after Standard Webhooks and sent, to allowed addresses, without following redirects."""

import re
import ssl
import time
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlmodel import Session, col

from app import __version__
from app.clock import now
from app.delivery.parcel import Parcel
from app.domain import outbox
from app.domain.outbox import LONGEST_EXCERPT, Claimed, Outcome
from app.domain.webhooks import secrets_of
from app.models import OutboxMessage, Webhook
from app.models.base import compact_json
from app.rules.addresses import url_fault
from app.settings import settings

if TYPE_CHECKING:
    import httpcore

GONE = 410
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def prepare(session: Session, message: Claimed) -> Parcel | None:
    """The request, ready to send; None, and called off, where the webhook was switched off meanwhile."""
    webhook = session.get(Webhook, message.webhook_id)
    if webhook is None or not webhook.is_active:
        outbox.cancel(session, col(OutboxMessage.id) == message.id, error="switched_off")
        return None
    url, secrets, body = webhook.url, secrets_of(webhook), compact_json(message.payload)
    return lambda: send(url, headers(message.event_id, body, secrets), body.encode())


def headers(event_id: str, body: str, secrets: list[str]) -> dict[str, str]:
    """The headers of Standard Webhooks; one signature for each secret that is valid now."""
    from standardwebhooks import Webhook as Signer

    moment = now()
    signatures = [Signer(secret).sign(event_id, moment, body) for secret in secrets]
    return {
        "content-type": "application/json", "user-agent": f"JIPP/{__version__}", "accept-encoding": "identity",
        "webhook-id": event_id, "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": " ".join(signatures),
    }  # fmt: skip


def send(url: str, sent: dict[str, str], body: bytes) -> Outcome:
    """One attempt, over within ``JIPP_WEBHOOK_TIMEOUT_SECONDS``; of the answer the first 1 kB is read."""
    import httpcore  # here, as everything that only sends: a server that tells nobody does without

    from app.delivery.pinned import Refused

    chosen, started = settings(), time.monotonic()
    fault = url_fault(url, allow_http=chosen.webhook_allow_http, allowed=chosen.networks)
    if fault is not None:
        return Outcome(error=fault)
    try:
        return _exchange(url, sent, body, started)
    except Refused:
        return _failed("private_address", started)
    except httpcore.TimeoutException:
        return _failed("timeout", started)
    except (httpcore.NetworkError, httpcore.ProtocolError, ssl.SSLError, OSError) as error:
        return _failed("tls" if "certificate" in str(error).lower() else "connection", started)
    except (ValueError, UnicodeError):
        return _failed("url_parsing", started)


def _exchange(url: str, sent: dict[str, str], body: bytes, started: float) -> Outcome:
    import httpcore

    from app.delivery.pinned import PinnedBackend

    chosen = settings()
    backend = PinnedBackend(chosen.networks, chosen.webhook_timeout_seconds)
    with (
        httpcore.ConnectionPool(ssl.create_default_context(), network_backend=backend, retries=0) as pool,
        pool.stream("POST", url, headers=list(sent.items()), content=body) as answer,
    ):
        return _outcome(answer, started)


def _outcome(answer: "httpcore.Response", started: float) -> Outcome:
    excerpt = b""
    for chunk in answer.iter_stream():
        excerpt += chunk
        if len(excerpt) >= LONGEST_EXCERPT:
            break
    error = "" if 200 <= answer.status < 300 else "gone" if answer.status == GONE else f"http_{answer.status}"
    return Outcome(
        error=error, is_final=answer.status == GONE, response_code=answer.status, duration_ms=_since(started),
        response_excerpt=_readable(excerpt[:LONGEST_EXCERPT]), retry_after=_retry_after(answer),
    )  # fmt: skip


def _readable(excerpt: bytes) -> str:
    return _UNPRINTABLE.sub("\ufffd", excerpt.decode("utf-8", "replace"))


def _retry_after(answer: "httpcore.Response") -> timedelta | None:
    """How long the receiver asks to be left alone, where it says so in seconds."""
    value = next((value for name, value in answer.headers if name.lower() == b"retry-after"), b"")
    return timedelta(seconds=int(value)) if value.isdigit() and len(value) < 7 else None


def _failed(error: str, started: float) -> Outcome:
    return Outcome(error=error, duration_ms=_since(started))


def _since(started: float) -> int:
    return round((time.monotonic() - started) * 1000)

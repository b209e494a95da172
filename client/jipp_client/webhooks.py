"""Whether a webhook comes from JIPP: the signatures of Standard Webhooks, checked by the standard library alone.

>>> event = webhooks.verify(body, headers, secret)  # the bytes as they came
>>> if headers["webhook-id"] not in seen:  # the same event may arrive twice, under the same id
...     ...  # note the id with what you do, in one transaction
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from typing import Any, TypedDict

from jipp_client.errors import JippError

TOLERANCE = 300
"""Seconds that a delivery may be old, or ahead of this clock: what is older may be a recorded one, played again."""


class SignatureMismatch(JippError):
    """It is not from JIPP, was changed on the way, or is too old. Answer 401 and do nothing."""


class Event(TypedDict):
    """What happened: ``proposal.returned`` and so on, when (RFC 3339), and to what."""

    type: str
    timestamp: str
    data: dict[str, Any]


def verify(
    body: bytes, headers: Mapping[str, str], *secrets: str, tolerance: float = TOLERANCE, now: float | None = None
) -> Event:
    """The event, if one of the secrets signed it within the tolerance; else raises ``SignatureMismatch``.

    While a secret is being replaced give both, the new and the old. ``now`` is in seconds since 1970.
    """
    if not secrets:
        raise ValueError("a secret is needed")
    given = {name.lower(): value for name, value in headers.items()}
    event_id, moment, signatures = (given.get(f"webhook-{part}", "") for part in ("id", "timestamp", "signature"))
    if not (event_id and signatures and moment.isascii() and moment.isdigit()):
        raise SignatureMismatch("webhook-id, webhook-timestamp or webhook-signature is missing")
    if abs((time.time() if now is None else now) - int(moment)) > tolerance:
        raise SignatureMismatch(f"webhook-timestamp {moment} is too far from now")
    signed = f"{event_id}.{moment}.".encode() + body
    wanted = [base64.b64encode(hmac.digest(_key(secret), signed, hashlib.sha256)).decode() for secret in secrets]
    found = [word[3:] for word in signatures.split() if word.startswith("v1,")]
    if not any(hmac.compare_digest(one.encode(), other.encode()) for one in found for other in wanted):
        raise SignatureMismatch("no signature fits")
    event: Event = json.loads(body)
    return event


def _key(secret: str) -> bytes:
    try:
        return base64.b64decode(secret.removeprefix("whsec_"), validate=True)
    except binascii.Error as error:
        raise ValueError("a secret begins with whsec_, and goes on in base64") from error

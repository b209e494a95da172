"""When a message that could not be delivered is tried again."""

from datetime import timedelta
from itertools import accumulate

_MINUTE, _HOUR = 60, 3600
WEBHOOK = (5, 5 * _MINUTE, 30 * _MINUTE, 2 * _HOUR, 5 * _HOUR, 10 * _HOUR, 14 * _HOUR, 20 * _HOUR, 20 * _HOUR)
"""Seconds between the attempts: ten in three days, as Standard Webhooks proposes."""
MAIL = (_MINUTE, 5 * _MINUTE, 15 * _MINUTE, _HOUR, 3 * _HOUR, 6 * _HOUR, 12 * _HOUR, 24 * _HOUR)
CERTIFICATES = (15, _MINUTE, 5 * _MINUTE, 15 * _MINUTE)
"""Of a signer that does not answer: somebody waits for the batch, and its passphrase is kept for an hour only."""
JITTER = 0.1
"""Each wait is up to so much shorter, by chance: receivers that were down are not all called at once."""
LONGEST_ASKED = timedelta(hours=24)
"""How long a receiver may ask to be left alone (``Retry-After``)."""


def wait(schedule: tuple[int, ...], attempts: int, chance: float, asked: timedelta | None = None) -> timedelta | None:
    """How long to wait after so many attempts; None where it is given up. *chance* is in 0–1."""
    if attempts > len(schedule):
        return None
    own = timedelta(seconds=schedule[attempts - 1] * (1 - JITTER * chance))
    return max(own, min(asked or own, LONGEST_ASKED))


def lasts(schedule: tuple[int, ...]) -> timedelta:
    """From the first attempt to the last, at most."""
    return timedelta(seconds=list(accumulate(schedule))[-1])

"""Durations as histograms: minutes exact below 128, above in buckets 1/64 wide, so that no value is off by over 0.8 %.

A histogram is 1,024 counts; stored it is the pairs (bucket, count) that are not empty, six bytes each, little-endian.
"""

from collections.abc import Iterable, Mapping
from math import comb, sqrt

import numpy as np
from numpy.typing import NDArray

EXACT, PARTS = 128, 64
"""Minutes that have a bucket of their own; buckets in which each doubling above is cut."""
BUCKETS = 1_024
LONGEST = 2**21 - 1
"""Minutes, almost four years; longer ones are counted as this."""
SMALL = 30
"""Records below which an interval says more than the figure."""
_PAIR = np.dtype([("bucket", "<u2"), ("count", "<u4")])
_Z = 1.959963984540054
_FIRST = EXACT.bit_length()
Counts = NDArray[np.int64]


def bucket_of(minutes: int) -> int:
    """The bucket of a duration of 0 minutes or more."""
    minutes = min(minutes, LONGEST)
    if minutes < EXACT:
        return minutes
    doubling = minutes.bit_length() - _FIRST
    return EXACT + doubling * PARTS + (minutes >> (doubling + 1)) - PARTS


def _middles() -> NDArray[np.float64]:
    """The middle of each bucket: what a duration in it is taken for."""
    found = [float(minutes) for minutes in range(EXACT)]
    for bucket in range(EXACT, BUCKETS):
        doubling, part = divmod(bucket - EXACT, PARTS)
        width = 2 ** (doubling + 1)
        found.append((PARTS + part) * width + (width - 1) / 2)
    return np.array(found)


MIDDLES = _middles()


def packed(counts: Mapping[int, int]) -> bytes:
    """Counts by bucket as they are stored; empty buckets are left out, a negative count is a ``ValueError``."""
    some = sorted((bucket, count) for bucket, count in counts.items() if count)
    if any(count < 0 for _bucket, count in some):
        raise ValueError("fewer than none")
    return np.array(some, dtype=_PAIR).tobytes()


def unpacked(stored: bytes) -> dict[int, int]:
    """What was packed."""
    pairs = np.frombuffer(stored, dtype=_PAIR)
    return dict(zip(pairs["bucket"].tolist(), pairs["count"].tolist(), strict=True))


def summed(stored: Iterable[bytes], groups: NDArray[np.int64], count: int) -> Counts:
    """Many histograms added up by group: *groups* says of each to which of *count* groups it belongs.

    Gives an array of *count* × 1,024.
    """
    parts = list(stored)
    pairs = np.frombuffer(b"".join(parts), dtype=_PAIR)
    lengths = np.array([len(part) // _PAIR.itemsize for part in parts], dtype=np.int64)
    places = np.repeat(groups, lengths) * BUCKETS + pairs["bucket"]
    added = np.bincount(places, weights=pairs["count"], minlength=count * BUCKETS)
    return added.astype(np.int64).reshape(count, BUCKETS)


def at_rank(counts: Counts, rank: int) -> float:
    """The duration with this place (from 1) among all, in minutes."""
    return float(MIDDLES[int(np.searchsorted(np.cumsum(counts), rank))])


def median(counts: Counts) -> float | None:
    """The median in minutes, the mean of the two middle ones where there are as many on both sides."""
    n = int(counts.sum())
    if not n:
        return None
    return (at_rank(counts, (n + 1) // 2) + at_rank(counts, n // 2 + 1)) / 2


def percentile(counts: Counts, percent: int) -> float | None:
    """The smallest duration that *percent* of all do not exceed (nearest rank), in minutes."""
    n = int(counts.sum())
    return at_rank(counts, max(1, -(-n * percent // 100))) if n else None


def median_interval(counts: Counts) -> tuple[float, float] | None:
    """Between which durations the median of all such cases lies, 95 % at least; None below six."""
    n = int(counts.sum())
    low = _low_rank(n)
    return (at_rank(counts, low), at_rank(counts, n + 1 - low)) if low else None


def _low_rank(n: int) -> int:
    """The place of the lower end: exactly by the binomial distribution up to 200, then by its normal likeness."""
    if n > 200:
        return int(n / 2 - _Z / 2 * sqrt(n))
    below, rank = 0, 0
    while rank < n and (below := below + comb(n, rank)) * 40 <= 2**n:
        rank += 1
    return rank


def wilson(kept: int, n: int) -> tuple[float, float]:
    """The 95 % interval of a share, in percent; *n* is 1 or more."""
    share, z2 = kept / n, _Z * _Z
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    reach = _Z / (1 + z2 / n) * sqrt(share * (1 - share) / n + z2 / (4 * n * n))
    return max(0.0, 100 * (middle - reach)), min(100.0, 100 * (middle + reach))


def add_to(counts: dict[int, int], other: Mapping[int, int]) -> dict[int, int]:
    """Adds *other*, whose counts may be negative."""
    for bucket, count in other.items():
        counts[bucket] = counts.get(bucket, 0) + count
    return counts

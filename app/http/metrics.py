"""What this process can say about itself, in Prometheus' text format.

Requests are counted as they are answered (app/http/observing.py). What can be asked for, such as the size of the
database, is asked for when somebody reads the figures. Each worker has its own figures and says which one it is.
"""

import os
import time
from bisect import bisect_left
from collections.abc import Callable, Iterable
from itertools import accumulate

from prometheus_client import CollectorRegistry, Histogram, disable_created_metrics, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector
from prometheus_client.utils import floatToGoString

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
LATENCIES = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
"""Seconds; a page on a slow network is judged elsewhere, this is the server's own time."""
WAITING = (0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 30)
STARTED = time.monotonic()
Ask = Callable[[], float | None]

disable_created_metrics()  # type: ignore[no-untyped-call]  # three lines more of each figure that nobody asks for
registry = CollectorRegistry(auto_describe=False)
WRITER_WAITED = Histogram("jipp_writer_wait_seconds", "Seconds that a write waited for SQLite's one writer.",
                          buckets=WAITING, registry=registry)  # fmt: skip


class _Tally:
    """The answers of one route, method and class of status."""

    __slots__ = ("count", "seconds", "within")

    def __init__(self) -> None:
        self.count, self.seconds = 0, 0.0
        self.within = [0] * (len(LATENCIES) + 1)


class _Requests(Collector):
    """Counted in plain numbers by the event loop alone: the library's locks cost a ready-made answer a twentieth."""

    def __init__(self) -> None:
        self.of: dict[tuple[str, str, int], _Tally] = {}
        self.in_flight = 0

    def collect(self) -> Iterable[Metric]:
        """The figures."""
        yield GaugeMetricFamily("jipp_requests_in_flight", "Requests that are being answered.", self.in_flight)
        answers = CounterMetricFamily("jipp_requests", "Requests answered, by route, method and class of status.",
                                      labels=["route", "method", "status"])  # fmt: skip
        took = HistogramMetricFamily("jipp_request_seconds", "Seconds from the request to the end of its answer.",
                                     labels=["route", "method"])  # fmt: skip
        routes: dict[tuple[str, str], list[_Tally]] = {}
        for (route, method, kind), tally in list(self.of.items()):
            answers.add_metric([route, method, f"{kind}xx"], tally.count)
            routes.setdefault((route, method), []).append(tally)
        for names, tallies in routes.items():
            sums = accumulate(map(sum, zip(*(tally.within for tally in tallies), strict=True)))
            buckets = list(zip([*map(floatToGoString, LATENCIES), "+Inf"], sums, strict=True))
            took.add_metric(list(names), buckets, sum(tally.seconds for tally in tallies))
        yield from (answers, took)


REQUESTS = _Requests()
registry.register(REQUESTS)


def observe(route: str, method: str, status: int, seconds: float) -> None:
    """Counts one answer; for the event loop's thread alone."""
    seen = (route, method, status // 100)
    tally = REQUESTS.of.get(seen)
    if tally is None:
        tally = REQUESTS.of[seen] = _Tally()
    tally.count += 1
    tally.seconds += seconds
    tally.within[bisect_left(LATENCIES, seconds)] += 1


class _Asked(Collector):
    """Figures that are asked for at each reading; one that cannot be had now is left out, and its name stays."""

    def __init__(self) -> None:
        self.of: dict[str, tuple[str, dict[tuple[tuple[str, str], ...], Ask]]] = {}

    def collect(self) -> Iterable[Metric]:
        """The figures."""
        for name, (text, asks) in self.of.items():
            family = GaugeMetricFamily(name, text, labels=[label for label, _ in next(iter(asks))])
            for labels, ask in asks.items():
                value = _answer(ask)
                if value is not None:
                    family.add_metric([value_ for _, value_ in labels], value)
            yield family


def _answer(ask: Ask) -> float | None:
    try:
        return ask()
    except Exception:  # whatever fails, the other figures are still to be had: a lost database is when they count
        return None


_asked = _Asked()
registry.register(_asked)


def ask(name: str, text: str, of: Ask, **labels: str) -> None:
    """Has *of* called for the figure *name* whenever somebody reads them; None leaves it out.

    The same name and labels again replace what was there. This is the place for what another part knows, such as
    how many letters wait to be sent.
    """
    _asked.of.setdefault(name, (text, {}))[1][tuple(sorted(labels.items()))] = of


ask("jipp_uptime_seconds", "Seconds since this process began.", lambda: time.monotonic() - STARTED)
ask("jipp_worker", "Which process these figures are of.", lambda: 1.0, pid=str(os.getpid()))


def exposition() -> bytes:
    """The figures of this process in Prometheus' text format."""
    return generate_latest(registry)

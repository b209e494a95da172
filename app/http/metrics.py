"""What this process can say about itself, in Prometheus' text format.

Requests are counted as they are answered (app/http/observing.py). What can be asked for, such as the size of the
database, is asked for when somebody reads the figures. Each worker has its own figures and says which one it is.
"""

import os
import time
from collections.abc import Callable, Iterable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, disable_created_metrics, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
LATENCIES = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
"""Seconds; a page on a slow network is judged elsewhere, this is the server's own time."""
WAITING = (0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 30)
STARTED = time.monotonic()
_Seen = tuple[str, str, int]
Ask = Callable[[], float | None]

disable_created_metrics()  # type: ignore[no-untyped-call]  # three lines more of each figure that nobody asks for
registry = CollectorRegistry(auto_describe=False)
_ROUTE = ("route", "method")
REQUESTS = Counter("jipp_requests", "Requests answered, by route, method and class of status.", (*_ROUTE, "status"),
                   registry=registry)  # fmt: skip
SECONDS = Histogram("jipp_request_seconds", "Seconds from the request to the end of its answer.", _ROUTE,
                    buckets=LATENCIES, registry=registry)  # fmt: skip
IN_FLIGHT = Gauge("jipp_requests_in_flight", "Requests that are being answered.", registry=registry)
WRITER_WAITED = Histogram("jipp_writer_wait_seconds", "Seconds that a write waited for SQLite's one writer.",
                          buckets=WAITING, registry=registry)  # fmt: skip
_children: dict[_Seen, tuple[Counter, Histogram]] = {}


def observe(route: str, method: str, status: int, seconds: float) -> None:
    """Counts one answer."""
    seen = (route, method, status // 100)
    found = _children.get(seen)
    if found is None:
        found = _children[seen] = (REQUESTS.labels(route, method, f"{seen[2]}xx"), SECONDS.labels(route, method))
    found[0].inc()
    found[1].observe(seconds)


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

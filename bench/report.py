"""The figures as a table that can be pasted into docs/benchmarks.md."""

from bench.cases import Line
from bench.load import WRK
from bench.pages import GOAL_MS, Page
from bench.servers import LOAD_CORE, SERVER_CORE

MEMORY_GOAL_MB = 150


def head(proposals: int, rounds: int, seconds: float) -> str:
    """How it was measured."""
    reads = "wrk" if WRK else "our own 16 sockets (no wrk found)"
    return (
        f"{proposals:,} proposals; server on core {SERVER_CORE}, load on core {LOAD_CORE}; {rounds} rounds of "
        f"{seconds:g} s each, floor and product in turns; reads by {reads}, writes by our own 16 sockets.\n"
    )


def table(database: str, lines: list[Line], memory_mb: float, ceiling: float) -> str:
    """One database."""
    rows = ["| case | req/s | p50 ms | p99 ms | floor req/s | ratio | goal |", "|---|--:|--:|--:|--:|--:|---|"]
    rows += [_row(line, database) for line in lines]
    reached = _mark(memory_mb < MEMORY_GOAL_MB)
    rows += [
        "", f"Memory of the server afterwards: {memory_mb:.0f} MiB (goal < {MEMORY_GOAL_MB}: {reached}). "
        f"Our own 16 sockets reach {ceiling:,.0f} req/s against a constant answer.",
    ]  # fmt: skip
    return f"\n### {database}\n\n" + "\n".join(rows) + "\n"


def _row(line: Line, database: str) -> str:
    case, seen = line.case, line.product
    goal = "" if case.goal is None else f"ratio ≥ {case.goal}: {_mark((line.ratio or 0) >= case.goal)}"
    if case.p99_goal_ms is not None and database == "sqlite":
        goal = f"p99 < {case.p99_goal_ms:g} ms: {_mark(seen.p99 < case.p99_goal_ms)}"
    floor = f"{line.floor.rate:,.0f}" + (" (constant)" if case.floor_is_constant else "") if line.floor else "–"
    ratio = "–" if line.ratio is None else f"{line.ratio:.2f}"
    return f"| {case.name} | {seen.rate:,.0f} | {seen.p50:.1f} | {seen.p99:.1f} | {floor} | {ratio} | {goal} |"


def pages(found: list[Page], memory_mb: float) -> str:
    """First bytes."""
    rows = ["| role | page | middle ms | slowest ms | goal |", "|---|---|--:|--:|---|"]
    rows += [
        f"| {one.role} | {_short(one.path)} | {one.middle:.1f} | {one.slowest:.1f} | < {GOAL_MS}: "
        f"{_mark(one.middle < GOAL_MS)} |"
        for one in found
    ]
    return "\n### First byte of a page, full demo, SQLite\n\n" + "\n".join(rows) + f"\n\nMemory: {memory_mb:.0f} MiB.\n"


def _short(path: str) -> str:
    return "/".join("…" if len(part) == 36 else part for part in path.split("/"))


def _mark(reached: bool) -> str:
    return "reached" if reached else "missed"

"""`python -m bench.records`: five million service records summed up on both databases, beside the exact figures.

The rows are written in bulk, and so are the sums of their months, by the same functions as the product's. What is timed
is the product's own query, from the database to the answer's rows, for an organiser who sees every unit.
"""

import argparse
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Engine, insert
from sqlmodel import Session

from app.clock import new_id, new_salt, now
from app.database import is_sqlite, make_engine
from app.models import ServiceMonth, ServiceRecord, Unit
from app.models.service_record import LONGEST_PROMISE, SpeedQuery
from app.queries.service_records import every
from app.rules.durations import bucket_of, packed
from app.rules.permissions import SYSTEM
from bench import data
from bench.__main__ import DATABASES, _database

GOAL_SECONDS = 3
UNITS, SERVICES, MONTHS = 250, 8, 24
PROMISE = 240
OPEN = 4
"""Cases of a cell that are not completed, half of them overdue: 192,000, almost as many as a summary reads."""
CHUNK = 50_000
ROUNDS = 5
Minutes = NDArray[np.int64]


def _units(engine: Engine) -> list[str]:
    moment, ids = now(), [new_id() for _ in range(UNITS)]
    rows = [{"id": id_, "code": f"B{at}", "name": f"Unit {at}", "kind": "agency", "parent_id": None, "is_active": True,
             "region_code": None, "latitude": None, "longitude": None, "is_sample": True, "version": 1,
             "created_at": moment, "updated_at": moment, "salt": new_salt()} for at, id_ in enumerate(ids)]  # fmt: skip
    with engine.begin() as connection:
        connection.execute(insert(Unit), rows)
    return ids


def _cells(ids: list[str]) -> Iterator[tuple[str, str, date]]:
    for unit_id in ids:
        for service in range(SERVICES):
            for month in range(MONTHS):
                yield unit_id, f"Layanan {service}", date(2024 + month // 12, month % 12 + 1, 1)


def _fill(engine: Engine, count: int, chance: np.random.Generator) -> Minutes:
    """Writes *count* records evenly over the cells; gives all durations from received to completed."""
    cells = list(_cells(_units(engine)))
    took = np.maximum(chance.lognormal(5, 1.4, count).astype(np.int64), 1)
    per, rows, months = count // len(cells), list[tuple[Any, ...]](), list[dict[str, Any]]()
    for at, (unit_id, service, month) in enumerate(cells):
        some = took[at * per : (at + 1) * per]
        received = datetime(month.year, month.month, 10, 5, tzinfo=UTC)
        for number, minutes in enumerate(some.tolist()):
            response, done = (received + timedelta(minutes=after) for after in (minutes // 4, minutes))
            rows.append((f"{at:016x}{number:016x}", unit_id, service, received, response, done, PROMISE, None))
        rows += [(f"{at:016x}{per + number:016x}", unit_id, service, received, received, None,
                  PROMISE if number % 2 else LONGEST_PROMISE, None) for number in range(OPEN)]  # fmt: skip
        months.append(_month(unit_id, service, month, some))
        if len(rows) >= CHUNK:
            _write(engine, rows)
            rows = []
    _write(engine, rows)
    with engine.begin() as connection:
        connection.execute(insert(ServiceMonth), months)
    return took[: per * len(cells)]


def _month(unit_id: str, service: str, month: date, took: Minutes) -> dict[str, Any]:
    n = len(took)
    of = {"working": took, "serving": took - took // 4, "responding": took // 4}
    found: dict[str, Any] = {"unit_id": unit_id, "service": service, "month": month, "records": n + OPEN}
    for name, minutes in of.items():
        values, counts = np.unique([bucket_of(one) for one in minutes.tolist()], return_counts=True)
        is_promised = name != "responding"
        found |= {f"{name}_n": n, f"{name}_promised": n if is_promised else 0,
                  f"{name}_kept": int((minutes <= PROMISE).sum()) if is_promised else 0,
                  f"{name}_minutes": packed(dict(zip(values.tolist(), counts.tolist(), strict=True)))}  # fmt: skip
    return found


def _write(engine: Engine, rows: list[tuple[Any, ...]]) -> None:
    names = ", ".join(ServiceRecord.__table__.c.keys())  # type: ignore[attr-defined]
    with engine.begin() as connection:
        driver: Any = connection.connection.dbapi_connection
        if isinstance(driver, sqlite3.Connection):
            texts = [(*row[:3], *(moment and str(moment)[:19] for moment in row[3:6]), *row[6:]) for row in rows]
            driver.executemany(f"INSERT INTO service_records ({names}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", texts)
            return
        with driver.cursor() as cursor, cursor.copy(f"COPY service_records ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)


def _timed(engine: Engine, by: str) -> tuple[float, list[Any]]:
    """The best of some rounds, in seconds, and the rows."""
    best, found = float("inf"), list[Any]()
    with Session(engine) as session:
        for _ in range(ROUNDS):
            begun = time.perf_counter()
            found = every(session, SYSTEM, SpeedQuery(by=by))
            best = min(best, time.perf_counter() - begun)
    return best, found


def _measure(kind: str, count: int) -> bool:
    """Prints the figures of one database; whether the goal is met."""
    with tempfile.TemporaryDirectory() as folder, _database(kind, Path(folder)) as url:
        data.migrate(url)
        engine = make_engine(url, writes=True)
        begun = time.perf_counter()
        took = _fill(engine, count, np.random.default_rng(7))
        print(f"{kind}: {len(took):,} records in {UNITS * SERVICES * MONTHS:,} months, "
              f"written in {time.perf_counter() - begun:.0f} s")  # fmt: skip
        worst = 0.0
        for by in ("total", "month", "service", "unit"):
            seconds, found = _timed(engine, by)
            worst = max(worst, seconds)
            print(f"  by {by}: {len(found)} rows in {seconds:.2f} s")
        (whole,) = [one for one in _timed(engine, "total")[1] if one.measure == "bekerja"]
        _tell_error(whole, took)
        assert is_sqlite(engine) == (kind == "sqlite")
        engine.dispose()
    return worst < GOAL_SECONDS


def _tell_error(whole: Any, took: Minutes) -> None:
    ordered = np.sort(took)
    n = len(ordered)
    exact = {"median": (ordered[(n - 1) // 2] + ordered[n // 2]) / 2, "p90": ordered[-(-n * 90 // 100) - 1]}
    for name, value in exact.items():
        shown = getattr(whole, name)
        print(f"  {name}: {shown} minutes, exactly {value} ({100 * abs(shown - value) / value:.2f} % off)")
    print(f"  within the promise: {whole.kept:,}, exactly {int((took <= PROMISE).sum()):,}")
    cells = UNITS * SERVICES * MONTHS
    print(f"  open: {whole.unfinished:,}; overdue: {whole.overdue:,}, exactly {cells * OPEN // 2:,}")


def main() -> None:
    """Runs it; ends with 1 where the goal is missed."""
    parser = argparse.ArgumentParser(prog="python -m bench.records", description=__doc__)
    parser.add_argument("--records", type=int, default=5_000_000)
    parser.add_argument("--database", choices=DATABASES, action="append", help="only this one; may be repeated")
    asked = parser.parse_args()
    met = [_measure(kind, asked.records) for kind in asked.database or DATABASES]
    raise SystemExit(0 if all(met) else 1)


if __name__ == "__main__":
    main()

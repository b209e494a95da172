"""The floor: plain Starlette routes that answer the same bytes, built by SQL, with nothing around them.

SQLite is asked in the event loop by one connection, PostgreSQL in threads with a connection each: for either the
quickest way there is. The statements come ready-made from `bench.statements`, in the file named by ``FLOOR``.
"""

import json
import os
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

PLAN = json.loads(Path(os.environ["FLOOR"]).read_text())
URL: str = PLAN["url"]
IS_SQLITE = URL.startswith("sqlite")
_local = threading.local()


def _connection() -> Any:
    if not hasattr(_local, "connection"):
        _local.connection = _sqlite() if IS_SQLITE else _postgresql()
    return _local.connection


def _sqlite() -> sqlite3.Connection:
    connection = sqlite3.connect(URL.removeprefix("sqlite:///"), isolation_level=None, timeout=30)
    connection.execute("PRAGMA synchronous=FULL")
    return connection


def _postgresql() -> Any:
    import psycopg

    return psycopg.connect(URL, autocommit=True)


def _rows(name: str) -> list[Any]:
    return list(_connection().execute(PLAN[name]).fetchall())


def _listed(name: str) -> Callable[[], str]:
    def answer() -> str:
        rows, total = _rows(name), _rows(f"{name} total")[0][0]
        following = json.dumps(PLAN[f"{name} next"])
        return f'{{"items":[{",".join(row[0] for row in rows[:50])}],"next":{following},"total":{total}}}'

    return answer


def _single(name: str) -> Callable[[], str]:
    return lambda: str(_rows(name)[0][0])


def _written(name: str) -> Callable[[], str]:
    """One durable transaction with one statement."""

    def answer() -> str:
        connection = _connection()
        connection.execute("BEGIN IMMEDIATE" if IS_SQLITE else "BEGIN")
        connection.execute(PLAN[name])
        connection.execute("COMMIT")
        return str(PLAN[f"{name} answer"])

    return answer


def _route(path: str, answer: Callable[[], str], method: str = "GET") -> Route:
    def in_thread(_request: Request) -> Response:
        return Response(answer(), media_type="application/json")

    async def at_once(request: Request) -> Response:
        return in_thread(request)

    return Route(path, at_once if IS_SQLITE else in_thread, methods=[method])


app = Starlette(routes=[
    Route("/healthz", lambda _request: Response("ok")),
    _route("/list", _listed("list")),
    _route("/units", _listed("units")),
    _route("/one", _single("one")),
    _route("/submission", _written("submission"), "POST"),
    _route("/sheet", _written("sheet"), "PUT"),
])  # fmt: skip

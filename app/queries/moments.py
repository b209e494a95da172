"""What SQLite and PostgreSQL say each in its own way of a moment: its hour, its month, some minutes later."""

from datetime import datetime
from typing import Any

from sqlalchemy import FunctionElement, Text
from sqlalchemy.ext.compiler import compiles

from app.models.base import UTCDateTime


class Hour(FunctionElement[str]):
    """The hour of a moment in UTC, as text: ``2023-11-23 02``."""

    type = Text()
    inherit_cache = True
    name = "hour"


@compiles(Hour, "sqlite")
def _hour_on_sqlite(element: Hour, compiler: Any, **options: Any) -> str:
    return f"substr({compiler.process(element.clauses, **options)}, 1, 13)"


@compiles(Hour, "postgresql")
def _hour_on_postgresql(element: Hour, compiler: Any, **options: Any) -> str:
    return f"to_char({compiler.process(element.clauses, **options)} AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24')"


class MinutesAfter(FunctionElement[datetime]):
    """A moment and a number of minutes → the moment that much later; on SQLite to the millisecond."""

    type = UTCDateTime()
    inherit_cache = True
    name = "minutes_after"


@compiles(MinutesAfter, "sqlite")
def _later_on_sqlite(element: MinutesAfter, compiler: Any, **options: Any) -> str:
    moment, minutes = (compiler.process(one, **options) for one in element.clauses)
    return f"strftime('%Y-%m-%d %H:%M:%f', {moment}, {minutes} || ' minutes') || '000'"


@compiles(MinutesAfter, "postgresql")
def _later_on_postgresql(element: MinutesAfter, compiler: Any, **options: Any) -> str:
    moment, minutes = (compiler.process(one, **options) for one in element.clauses)
    return f"{moment} + {minutes} * interval '1 minute'"


class MonthInWIB(FunctionElement[str]):
    """The month of a moment in WIB (UTC+7 all the year), as text: ``2025-01``."""

    type = Text()
    inherit_cache = True
    name = "month_in_wib"


@compiles(MonthInWIB, "sqlite")
def _month_on_sqlite(element: MonthInWIB, compiler: Any, **options: Any) -> str:
    return f"strftime('%Y-%m', {compiler.process(element.clauses, **options)}, '+7 hours')"


@compiles(MonthInWIB, "postgresql")
def _month_on_postgresql(element: MonthInWIB, compiler: Any, **options: Any) -> str:
    return f"to_char({compiler.process(element.clauses, **options)} AT TIME ZONE 'UTC' + interval '7 hours', 'YYYY-MM')"

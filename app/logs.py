"""What the process says while it runs: JSON lines, or text on a terminal, without what people wrote.

structlog forms what the standard logging collects, so that libraries speak the same way. The message of an exception
may quote a name, an address or a whole text (PostgreSQL: ``Key (email)=(…) already exists``). So only its kind and its
way through the code are told, and what the database or the system says in codes; ``JIPP_LOG_VALUES`` tells all.
"""

import json
import logging
import sys
import traceback
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from app.settings import settings

current_request: ContextVar[str | None] = ContextVar("current_request", default=None)
"""The id of the request that is being answered."""
DEEPEST = 25
"""Frames told of an exception: the last ones, where it came from."""
_Event = MutableMapping[str, Any]


class _Handler(logging.StreamHandler[Any]):
    """Ours, so that a second installation replaces the first."""


def is_json() -> bool:
    """Whether lines are JSON."""
    choice = settings().log_format
    return choice == "json" or (choice == "auto" and not sys.stderr.isatty())


def install() -> None:
    """Sends all that is logged to standard error in our form; uvicorn's own handlers end."""
    with _unseen("rich", "better_exceptions"):
        import structlog

    first: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
        _of_request,
    ]
    handler = _Handler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=first,
            processors=[_exception, structlog.stdlib.ProcessorFormatter.remove_processors_meta, _line],
        )
    )
    root = logging.getLogger()
    root.handlers = [other for other in root.handlers if type(other) not in (_Handler, logging.StreamHandler)]
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    _quiet_others()


@contextmanager
def _unseen(*names: str) -> Iterator[None]:
    """structlog takes these along for coloured traces, which we never draw: 4 MiB of each worker's memory."""
    hidden = [name for name in names if name not in sys.modules]
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]  # None: as if it were not installed
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]


def _quiet_others() -> None:
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).propagate = name != "uvicorn.access"
    for name in ("uvicorn", "uvicorn.error", "alembic", "httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)


def _of_request(_logger: Any, _name: str, event: _Event) -> _Event:
    request = current_request.get()
    if request is not None:
        event["request_id"] = request
    return event


def _exception(_logger: Any, _name: str, event: _Event) -> _Event:
    found = event.pop("exc_info", None)
    error = found[1] if isinstance(found, tuple) else found
    record = event.get("_record")
    if error is None and record is not None and record.exc_info:
        error = record.exc_info[1]
    if isinstance(error, BaseException):
        event["exception"] = shape(error)
    return event


def shape(error: BaseException) -> list[dict[str, Any]]:
    """The exception and those it came from, the outermost first: kind, codes, and the way through the code."""
    found: list[dict[str, Any]] = []
    seen: BaseException | None = error
    while seen is not None and len(found) < 5:
        found.append({"kind": f"{type(seen).__module__}.{type(seen).__qualname__}", **_codes(seen), "at": _way(seen)})
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)
    return found


def _way(error: BaseException) -> list[str]:
    frames = traceback.extract_tb(error.__traceback__)[-DEEPEST:]
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]


def _codes(error: BaseException) -> dict[str, Any]:
    """What is said in codes and by names of ours, never by values."""
    diagnosis = getattr(error, "diag", None)
    codes = {
        "errno": getattr(error, "errno", None),
        "sqlite": getattr(error, "sqlite_errorname", None),
        "sqlstate": getattr(error, "sqlstate", None),
        "constraint": getattr(diagnosis, "constraint_name", None),
        "table": getattr(diagnosis, "table_name", None),
        "message": str(error) if settings().log_values else None,
    }
    return {name: value for name, value in codes.items() if value is not None}


def _line(_logger: Any, _name: str, event: _Event) -> str:
    event = {
        "time": event.pop("time", None),
        "level": event.pop("level", None),
        "event": event.pop("event", ""),
        **event,
    }
    if is_json():
        return json.dumps(event, ensure_ascii=False, default=repr)
    exceptions = event.pop("exception", [])
    head = f"{str(event.pop('time'))[11:19]} {event.pop('level'):<7} {event.pop('event')}"
    rest = " ".join(f"{name}={value}" for name, value in event.items())
    return "\n".join([f"{head}  {rest}".rstrip(), *_shown(exceptions)])


def _shown(exceptions: list[dict[str, Any]]) -> Iterator[str]:
    for one in exceptions:
        way = one.pop("at")
        yield "  " + " ".join(str(value) for value in one.values())
        yield from (f"    {frame}" for frame in way)

"""Stopping in order: first ``/readyz`` says so, then the door is closed, then what is under way is finished.

uvicorn closes its door at once when it is told to stop. A balancer that learns of it only by refused connections
shows them to people. So the signal is taken here, and handed on a moment later; a second one is handed on at once.
"""

import asyncio
import signal
import threading
from types import FrameType
from typing import Any

from app.settings import settings


class _State:
    is_stopping = False


def is_stopping() -> bool:
    """Whether this process was told to stop."""
    return _State.is_stopping


def announce_before_stopping() -> None:
    """Takes over what uvicorn does at SIGTERM; to be called as the application starts, in its event loop."""
    _State.is_stopping = False
    stop = signal.getsignal(signal.SIGTERM)
    if not callable(stop) or threading.current_thread() is not threading.main_thread():
        return  # not run by a server of its own
    loop = asyncio.get_running_loop()

    def told(number: int, frame: FrameType | None) -> Any:
        if _State.is_stopping:
            return stop(number, frame)
        _State.is_stopping = True
        return loop.call_soon_threadsafe(loop.call_later, settings().stop_delay_seconds, stop, number, None)

    signal.signal(signal.SIGTERM, told)

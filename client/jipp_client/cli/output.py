"""What commands show: words and bars to people, one JSON document a line to programs."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from jipp_client.cli.texts import text

Bar = Callable[[str, int, int], None]
"""Told a label, how far, and of how much (0: unknown)."""
_PAUSE = 1.0
"""Seconds between two lines of progress in JSON."""


class Output:
    """Results go to standard output, progress and faults to standard error."""

    def __init__(self, language: str, *, is_json: bool) -> None:
        self.language, self.is_json = language, is_json
        self._people = Console(stderr=True, highlight=False)

    def text(self, name: str, **values: object) -> str:
        """A text in the person's language."""
        return text(self.language, name, **values)

    def line(self, words: str, event: str, **values: Any) -> None:
        """A result: the words to people, the event with its values to programs."""
        if self.is_json:
            print(json.dumps({"event": event, **values}, ensure_ascii=False, default=str), flush=True)
        elif words:
            print(words, flush=True)

    def fault(self, words: str, exit_code: int, **values: Any) -> None:
        """A fault, with what leads out of it."""
        if self.is_json:
            self.line("", "fault", exit=exit_code, message=words, **values)
        else:
            print(words, file=sys.stderr, flush=True)

    def warning(self, words: str) -> None:
        """Something to look after, that stops nothing."""
        print(words, file=sys.stderr, flush=True)

    @contextmanager
    def bar(self) -> Iterator[Bar]:
        """Progress: a bar on a terminal, a line each second in JSON, nothing otherwise."""
        if self.is_json:
            yield self._lines()
        elif self._people.is_terminal:
            columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
            with Progress(*columns, console=self._people) as progress:
                yield _Bars(progress)
        else:
            yield lambda _label, _done, _of: None

    def _lines(self) -> Bar:
        last = time.monotonic()

        def told(label: str, done: int, of: int) -> None:
            nonlocal last
            if time.monotonic() - last >= _PAUSE:
                last = time.monotonic()
                self.line("", "progress", stage=label, done=done, of=of or None)

        return told


class _Bars:
    """One bar for each label."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._tasks: dict[str, TaskID] = {}

    def __call__(self, label: str, done: int, of: int) -> None:
        if label not in self._tasks:
            self._tasks[label] = self._progress.add_task(label, total=of or None)
        self._progress.update(self._tasks[label], completed=done, total=of or None)

"""The command line: ``jipp-client mirror | search | submit | watch``."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from jipp_client import errors
from jipp_client.catalogue import Interrupted
from jipp_client.cli import arguments, commands
from jipp_client.cli.commands import Wrong
from jipp_client.cli.output import Output
from jipp_client.drafts import DraftFault
from jipp_client.mirroring import OtherSource

_OF_PROBLEM: tuple[tuple[type[errors.Problem], int], ...] = (
    (errors.Unauthenticated, 4), (errors.Forbidden, 4), (errors.NotFound, 5), (errors.Gone, 5), (errors.Conflict, 6),
    (errors.Stale, 6), (errors.TooManyRequests, 7), (errors.ServerProblem, 7), (errors.Problem, 3),
)  # fmt: skip
_OF_OTHERS: tuple[tuple[type[errors.JippError], str, int], ...] = (
    (errors.TimedOut, "timed-out", 7), (errors.NoAnswer, "no-answer", 7), (errors.UnexpectedAnswer, "unexpected", 7),
    (errors.NotEqual, "not-equal", 8), (OtherSource, "other-source", 2), (Interrupted, "interrupted", 1),
)  # fmt: skip


def main(given: Sequence[str] | None = None) -> int:
    """Runs a command and gives its exit code (`arguments.CODES`)."""
    asked = arguments.read(given)
    out = Output(asked.lang, is_json=asked.json)
    try:
        return int(getattr(commands, asked.command)(asked, out))
    except errors.JippError as error:
        return _told(error, out)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # who reads has seen enough, as with `| head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _told(error: errors.JippError, out: Output) -> int:
    if isinstance(error, errors.Problem):
        code = next(code for kind, code in _OF_PROBLEM if isinstance(error, kind))
        out.fault(str(error), code, problem=error.body)
        return code
    if isinstance(error, Wrong):
        out.fault(out.text(error.name), error.code)
        return error.code
    if isinstance(error, DraftFault):
        out.fault(out.text(f"draft.{error.code}", about=error.about).strip(), 3, code=error.code, about=error.about)
        return 3
    name, code = next(((name, code) for kind, name, code in _OF_OTHERS if isinstance(error, kind)), ("fault", 1))
    out.fault(f"{out.text(name, message=error)}\n  {error}", code)
    return code

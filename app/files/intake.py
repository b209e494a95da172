"""How a file from outside gets in: bounded, scanned, inspected and rewritten, and only then stored.

All of it happens before the transaction that names the file begins: it takes long, and SQLite has one writer. A file
that is stored and never named is cleared by ``jipp tidy`` after a day.
"""

import json
import os
import subprocess  # nosec B404
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import app
from app import files
from app.errors import TooLarge, UnsupportedType, invalid
from app.files import clamav
from app.files.names import safe_name
from app.settings import settings

ALLOWED = {
    "application/pdf": ".pdf", "image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": ".pptx",
    "application/vnd.oasis.opendocument.text": ".odt",
}  # fmt: skip
"""Media types taken, by what the bytes say, with the ending their names get."""
LONGEST_INSPECTION = 60
"""Seconds of the clock; the inspection has its own limits of processor time and memory (app/inspection)."""
_ROOT = Path(app.__file__).parents[1]


@dataclass(frozen=True)
class Received:
    """A file that was taken and stored; nothing names it yet."""

    sha256: str
    size: int
    media_type: str
    filename: str


def receive(source: BinaryIO, filename: str) -> Received:
    """Takes the file in. 413 too large, 415 another type, 422 with the reason where it is refused, 503 unscanned.

    Pictures are written anew without what their cameras added; the same upload gives the same bytes again.
    """
    limit = settings().max_document_bytes
    with files.scratch() as folder:
        sent, _size = files.copied(source, folder / "in", limit)
        clamav.scan(sent)
        found = _inspected(sent, folder / "out")
        kept = folder / "out" if found["rewritten"] else sent
        size = kept.stat().st_size
        if size > limit:
            raise TooLarge(limit=f"{limit // 1_048_576} MB")
        media_type = str(found["media_type"])
        return Received(files.keep(kept), size, media_type, safe_name(filename, ALLOWED[media_type]))


def _inspected(sent: Path, out: Path) -> dict[str, Any]:
    """What ``python -m app.inspection`` says: a process of its own, because the readers of PDF and pictures are
    written in C, and a file made for it could take the memory or the life of the process that reads it."""
    command = [sys.executable, "-s", "-B", "-m", "app.inspection", str(sent), str(out)]
    bare = {"PATH": os.defpath, "PYTHONPATH": str(_ROOT), "LANG": "C.UTF-8"}  # no settings, no secrets
    try:
        done = subprocess.run(  # noqa: S603 - our own program, on a path of our making  # nosec B603
            command, env=bare, capture_output=True, timeout=LONGEST_INSPECTION, check=True
        )
        found: dict[str, Any] = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError):
        raise invalid("file", "file_too_complex") from None
    if found.get("media_type") in ALLOWED:
        return found
    if found["refused"] == "unsupported":
        raise UnsupportedType
    raise invalid("file", found["refused"])

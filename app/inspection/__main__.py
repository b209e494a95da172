"""``python -m app.inspection IN OUT``: prints a JSON object, ``{"media_type", "rewritten"}`` or ``{"refused"}``.

OUT is written where the file is taken in another form. Whoever is killed by a limit says nothing, and the file is
refused as too complex.
"""

import contextlib
import json
import resource
import sys
from pathlib import Path

from app.inspection.verdict import Refused, Taken

MEMORY = 1024**3
"""Bytes of address space: a picture of the most pixels takes 200 MB, the libraries 150."""
PROCESSOR_SECONDS = 20
LARGEST_OUTPUT = 64 * 1024 * 1024
_HEAD = 1024


def main(sent: Path, out: Path) -> None:
    """Inspects and prints."""
    _bind()
    try:
        taken = _inspect(sent, out)
        said: dict[str, object] = {"media_type": taken.media_type, "rewritten": taken.rewritten}
    except Refused as refusal:
        said = {"refused": str(refusal)}
    except MemoryError:
        said = {"refused": "file_too_complex"}
    print(json.dumps(said))


def _bind() -> None:
    for limit, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, PROCESSOR_SECONDS),
                        (resource.RLIMIT_FSIZE, LARGEST_OUTPUT), (resource.RLIMIT_CORE, 0),
                        (resource.RLIMIT_NOFILE, 64)):  # fmt: skip
        with contextlib.suppress(ValueError, OSError):  # it is bound tighter already
            resource.setrlimit(limit, (most, most))


def _inspect(sent: Path, out: Path) -> Taken:
    """By the first bytes, each kind by its own reader: what no reader understands whole is not taken."""
    with sent.open("rb") as source:
        head = source.read(_HEAD)
    if head.startswith(b"%PDF-"):
        from app.inspection import pdf

        return pdf.inspect(sent, head)
    if head.startswith(b"PK\x03\x04"):
        from app.inspection import office

        return office.inspect(sent)
    if head.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        from app.inspection import pictures

        return pictures.rewrite(sent, out)
    raise Refused("unsupported")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))

"""Optional: clamd looks at every upload. Where it is set and does not answer, nothing is taken (fail closed)."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from app.errors import DomainError, invalid
from app.files.store import CHUNK
from app.settings import settings

PATIENCE = 30
"""Seconds for each step of the talk."""
_LONGEST_ANSWER = 4096


class ScannerUnavailable(DomainError):
    """The virus scanner does not answer."""

    status = 503
    code = "scanner-unavailable"


def scan(path: Path) -> None:
    """422 ``virus_found`` for what the scanner names, 503 where it cannot tell; nothing where no scanner is set."""
    if not settings().clamd:
        return
    try:
        with _connection() as talk, path.open("rb") as source:
            talk.sendall(b"zINSTREAM\0")
            while chunk := source.read(CHUNK):
                talk.sendall(len(chunk).to_bytes(4, "big") + chunk)
            talk.sendall(bytes(4))
            answer = _answer(talk)
    except OSError as error:
        raise ScannerUnavailable from error
    if answer.endswith(" FOUND"):
        raise invalid("file", "virus_found", name=answer.removeprefix("stream: ").removesuffix(" FOUND"))
    if answer != "stream: OK":
        raise ScannerUnavailable


def is_answering() -> bool:
    """Whether the scanner that is set answers; True where none is set."""
    if not settings().clamd:
        return True
    try:
        with _connection() as talk:
            talk.sendall(b"zPING\0")
            return _answer(talk) == "PONG"
    except OSError:
        return False


@contextmanager
def _connection() -> Iterator[socket.socket]:
    """To ``tcp://host:3310`` or ``unix:///run/clamav/clamd.ctl``."""
    where = urlsplit(settings().clamd or "")
    kind, address = (
        (socket.AF_UNIX, where.path) if where.scheme == "unix" else (0, (where.hostname or "", where.port or 3310))
    )
    if kind:
        with socket.socket(kind) as talk:
            talk.settimeout(PATIENCE)
            talk.connect(address)
            yield talk
    else:
        with socket.create_connection(address, PATIENCE) as talk:  # type: ignore[arg-type]
            yield talk


def _answer(talk: socket.socket) -> str:
    said = b""
    while b"\0" not in said and len(said) < _LONGEST_ANSWER and (chunk := talk.recv(_LONGEST_ANSWER)):
        said += chunk
    return said.partition(b"\0")[0].decode("utf-8", "replace").strip()

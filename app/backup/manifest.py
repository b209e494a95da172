"""What a backup says of itself: its version, and size and digest of everything in it."""

import hashlib
from datetime import datetime
from pathlib import Path

from pydantic import BaseModel, ValidationError

from app.backup import BackupError

FORMAT = 1
NAME = "manifest.json"
SEAL = "manifest.sha256"
_CHUNK = 1024 * 1024


class TablePart(BaseModel):
    """One table's file, ``tables/<name>.jsonl.gz``."""

    rows: int
    bytes: int
    sha256: str


class Manifest(BaseModel):
    """The whole of a backup."""

    format: int = FORMAT
    version: str
    """Of JIPP."""
    revision: str
    """Of the schema."""
    database: str
    made_at: datetime
    """Whatever was acknowledged before is in it."""
    tables: dict[str, TablePart]
    files: dict[str, int]
    """Digest of each file that the rows name → bytes."""
    missing: list[str] = []
    """Digests that rows name and the store had no whole file for: lost before this backup."""


def write(folder: Path, manifest: Manifest) -> None:
    """Writes the manifest, and beside it its own digest."""
    body = manifest.model_dump_json(indent=1).encode()
    (folder / NAME).write_bytes(body)
    (folder / SEAL).write_text(f"{hashlib.sha256(body).hexdigest()}  {NAME}\n")


def read(folder: Path) -> Manifest:
    """The manifest of a backup; ``BackupError`` where there is none, or not the one that was written."""
    try:
        body, seal = (folder / NAME).read_bytes(), (folder / SEAL).read_text()
    except FileNotFoundError:
        raise BackupError("no-backup", path=folder) from None
    if hashlib.sha256(body).hexdigest() != seal.split(" ")[0]:
        raise BackupError("damaged", path=folder / NAME)
    try:
        found = Manifest.model_validate_json(body)
    except ValidationError:
        raise BackupError("damaged", path=folder / NAME) from None
    if found.format != FORMAT:
        raise BackupError("other-format", format=found.format)
    return found


def digest_of(path: Path) -> str:
    """The SHA-256 of a file."""
    found = hashlib.sha256()
    with path.open("rb") as source:
        while chunk := source.read(_CHUNK):
            found.update(chunk)
    return found.hexdigest()

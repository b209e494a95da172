"""`jipp files`: check that every document has its file, list what nobody names, copy all into another store."""

from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from app.files import Store

files = typer.Typer(no_args_is_help=True, help="Berkas bukti: periksa, daftar, salin.")


@files.command()
def verify() -> None:
    """Read every file that a document names and compare it with its digest. Fails where one is missing or altered."""
    from app import files as stored
    from app.domain.stored_files import digests

    count, faults = 0, 0
    for sha256 in digests():
        count += 1
        if fault := stored.verify(sha256):
            faults += 1
            typer.echo(f"{sha256}: {FAULTS[fault]}", err=True)
    typer.echo(f"{count} berkas diperiksa, {faults} bermasalah.")
    if faults:
        raise typer.Exit(1)


FAULTS = {"missing": "hilang", "altered": "isinya berubah"}


@files.command()
def orphans(
    hours: Annotated[int, typer.Option(help="Only what was stored so many hours ago.")] = 24,
) -> None:
    """List the files that no document names; `jipp tidy` clears them."""
    from app import files as stored
    from app.clock import now
    from app.domain.stored_files import orphans as find

    for entry in find(stored.current(), now() - timedelta(hours=hours)):
        typer.echo(f"{entry.sha256} {entry.size}")


@files.command()
def copy(
    source: Annotated[str, typer.Argument(help="`local` for JIPP_FILES_DIR, or s3://bucket/prefix.")],
    target: Annotated[str, typer.Argument(help="The same; what is there already stays.")],
) -> None:
    """Copy every file into another store, each compared with its digest on both sides. Can be repeated."""
    from app import files as stored

    begin, end = (stored.store_at(None if place == "local" else place) for place in (source, target))
    copied, damaged = 0, 0
    for entry in begin.entries():
        with TemporaryDirectory() as folder:
            done = _copy(begin, end, entry.sha256, entry.size, Path(folder, "file"))
        copied, damaged = copied + done, damaged + (not done)
    typer.echo(f"{copied} berkas tersalin, {damaged} bermasalah.")
    if damaged:
        raise typer.Exit(1)


def _copy(begin: "Store", end: "Store", sha256: str, size: int, path: Path) -> bool:
    """Whether it lies whole in the other store now."""
    from app.files import digest_of, verify

    with path.open("wb") as target:
        for chunk in begin.read(sha256, 0, size):
            target.write(chunk)
    is_whole = digest_of(iter([path.read_bytes()])) == sha256
    if is_whole:
        end.add(sha256, path)
    if not is_whole or verify(sha256, end):
        typer.echo(f"{sha256}: {FAULTS['altered']}", err=True)
        return False
    return True

"""`jipp backup`: all rows and files, while the server runs, tried out before it counts."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from app.backup import BackupError
    from app.backup.loading import Progress
    from app.backup.making import Made

STEPS = {"rows": "Membaca tabel", "files": "Menyalin berkas", "load": "Mencoba memulihkan", "check": "Memeriksa berkas"}
WORDS = {
    "no-backup": "Di {path} tidak ada cadangan yang lengkap.",
    "damaged": "Cadangan rusak: {path} tidak sama dengan yang ditulis dahulu. Pakai cadangan lain.",
    "other-format": "Bentuk cadangan ini (nomor {format}) tidak dikenal versi JIPP ini. Pakai versi yang membuatnya.",
    "other-schema": "Isi cadangan tidak cocok dengan skemanya: {names}.",
    "newer": "Cadangan ini dibuat JIPP {version} yang lebih baru. Pasang versi itu dahulu.",
    "rows-missing": "Tabel {table}: {found} baris, seharusnya {expected}.",
    "references-broken": "Tabel {table} merujuk baris yang tidak ada.",
    "under-way": "Cadangan lain sedang dibuat di {path}. Tunggu sampai selesai.",
    "no-database": "Basis data tidak dapat dibaca ({reason}). Periksa JIPP_DATABASE_URL dan `jipp doctor`.",
    "no-store": "Tempat berkas tidak menjawab ({reason}). Periksa JIPP_FILES_URL, JIPP_FILES_DIR dan `jipp doctor`.",
    "not-migrated": "Skema basis data ({found}) bukan untuk versi ini ({expected}). Jalankan `jipp migrate` dahulu.",
    "not-empty": "{place} sudah berisi data. Tidak ada yang diubah. Pakai --replace bila data itu memang harus "
    "diganti; yang lama tetap disimpan dengan nama lain.",
}
"""Error → what to say."""


def backup(
    target: Annotated[Path | None, typer.Argument(help="Folder cadangan; bila kosong: JIPP_BACKUP_DIR.")] = None,
    keep: Annotated[int, typer.Option(min=0, help="Banyaknya cadangan yang disimpan; 0: semua.")] = 14,
    verify: Annotated[bool, typer.Option(help="Coba dipulihkan ke tempat baru sebelum dianggap lengkap.")] = True,
) -> None:
    """Cadangkan basis data dan berkas, selagi server berjalan."""
    from app.backup import BackupError
    from app.backup.making import make
    from app.settings import settings

    folder = target or settings().backup_dir
    if folder is None:
        _stop("Sebutkan folder cadangan, atau isi JIPP_BACKUP_DIR.")
    try:
        with progress_shown() as progress:
            made = make(folder, keep=keep, verify=verify, progress=progress)
    except BackupError as error:
        fail(error)
    except OSError as error:
        _stop(f"Cadangan tidak selesai: {error.strerror or type(error).__name__}. Cadangan yang lama tetap utuh.")
    _tell(made, verify)


def _tell(made: "Made", verify: bool) -> None:
    rows = sum(part.rows for part in made.manifest.tables.values())
    count = len(made.manifest.files)
    typer.echo(f"Cadangan lengkap: {made.path}")
    typer.echo(f"{rows} baris dari {len(made.manifest.tables)} tabel, {count} berkas ({made.copied} baru disalin).")
    if verify:
        typer.echo("Sudah dicoba: dipulihkan ke tempat baru, dan semua baris serta berkas cocok.")
    if made.removed:
        typer.echo(f"{made.removed} cadangan lama dihapus.")
    if made.manifest.missing:
        typer.echo(f"PERHATIAN: {len(made.manifest.missing)} berkas yang disebut basis data tidak ada atau rusak di "
                   "tempat berkas, jadi tidak ikut:", err=True)  # fmt: skip
        for sha256 in made.manifest.missing[:10]:
            typer.echo(f"  {sha256}", err=True)
        raise typer.Exit(2)


@contextmanager
def progress_shown() -> Iterator["Progress"]:
    """Bars of progress, where somebody looks at a terminal."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description:<20}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, transient=True, disable=not sys.stdout.isatty()) as bars:
        tasks = {step: bars.add_task(words, total=None, visible=False) for step, words in STEPS.items()}

        def progress(step: str, done: int, of: int) -> None:
            bars.update(tasks[step], completed=done, total=of, visible=True)

        yield progress


def fail(error: "BackupError") -> NoReturn:
    """Says what is wrong and ends with 1."""
    _stop(WORDS[error.code].format(**error.params))


def _stop(words: str) -> NoReturn:
    typer.echo(words, err=True)
    raise typer.Exit(1)

"""`jipp restore`: a backup put back."""

from pathlib import Path
from typing import Annotated

import typer

from app.commands.backup import fail, progress_shown


def restore(
    backup: Annotated[Path, typer.Argument(exists=True, file_okay=False, help="Satu cadangan: folder jipp-….")],
    check: Annotated[bool, typer.Option("--check", help="Hanya memeriksa cadangan, tidak memulihkan.")] = False,
    replace: Annotated[bool, typer.Option("--replace", help="Ganti data yang sudah ada; yang lama disimpan.")] = False,
) -> None:
    """Pulihkan cadangan ke basis data dan folder berkas yang kosong. Hentikan server dahulu."""
    from app.backup import BackupError
    from app.backup import restoring as deeds
    from app.backup.making import try_out

    try:
        with progress_shown() as progress:
            if check:
                try_out(backup, deeds.check(backup, progress), progress)
            else:
                found = deeds.restore(backup, replace=replace, progress=progress)
    except BackupError as error:
        fail(error)
    except OSError as error:
        typer.echo(
            f"Pemulihan tidak selesai: {error.strerror or type(error).__name__}. Data lama tidak diubah.", err=True
        )
        raise typer.Exit(1) from None
    if check:
        typer.echo("Cadangan utuh: semua baris dan berkas cocok, dan dapat dipulihkan.")
        return
    rows = sum(part.rows for part in found.manifest.tables.values())
    typer.echo(f"Dipulihkan: {rows} baris dari {len(found.manifest.tables)} tabel, {found.files} berkas.")
    if found.set_aside:
        typer.echo(f"Data yang lama disimpan sebagai {found.set_aside}.")

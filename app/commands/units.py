"""`jipp units import`: the registry from a spreadsheet, without the size limit of an upload."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from app.commands.words import lines_of

if TYPE_CHECKING:
    from app.domain.unit_imports import Outcome, Progress
    from app.rules.unit_rows import RowError

units = typer.Typer(no_args_is_help=True, help="Registri unit.")
STEPS = {"check": "Memeriksa baris", "write": "Menulis ke basis data"}
SHOWN_ERRORS = 20


@units.callback()
def _units() -> None:
    """Keeps `import` a command of its own, though it is the only one."""


@units.command("import")
def import_units(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="Berkas CSV atau XLSX.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Hanya memeriksa, tidak mengubah apa pun.")] = False,
) -> None:
    """Impor unit dari CSV atau XLSX: semua baris, atau tidak satu pun."""
    from app.errors import DomainError

    try:
        outcome = _with_bars(file.read_bytes(), dry_run)
    except DomainError as error:
        _fail(lines_of(error))
    if outcome.errors:
        _fail([_line(error) for error in outcome.errors])
    done = "Akan dibuat" if dry_run else "Dibuat"
    typer.echo(f"{outcome.rows} baris. {done}: {outcome.created}, diubah: {outcome.updated}, "
               f"tetap: {outcome.unchanged}.")  # fmt: skip


def _with_bars(data: bytes, dry_run: bool) -> "Outcome":
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description:<24}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns) as bars:
        tasks = {step: bars.add_task(words, total=None, visible=False) for step, words in STEPS.items()}

        def progress(step: str, done: int, of: int) -> None:
            bars.update(tasks[step], completed=done, total=of, visible=True)

        return _run(data, dry_run, progress)


def _run(data: bytes, dry_run: bool, progress: "Progress") -> "Outcome":
    from app import database
    from app.domain import unit_imports
    from app.rules.permissions import SYSTEM

    table = unit_imports.read(SYSTEM, data, progress)
    if dry_run:
        with database.reading() as session:
            return unit_imports.preview(session, SYSTEM, table)
    with database.writing() as writer:
        return unit_imports.write(writer, SYSTEM, table, progress)


def _line(error: "RowError") -> str:
    from app.http.messages import field_message

    place = f"Baris {error.row}" + (f", kolom {error.field}" if error.field else "")
    return f"{place}: {field_message(error.code, error.params)}"


def _fail(lines: list[str]) -> NoReturn:
    for line in lines[:SHOWN_ERRORS]:
        typer.echo(line, err=True)
    if len(lines) > SHOWN_ERRORS:
        typer.echo(f"… dan {len(lines) - SHOWN_ERRORS} kesalahan lain.", err=True)
    typer.echo("Tidak ada yang diubah.", err=True)
    raise typer.Exit(1)

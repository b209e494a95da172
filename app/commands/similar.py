"""`jipp similar`: fills the index of texts that are alike."""

from typing import Annotated

import typer


def similar(
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Kosongkan dahulu, lalu isi semuanya.")] = False,
) -> None:
    """Enter what the index of similar texts lacks: rows from before it was there, or after a change of its rules."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from app import database
    from app.feed import likeness

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with database.reading() as session:
        lacking = likeness.lacking(session, anew=rebuild)
    with Progress(*columns) as bars:
        task = bars.add_task("Teks diindeks", total=lacking)
        for count in likeness.fill(database.writing, anew=rebuild):
            bars.update(task, advance=count)
    typer.echo(f"{lacking} teks masuk indeks kemiripan.")

"""`jipp instrument`: checks files of assessment instruments, seals them, and writes the schema of their format."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from app.instruments.faults import Fault

instrument = typer.Typer(no_args_is_help=True, help="Berkas instrumen penilaian.")
Files = Annotated[list[Path], typer.Argument(exists=True, dir_okay=False, help="Berkas YAML instrumen.")]


@instrument.command()
def check(files: Files) -> None:
    """Periksa berkas instrumen: setiap kesalahan dengan baris dan kolomnya; juga hubungan antarberkas."""
    faults = _faults(files, with_seal=True)
    _doubt(files)
    _tell(faults)
    typer.echo(f"{len(files)} berkas diperiksa, tidak ada kesalahan.")


@instrument.command()
def seal(files: Files) -> None:
    """Segel berkas yang sudah diperiksa, sehingga perubahan yang tidak disengaja ketahuan."""
    from app.instruments.checking import checked
    from app.instruments.seals import seal_of, sealed

    _tell(_faults(files, with_seal=False))
    for file in files:
        definition = checked(_text(file), with_seal=False).definition
        assert definition is not None  # it has no faults
        file.write_text(sealed(_text(file), seal_of(definition)), "utf-8")
        typer.echo(f"{file}: disegel {seal_of(definition)}")


@instrument.command()
def schema() -> None:
    """Tulis JSON Schema format berkas instrumen."""
    from app.instruments.schema import json_schema

    typer.echo(json.dumps(json_schema(), indent=1, ensure_ascii=False))


def _faults(files: list[Path], *, with_seal: bool) -> "list[Fault]":
    """Faults of the files by themselves and between each other; those that come with JIPP may feed them, whatever their
    own seals say."""
    from app.instruments.checking import checked
    from app.instruments.loading import names, text_of
    from app.instruments.network import check_together

    texts = {str(file): _text(file) for file in files}
    others = (checked(text_of(name), with_seal=False).definition for name in names())
    return check_together(texts, [one for one in others if one is not None], with_seal=with_seal)


def _text(file: Path) -> str:
    """What is no UTF-8 becomes a character that the check refuses at its place, unless it is in a comment."""
    return file.read_bytes().decode("utf-8-sig", "replace").replace("\r\n", "\n")


def _doubt(files: list[Path]) -> None:
    """Says what looks like a slip and is no fault."""
    from app.http.instrument_words import sentence
    from app.instruments.checking import doubts

    for one in (one for file in files for one in doubts(_text(file), str(file))):
        typer.echo(f"{one.file}:{one.line}:{one.column}: Peringatan: {sentence(one)}")


def _tell(faults: "list[Fault]") -> None:
    from app.http.instrument_words import sentence

    for one in faults:
        typer.echo(f"{one.file}:{one.line}:{one.column}: {sentence(one)}")
    if faults:
        raise typer.Exit(1)

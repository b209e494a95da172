"""`jipp doctor`: what is wrong with the set-up, and how to mend it."""

import json
from typing import Annotated

import typer

MARKS = {"ok": "[ baik ]", "warning": "[perlu ]", "error": "[SALAH ]", "skipped": "[ lewat]"}


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="Jawaban sebagai JSON.")] = False,
    url: Annotated[str | None, typer.Option(help="Alamat layanan, untuk membandingkan jam dan HTTPS.")] = None,
) -> None:
    """Periksa pemasangan: apa yang salah, dan cara membetulkannya. Kode keluar 1 bila ada yang salah."""
    from app.doctor import examine

    findings = examine(url)
    if as_json:
        typer.echo(json.dumps([finding.as_json() for finding in findings], ensure_ascii=False, indent=1))
    else:
        for finding in findings:
            typer.echo(f"{MARKS[finding.level]} {finding.check}: {finding.says}")
            if finding.mend:
                typer.echo(f"         → {finding.mend}")
    if any(finding.level == "error" for finding in findings):
        raise typer.Exit(1)

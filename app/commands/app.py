"""The commands, wired together. What costs time to import is imported where it is used."""

import os
import socket
import sys
from pathlib import Path
from typing import Annotated

import typer

from app.commands.backup import backup
from app.commands.deliver import deliver
from app.commands.doctor import doctor
from app.commands.files import files
from app.commands.instruments import instrument
from app.commands.restore import restore
from app.commands.similar import similar
from app.commands.tidy import tidy
from app.commands.units import units
from app.commands.users import create_organiser

cli = typer.Typer(no_args_is_help=True, add_completion=False, help="JIPP: jaringan inovasi pelayanan publik.")
cli.add_typer(units, name="units")
cli.add_typer(files, name="files")
cli.add_typer(instrument, name="instrument")
cli.command("create-organiser")(create_organiser)
cli.command()(backup)
cli.command()(restore)
cli.command()(doctor)
cli.command()(tidy)
cli.command()(similar)
cli.command()(deliver)


@cli.command()
def migrate() -> None:
    """Bring the database to the schema of this version."""
    from app.commands.migrate import migrate as run

    run()


@cli.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8000,
    workers: Annotated[int, typer.Option(help="Processes; more than one needs PostgreSQL to gain from it.")] = 1,
) -> None:
    """Serve the API and the pages."""
    import uvicorn

    from app import logs
    from app.http.patience import PatientProtocol
    from app.settings import settings

    _check_free(host, port)
    logs.install()
    uvicorn.run("app.main:create_app", factory=True, host=host, port=port, workers=workers, log_level="warning",
                log_config=None, access_log=False, server_header=False, timeout_keep_alive=15,
                timeout_graceful_shutdown=settings().stop_seconds, http=PatientProtocol,
                forwarded_allow_ips=settings().trusted_proxies)  # fmt: skip


def _check_free(host: str, port: int) -> None:
    """Says that somebody listens there already, before anything else is said or done."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            typer.echo(
                f"Tidak dapat melayani di {host}:{port} ({error.strerror}). Pilih yang lain dengan --port.", err=True
            )
            raise typer.Exit(1) from None


@cli.command()
def verify(
    proofs: Annotated[list[Path] | None, typer.Argument(help="Berkas bukti; tanpa itu basis data diperiksa.")] = None,
    database: Annotated[str, typer.Option(help="Alamat basis data atau salinannya; bawaan JIPP_DATABASE_URL.")] = "",
    public_key: Annotated[
        str | None, typer.Option(help="Kunci publik provinsi, dari sumber lain daripada yang diperiksa.")
    ] = None,
) -> None:
    """Check a database against its own log, or proof files against their signature. Reads only."""
    from app.commands.verify import verify as run

    raise typer.Exit(0 if run(proofs, database, public_key) else 1)


@cli.command()
def demo(
    scale: Annotated[int, typer.Option(min=1, max=1000, help="How many times the size of East Java.")] = 1,
    seed: Annotated[int, typer.Option(help="Another seed makes other examples.")] = 2023,
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8000,
    load_only: Annotated[bool, typer.Option(help="Load the data and stop.")] = False,
) -> None:
    """Load the East Java demo where the database is empty, and serve it."""
    from app.commands.demo import load_demo, print_logins

    if not load_only:
        _check_free("127.0.0.1", port)
    is_loaded_now = load_demo(scale=scale, seed=seed)
    if load_only:
        return
    print_logins(port)
    if is_loaded_now:  # loading takes 100 MB that a server has no use for: it begins in a process of its own
        sys.stdout.flush()
        os.execv(sys.executable, [sys.executable, "-m", "app.commands", "serve", "--port", str(port)])  # noqa: S606
    serve(port=port)


@cli.command()
def translate(
    check: Annotated[
        bool, typer.Option("--check", help="Change nothing; fail where the catalogue is not complete.")
    ] = False,
) -> None:
    """Bring the English catalogue to the texts of the tree. For developers."""
    from app.commands.translate import translate as run

    missing, obsolete = run(check)
    for title, texts in (("Belum diterjemahkan", missing), ("Tidak dipakai lagi", obsolete)):
        typer.echo(f"{title}: {len(texts)}")
        for text in texts:
            typer.echo(f"  {text}")
    if missing or (check and obsolete):
        raise typer.Exit(1)


@cli.command()
def access() -> None:
    """Write docs/access.md anew from the policy table and the routes. For developers."""
    from app.commands.access import write

    write()


@cli.command()
def privacy() -> None:
    """Write docs/privacy.md anew from the marks on the columns. For developers."""
    from app.commands.privacy import write

    write()

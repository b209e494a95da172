"""`jipp demo`: the East Java demo, loaded once, kept for good."""

import time

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from sqlmodel import select

from app import credentials, database, demo
from app.commands.migrate import migrate
from app.domain.public import public_changed
from app.models import Unit

console = Console()


def load_demo(scale: int, seed: int) -> bool:
    """Migrates the database, and fills it where it is empty (True); a filled one is left as it is (False)."""
    migrate()
    with database.reading() as reading:
        if reading.exec(select(Unit.id).limit(1)).first() is not None:
            console.print("Basis data sudah berisi: data contoh tidak dimuat lagi, dan tidak ada yang hilang.")
            return False
    started = time.monotonic()
    columns = (TextColumn("{task.description:<28}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as bars, database.writing() as session:
        tasks: dict[str, object] = {}

        def progress(name: str, done: int, of: int) -> None:
            if name not in tasks:
                tasks[name] = bars.add_task(name, total=of)
            bars.update(tasks[name], completed=done, total=of)  # type: ignore[arg-type]

        demo.load(session, seed=seed, scale=scale, progress=progress,
                  password_hash=credentials.hash_password(demo.PASSWORD))  # fmt: skip
        public_changed(session)
    console.print(f"Data contoh dimuat dalam {time.monotonic() - started:.1f} detik.")
    return True


def print_logins(port: int) -> None:
    """The address, and one login for each role."""
    console.print(f"\n[bold]JIPP[/bold] siap di [link=http://127.0.0.1:{port}/]http://127.0.0.1:{port}/[/link]\n")
    for login in demo.LOGINS:
        console.print(f"  {login.role:<12} {login.email:<38} {login.unit_name or ''}", soft_wrap=True)
    console.print(f"\n  Kata sandi semua akun contoh: [bold]{demo.PASSWORD}[/bold]")
    console.print(f"  API: http://127.0.0.1:{port}/api/docs    Berhenti: Ctrl+C\n")

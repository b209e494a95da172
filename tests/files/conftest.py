"""A folder for files, a real S3-compatible server, and a small scanner that speaks clamd's protocol."""

import socket
import socketserver
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr

from app import files
from app.settings import settings
from tests.conftest import free_port

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
"""What every virus scanner finds and nothing runs."""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The local store of this test."""
    monkeypatch.setattr(settings(), "files_dir", tmp_path / "files")
    return tmp_path / "files"


@pytest.fixture(scope="session")
def s3_server() -> Iterator[str]:
    """The address of moto's S3 server, a process of its own."""
    port = free_port()
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    _wait(url, process)
    yield url
    process.terminate()
    process.wait(10)


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        assert process.poll() is None, "the S3 server stopped"
        try:
            httpx.get(url)
            return
        except httpx.TransportError:
            time.sleep(0.1)
    raise RuntimeError("the S3 server did not come up")


def set_bucket(patch: pytest.MonkeyPatch, server: str, name: str) -> str:
    """Makes an empty bucket, sets it as the place of files, and gives its address."""
    assert httpx.put(f"{server}/{name}").status_code == 200
    for setting, value in bucket_settings(server, name).items():
        patch.setattr(settings(), setting, SecretStr(value) if setting == "s3_secret_access_key" else value)
    files._bucket.cache_clear()
    return f"s3://{name}/bukti"


def bucket_settings(server: str, name: str) -> dict[str, str]:
    """The settings of a server whose files lie in this bucket."""
    return {"files_url": f"s3://{name}/bukti", "s3_endpoint": server, "s3_access_key_id": "uji",
            "s3_secret_access_key": "uji-rahasia"}  # fmt: skip


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

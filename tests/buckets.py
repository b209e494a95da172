"""A real S3-compatible server, and buckets in it."""

import subprocess
import sys
import time
from collections.abc import Iterator

import httpx
import pytest
from pydantic import SecretStr

from app import files
from app.settings import settings
from tests.conftest import free_port


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

"""The stand-in of BSrE's service as a process beside the tests."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tests.conftest import free_port, wait_for
from tests.signers.standin import PASSWORD, USER


@contextmanager
def service() -> Iterator[str]:
    """Its address while it runs."""
    port = free_port()
    process = subprocess.Popen([sys.executable, "-m", "tests.signers.standin", str(port)])
    try:
        wait_for(f"http://127.0.0.1:{port}/health", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)


def variables(url: str) -> dict[str, str]:
    """The environment of a server that signs there."""
    return {"JIPP_SIGNER": "bsre", "JIPP_BSRE_URL": url, "JIPP_BSRE_USER": USER, "JIPP_BSRE_PASSWORD": PASSWORD,
            "JIPP_BSRE_TIMEOUT_SECONDS": "1.5"}  # fmt: skip

"""Server processes under measurement: uvicorn with one worker, bound to one core."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import httpx

CORES = sorted(os.sched_getaffinity(0))
SERVER_CORE, LOAD_CORE = CORES[0], CORES[-1]
"""The same core only where the machine has no other; the figures are then of the two together."""


NO_LIMITS = {"JIPP_KEY_REQUESTS_PER_MINUTE": "1000000000", "JIPP_ANONYMOUS_WRITES_PER_MINUTE": "1000000000"}
"""Counted as ever, so that it costs what it costs, and never refused."""


@dataclass(frozen=True)
class Running:
    """A server and its address."""

    process: subprocess.Popen[bytes]
    url: str

    def resident_mb(self) -> float:
        """Memory of the process in MiB that is in RAM, shared libraries included (VmRSS)."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1024

    def stop(self) -> None:
        """Ends it."""
        self.process.terminate()
        self.process.wait()


def start(app: str, environment: dict[str, str], *, factory: bool = False) -> Running:
    """Starts *app* on a free port and waits until it answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "uvicorn", app, "--port", str(port), "--no-access-log", "--log-level", "warning"]
    log = tempfile.TemporaryFile()  # noqa: SIM115  # a line a request: the process writes there as long as it runs
    process = subprocess.Popen(
        command + (["--factory"] if factory else []),
        env=os.environ | NO_LIMITS | environment,
        stderr=log,
        preexec_fn=lambda: os.sched_setaffinity(0, {SERVER_CORE}),
    )
    running = Running(process, f"http://127.0.0.1:{port}")
    _wait(running, log)
    return running


def start_demo(folder: Path) -> Running:
    """Starts the product with the full demo behind it."""
    environment = {"JIPP_DATABASE_URL": f"sqlite:///{folder}/demo.sqlite", "JIPP_FILES_DIR": f"{folder}/files",
                   "JIPP_IS_DEMO": "true"}  # fmt: skip
    command = [sys.executable, "-m", "app.commands", "demo", "--load-only"]
    subprocess.run(command, env=os.environ | environment, check=True, capture_output=True)
    return start("app.main:create_app", environment, factory=True)


def _wait(running: Running, log: IO[bytes]) -> None:
    for _ in range(300):
        if running.process.poll() is not None:
            log.seek(0)
            raise RuntimeError(f"the server stopped with {running.process.returncode}: {log.read().decode()}")
        try:
            if httpx.get(running.url + "/healthz").status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise RuntimeError("the server did not come up")

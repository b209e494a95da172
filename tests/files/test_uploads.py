"""Uploads before their transaction: a few at a time, and the server loads none of the libraries that open files."""

import io
import subprocess
import sys
import threading
from typing import Any, BinaryIO

import anyio
import pytest
from fastapi import UploadFile

from app.files.intake import Received
from app.http import uploads
from app.rules.permissions import ANONYMOUS

HEAVY = ("PIL", "pikepdf", "obstore")


def test_no_more_than_two_are_inspected_at_the_same_time(monkeypatch: pytest.MonkeyPatch) -> None:
    under_way, most, lock = 0, 0, threading.Lock()
    together = threading.Barrier(2, timeout=30)

    def receive(source: BinaryIO, name: str) -> Received:
        nonlocal under_way, most
        with lock:
            under_way += 1
            most = max(most, under_way)
        together.wait()  # two come this far together, or it fails
        with lock:
            under_way -= 1
        return Received("", 0, "", name)

    monkeypatch.setattr(uploads, "receive", receive)
    monkeypatch.setattr(uploads, "_check", lambda *_asked: None)
    done: list[Any] = []

    async def one(n: int) -> None:
        done.append(await uploads.take(ANONYMOUS, "x", UploadFile(io.BytesIO(b""), filename=str(n))))

    async def all_of_them() -> None:
        async with anyio.create_task_group() as group:
            for n in range(6):
                group.start_soon(one, n)

    anyio.run(all_of_them)
    assert sorted(received.filename for received in done) == list("012345")
    assert most == 2


def test_the_server_loads_no_reader_of_files() -> None:
    look = f"import sys; from app.main import create_app; create_app(); print([m for m in {HEAVY} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"

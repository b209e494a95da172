"""Every block of the client's README runs, in this order, against the running server."""

import ast
import asyncio
import inspect
import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from standardwebhooks import Webhook

from app.clock import now
from app.models import Innovation
from tests.client.conftest import key_of
from tests.client.test_client import PDF
from tests.client.typed import PACKAGE
from tests.conftest import Server
from tests.factories import Factory

README = (PACKAGE.parent / "README.md").read_text("utf-8")
BLOCKS: list[tuple[str, str]] = re.findall(r"^```(\w+)\n(.*?)^```$", README, re.M | re.S)
SECRET = "whsec_" + "c2FuZGktdWppLXBhbmphbmctc2VrYWxp"
ADDRESS, KEY = "https://jipp.example", "jipp_…"


def of(language: str) -> list[str]:
    """The blocks in a language."""
    return [text for kind, text in BLOCKS if kind == language]


def run_python(text: str, names: dict[str, Any]) -> None:
    """Runs a block; one that awaits is awaited."""
    code = compile(text, "README.md", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    if code.co_flags & inspect.CO_COROUTINE:
        asyncio.run(eval(code, names))
    else:
        exec(code, names)


@pytest.fixture
def names(make: Factory, server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The reader's own names, on a server with a regency and an edition that asks for little; files; a signed event."""
    usual = make.edition(status="closed")
    sections = [section for section in usual.form if section["key"] == "latar_belakang"]
    papers = [paper for paper in usual.required_documents if paper["key"] == "surat_pernyataan_implementasi"]
    edition = make.edition(form=sections, required_documents=papers)
    regency = make.unit("Kabupaten Malang", "regency", code="35.07", region_code="35.07")
    unit = make.unit("Puskesmas Contoh", "regional_technical_unit", regency, code="35.07.DINKES.UPT002")
    make.save(Innovation(unit_id=unit.id, unit_name=unit.name, title="Antar obat", year=2023, region_code="35.07"))
    (tmp_path / "surat.pdf").write_bytes(PDF)
    (tmp_path / "client").symlink_to(PACKAGE.parent)
    (tmp_path / "usulan.yaml").write_text(of("yaml")[0], "utf-8")
    with closing(sqlite3.connect(tmp_path / "inovasi.sqlite")) as db:
        db.executescript((PACKAGE.parent / "examples" / "inovasi.sql").read_text("utf-8"))
    monkeypatch.chdir(tmp_path)
    body = '{"type": "proposal.returned", "timestamp": "2026-01-05T00:00:00Z", "data": {}}'
    headers = {"webhook-id": "msg_1", "webhook-timestamp": str(int(now().timestamp())),
               "webhook-signature": Webhook(SECRET).sign("msg_1", now(), body)}  # fmt: skip
    return {"key": key_of(make.key("coordinator", regency)), "edition": edition.id, "body": body.encode(),
            "headers": headers, "secret": SECRET}  # fmt: skip


def test_every_block_runs(names: dict[str, Any], server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    for text in of("python"):
        run_python(text.replace(ADDRESS, server.url), names)
    said = capsys.readouterr().out
    assert "Antar obat · Puskesmas Contoh" in said
    assert re.search(r"^\d{4}-0001$", said, re.M), said
    assert "- Lampirkan “Surat pernyataan implementasi”" in said
    assert names["children"][0]["code"] == "35.07.DINKES.UPT002"
    assert names["event"]["type"] == "proposal.returned"
    shown = run_bash("".join(of("bash")).replace(ADDRESS, server.url).replace(KEY, names["key"]))
    assert "1 inovasi, sama dengan server" in shown
    assert re.search(r"Terkirim dengan nomor \d{4}-0002", shown), shown
    assert "0 tidak berubah, 0 ditolak" in shown
    assert "Slot Kabupaten Malang: 2 dari 3 terpakai" in shown


def run_bash(text: str) -> str:
    """Runs the commands but for the installation, whose place a line of our own takes; what they said."""
    commands = re.sub(r"^pip install .*$", 'jipp-client() { python -m jipp_client "$@"; }', text, flags=re.M)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    env = os.environ | {
        "PATH": path,
        "PYTHONPATH": str(PACKAGE.parent),
        "LC_ALL": "",
        "LC_MESSAGES": "",
        "LANG": "id_ID",
    }
    done = subprocess.run(["bash", "-eu", "-c", commands], env=env, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_there_is_no_block_that_nobody_runs() -> None:
    assert {kind for kind, _ in BLOCKS} == {"python", "bash", "yaml"}
    assert len(of("yaml")) == 1
    assert README.count("pip install") == 1

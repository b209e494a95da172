"""The example of a regency's own system, night after night against the running server."""

import os
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from datetime import timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.clock import now
from jipp_client import Client
from jipp_client.models import ProposalSummary
from tests.client.between import Between, Refuse
from tests.client.test_client import PDF, World
from tests.client.typed import PACKAGE
from tests.conftest import Server
from tests.factories import Factory, text_for

EXAMPLES = PACKAGE.parent / "examples"


class Regency:
    """A regency's own system with some released innovations, and its nights."""

    def __init__(self, make: Factory, server: Server, folder: Path, quota: int = 3) -> None:
        self.world, self.url, self.folder = World(make, quota), server.url, folder
        self.source = folder / "inovasi.sqlite"
        (folder / "surat.pdf").write_bytes(PDF)
        with closing(sqlite3.connect(self.source)) as db:
            db.executescript((EXAMPLES / "inovasi.sql").read_text("utf-8"))

    def do(self, statement: str, *values: object) -> None:
        """A change in the own system."""
        with closing(sqlite3.connect(self.source)) as db, db:
            db.execute(statement, values)

    def innovation(self, number: int, title: str, *, is_released: bool = True) -> None:
        """A whole one, in words of the regency."""
        edition = self.world.edition
        row = (number, edition.year, self.world.unit.code, title, number, "2026-01-05" if is_released else None)
        self.do("INSERT INTO inovasi VALUES (?, ?, ?, ?, 'Umum', 'KESEHATAN', '2020-01-01', '3, 16', 1, ?, ?)", *row)
        for section in edition.form:
            text = text_for(edition)[str(section["key"])]
            self.do("INSERT INTO uraian VALUES (?, ?, ?)", number, section["title"], text)
        for paper in edition.required_documents:
            self.do("INSERT INTO berkas VALUES (?, 'surat.pdf', ?, NULL)", number, paper["title"])

    def start(self, url: str | None = None) -> subprocess.Popen[str]:
        """A night begins."""
        env = os.environ | {"PYTHONPATH": str(PACKAGE.parent), "PYTHONIOENCODING": "utf-8",
                            "JIPP_URL": url or self.url, "JIPP_API_KEY": self.world.key}  # fmt: skip
        command = [sys.executable, EXAMPLES / "nightly.py", self.source, "--year", str(self.world.edition.year),
                   "--memory", self.folder / "terkirim.sqlite"]  # fmt: skip
        return subprocess.Popen(command, env=env, text=True, encoding="utf-8", stdout=subprocess.PIPE,
                                stderr=subprocess.STDOUT)  # fmt: skip

    def night(self, url: str | None = None) -> tuple[int, str]:
        """A whole night: its exit code, and what it said."""
        process = self.start(url)
        said = process.communicate(timeout=120)[0]
        return process.returncode, said

    def there(self) -> list[ProposalSummary]:
        """What is on the server, by title."""
        with Client(self.url, self.world.key) as jipp:
            return sorted(jipp.proposals.list(), key=lambda proposal: proposal["title"])

    def papers(self, proposal_id: str) -> int:
        """How many files a proposal has."""
        with Client(self.url, self.world.key) as jipp:
            return len(list(jipp.proposals.documents(proposal_id)))


@pytest.fixture
def regency(make: Factory, server: Server, tmp_path: Path) -> Regency:
    return Regency(make, server, tmp_path)


def writes(between: Between) -> list[str]:
    """What was sent since the last time it was asked."""
    found = [f"{method} {path.rpartition('/')[2]}" for method, path, _ in between.seen if method != "GET"]
    between.seen.clear()
    return found


def test_night_after_night_only_what_is_other_is_sent(regency: Regency, between: Between) -> None:
    regency.innovation(17, "Antar obat sampai rumah")
    regency.innovation(18, "Loket malam", is_released=False)
    code, said = regency.night(between.url)
    assert code == 0, said
    assert "17 Antar obat sampai rumah: terkirim" in said
    assert "Slot Kabupaten Malang: 1 dari 3 terpakai" in said
    assert [proposal["status"] for proposal in regency.there()] == ["submitted", "draft"]
    papers = len(regency.world.edition.required_documents)
    draft = ["POST proposals", *["POST documents"] * papers]
    assert writes(between) == [*draft, "POST submission", *draft]

    assert regency.night(between.url) == (0, "2 tidak berubah, 0 ditolak\nSlot Kabupaten Malang: 1 dari 3 terpakai\n")
    assert writes(between) == []

    regency.do("UPDATE inovasi SET disetujui = '2026-01-06', sdgs = '3' WHERE nomor = 18")
    code, said = regency.night(between.url)
    assert code == 0, said
    assert "18 Loket malam: diperbarui sdgs" in said
    assert [deed.split()[0] for deed in writes(between)] == ["PATCH", "POST"]
    assert [proposal["status"] for proposal in regency.there()] == ["submitted", "submitted"]

    (regency.folder / "surat.pdf").write_bytes(PDF.replace(b"595", b"596"))
    regency.do("UPDATE inovasi SET judul = 'Loket pagi' WHERE nomor = 18")
    code, said = regency.night(between.url)
    assert (code, "18 Loket pagi: DITOLAK: sudah terkirim, sehingga tidak dapat diubah lagi: title" in said) == (
        6,
        True,
    )
    assert writes(between) == []


def test_what_has_no_slot_is_said_and_goes_when_there_is_one(make: Factory, server: Server, tmp_path: Path) -> None:
    regency = Regency(make, server, tmp_path, quota=1)
    regency.innovation(18, "Loket malam")
    regency.innovation(17, "Antar obat sampai rumah")
    for _ in range(2):  # the second night is refused again, and makes nothing new
        code, said = regency.night()
        assert (code, "18 Loket malam: DITOLAK: Kuota habis. Kabupaten Malang sudah memakai 1 dari 1" in said) == (
            6,
            True,
        )
        assert [proposal["status"] for proposal in regency.there()] == ["submitted", "draft"]
    first = regency.there()[0]
    with Client(server.url, regency.world.key) as jipp:
        jipp.proposals.withdraw(first["id"], {"reason": "Kami mendahulukan usulan lain."})
    code, said = regency.night()
    assert code == 0, said
    assert "17 Antar obat sampai rumah: sekarang ditarik" in said
    assert [proposal["status"] for proposal in regency.there()] == ["withdrawn", "submitted"]


def test_what_is_to_be_mended_is_named_and_stops_nothing(regency: Regency) -> None:
    wrong = ("Tanpa surat", "Berkas hilang", "Salah unit", "Salah kategori", "Kembar", "Kembar", "Salah SDG")
    for number, title in enumerate(wrong):
        regency.innovation(number, title)
    regency.innovation(17, "Antar obat sampai rumah")
    regency.do("DELETE FROM berkas WHERE nomor = 0")
    regency.do("UPDATE berkas SET jalur = 'tiada.pdf' WHERE nomor = 1")
    regency.do("UPDATE inovasi SET unit = '35.99.TIADA' WHERE nomor = 2")
    regency.do("UPDATE inovasi SET kategori = 'Kesehatn' WHERE nomor = 3")
    regency.do("UPDATE inovasi SET sdgs = '99' WHERE nomor = 6")
    code, said = regency.night()
    assert code == 3
    assert "0 Tanpa surat: DITOLAK: Lampirkan “Surat pernyataan implementasi”; Lampirkan" in said
    assert f"1 Berkas hilang: DITOLAK: berkas tidak ada: {regency.folder / 'tiada.pdf'}" in said
    assert "2 Salah unit: DITOLAK: unit tidak dikenal: 35.99.TIADA" in said
    assert "3 Salah kategori: DITOLAK: tidak dikenal: Kesehatn (yang ada: Kesehatan; Pertumbuhan ekonomi" in said
    assert "6 Salah SDG: DITOLAK: Isian perlu diperbaiki. Periksa isian yang ditandai; sdgs.0: " in said
    assert "5 Kembar: DITOLAK: unit dan judulnya sama dengan nomor 4" in said
    assert "17 Antar obat sampai rumah: terkirim" in said
    assert "6 ditolak" in said


def test_what_was_returned_is_told_and_goes_again_once_it_is_mended(make: Factory, regency: Regency) -> None:
    regency.innovation(17, "Antar obat sampai rumah")
    assert regency.night()[0] == 0
    until = now() + timedelta(days=3)
    answer = make.key("secretariat").post(f"/api/v1/proposals/{regency.there()[0]['id']}/return",
                                          json={"reason": "Perjelas SDGs.", "deadline": until.isoformat()})  # fmt: skip
    assert answer.status_code == 201, answer.text
    code, said = regency.night()
    assert (code, regency.there()[0]["status"]) == (0, "returned"), "unmended it is not sent again"
    day = until.astimezone().strftime("%d-%m-%Y")
    assert f"17 Antar obat sampai rumah: sekarang dikembalikan, perbaiki sampai {day}" in said
    regency.do("UPDATE inovasi SET sdgs = '3' WHERE nomor = 17")
    code, said = regency.night()
    assert (code, regency.there()[0]["status"]) == (0, "submitted"), said
    assert "sekarang" not in said, "news are told once"


class CutAfterWrite(Between):
    """Kills the night right after the server has done the first thing that it asked for."""

    def __init__(self, behind: str) -> None:
        super().__init__(behind)
        self.process: subprocess.Popen[str] | None = None
        self.is_known = threading.Event()

    def _asked(self, request: BaseHTTPRequestHandler, body: bytes) -> httpx.Response:
        answer = super()._asked(request, body)
        if request.command != "GET":
            self.is_known.wait(60)
            assert self.process
            self.process.kill()
            self.process.wait(60)
        return answer

    def _say(self, request: BaseHTTPRequestHandler, *answer: Any, **cut: Any) -> None:
        if request.command == "GET":
            super()._say(request, *answer, **cut)


def test_a_night_cut_off_after_any_deed_goes_on_and_doubles_nothing(regency: Regency) -> None:
    regency.innovation(17, "Antar obat sampai rumah")
    regency.innovation(18, "Loket malam")
    papers = len(regency.world.edition.required_documents)
    deeds = 2 * (papers + 2) + 1  # two drafts, their papers, two submissions; one new title
    cuts = 0
    while True:
        line = CutAfterWrite(regency.url)
        line.process = regency.start(line.url)
        line.is_known.set()
        said = line.process.communicate(timeout=120)[0]
        line.close()
        if line.process.returncode == 0:
            break
        cuts += 1
        assert (cuts <= deeds, "DITOLAK" in said) == (True, False), said
        if cuts == 1:  # the draft is on the server, and nothing here knows its id
            assert len(regency.there()) == 1
            regency.do("UPDATE inovasi SET judul = 'Antar obat ke rumah' WHERE nomor = 17")
    assert cuts == deeds, "each of them once"
    assert [(one["title"], one["status"]) for one in regency.there()] == [
        ("Antar obat ke rumah", "submitted"), ("Loket malam", "submitted")]  # fmt: skip
    assert [regency.papers(one["id"]) for one in regency.there()] == [papers, papers]


def test_a_night_that_cannot_go_on_says_so(regency: Regency, between: Between) -> None:
    regency.innovation(17, "Antar obat sampai rumah")
    between.faults.append(Refuse(401))
    code, said = regency.night(between.url)
    assert (code, said.startswith("BERHENTI: 401")) == (4, True), said
    code, said = regency.night("http://jipp.example")
    assert (code, "tidak dikirim tanpa HTTPS" in said) == (2, True), said
    between.faults.append(Refuse(500))
    code, said = regency.night(between.url)
    assert (code, said.startswith("BERHENTI: 500")) == (7, True), said
    with closing(sqlite3.connect(regency.folder / "terkirim.sqlite", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        code, said = regency.night()
    assert (code, "terkirim.sqlite sedang dipakai" in said) == (7, True), said
    assert regency.there() == []
    assert regency.night()[0] == 0

"""The virus scanner: what it finds is refused, and where it does not answer nothing is taken."""

import io
from pathlib import Path

import pytest

from app import files
from app.errors import Invalid
from app.files import clamav
from app.files.intake import receive
from app.settings import settings
from tests.conftest import free_port
from tests.files.conftest import EICAR
from tests.files.papers import PDF

INFECTED = PDF.replace(b"%%EOF", b"%" + EICAR + b"\n%%EOF")


def test_a_virus_is_refused_by_name(folder: Path, scanner: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert receive(io.BytesIO(INFECTED), "surat.pdf"), "without a scanner it is only a PDF with a remark"
    monkeypatch.setattr(settings(), "clamd", scanner)
    with pytest.raises(Invalid) as refusal:
        receive(io.BytesIO(INFECTED), "surat.pdf")
    [error] = refusal.value.errors
    assert (error.code, error.params["name"]) == ("virus_found", "Eicar-Signature")


def test_a_clean_file_passes(folder: Path, scanner: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings(), "clamd", scanner)
    assert receive(io.BytesIO(PDF), "surat.pdf").size == len(PDF)
    assert clamav.is_answering()


def test_a_scanner_that_does_not_answer_lets_nothing_in(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings(), "clamd", f"tcp://127.0.0.1:{free_port()}")
    with pytest.raises(clamav.ScannerUnavailable):
        receive(io.BytesIO(PDF), "surat.pdf")
    assert list(files.current().entries()) == []
    assert not clamav.is_answering()


def test_an_answer_that_is_none_lets_nothing_in(folder: Path, scanner: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings(), "clamd", scanner)
    monkeypatch.setattr(clamav, "_answer", lambda talk: "INSTREAM size limit exceeded. ERROR")
    with pytest.raises(clamav.ScannerUnavailable):
        receive(io.BytesIO(PDF), "surat.pdf")


def test_without_a_scanner_there_is_nothing_to_ask(folder: Path) -> None:
    assert clamav.is_answering()

"""`jipp instrument`, as somebody types it."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.commands.app import cli
from app.instruments import loading
from app.instruments.loading import text_of
from tests.instruments.files import ALL_SCALES, sealed_text


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "contoh.yaml"
    path.write_text(ALL_SCALES, "utf-8")
    return path


def run(*arguments: str | Path) -> tuple[int, str]:
    done = CliRunner().invoke(cli, ["instrument", *map(str, arguments)])
    return done.exit_code, done.output


def test_a_new_file_is_checked_sealed_and_checked(file: Path):
    assert run("check", file) == (1, f"{file}:1:1: Berkas belum disegel. Periksa angka-angkanya, lalu jalankan: "
                                     "jipp instrument seal.\n")  # fmt: skip
    code, output = run("seal", file)
    assert (code, output.startswith(f"{file}: disegel ")) == (0, True)
    assert run("check", file) == (0, "1 berkas diperiksa, tidak ada kesalahan.\n")
    sealed = file.read_text("utf-8")
    assert sealed.splitlines()[0] == "seal: " + output.split()[-1]
    assert run("seal", file)[0] == 0
    assert file.read_text("utf-8") == sealed


def test_every_fault_is_a_line(file: Path):
    file.write_text(ALL_SCALES.replace("weight: 60", "weight: 61").replace('">=80"', '">80"'), "utf-8")
    code, output = run("check", file)
    assert (code, output.splitlines()) == (1, [
        f"{file}:10:1: Jumlah bobot 101 poin, seharusnya 100 (selisih 1).",
        f"{file}:59:23: Ada celah sebelum rentang ini: nilai di 80 tidak masuk rentang mana pun.",
    ])  # fmt: skip


def test_a_title_of_another_year_is_a_warning(file: Path):
    file.write_text(sealed_text(ALL_SCALES.replace("title: Contoh\n", "title: Contoh 2023\n")), "utf-8")
    code, output = run("check", file)
    assert (code, output.splitlines()[0]) == (0, f"{file}:4:8: Peringatan: Judulnya menyebut 2023, padahal tahun "
                                                 "berkas ini 2024. Periksa judulnya.")  # fmt: skip


def test_a_file_with_faults_is_not_sealed(file: Path):
    wrong = ALL_SCALES.replace("weight: 60", "weight: 61")
    file.write_text(wrong, "utf-8")
    assert run("seal", file)[0] == 1
    assert file.read_text("utf-8") == wrong


def test_last_years_file_is_copied_changed_and_sealed(tmp_path: Path):
    path = tmp_path / "cettar_opd_2025.yaml"
    path.write_text(text_of("cettar_opd_2024").replace("year: 2024", "year: 2025"), "utf-8")
    code, output = run("check", path)
    assert (code, "berubah sejak berkas ini diperiksa dan disegel" in output) == (1, True)
    assert run("seal", path)[0] == 0
    assert run("check", path)[0] == 0


def test_a_file_is_sealed_while_another_that_comes_with_jipp_waits_for_its_seal(
    file: Path, monkeypatch: pytest.MonkeyPatch
):
    """Two files were edited, one is sealed first: the other one's old seal is no fault of this one."""
    edited = text_of("skm_2017").replace("title:", "title: Baru,", 1)
    monkeypatch.setattr(loading, "text_of", lambda _name: edited)
    monkeypatch.setattr(loading, "shipped", loading.shipped.__wrapped__)  # read now, not remembered
    assert run("seal", file)[0] == 0


def test_files_are_checked_against_each_other(file: Path, tmp_path: Path):
    other = tmp_path / "lain.yaml"
    other.write_text(ALL_SCALES, "utf-8")
    assert run("seal", other)[0] == 0
    file.write_text(other.read_text("utf-8"), "utf-8")
    code, output = run("check", file, other)
    assert (code, output) == (1, f"{other}:3:7: contoh tahun 2024 sudah ada di berkas {file}.\n")


def test_a_file_of_windows_is_sealed_too(file: Path):
    file.write_bytes(b"\xef\xbb\xbf" + ALL_SCALES.replace("\n", "\r\n").encode())
    assert run("seal", file)[0] == 0
    assert run("check", file) == (0, "1 berkas diperiksa, tidak ada kesalahan.\n")


def test_what_is_no_text_is_said(file: Path):
    file.write_bytes(b"\xff\xfe\x00key")
    code, output = run("check", file)
    assert (code, output.startswith(f"{file}:1:")) == (1, True)


def test_the_schema_is_written(tmp_path: Path):
    code, output = run("schema")
    assert (code, json.loads(output)["title"]) == (0, "Definition")

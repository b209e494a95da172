"""PDF: taken as it is, byte for byte (its signature may depend on that), or not at all."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf

from app.inspection.verdict import Taken, refuse

MOST_OBJECTS = 200_000
_OTHER_KINDS = (b"<html", b"<script", b"<!doctype", b"<svg", b"<?php", b"<?xml")
_ACTIONS = {
    "/JavaScript": "pdf_script", "/Launch": "pdf_action", "/SubmitForm": "pdf_action", "/ImportData": "pdf_action",
    "/GoToR": "pdf_action", "/GoToE": "pdf_action", "/Rendition": "pdf_media", "/Movie": "pdf_media",
    "/Sound": "pdf_media", "/RichMediaExecute": "pdf_media", "/GoTo3DView": "pdf_media",
}  # fmt: skip
"""What an action may do on its own or at a click, beside going to a page of the same file or to a web address."""
_KEYS = {
    "/JS": "pdf_script", "/JavaScript": "pdf_script", "/EF": "pdf_attachment", "/EmbeddedFiles": "pdf_attachment",
    "/XFA": "pdf_form", "/RichMediaContent": "pdf_media", "/RichMediaSettings": "pdf_media",
}  # fmt: skip
_WEB = re.compile(r"\s*(https?:|mailto:|tel:|[^:]*$)", re.IGNORECASE)
"""Addresses that a link may have: of the web, of mail, of a telephone, or within the same place."""
_TYPES = {"/EmbeddedFile": "pdf_attachment"}
_ANNOTATIONS = {
    "/FileAttachment": "pdf_attachment", "/RichMedia": "pdf_media", "/Movie": "pdf_media", "/Sound": "pdf_media",
    "/3D": "pdf_media", "/Screen": "pdf_media",
}  # fmt: skip


def inspect(sent: Path, head: bytes) -> Taken:
    """Refuses what runs, opens, sends or carries something, what is locked, and what is something else as well."""
    _check_alone(sent, head)
    try:
        with pikepdf.open(sent) as pdf:
            if pdf.is_encrypted:
                refuse("pdf_locked")
            if len(pdf.objects) > MOST_OBJECTS:
                refuse("file_too_complex")
            for one in _dictionaries(pdf):
                _check(one)
    except pikepdf.PasswordError:
        refuse("pdf_locked")
    except (pikepdf.PdfError, pikepdf.ForeignObjectError, ValueError, TypeError, RuntimeError):
        refuse("file_damaged")
    return Taken("application/pdf")


def _check_alone(sent: Path, head: bytes) -> None:
    """Nothing behind the end of the PDF, no page or script in its first line, no archive that shares its bytes."""
    content = sent.read_bytes()
    if any(kind in head.lower() for kind in _OTHER_KINDS):
        refuse("file_of_two_kinds")
    end = content.rfind(b"%%EOF")
    if end < 0:
        refuse("file_damaged")
    if content[end + 5 :].strip(b"\0 \t\r\n\x1a") or _is_archive(sent):
        refuse("file_of_two_kinds")


def _is_archive(sent: Path) -> bool:
    try:
        with zipfile.ZipFile(sent) as archive:
            return bool(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return False


def _dictionaries(pdf: Any) -> Iterator[Any]:
    """Every dictionary of the file, reachable or not, those within others too; indirect ones come by themselves."""
    for top in (*pdf.objects, pdf.trailer):
        waiting = [top]
        while waiting:
            one = waiting.pop()
            if isinstance(one, pikepdf.Array):
                waiting += [item for item in one if _is_inside(item)]
            elif isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
                yield one
                waiting += [item for _, item in one.items() if _is_inside(item)]


def _is_inside(item: Any) -> bool:
    return isinstance(item, pikepdf.Array | pikepdf.Dictionary) and not item.is_indirect


def _check(one: Any) -> None:
    for key in one.keys():  # noqa: SIM118 - a pikepdf object is no mapping
        if key in _KEYS:
            refuse(_KEYS[key])
    for key, kinds in (("/S", _ACTIONS), ("/Type", _TYPES), ("/Subtype", _ANNOTATIONS)):
        value = one.get(key)
        if isinstance(value, pikepdf.Name) and str(value) in kinds:
            refuse(kinds[str(value)])
    if isinstance(one, pikepdf.Stream) and "/F" in one:
        refuse("pdf_action")  # its bytes lie in another file
    if "/URI" in one and not _WEB.match(str(one["/URI"])):
        refuse("pdf_action")
    for event in _events(one):
        if isinstance(event, pikepdf.Dictionary) and event.get("/S") == "/URI":
            refuse("pdf_action")  # an address that opens by itself


def _events(one: Any) -> Iterator[Any]:
    """What happens without a click: as the file, a page or a field is opened."""
    yield one.get("/OpenAction")
    if isinstance(one.get("/AA"), pikepdf.Dictionary):
        yield from (action for _, action in one["/AA"].items())
